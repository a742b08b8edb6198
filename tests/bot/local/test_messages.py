from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.local.wire import ApiError, too_many_requests

if TYPE_CHECKING:
    from bot.local.person import Person
    from bot.local.server import LocalServer
    from tests.bot.local.client import Client, Fields

CHILD = "\U0001f9d2"
KEYBOARD = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


async def test_a_message_arrives_with_its_entities_and_buttons(
    client: Client, friend: Person
) -> None:
    quote = {"type": "blockquote", "offset": 0, "length": 5}
    sent = await client.call(
        "sendMessage", chat_id=friend.id, text="words", entities=[quote], reply_markup=KEYBOARD
    )
    assert await friend.next_message() == sent
    assert sent["text"] == "words"
    assert sent["entities"] == [quote]
    assert sent["reply_markup"] == KEYBOARD
    assert sent["from"]["is_bot"] is True
    assert sent["chat"] == {"id": friend.id, "type": "private", "first_name": "Ana"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "message text is empty"),
        (None, "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("\u202e\r\u0007", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        (CHILD * 2049, "message is too long"),
    ],
)
async def test_a_text_has_1_to_4096_utf16_units(
    client: Client, friend: Person, text: str | None, reason: str
) -> None:
    refusal = await client.refused("sendMessage", chat_id=friend.id, text=text)
    assert refusal == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize("text", ["x" * 4096, CHILD * 2048, f"  {'x' * 4096}\n"])
async def test_the_longest_texts_are_taken(client: Client, friend: Person, text: str) -> None:
    sent = await client.call("sendMessage", chat_id=friend.id, text=text)
    assert sent["text"] == text.strip()


@pytest.mark.parametrize(
    ("chat_id", "code", "reason"),
    [
        ("", 400, "Bad Request: chat_id is empty"),
        (0, 400, "Bad Request: chat not found"),
        (-1, 400, "Bad Request: chat not found"),
        ("@nobody_at_all", 400, "Bad Request: chat not found"),
    ],
)
async def test_an_unknown_chat_is_refused(
    client: Client, chat_id: object, code: int, reason: str
) -> None:
    assert await client.refused("sendMessage", chat_id=chat_id, text="x") == (code, reason)


async def test_a_bot_cannot_write_first(client: Client, person: Person) -> None:
    refusal = await client.refused("sendMessage", chat_id=person.id, text="x")
    assert refusal == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_a_blocked_bot_cannot_write(client: Client, friend: Person) -> None:
    await friend.block()
    refusal = await client.refused("sendMessage", chat_id=friend.id, text="x")
    assert refusal == (403, "Forbidden: bot was blocked by the user")
    await friend.unblock()
    assert await client.call("sendMessage", chat_id=friend.id, text="x")
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in await client.call("getUpdates", offset=1)
    ]
    assert statuses == ["kicked", "member"]


async def test_a_bot_that_was_kicked_or_whose_group_moved_is_told(
    client: Client, server: LocalServer
) -> None:
    group = server.telegram.group("Newsroom", kind="group")
    group.migrated_to = -1001
    body = (await client.post("sendMessage", chat_id=group.id, text="x")).json()
    assert body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1001},
    }
    other = server.telegram.group()
    other.blocked = True
    refusal = await client.refused("sendMessage", chat_id=other.id, text="x")
    assert refusal == (403, "Forbidden: bot was kicked from the supergroup chat")


async def test_parse_mode_is_refused(client: Client, friend: Person) -> None:
    refusal = await client.refused(
        "sendMessage", chat_id=friend.id, text="<b>x</b>", parse_mode="HTML"
    )
    expected = "Bad Request: parse_mode is refused by this server: send entities instead"
    assert refusal == (400, expected)


async def test_a_reply_holds_what_it_answers(client: Client, friend: Person) -> None:
    question = await friend.send("a question")
    reply = {"message_id": question["message_id"]}
    sent = await client.call("sendMessage", chat_id=friend.id, text="x", reply_parameters=reply)
    assert sent["reply_to_message"] == question


async def test_a_reply_to_nothing_is_refused_unless_it_may_stand_alone(
    client: Client, friend: Person
) -> None:
    place: Fields = {"chat_id": friend.id, "text": "x"}
    reply: Fields = {"message_id": 999}
    refusal = await client.refused("sendMessage", **place, reply_parameters=reply)
    assert refusal == (400, "Bad Request: message to be replied not found")
    refusal = await client.refused("sendMessage", **place, reply_parameters={"quote": "x"})
    assert refusal == (400, 'Bad Request: can\'t find field "message_id"')
    reply["allow_sending_without_reply"] = True
    sent = await client.call("sendMessage", **place, reply_parameters=reply)
    assert "reply_to_message" not in sent


async def test_an_edit_replaces_text_entities_and_keyboard(client: Client, friend: Person) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 1}]
    sent = await client.call(
        "sendMessage", chat_id=friend.id, text="x", entities=bold, reply_markup=KEYBOARD
    )
    place: Fields = {"chat_id": friend.id, "message_id": sent["message_id"]}
    edited = await client.call("editMessageText", **place, text="y")
    assert edited["text"] == "y"
    assert edited["edit_date"] >= sent["date"]
    assert not {"entities", "reply_markup"} & edited.keys()
    assert await friend.replies(2) == [sent, edited]
    edited = await client.call("editMessageReplyMarkup", **place, reply_markup=KEYBOARD)
    assert edited["reply_markup"] == KEYBOARD
    assert friend.message(sent) == edited


async def test_an_edit_that_changes_nothing_is_refused(client: Client, friend: Person) -> None:
    sent = await client.call("sendMessage", chat_id=friend.id, text="x", reply_markup=KEYBOARD)
    place: Fields = {"chat_id": friend.id, "message_id": sent["message_id"]}
    expected = (
        400,
        (
            "Bad Request: message is not modified: specified new message content and reply markup"
            " are exactly the same as a current content and reply markup of the message"
        ),
    )
    same: Fields = {**place, "reply_markup": KEYBOARD}
    assert await client.refused("editMessageText", **same, text="x") == expected
    assert await client.refused("editMessageReplyMarkup", **same) == expected


@pytest.mark.parametrize(
    ("method", "message_id", "reason"),
    [
        ("editMessageText", 999, "message to edit not found"),
        ("editMessageReplyMarkup", 999, "message to edit not found"),
        ("editMessageText", 0, "message identifier is not specified"),
        ("editMessageText", 1, "message can't be edited"),
        ("deleteMessage", 999, "message to delete not found"),
    ],
)
async def test_what_cannot_be_edited_or_deleted_is_named(
    client: Client, friend: Person, method: str, message_id: int, reason: str
) -> None:
    refusal = await client.refused(method, chat_id=friend.id, message_id=message_id, text="y")
    assert refusal == (400, f"Bad Request: {reason}")


async def test_a_deleted_message_is_gone(client: Client, friend: Person) -> None:
    sent = await client.call("sendMessage", chat_id=friend.id, text="x")
    place: Fields = {"chat_id": friend.id, "message_id": sent["message_id"]}
    assert await client.call("deleteMessage", **place) is True
    assert friend.message(sent) is None
    refusal = await client.refused("deleteMessage", **place)
    assert refusal == (400, "Bad Request: message to delete not found")


async def test_a_chat_action_reaches_the_person(client: Client, friend: Person) -> None:
    assert await client.call("sendChatAction", chat_id=friend.id, action="typing") is True
    assert friend.actions == ["typing"]
    refusal = await client.refused("sendChatAction", chat_id=friend.id, action="dancing")
    assert refusal == (400, "Bad Request: wrong parameter action in request")


async def test_a_flood_answers_with_the_seconds_to_wait(
    client: Client, server: LocalServer, friend: Person
) -> None:
    server.telegram.fail("sendMessage", too_many_requests(3))
    response = await client.post("sendMessage", chat_id=friend.id, text="x")
    assert response.status_code == 429
    assert response.json()["parameters"] == {"retry_after": 3}
    assert response.json()["description"] == "Too Many Requests: retry after 3"
    assert await client.call("sendMessage", chat_id=friend.id, text="x")


async def test_an_outage_can_be_played(client: Client, server: LocalServer) -> None:
    server.telegram.fail("getMe", ApiError(502, "Bad Gateway"), times=2)
    for _ in range(2):
        assert await client.refused("getMe") == (502, "Bad Gateway")
    assert await client.call("getMe")


async def test_old_messages_are_forgotten(client: Client, friend: Person) -> None:
    for number in range(1001):
        await friend.send(str(number))
    assert len(friend.messages()) == 1000
    refusal = await client.refused("deleteMessage", chat_id=friend.id, message_id=1)
    assert refusal == (400, "Bad Request: message to delete not found")
