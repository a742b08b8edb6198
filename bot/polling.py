"""Updates by long polling, each confirmed to Telegram only once it was handled.

Telegram drops an update when getUpdates is called with an offset above its id (the Bot API's
description of getUpdates). So the offset is the lowest update that is not handled: a bot that is
killed is sent it again.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TimedOut

from bot.errors import StartError
from bot.lanes import Handle, Lanes

_LOG = logging.getLogger(__name__)
ALLOWED = ("message", "callback_query")
_LONG_POLL = 50  # seconds; Telegram's own limit
# While an update is unhandled, polls wait: for 0.05 s, so that a burst is not fetched again at each
# answer, and until the offset has moved or 0.6 s have passed, since Telegram gives only one update
# to whoever asks for the same offset twice within 0.5 s.
_SHORTEST_PACE, _LONGEST_PACE = 0.05, 0.6
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 10.0  # seconds after an error


# A poll gives at most 100 updates from the offset on. Where the lowest has been in hand so long and
# nothing new fits behind it, it is confirmed: else one chat that Telegram makes wait would keep the
# bot deaf to all others. It is still answered, unless the process is killed first.
_WINDOW = 100
_PATIENCE = 5.0
_ON_ITS_WAY = 1.0  # seconds within which a request may not have reached Telegram yet


class Progress:
    """Which updates were seen and which handled, and so the offset to ask Telegram from."""

    def __init__(self) -> None:
        self._unhandled: set[int] = set()
        self._next: int | None = None
        self.moved = asyncio.Event()

    @property
    def offset(self) -> int | None:
        """The lowest unhandled update, else the one after the last; None before the first."""
        return min(self._unhandled, default=self._next)

    @property
    def waiting(self) -> bool:
        """Whether any update is unhandled."""
        return bool(self._unhandled)

    def take(self, update_id: int, asked: int | None) -> bool:
        """Whether an update is new, given to a poll from `asked` on; if so it is now unhandled.

        Ids rise, so what lies below the last one was given before: an answer that was on its way
        holds updates that were handled meanwhile. Only after an idle week may ids begin anew, even
        below `asked` (the Bot API's description of Update).
        """
        begun_anew = asked is not None and update_id < asked
        if self._next is not None and update_id < self._next and not begun_anew:
            return False
        self._unhandled.add(update_id)
        self._next = update_id + 1
        return True

    def handled(self, update_id: int) -> None:
        """Note that an update was handled."""
        before = self.offset
        self._unhandled.discard(update_id)
        if self.offset != before:
            self.moved.set()

    def set_aside(self) -> None:
        """Count the lowest unhandled update as handled, though it is still in hand."""
        if self._unhandled:
            self.handled(min(self._unhandled))


class Polling:
    """The loop that fetches updates and hands them on; at the end it waits `grace` seconds."""

    def __init__(self, bot: Bot, handle: Handle, *, grace: float = 10.0) -> None:
        self._bot = bot
        self._progress = Progress()
        self._lanes = Lanes(handle, self._progress.handled)
        self._grace = grace
        self._asked: int | None = None
        self._since = self._polled = 0.0

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch and hand on updates until `stop`, then finish what is in hand and confirm it.

        Raises StartError when Telegram refuses the token.
        """
        fetching = asyncio.create_task(self._fetch_for_ever())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if fetching.done():
                fetching.result()
        finally:
            for task in (fetching, stopping):
                task.cancel()
            await asyncio.gather(fetching, stopping, return_exceptions=True)
            await self._lanes.finish(self._grace)
            await self._confirm()

    async def _fetch_for_ever(self) -> None:
        wait = _FIRST_WAIT
        while True:
            try:
                await self._fetch()
                wait = _FIRST_WAIT
            except InvalidToken:
                raise StartError("Telegram does not take TELEGRAM_BOT_TOKEN; set it anew") from None
            except RetryAfter as error:
                await asyncio.sleep(_seconds(error.retry_after))
            except TimedOut:
                await asyncio.sleep(_SHORTEST_PACE)
            except Exception as error:  # noqa: BLE001 (the library may fail to read an update)
                if isinstance(error, Conflict):
                    _LOG.error("another bot is polling with this token; stop one of the two")
                else:
                    _LOG.warning("getUpdates: %s; trying again", type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)

    async def _fetch(self) -> None:
        self._progress.moved.clear()
        asked, now = self._progress.offset, asyncio.get_running_loop().time()
        if asked != self._asked:
            self._asked, self._since = asked, now
        self._polled = now
        updates = await self._bot.get_updates(
            offset=asked,
            timeout=0 if self._progress.waiting else _LONG_POLL,
            allowed_updates=ALLOWED,
        )
        fresh = [u for u in updates if self._progress.take(u.update_id, asked)]
        for update in fresh:
            self._lanes.put(update)
        if len(updates) == _WINDOW and not fresh and now - self._since > _PATIENCE:
            self._progress.set_aside()
        await self._pace()

    async def _pace(self) -> None:
        """While an update is unhandled a poll returns at once, so let time pass before the next."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_PACE):
                if self._progress.waiting:
                    await self._progress.moved.wait()
                if self._progress.waiting:
                    await asyncio.sleep(_SHORTEST_PACE)

    async def _confirm(self) -> None:
        """Tell Telegram what was handled since the last poll, so that it is not sent again."""
        # A poll from this offset has confirmed it, unless it was broken off on its way.
        arrived = asyncio.get_running_loop().time() - self._polled > _ON_ITS_WAY
        if self._progress.offset == self._asked and arrived:
            return
        with suppress(Exception):  # it is sent again then, which loses nothing
            await self._bot.get_updates(offset=self._progress.offset, limit=1, timeout=0)


def _seconds(span: timedelta | int) -> float:
    return span.total_seconds() if isinstance(span, timedelta) else span
