"""An update is confirmed to Telegram once it was handled, and is never handled twice."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, Update

from bot import polling
from bot.errors import StartError
from bot.lanes import Handle
from bot.local.person import Person
from bot.local.server import LocalServer
from bot.local.telegram import Telegram
from bot.local.wire import ApiError, too_many_requests
from bot.polling import Polling, Progress
from bot.request import SteadyRequest

PATIENCE = 20


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.002)


# What may happen, in any order: an update comes; a poll is sent; its answer arrives; one of the
# updates in hand is handled; an idle week passes and ids begin anew.
STEPS = st.lists(
    st.one_of(
        st.just(("comes", 0)),
        st.just(("asks", 0)),
        st.just(("hears", 0)),
        st.tuples(st.just("handles"), st.integers(0, 10)),
        st.tuples(st.just("anew"), st.sampled_from([-1, 5000])),
    ),
    min_size=10,
    max_size=60,
)


class _Queue:
    """Telegram's side: what is unconfirmed, by id."""

    def __init__(self) -> None:
        self.unconfirmed: deque[int] = deque()
        self.next = 100_000

    def ask(self, offset: int | None) -> list[int]:
        # An offset from before ids began anew, above all of them, confirms nothing.
        if offset is not None and offset <= self.next:
            while self.unconfirmed and self.unconfirmed[0] < offset:
                self.unconfirmed.popleft()
        return list(self.unconfirmed)


@given(STEPS)
@settings(max_examples=400)
def test_in_any_course_of_events_nothing_is_lost_and_nothing_repeated(
    steps: list[tuple[str, int]],
) -> None:
    queue, progress = _Queue(), Progress()
    on_its_way: tuple[int | None, list[int]] | None = None
    in_hand: list[int] = []
    taken: list[int] = []
    handled: set[int] = set()
    sent: list[int] = []
    for what, number in steps:
        if what == "comes":
            queue.unconfirmed.append(queue.next)
            sent.append(queue.next)
            queue.next += 1
        elif what == "anew" and not queue.unconfirmed and not on_its_way:
            queue.next = number + (min(sent, default=0) - 200 if number < 0 else queue.next)
        elif what == "asks":
            on_its_way = progress.offset, queue.ask(progress.offset)
            assert set(sent) - handled <= set(queue.unconfirmed)
        elif what == "hears" and on_its_way:
            asked, answer = on_its_way
            on_its_way = None
            new = [one for one in answer if progress.take(one, asked)]
            taken += new
            in_hand += new
        elif what == "handles" and in_hand:
            done = in_hand.pop(number % len(in_hand))
            progress.handled(done)
            handled.add(done)
        lowest = min(in_hand, default=None)
        assert progress.waiting is bool(in_hand)
        assert lowest is None or progress.offset == lowest
        assert len(progress._unhandled) == len(in_hand)
    assert len(taken) == len(set(taken))
    assert progress.offset is not None or not taken


def test_an_answer_that_was_on_its_way_brings_nothing_back_that_was_handled_meanwhile() -> None:
    progress = Progress()
    assert progress.take(5, None)
    progress.handled(5)
    assert progress.offset == 6
    assert not progress.take(5, 5)
    assert progress.take(6, 5)


def test_ids_that_begin_anew_after_an_idle_week_are_taken_once() -> None:
    progress = Progress()
    assert progress.take(900, None)
    progress.handled(900)
    assert progress.take(70, 901)
    assert progress.take(71, 901)
    assert progress.offset == 70
    assert not progress.take(70, 70)
    progress.handled(70)
    progress.handled(71)
    assert progress.offset == 72


def test_before_the_first_update_there_is_no_offset() -> None:
    progress = Progress()
    assert progress.offset is None
    assert not progress.waiting


class Desk:
    """A handler that waits where it is told to, and remembers what it handled."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.handled: list[str] = []
        self.held: set[str] = set()
        self.let = asyncio.Event()

    async def handle(self, update: Update) -> None:
        assert update.message is not None
        text = update.message.text or ""
        self.begun.append(text)
        if text in self.held:
            await self.let.wait()
        self.handled.append(text)


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with LocalServer() as running:
        yield running


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_FIRST_WAIT", 0.01)
    monkeypatch.setattr(polling, "_LONGEST_WAIT", 0.02)


class Running:
    """A polling bot, until it is stopped."""

    def __init__(self, task: asyncio.Task[None], stop: asyncio.Event) -> None:
        self.task = task
        self._stop = stop

    async def stop(self) -> None:
        self._stop.set()
        async with asyncio.timeout(PATIENCE):
            await self.task


@asynccontextmanager
async def _polling(
    server: LocalServer, handle: Handle, grace: float = 10
) -> AsyncIterator[Running]:
    bot = Bot(
        server.token,
        f"{server.api_url}/bot",
        request=SteadyRequest(4),
        get_updates_request=SteadyRequest(1),
    )
    async with bot:
        stop = asyncio.Event()
        running = Running(asyncio.create_task(Polling(bot, handle, grace=grace).run(stop)), stop)
        try:
            yield running
        finally:
            if not running.task.done():
                await running.stop()


async def test_an_update_is_confirmed_only_once_it_was_handled(server: LocalServer) -> None:
    desk, ana, ben = Desk(), Person(server.telegram), Person(server.telegram)
    desk.held = {"slow"}
    async with _polling(server, desk.handle):
        await ana.send("slow")
        await ben.send("quick")
        await _until(lambda: desk.handled == ["quick"])
        before = len(server.telegram.requests_to("getUpdates"))
        await _until(lambda: len(server.telegram.requests_to("getUpdates")) >= before + 3)
        assert len(server.telegram.updates) == 2
        desk.let.set()
        await _until(lambda: len(server.telegram.updates) == 0)
    assert desk.begun == ["slow", "quick"]
    assert desk.handled == ["quick", "slow"]


async def test_many_updates_are_each_handled_once(server: LocalServer) -> None:
    desk = Desk()
    people = [Person(server.telegram) for _ in range(10)]
    expected = []
    async with _polling(server, desk.handle):
        for number in range(30):
            for at, person in enumerate(people):
                expected.append(f"{at} {number}")
                await person.send(expected[-1])
            await asyncio.sleep(0)
        await _until(lambda: len(desk.handled) >= len(expected))
        await _until(lambda: len(server.telegram.updates) == 0)
    assert sorted(desk.handled) == sorted(expected)
    for at in range(len(people)):
        mine = [text for text in desk.handled if text.startswith(f"{at} ")]
        assert mine == [f"{at} {number}" for number in range(30)]


async def test_a_stop_ends_a_long_poll_at_once(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_ON_ITS_WAY", 0.0)  # this poll has arrived: the server says so
    desk, ana = Desk(), Person(server.telegram)
    async with _polling(server, desk.handle) as running:
        await ana.send("a question")
        await _until(lambda: desk.handled == ["a question"] and len(server.telegram.updates) == 0)
        await _until(lambda: server.telegram.updates.polled)
        before = len(server.telegram.requests_to("getUpdates"))
        await running.stop()
    # That poll has confirmed all there was; to ask once more would only wait.
    assert len(server.telegram.requests_to("getUpdates")) == before


async def test_a_stop_waits_for_what_is_in_hand_and_confirms_it(server: LocalServer) -> None:
    desk, ana = Desk(), Person(server.telegram)
    desk.held = {"slow"}
    async with _polling(server, desk.handle) as running:
        await ana.send("slow")
        await _until(lambda: desk.begun == ["slow"])
        stopping = asyncio.create_task(running.stop())
        await asyncio.sleep(0.05)
        assert not stopping.done()
        desk.let.set()
        await stopping
    assert desk.handled == ["slow"]
    assert len(server.telegram.updates) == 0


async def test_what_was_not_handled_in_time_is_sent_to_the_next_bot(server: LocalServer) -> None:
    desk, ana, ben = Desk(), Person(server.telegram), Person(server.telegram)
    desk.held = {"slow"}
    async with _polling(server, desk.handle, grace=0) as running:
        await ana.send("slow")
        await ana.send("after it")
        await ben.send("quick")
        await _until(lambda: desk.handled == ["quick"])
        await running.stop()
    again = Desk()
    async with _polling(server, again.handle):
        await _until(lambda: len(server.telegram.updates) == 0)
    # Telegram confirms in order, so what was handled behind an unhandled one comes again.
    assert again.handled[:2] == ["slow", "after it"]
    assert set(again.handled) <= {"slow", "after it", "quick"}


async def test_an_update_whose_handling_fails_is_confirmed(
    server: LocalServer, caplog: pytest.LogCaptureFixture
) -> None:
    handled: list[int] = []

    async def handle(update: Update) -> None:
        handled.append(update.update_id)
        raise ValueError("what somebody wrote")

    with caplog.at_level(logging.ERROR, "bot"):
        async with _polling(server, handle):
            await Person(server.telegram).send("a question")
            await _until(lambda: handled != [] and len(server.telegram.updates) == 0)
    assert len(handled) == 1
    assert "wrote" not in " ".join(record.getMessage() for record in caplog.records)


@pytest.mark.parametrize(
    ("error", "times"),
    [
        (ApiError(502, "Bad Gateway"), 3),
        (too_many_requests(0), 2),
        (ApiError(409, "terminated by other getUpdates request"), 2),
        (ApiError(400, "anything at all"), 2),
    ],
)
async def test_polling_goes_on_after_an_error(
    server: LocalServer, error: ApiError, times: int
) -> None:
    desk = Desk()
    server.telegram.fail("getUpdates", error, times=times)
    async with _polling(server, desk.handle):
        await Person(server.telegram).send("a question")
        await _until(lambda: desk.handled == ["a question"])


async def test_another_bot_with_the_same_token_is_named_in_the_log(
    server: LocalServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.telegram.fail("getUpdates", ApiError(409, "terminated by other getUpdates request"))
    with caplog.at_level(logging.INFO, "bot"):
        async with _polling(server, Desk().handle):
            await _until(lambda: "another bot is polling" in caplog.text)


async def test_a_token_that_telegram_takes_no_more_ends_the_bot(server: LocalServer) -> None:
    desk, ana = Desk(), Person(server.telegram)
    async with _polling(server, desk.handle) as running:
        await ana.send("a question")
        await _until(lambda: desk.handled == ["a question"])
        server.telegram.fail("getUpdates", ApiError(401, "Unauthorized"), times=2)
        await ana.send("another")
        with pytest.raises(StartError, match="TELEGRAM_BOT_TOKEN") as error:
            await running.task
    assert server.token.partition(":")[2] not in str(error.value)
    assert error.value.__cause__ is None


async def test_a_network_that_goes_and_comes_back_loses_nothing() -> None:
    telegram, desk = Telegram(), Desk()
    ana = Person(telegram)
    server = LocalServer(telegram=telegram)
    async with server:
        await ana.send("before")
        polling_bot = _polling(server, desk.handle)
        running = await polling_bot.__aenter__()
        await _until(lambda: desk.handled == ["before"])
    later = Telegram()
    later.token = telegram.token
    later.updates._next_id = telegram.updates._next_id
    ana = Person(later)
    await ana.send("after")
    async with LocalServer(port=server.port, telegram=later):
        await _until(lambda: desk.handled == ["before", "after"])
        await running.stop()
        await polling_bot.__aexit__(None, None, None)


async def test_an_update_that_cannot_be_read_does_not_end_the_bot(
    server: LocalServer, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk()
    with caplog.at_level(logging.WARNING, "bot"):
        async with _polling(server, desk.handle):
            server.telegram.updates.put("message", {"text": "no chat, no date"})
            await _until(lambda: "KeyError; trying again" in caplog.text)
            server.telegram.updates.clear()
            await Person(server.telegram).send("a question")
            await _until(lambda: desk.handled == ["a question"])


async def test_only_messages_and_buttons_are_asked_for(server: LocalServer) -> None:
    async with _polling(server, Desk().handle):
        await _until(lambda: server.telegram.updates.polled)
        assert server.telegram.updates.allowed == {"message", "callback_query"}


async def test_one_update_that_takes_long_does_not_keep_the_others_from_being_seen(
    server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_PATIENCE", 0.2)
    stuck, seen = asyncio.Event(), set[int]()

    async def handle(update: Update) -> None:
        if not seen and not stuck.is_set():
            seen.add(update.update_id)
            await stuck.wait()
        seen.add(update.update_id)

    async with _polling(server, handle):
        people = [Person(server.telegram, f"Reporter {number}") for number in range(150)]
        for person in people:
            await person.send("A question?")
        await _until(lambda: len(seen) == 150)
        stuck.set()
        await _until(lambda: not server.telegram.updates)
