"""The index kept up with its folder while the bot runs."""

import asyncio
import gc
import logging
import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from bot.desk import Desk
from bot.watch import watch
from index.errors import SnapshotError
from index.follower import Follower
from index.index import Index
from index.view import View
from tests.bot.published import Published
from tests.bot.samples import NOW

OLD, NEW = "The lamp is lit at six.", "The lamp is lit at seven."
QUICKLY = 0.01
LOGGER = "bot.watch"


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def published(tmp_path: Path, clock: Clock) -> Published:
    made = Published(tmp_path, clock)
    made.publish(OLD)
    return made


@pytest.fixture
def desk(published: Published) -> Iterator[Desk]:
    made = published.desk()
    yield made
    made.close()


@asynccontextmanager
async def watching(
    desk: Desk, follower: Follower, pause: float | None = QUICKLY
) -> AsyncIterator[asyncio.Task[None]]:
    """The watch, until the end of the block."""
    pausing = {} if pause is None else {"pause": pause}
    task = asyncio.create_task(watch(desk, follower, **pausing))
    try:
        yield task
        assert not task.done() or task.cancelled()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(done: Callable[[], bool], seconds: float = 5) -> float:
    """Wait for something; how long that took."""
    began = monotonic()
    while not done():
        assert monotonic() - began < seconds
        await asyncio.sleep(0.005)
    return monotonic() - began


def says(view: View) -> str:
    """The words of what answers."""
    (hit,) = view.search("When is the lamp lit?").hits
    return hit.quote.text


def damage(published: Published, name: str) -> None:
    (published.snapshots.folder_of(name) / "keys.bin").write_bytes(b"")


async def test_a_new_index_answers_within_two_seconds(published: Published, desk: Desk) -> None:
    async with watching(desk, published.follower(), pause=None):
        assert await desk.look(None, None, says) == OLD
        name = published.publish(NEW)
        took = await until(lambda: desk.index.snapshot.name == name)
        assert await desk.look(None, None, says) == NEW
    assert took < 2


async def test_what_was_published_before_the_watch_began_is_seen(
    published: Published, desk: Desk
) -> None:
    follower = published.follower()
    name = published.publish(NEW)
    async with watching(desk, follower):
        await until(lambda: desk.index.snapshot.name == name)


async def test_what_is_in_hand_is_finished_from_the_old_index_which_then_goes(
    published: Published, desk: Desk
) -> None:
    go = Event()
    gone = weakref.ref(desk.index)

    def slowly(view: View) -> str:
        assert go.wait(10)
        return says(view)

    async with watching(desk, published.follower()):
        asked = asyncio.create_task(desk.look(None, None, slowly))
        await asyncio.sleep(0)
        name = published.publish(NEW)
        await until(lambda: desk.index.snapshot.name == name)
        assert gone() is not None
        later = asyncio.create_task(desk.look(None, None, says))
        go.set()
        assert (await asked, await later) == (OLD, NEW)
        del asked
        await until(lambda: gone() is None)


async def test_while_a_new_index_is_loaded_questions_are_answered(
    published: Published, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    loading, go = Event(), Event()

    def slowly(_: Index, __: datetime) -> None:
        loading.set()
        assert go.wait(10)

    monkeypatch.setattr(Index, "prepare", slowly)
    async with watching(desk, published.follower()):
        published.publish(NEW)
        await until(loading.is_set)
        for _ in range(20):
            assert await desk.look(None, None, says) == OLD
        go.set()
        await until(lambda: desk.index.snapshot.manifest.created > NOW)
        assert await desk.look(None, None, says) == NEW


async def test_where_the_new_one_is_damaged_the_old_one_answers_and_the_desk_knows_why(
    published: Published, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    old = desk.index
    follower = published.follower()
    follower.next(old)
    async with watching(desk, follower):
        damage(published, published.publish(NEW))
        await until(lambda: desk.trouble is not None)
        await asyncio.sleep(10 * QUICKLY)
        assert desk.index is old
        assert await desk.look(None, None, says) == OLD
        assert desk.state.troubled
    assert "keys.bin: not the file that was written" in str(desk.trouble)
    errors = [record for record in caplog.records if record.name == LOGGER]
    assert [record.levelno for record in errors] == [logging.ERROR]
    assert str(desk.trouble) in errors[0].getMessage()
    assert OLD not in caplog.text
    assert NEW not in caplog.text


async def test_the_trouble_holds_on_to_nothing_that_was_read(
    published: Published, desk: Desk
) -> None:
    damage(published, published.publish(NEW))
    async with watching(desk, published.follower()):
        await until(lambda: desk.trouble is not None)
    trouble = desk.trouble
    assert trouble is not None
    assert (trouble.__traceback__, trouble.__context__, trouble.__cause__) == (None, None, None)


async def test_the_trouble_is_over_with_the_next_whole_index(
    published: Published, desk: Desk, clock: Clock
) -> None:
    async with watching(desk, published.follower()):
        damage(published, published.publish(NEW))
        await until(lambda: desk.trouble is not None)
        clock.now = NOW + timedelta(hours=1)
        name = published.publish("The lamp is lit at eight.")
        await until(lambda: desk.trouble is None)
    assert (desk.state.snapshot, desk.since) == (name, NOW + timedelta(hours=1))
    assert desk.started == NOW


async def test_the_trouble_is_over_with_the_way_back(published: Published, desk: Desk) -> None:
    old = desk.index.snapshot.name
    async with watching(desk, published.follower()):
        damage(published, published.publish(NEW))
        await until(lambda: desk.trouble is not None)
        published.snapshots.point(old)
        await until(lambda: desk.trouble is None)
        assert await desk.look(None, None, says) == OLD
    assert desk.index.snapshot.name == old


@pytest.mark.parametrize("error", [ValueError, MemoryError, OSError])
async def test_whatever_else_goes_wrong_leaves_the_old_index_and_the_watch_goes_on(
    published: Published,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
) -> None:
    def fail(*_: object) -> None:
        raise error

    old = desk.index
    async with watching(desk, published.follower()):
        with monkeypatch.context() as patch:
            patch.setattr(Index, "prepare", fail)
            published.publish(NEW)
            await until(lambda: desk.trouble is not None)
            assert desk.index is old
        name = published.publish("The lamp is lit at eight.")
        await until(lambda: desk.index.snapshot.name == name)
    assert desk.trouble is None


@pytest.mark.parametrize("busy", [False, True])
async def test_it_ends_at_once_when_cancelled_whatever_it_is_doing(
    published: Published, desk: Desk, monkeypatch: pytest.MonkeyPatch, *, busy: bool
) -> None:
    loading, go = Event(), Event()

    def slowly(_: Index, __: datetime) -> None:
        loading.set()
        assert go.wait(10)

    old = desk.index
    monkeypatch.setattr(Index, "prepare", slowly)
    async with watching(desk, published.follower(), QUICKLY if busy else None) as task:
        published.publish(NEW)
        if busy:
            await until(loading.is_set)
        else:
            await asyncio.sleep(QUICKLY)
        began = monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert monotonic() - began < 0.5
        go.set()
        await asyncio.sleep(5 * QUICKLY)
        assert (desk.index, desk.trouble) == (old, None)


async def test_a_new_index_is_noted_without_a_word_of_it(
    published: Published, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    async with watching(desk, published.follower()):
        name = published.publish(NEW)
        await until(lambda: desk.index.snapshot.name == name)
    assert [r.getMessage() for r in caplog.records if r.name == LOGGER] == [
        f"index {name}: 1 documents"
    ]


async def test_the_examples_are_chosen_anew_with_a_new_index(
    published: Published, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[str] = []

    def choose(view: View) -> tuple[int, ...]:
        chosen.append(says(view))
        return 0, 1, 2

    monkeypatch.setattr(Desk, "_choose", staticmethod(choose))
    async with watching(desk, published.follower()):
        for _ in range(2):
            assert await desk.examples() == (0, 1, 2)
        name = published.publish(NEW)
        await until(lambda: desk.index.snapshot.name == name)
        for _ in range(2):
            assert await desk.examples() == (0, 1, 2)
    assert chosen == [OLD, NEW]


async def test_many_new_indexes_leave_nothing_behind(published: Published, desk: Desk) -> None:
    names = [published.publish(f"The lamp is lit at {hour}.") for hour in ("eight", "nine")]
    gone: list[weakref.ref[Index]] = []
    async with watching(desk, published.follower(), 0.001):
        await until(lambda: desk.index.snapshot.name == names[1])
        files = _open_files()
        for number in range(20):
            gone.append(weakref.ref(desk.index))
            published.snapshots.point(names[number % 2])
            await until(lambda n=number: desk.index.snapshot.name == names[n % 2])  # type: ignore[misc]
        await until(lambda: not any(ref() for ref in gone))
        assert _open_files() == files


def _open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def test_a_bot_that_fell_back_at_its_start_takes_the_right_one_when_it_is_there(
    published: Published,
) -> None:
    damage(published, published.publish(NEW))
    first = published.snapshots.names()[1]
    published.snapshots.point(first)
    desk = published.desk()
    published.snapshots.point(published.snapshots.names()[0])
    desk.index.trouble = desk.trouble = SnapshotError("the current one is damaged")
    try:
        async with watching(desk, published.follower()):
            published.snapshots.point(first)
            await until(lambda: desk.trouble is None)
            assert desk.index.trouble is None
    finally:
        desk.close()
        gc.collect()
