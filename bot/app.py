"""The bot put together: all handlers, in one place."""

import asyncio
import logging
from typing import Any

import httpx
from telegram import BotCommand, LinkPreviewOptions, Update
from telegram.error import Forbidden, InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    MessageHandler,
    filters,
)

from bot import replies
from bot.desk import Desk
from bot.errors import StartError
from bot.handlers import about, admin, ask, other, show
from bot.messages import DESK, Context, is_private, send
from bot.phrases import LANGUAGES, phrases
from bot.request import SteadyRequest

_LOG = logging.getLogger(__name__)
COMMANDS = ("start", "help", "about", "privacy")
ADMINS_COMMANDS = ("status",)  # in nobody's menu
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 10.0

Bot = Application[Any, Any, Any, Any, Any, Any]

# Chats that answers are sent in at once; each holds a connection while it sends.
_CONNECTIONS = 64
_SECONDS = 10.0
# Answers come minutes apart; a new TLS connection for each would be most of their time.
_KEPT_OPEN = httpx.Limits(max_connections=_CONNECTIONS, keepalive_expiry=60)


def application(token: str, api_url: str, desk: Desk) -> Bot:
    """The bot with its handlers, not yet connected."""
    request = SteadyRequest(
        _CONNECTIONS,
        read_timeout=_SECONDS,
        connect_timeout=_SECONDS,
        pool_timeout=_SECONDS,
        httpx_kwargs={"limits": _KEPT_OPEN},
    )
    polling = SteadyRequest(1, read_timeout=_SECONDS, connect_timeout=_SECONDS)
    built: Bot = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(request)
        .get_updates_request(polling)
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .updater(None)
        .build()
    )
    built.bot_data[DESK] = desk
    _add_handlers(built)
    return built


def _add_handlers(built: Bot) -> None:
    new = filters.UpdateType.MESSAGE  # not an edited message, not a channel's post
    built.add_handlers(
        [
            CommandHandler("start", about.start, new),
            CommandHandler("help", about.help_, new),
            CommandHandler("about", about.about, new),
            CommandHandler("privacy", about.privacy, new),
            CommandHandler("status", admin.status, new),
            MessageHandler(new & filters.COMMAND, about.unknown),
            MessageHandler(new & filters.TEXT, ask.ask),
            MessageHandler(new & ~filters.StatusUpdate.ALL, other.not_text),
            CallbackQueryHandler(ask.ask_example, pattern=r"\Ax"),
            CallbackQueryHandler(show.show),
        ]
    )
    built.add_error_handler(_failed)


async def _failed(update: object, context: Context) -> None:
    """Log what went wrong, by name, and tell the person whose question was not answered."""
    error = context.error
    if isinstance(error, Forbidden):
        return  # the person has blocked the bot, and wants no message
    _LOG.error("an update was not answered", exc_info=error)
    if isinstance(update, Update) and is_private(update) and not isinstance(error, TelegramError):
        language = Desk.users_language(update.effective_user)
        try:
            await send(update, context, replies.notice("failed", language))
        except TelegramError as refusal:
            _LOG.error("nor was that said", exc_info=refusal)


async def connect(built: Bot) -> None:
    """Reach Telegram, however long it takes. Raises StartError when it refuses the token."""
    wait = _FIRST_WAIT
    while True:
        try:
            await built.initialize()
        except (InvalidToken, Forbidden):
            raise StartError(
                "Telegram does not take TELEGRAM_BOT_TOKEN; copy it again from @BotFather"
            ) from None
        except TelegramError as error:
            _LOG.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        else:
            return


async def announce(built: Bot) -> None:
    """Set the menu of commands and what the bot is, in each language, for all others in English."""
    for language, code in (*((known, known) for known in LANGUAGES), ("en", None)):
        words = phrases()[language]
        commands = [BotCommand(name, words[f"command_{name}"]) for name in COMMANDS]
        try:
            await built.bot.set_my_commands(commands, language_code=code)
            await built.bot.set_my_description(words["description"], language_code=code)
            await built.bot.set_my_short_description(words["short_description"], language_code=code)
        except TelegramError as error:
            _LOG.warning("menu and description were not set: %s", type(error).__name__)
