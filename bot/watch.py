"""The index kept up with its folder while the bot runs."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from bot.desk import Desk
from index.errors import SnapshotError
from index.follower import Follower

_LOG = logging.getLogger(__name__)
_PAUSE = 0.5  # seconds; a new index is asked for answers within two


async def watch(desk: Desk, follower: Follower, *, pause: float = _PAUSE) -> None:
    """Give the desk each new index once it is whole, until cancelled.

    Where a new one cannot be used, the old one goes on answering, and the desk knows why.
    """
    # A thread of its own: questions do not wait for it.
    thread = ThreadPoolExecutor(1, thread_name_prefix="follow")
    try:
        while True:
            await asyncio.sleep(pause)
            await _follow(desk, follower, thread)
    finally:
        thread.shutdown(wait=False, cancel_futures=True)


async def _follow(desk: Desk, follower: Follower, thread: ThreadPoolExecutor) -> None:
    loop = asyncio.get_running_loop()
    try:
        fresh = await loop.run_in_executor(thread, follower.next, desk.index)
    except SnapshotError as error:
        if str(error) != str(desk.trouble):
            _LOG.error("the new index is not used, the old one answers: %s", error)
        # Anew: the one that was raised holds on to all that was read of the new index.
        desk.trouble = SnapshotError(str(error))
    except Exception as error:  # noqa: BLE001 (whatever it is, the old index answers)
        desk.trouble = SnapshotError("the new index could not be loaded")
        _LOG.error("the new index is not used, the old one answers", exc_info=error)
    else:
        if fresh is not None:
            desk.take(fresh)
            count = len(fresh.snapshot.manifest.documents)
            _LOG.info("index %s: %d documents", fresh.snapshot.name, count)
