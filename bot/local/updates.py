"""The queue of updates that a bot has not confirmed yet."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from typing import TYPE_CHECKING

from bot.local.wire import ApiError, Fields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
MAX_LIMIT = 100
MAX_TIMEOUT = 50
_REPEATED = 0.5
_REPEATED_EMPTY = 3


class UpdateQueue:
    """Updates in order, each kept until a `getUpdates` asks for what comes after it.

    Source of the rules: `process_get_updates_query` of github.com/tdlib/telegram-bot-api, the one
    about repeated offsets too: whoever asks twice for the same offset within half a second gets
    one update only, and within three seconds waits for at least three.
    """

    def __init__(self, clock: Callable[[], float], capacity: int = 10_000) -> None:
        self._clock = clock
        self._updates: deque[Fields] = deque(maxlen=capacity)
        self._next_id = random.randrange(10**8, 9 * 10**8)  # noqa: S311 - an id, not a secret
        self._waiting: asyncio.Future[None] | None = None
        self._last_offset: int | None = None
        self._last_asked = 0.0
        self._closed = False
        self.allowed: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self._updates)

    @property
    def polled(self) -> bool:
        """Whether a long poll is waiting now."""
        return self._waiting is not None

    def put(self, kind: str, payload: Fields) -> int | None:
        """Queues an update and gives its id; None when the bot did not ask for its kind."""
        if not self._wanted(kind):
            return None
        update_id = self._next_id
        self._next_id += 1
        self._updates.append({"update_id": update_id, kind: payload})
        self._wake()
        return update_id

    def subscribe(self, kinds: Sequence[str]) -> None:
        """Sets the kinds of update to queue from now on; none means the default ones."""
        self.allowed = frozenset(kinds)

    def clear(self) -> None:
        """Drops every update that waits."""
        self._updates.clear()

    def close(self) -> None:
        """Ends the long poll that waits, and lets none wait any more."""
        self._closed = True
        self._wake()

    async def get(self, offset: int, limit: int, timeout: float) -> list[Fields]:  # noqa: ASYNC109
        """Unconfirmed updates from an offset on, waiting for one up to `timeout` seconds.

        Raises
        ------
        ApiError: 409, in the earlier of two calls that wait at the same time.
        """
        limit, timeout = self._paced(offset, limit, timeout)
        self._end_earlier_poll()
        self._confirm(offset)
        if not self._updates and timeout > 0 and not self._closed:
            await self._wait(timeout)
        return list(self._updates)[:limit]

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    def _paced(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        limit = min(max(limit, 1), MAX_LIMIT)
        timeout = min(max(timeout, 0), MAX_TIMEOUT)
        since = self._clock() - self._last_asked
        if offset == self._last_offset and since < _REPEATED_EMPTY:
            timeout = max(timeout, _REPEATED_EMPTY)
        if offset == self._last_offset and since < _REPEATED:
            limit = 1
        self._last_offset, self._last_asked = offset, self._clock()
        return limit, timeout

    def _end_earlier_poll(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            reason = (
                "terminated by other getUpdates request;"
                " make sure that only one bot instance is running"
            )
            self._waiting.set_exception(ApiError(409, reason))

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._updates) > -offset:
                self._updates.popleft()
        while offset > 0 and self._updates and self._updates[0]["update_id"] < offset:
            self._updates.popleft()

    async def _wait(self, seconds: float) -> None:
        waiting = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
