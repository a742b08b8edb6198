from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.local import payloads
from bot.local.person import Person

if TYPE_CHECKING:
    from bot.local.server import LocalServer
    from tests.bot.local.client import Client, Fields

BOT = "@kind_positions_bot"


async def waiting(client: Client) -> list[Fields]:
    updates: list[Fields] = await client.call("getUpdates", offset=-100)
    return updates


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        ("good morning", False),
        (f"what of asylum, {BOT}?", True),
        ("what of asylum, @someone_else?", False),
        ("/help", True),
        (f"/help{BOT}", True),
        ("/help@other_bot", False),
    ],
)
async def test_a_group_shows_the_bot_only_what_is_meant_for_it(
    client: Client, server: LocalServer, person: Person, text: str, *, reaches: bool
) -> None:
    await person.send(text, chat=server.telegram.group())
    assert len(await waiting(client)) == reaches


async def test_a_reply_to_the_bot_reaches_it_in_a_group(
    client: Client, server: LocalServer, person: Person
) -> None:
    group = server.telegram.group("Newsroom")
    person.join(group)
    sent = await client.call("sendMessage", chat_id=group.id, text="a quote")
    assert await person.next_message() == sent
    await person.send("and then?", chat=group, reply_to=sent)
    await person.send("a word among people", chat=group)
    (update,) = await waiting(client)
    assert update["message"]["reply_to_message"]["message_id"] == sent["message_id"]
    assert update["message"]["chat"] == {
        "id": group.id,
        "type": "supergroup",
        "title": "Newsroom",
    }


async def test_service_messages_of_a_group_reach_the_bot(
    client: Client, server: LocalServer, person: Person
) -> None:
    group = server.telegram.group()
    await person.send_other(chat=group, **payloads.new_members(server.telegram.profile.user))
    await person.send_other(chat=group, **payloads.sticker())
    (update,) = await waiting(client)
    assert update["message"]["new_chat_members"][0]["is_bot"] is True


async def test_edits_and_channel_posts_are_updates_of_their_own(
    client: Client, server: LocalServer, person: Person
) -> None:
    sent = await person.send("a questoin")
    edited = await person.edit(sent, "a question")
    channel = server.telegram.channel()
    post = await person.send("for the press", chat=channel)
    await person.edit(post, "for all the press", chat=channel)
    updates = [update for update in await waiting(client) if update.pop("update_id")]
    assert [list(update) for update in updates] == [
        ["message"],
        ["edited_message"],
        ["channel_post"],
        ["edited_channel_post"],
    ]
    assert updates[1]["edited_message"] == edited
    assert edited["edit_date"] >= edited["date"]
    assert updates[2]["channel_post"]["sender_chat"] == channel.fields
    assert "from" not in updates[2]["channel_post"]


async def test_any_update_can_be_delivered(client: Client, person: Person) -> None:
    poll = {"id": "1", "question": "?", "options": []}
    update_id = await person.deliver(poll=poll)
    assert await waiting(client) == [{"update_id": update_id, "poll": poll}]


async def test_messages_of_groups_not_joined_are_not_read(
    client: Client, server: LocalServer, friend: Person
) -> None:
    group = server.telegram.group()
    stranger = Person(server.telegram, "Luis")
    await client.call("sendMessage", chat_id=group.id, text="for the group")
    await client.call("sendMessage", chat_id=friend.id, text="for Ana")
    assert [message["text"] for message in friend.unread] == ["for Ana"]
    assert stranger.unread == []


async def test_waiting_in_vain_tells_what_came(client: Client, friend: Person) -> None:
    await client.call("sendMessage", chat_id=friend.id, text="only this")
    with pytest.raises(TimeoutError, match=r"2 replies expected, 1 came: \['only this'\]"):
        await friend.replies(2, timeout=0.05)
    assert (await friend.next_message())["text"] == "only this"


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4097])
async def test_a_client_does_not_send_an_empty_or_over_long_text(person: Person, text: str) -> None:
    with pytest.raises(ValueError, match="a client sends 1 to 4096 characters"):
        await person.send(text)


async def test_people_have_their_own_ids_and_chats(server: LocalServer) -> None:
    ana, luis = Person(server.telegram, "Ana"), Person(server.telegram, "Luis", user_id=77)
    await ana.send("from Ana")
    await luis.send("from Luis")
    assert luis.id == 77
    assert [message["text"] for message in ana.messages()] == ["from Ana"]
    assert [message["text"] for message in luis.messages()] == ["from Luis"]
