"""Updates handled at once across chats, and one after the other within a chat."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

from telegram import Update

_LOG = logging.getLogger(__name__)

Handle = Callable[[Update], Awaitable[None]]


def lane_of(update: Update) -> Hashable:
    """What must stay in order: a chat's updates; where there is no chat, a person's."""
    if update.effective_chat is not None:
        return "chat", update.effective_chat.id
    if update.effective_user is not None:
        return "user", update.effective_user.id
    return "update", update.update_id


class Lanes:
    """A queue and a task for each chat that has anything in hand, and none for the others.

    `handled` is called with the id of each update once `handle` has returned, or has failed: it
    would fail again. An update whose handling was cancelled is not handled.
    """

    def __init__(self, handle: Handle, handled: Callable[[int], None]) -> None:
        self._handle = handle
        self._handled = handled
        self._waiting: dict[Hashable, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, update: Update) -> None:
        """Have an update handled after those of its lane that came before."""
        lane = lane_of(update)
        if lane in self._waiting:
            self._waiting[lane].append(update)
            return
        self._waiting[lane] = deque([update])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, lane: Hashable) -> None:
        waiting = self._waiting[lane]
        try:
            while waiting:
                await self._try(waiting[0])
                self._handled(waiting.popleft().update_id)
        finally:
            del self._waiting[lane]

    async def _try(self, update: Update) -> None:
        try:
            await self._handle(update)
        except Exception:  # noqa: BLE001 (one that fails must not hold up its chat)
            _LOG.exception("an update was given up")

    async def finish(self, seconds: float) -> None:
        """Wait for what is in hand, at most so long; then cancel the rest."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
