from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.local.parameters import Parameters
from bot.local.person import Person
from bot.local.telegram import Telegram

if TYPE_CHECKING:
    from tests.bot.local.client import Client

EXPIRED = (
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)


async def pressed(client: Client) -> dict[str, object]:
    (update,) = await client.call("getUpdates", offset=1, timeout=5)
    query: dict[str, object] = update["callback_query"]
    return query


async def test_a_pressed_button_is_answered_once(client: Client, friend: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "More", "callback_data": "q-1"}]]}
    sent = await client.call("sendMessage", chat_id=friend.id, text="x", reply_markup=markup)
    query_id = await friend.press(sent, "More")
    query = await pressed(client)
    assert query["id"] == query_id
    assert query["data"] == "q-1"
    assert query["message"] == sent
    assert query["from"] == friend.user
    answer = {"callback_query_id": query_id, "text": "Here", "show_alert": True}
    assert await client.call("answerCallbackQuery", **answer) is True
    got = await friend.answer(query_id)
    assert (got["text"], got["show_alert"]) == ("Here", True)
    assert await client.refused("answerCallbackQuery", **answer) == EXPIRED


async def test_forged_data_reaches_the_bot(client: Client, friend: Person) -> None:
    await friend.press_data(999, "forged" * 30)
    query = await pressed(client)
    assert query["data"] == "forged" * 30
    message = {"chat": friend.chat.fields, "message_id": 999, "date": 0}
    assert query["message"] == message


async def test_an_unknown_query_cannot_be_answered(client: Client) -> None:
    assert await client.refused("answerCallbackQuery", callback_query_id="7") == EXPIRED
    assert await client.refused("answerCallbackQuery") == EXPIRED


async def test_the_answer_has_at_most_200_characters(client: Client, friend: Person) -> None:
    query_id = await friend.press_data(1, "x")
    answer = {"callback_query_id": query_id, "text": "x" * 201}
    refusal = await client.refused("answerCallbackQuery", **answer)
    assert refusal == (400, "Bad Request: MESSAGE_TOO_LONG")
    assert await client.call("answerCallbackQuery", callback_query_id=query_id, text="x" * 200)


async def test_a_query_grows_too_old() -> None:
    now = 0.0
    telegram = Telegram(clock=lambda: now, query_lifetime=60)
    person = Person(telegram)
    query_id = await person.press_data(1, "x")
    now = 61.0
    answer = await telegram.call("answerCallbackQuery", Parameters({"callback_query_id": query_id}))
    assert answer.body["description"] == EXPIRED[1]


async def test_only_buttons_that_are_there_can_be_pressed(client: Client, friend: Person) -> None:
    sent = await client.call("sendMessage", chat_id=friend.id, text="x")
    with pytest.raises(LookupError, match="no button 'More'"):
        await friend.press(sent, "More")
