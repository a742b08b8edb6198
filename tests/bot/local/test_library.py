"""python-telegram-bot drives the server: every method once, every answer and update parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import telegram
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter

from bot.local import payloads
from bot.local.methods import METHODS
from bot.local.wire import ApiError, too_many_requests

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.local.person import Person
    from bot.local.server import LocalServer
    from tests.bot.local.client import Fields

MORE = telegram.InlineKeyboardMarkup.from_button(
    telegram.InlineKeyboardButton("More", callback_data="more")
)


@pytest.fixture
async def bot(server: LocalServer) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(server.token, base_url=f"{server.api_url}/bot") as running:
        yield running


async def test_every_method_is_understood_by_the_library(
    bot: telegram.Bot, server: LocalServer, person: Person
) -> None:
    assert await bot.delete_webhook(drop_pending_updates=True)
    await person.send("hello")
    (update,) = await bot.get_updates(timeout=5, allowed_updates=telegram.Update.ALL_TYPES)
    assert update.message
    assert update.message.from_user
    assert update.message.from_user.language_code == "en"
    await talk(bot, person, update.message)
    await present(bot)
    assert (await bot.get_webhook_info()).pending_update_count == 1
    chat = await bot.get_chat(person.id)
    assert (chat.type, chat.first_name) == ("private", "Ana")
    called = {request.method.lower() for request in server.telegram.requests}
    assert called == set(METHODS)
    answers = [request.answer for request in server.telegram.requests]
    assert all(answer and answer.body["ok"] for answer in answers)


async def talk(bot: telegram.Bot, person: Person, message: telegram.Message) -> None:
    quote = telegram.MessageEntity("blockquote", 0, 5)
    assert await bot.send_chat_action(person.id, "typing")
    sent = await bot.send_message(
        person.id,
        "a \U0001f3e0 home",
        entities=[quote],
        reply_markup=MORE,
        reply_parameters=telegram.ReplyParameters(message.message_id),
        link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
    )
    assert sent.entities == (quote,)
    assert sent.reply_markup == MORE
    assert sent.reply_to_message
    assert sent.reply_to_message.message_id == message.message_id
    query_id = await person.press(sent.message_id, "More")
    (update,) = await bot.get_updates(offset=-1, timeout=5)
    assert update.callback_query
    assert isinstance(update.callback_query.message, telegram.Message)
    assert await update.callback_query.answer("Here", show_alert=True)
    assert (await person.answer(query_id))["text"] == "Here"
    edited = await sent.edit_text("more of it")
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date
    assert await sent.edit_reply_markup(MORE)
    assert await sent.delete()


async def present(bot: telegram.Bot) -> None:
    commands = [telegram.BotCommand("help", "How to ask")]
    assert await bot.set_my_commands(commands, telegram.BotCommandScopeAllPrivateChats(), "es")
    private = telegram.BotCommandScopeAllPrivateChats()
    assert await bot.get_my_commands(private, "es") == tuple(commands)
    assert await bot.delete_my_commands(private, "es")
    assert await bot.set_my_description("Ask me", "es")
    assert (await bot.get_my_description("es")).description == "Ask me"
    assert await bot.set_my_short_description("Quotes")
    assert (await bot.get_my_short_description()).short_description == "Quotes"


@pytest.mark.parametrize(
    "fields",
    [
        payloads.photo("a caption"),
        payloads.sticker(),
        payloads.voice(),
        payloads.document(),
        payloads.contact(),
        payloads.location(),
        payloads.new_members({"id": 5, "is_bot": False, "first_name": "Luis"}),
        payloads.left_member({"id": 5, "is_bot": False, "first_name": "Luis"}),
    ],
    ids=lambda fields: next(iter(fields)),
)
async def test_whatever_people_send_can_be_parsed(
    bot: telegram.Bot, person: Person, fields: Fields
) -> None:
    await person.send_other(**fields)
    (update,) = await bot.get_updates(timeout=5)
    assert update.message
    assert fields.keys() <= update.message.to_dict().keys()


async def test_refusals_are_the_librarys_errors(
    bot: telegram.Bot, server: LocalServer, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without it the library warns of its own future when RetryAfter is raised.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with pytest.raises(Forbidden, match="bot can't initiate conversation"):
        await bot.send_message(person.id, "x")
    await person.send("hello")
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(person.id, "")
    server.telegram.fail("sendMessage", too_many_requests(7))
    with pytest.raises(RetryAfter):
        await bot.send_message(person.id, "x")
    server.telegram.fail("getUpdates", ApiError(409, "terminated by other getUpdates request"))
    with pytest.raises(Conflict):
        await bot.get_updates()


async def test_a_wrong_token_is_an_invalid_token(server: LocalServer) -> None:
    wrong = telegram.Bot(server.token[:-1] + "!", base_url=f"{server.api_url}/bot")
    with pytest.raises(InvalidToken):
        await wrong.initialize()
    await wrong.shutdown()
