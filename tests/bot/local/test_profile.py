from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.local.person import Person
    from bot.local.server import LocalServer
    from tests.bot.local.client import Client, Fields

HELP = {"command": "help", "description": "How to ask"}
AYUDA = {"command": "ayuda", "description": "Cómo preguntar"}


async def test_the_bot_knows_who_it_is(client: Client) -> None:
    bot = await client.call("getMe")
    assert bot["is_bot"] is True
    assert str(bot["id"]) == client.server.token.partition(":")[0]
    assert bot["username"].endswith("_bot")


async def test_people_see_the_commands_of_their_language(client: Client, person: Person) -> None:
    assert await client.call("setMyCommands", commands=[HELP]) is True
    await client.call("setMyCommands", commands=[AYUDA], language_code="es")
    assert await client.call("getMyCommands") == [HELP]
    assert await client.call("getMyCommands", language_code="es") == [AYUDA]
    assert await client.call("getMyCommands", language_code="fr") == []
    assert person.menu() == [HELP]
    person.speak("es")
    assert person.menu() == [AYUDA]
    await client.call("deleteMyCommands", language_code="es")
    assert person.menu() == [HELP]


async def test_the_narrowest_scope_wins(
    client: Client, server: LocalServer, person: Person
) -> None:
    group = server.telegram.group()
    scopes: list[Fields] = [
        {"type": "default"},
        {"type": "all_private_chats"},
        {"type": "chat", "chat_id": person.id},
        {"type": "all_group_chats"},
    ]
    for scope in scopes:
        named = {"command": scope["type"], "description": "x"}
        await client.call("setMyCommands", commands=[named], scope=scope)
    assert person.menu()[0]["command"] == "chat"
    assert person.menu(chat=group)[0]["command"] == "all_group_chats"
    await client.call("deleteMyCommands", scope=scopes[2])
    assert person.menu()[0]["command"] == "all_private_chats"


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([{"command": "Help", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "help", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "help", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([HELP] * 101, "BOT_COMMANDS_TOO_MUCH"),
        ("not json", "can't parse commands JSON object"),
        (None, "expected an Array of BotCommand"),
    ],
)
async def test_commands_telegram_would_refuse_are_refused(
    client: Client, commands: object, reason: str
) -> None:
    refusal = await client.refused("setMyCommands", commands=commands)
    assert refusal == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"language_code": "english"}, "invalid language code specified"),
        ({"scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
        (
            {"scope": {"type": "chat"}},
            "can't parse BotCommandScope: Can't find field \"chat_id\"",
        ),
    ],
)
async def test_an_unknown_language_or_scope_is_refused(
    client: Client, extra: Fields, reason: str
) -> None:
    refusal = await client.refused("setMyCommands", commands=[HELP], **extra)
    assert refusal == (400, f"Bad Request: {reason}")


async def test_descriptions_are_kept_by_language(client: Client) -> None:
    await client.call("setMyDescription", description="Ask me")
    await client.call("setMyDescription", description="Pregunte", language_code="es")
    assert await client.call("getMyDescription") == {"description": "Ask me"}
    spanish = await client.call("getMyDescription", language_code="es")
    assert spanish == {"description": "Pregunte"}
    await client.call("setMyDescription", description="", language_code="es")
    assert await client.call("getMyDescription", language_code="es") == {"description": "Ask me"}
    assert (await client.refused("setMyDescription", description="x" * 513))[0] == 400
    assert await client.call("setMyShortDescription", short_description="Quotes")
    short = await client.call("getMyShortDescription")
    assert short == {"short_description": "Quotes"}
    assert (await client.refused("setMyShortDescription", short_description="x" * 121))[0] == 400
