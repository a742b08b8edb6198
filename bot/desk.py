"""What every handler works with: the index, the settings, the clock, a thread for searching."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TypeVar

from telegram import Chat, User

from bot.need import NeedRules
from bot.phrases import LANGUAGES, phrases
from bot.press_contact import PressContactRules
from bot.roles import role_of
from bot.settings import Settings
from bot.state import State
from index.index import Index
from index.version import code_version
from index.view import View
from knowledge.errors import ArchiveError
from knowledge.language import Language, language_of

_LOG = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Result = TypeVar("Result")

EXAMPLES = tuple(key for key in phrases()["en"] if key.startswith("example_"))
_SHOWN_EXAMPLES = 3


class Desk:
    """What handlers share. It remembers nothing of anybody.

    `trouble` is why the folder's current snapshot is not what answers; None where it does.
    """

    def __init__(self, index: Index, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.need = NeedRules.load()
        self.press_contact = PressContactRules.load()
        self.index = index
        self.trouble = index.trouble
        self.started = self.since = clock()
        self._clock = clock
        # One thread: questions are read one at a time, and a second one would only wait.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="search")
        self._examples: tuple[tuple[str, tuple[int, ...]], tuple[int, ...]] | None = None

    def take(self, index: Index) -> None:
        """Answer from another index from now on; what is in hand is finished from the old one."""
        self.index, self.trouble, self.since = index, None, self._clock()

    @property
    def state(self) -> State:
        """How the bot is now."""
        manifest = self.index.snapshot.manifest
        return State(
            code_version(),
            self.started,
            self.index.snapshot.name,
            manifest.created,
            self.since,
            len(manifest.documents),
            self.trouble is not None,
        )

    def view(self, user: User | None, chat: Chat | None) -> View:
        """What a person may see now, in this chat.

        Raises ArchiveError where it is not known what was taken back, and logs which file is why.
        """
        with _logged():
            return self.index.view(role_of(self.settings, user, chat), self._clock())

    async def look(
        self, user: User | None, chat: Chat | None, work: Callable[[View], Result]
    ) -> Result:
        """What `work` finds in what a person may see, as it is at the moment that this returns.

        Where something was taken back while it was looked for, it is looked for again. Raises
        ArchiveError where that is not known.
        """
        while True:
            view = self.view(user, chat)
            found = await self.aside(partial(work, view))
            with _logged():
                if view.stands:
                    return found

    async def aside(self, work: Callable[[], Result]) -> Result:
        """What `work` returns, done off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Let the thread go."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    @staticmethod
    def language(text: str, user: User | None) -> Language:
        """The language to answer in: the text's, else the person's, else English."""
        return language_of(text) or Desk.users_language(user)

    @staticmethod
    def users_language(user: User | None) -> Language:
        """The language a person's Telegram is set to, if it is one of the bot's; else English."""
        code = (user.language_code or "").partition("-")[0].lower() if user else ""
        return next((language for language in LANGUAGES if language == code), "en")

    async def examples(self) -> tuple[int, ...]:
        """Three example questions by number, those first that public documents answer now."""
        view = self.view(None, None)
        # The end of an embargo changes what answers, and so does a new index.
        shown = self.index.snapshot.name, view.extent
        if self._examples is None or self._examples[0] != shown:
            self._examples = shown, await self.aside(lambda: self._choose(view))
        return self._examples[1]

    @staticmethod
    def _choose(view: View) -> tuple[int, ...]:
        numbers = range(len(EXAMPLES))
        answered = {n: view.search(phrases()["en"][EXAMPLES[n]]).answered for n in numbers}
        return tuple(sorted(numbers, key=lambda n: not answered[n])[:_SHOWN_EXAMPLES])


@contextmanager
def _logged() -> Iterator[None]:
    """Log what is wrong with the archive; it names a file, and holds nothing that was asked."""
    try:
        yield
    except ArchiveError as error:
        _LOG.error("nothing can be shown: %s", error)
        raise
