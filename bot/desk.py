"""What every handler works with: the index, the settings, the clock, a thread for searching."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from telegram import Chat, User

from bot.need import NeedRules
from bot.phrases import LANGUAGES, phrases
from bot.press_contact import PressContactRules
from bot.roles import role_of
from bot.settings import Settings
from index.index import Index
from index.view import View
from knowledge.language import Language, language_of

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

    def view(self, user: User | None, chat: Chat | None) -> View:
        """What a person may see now, in this chat."""
        return self.index.view(role_of(self.settings, user, chat), self._clock())

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
