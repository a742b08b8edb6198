"""Updates are handled in order within a chat, and at once across chats."""

import asyncio
import logging
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, Message, PollAnswer, Update, User

from bot.lanes import Lanes, lane_of

WHEN = datetime(2026, 5, 4, tzinfo=UTC)
ANA = User(1, "Ana", is_bot=False)


def _update(number: int, chat: int) -> Update:
    return Update(number, Message(number, WHEN, Chat(chat, Chat.PRIVATE), from_user=ANA, text="x"))


async def _idle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class _Gate:
    """A handler that waits until it is let go, and remembers what happened in which order."""

    def __init__(self) -> None:
        self.open: dict[int, asyncio.Event] = {}
        self.begun: list[int] = []
        self.handled: list[int] = []

    async def handle(self, update: Update) -> None:
        self.begun.append(update.update_id)
        await self.open.setdefault(update.update_id, asyncio.Event()).wait()

    def let(self, number: int) -> None:
        self.open.setdefault(number, asyncio.Event()).set()


async def test_a_chats_updates_are_handled_one_after_the_other() -> None:
    gate = _Gate()
    lanes = Lanes(gate.handle, gate.handled.append)
    for number in (1, 2, 3):
        lanes.put(_update(number, 7))
    gate.let(2)
    await _idle()
    assert gate.begun == [1]
    gate.let(1)
    await _idle()
    assert gate.begun == [1, 2, 3]
    assert gate.handled == [1, 2]
    gate.let(3)
    await lanes.finish(10)
    assert gate.handled == [1, 2, 3]


async def test_chats_do_not_wait_for_one_another() -> None:
    gate = _Gate()
    lanes = Lanes(gate.handle, gate.handled.append)
    for number, chat in ((1, 7), (2, 8), (3, 9), (4, 7)):
        lanes.put(_update(number, chat))
    await _idle()
    assert sorted(gate.begun) == [1, 2, 3]
    for number in (3, 2):
        gate.let(number)
        await _idle()
    assert gate.handled == [3, 2]
    gate.let(1)
    gate.let(4)
    await lanes.finish(10)
    assert gate.handled == [3, 2, 1, 4]


async def test_an_update_that_fails_is_handled_logged_by_name_and_holds_up_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    handled: list[int] = []

    async def handle(update: Update) -> None:
        if update.update_id == 1:
            raise ValueError("what somebody wrote")

    lanes = Lanes(handle, handled.append)
    with caplog.at_level(logging.ERROR):
        for number in (1, 2):
            lanes.put(_update(number, 7))
        await _idle()
        lanes.put(_update(3, 7))
        await lanes.finish(10)
    assert handled == [1, 2, 3]
    (record,) = caplog.records
    assert record.exc_info is not None
    assert record.exc_info[0] is ValueError
    assert "wrote" not in record.getMessage()


async def test_what_is_not_done_in_time_is_cancelled_and_not_handled() -> None:
    gate = _Gate()
    lanes = Lanes(gate.handle, gate.handled.append)
    for number, chat in ((1, 7), (2, 7), (3, 8)):
        lanes.put(_update(number, chat))
    gate.let(3)
    await _idle()
    await lanes.finish(0)
    assert gate.begun == [1, 3]
    assert gate.handled == [3]


async def test_nothing_is_kept_of_a_chat_that_is_idle() -> None:
    async def handle(_: Update) -> None:
        await asyncio.sleep(0)

    lanes = Lanes(handle, lambda _: None)
    for number in range(100):
        lanes.put(_update(number, number % 10))
    await lanes.finish(10)
    await _idle()
    assert not lanes._waiting
    assert not lanes._tasks


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=20))
async def test_every_update_is_handled_once_and_in_the_order_of_its_chat(
    sent: list[tuple[int, int, bool]],
) -> None:
    done: list[int] = []

    async def handle(update: Update) -> None:
        _, waits, fails = sent[update.update_id]
        for _ in range(waits):
            await asyncio.sleep(0)
        if fails:
            raise RuntimeError

    logging.disable()
    try:
        lanes = Lanes(handle, done.append)
        for number, (chat, waits, _) in enumerate(sent):
            lanes.put(_update(number, chat))
            if waits == 0:
                await asyncio.sleep(0)
        await lanes.finish(10)
    finally:
        logging.disable(logging.NOTSET)
    assert sorted(done) == list(range(len(sent)))
    for chat in range(4):
        mine = [number for number in done if sent[number][0] == chat]
        assert mine == sorted(mine)


def test_a_lane_is_a_chat_else_a_person_else_the_update_alone() -> None:
    chat = Chat(7, Chat.SUPERGROUP)
    message = Message(1, WHEN, chat, from_user=ANA, text="x")
    pressed = Update(2, callback_query=CallbackQuery("1", ANA, "2", message=message, data="x"))
    assert lane_of(Update(1, message)) == lane_of(pressed)
    answered = Update(3, poll_answer=PollAnswer("1", [0], user=ANA, option_persistent_ids=[]))
    assert lane_of(answered) == ("user", ANA.id)
    assert lane_of(Update(4)) != lane_of(Update(5))


def test_a_chat_and_a_person_of_one_id_are_two_lanes() -> None:
    answered = Update(3, poll_answer=PollAnswer("1", [0], user=ANA, option_persistent_ids=[]))
    assert lane_of(answered) != lane_of(_update(1, ANA.id))
