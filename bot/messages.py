"""Messages in and out of Telegram: what was asked, and sending a reply to it."""

import logging
import unicodedata
from contextlib import suppress

from telegram import CallbackQuery, Chat, Message, MessageEntity, ReplyParameters, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.desk import Desk
from bot.rendering import render
from bot.replies import Reply

_LOG = logging.getLogger(__name__)
Context = ContextTypes.DEFAULT_TYPE
DESK = "desk"
_UNCHANGED = "message is not modified"


def desk_of(context: Context) -> Desk:
    """The desk that the application was made with."""
    desk = context.bot_data[DESK]
    assert isinstance(desk, Desk)  # noqa: S101 (put there by `bot.app`, for the type checker)
    return desk


async def send(update: Update, context: Context, reply: Reply) -> None:
    """Answer the message that an update is about, or the one whose button was pressed."""
    chat, message = update.effective_chat, update.effective_message
    if chat is None or message is None:
        return
    rendered = render(reply.parts, reply.language)
    await context.bot.send_message(
        chat.id,
        rendered.text,
        entities=rendered.entities,
        reply_markup=reply.markup,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
    )


async def rewrite(update: Update, context: Context, reply: Reply) -> None:
    """Put a reply in the place of the message whose button was pressed."""
    chat, message = update.effective_chat, update.effective_message
    if chat is None or message is None:
        return
    rendered = render(reply.parts, reply.language)
    try:
        await context.bot.edit_message_text(
            rendered.text,
            chat.id,
            message.message_id,
            entities=rendered.entities,
            reply_markup=reply.markup,
        )
    except BadRequest as error:
        # Two presses of one button in a row ask for what already stands there.
        if _UNCHANGED not in error.message.lower():
            raise


async def acknowledge(query: CallbackQuery, notice: str | None = None) -> None:
    """Answer a pressed button, so that it stops waiting, with a notice where there is one.

    Telegram takes this for some minutes only: not after an outage, and what the button asked for
    is shown all the same.
    """
    try:
        await query.answer(notice)
    except TelegramError as error:
        _LOG.info("a button was not acknowledged: %s", type(error).__name__)


def is_private(update: Update) -> bool:
    """Whether an update is from a chat with the bot alone."""
    return update.effective_chat is not None and update.effective_chat.type == Chat.PRIVATE


def addressed(message: Message, bot_id: int, username: str) -> bool:
    """Whether a message in a group is meant for the bot: it mentions it, or replies to it."""
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == bot_id:
        return True
    return bool(_mentions(message, bot_id, username))


def question_of(message: Message, bot_id: int, username: str) -> str:
    """A message's words, without mentions of the bot and without characters that do not show."""
    text = message.text or message.caption or ""
    encoded = text.encode("utf-16-le", "surrogatepass")
    for mention in sorted(_mentions(message, bot_id, username), key=lambda e: -e.offset):
        start, end = 2 * mention.offset, 2 * (mention.offset + mention.length)
        encoded = encoded[:start] + " ".encode("utf-16-le") + encoded[end:]
    shown = encoded.decode("utf-16-le", errors="replace")
    kept = (" " if unicodedata.category(c) == "Cc" else c for c in shown)
    return " ".join("".join(c for c in kept if unicodedata.category(c) != "Cf").split())


def _mentions(message: Message, bot_id: int, username: str) -> list[MessageEntity]:
    found = []
    for entity in message.entities:
        if entity.type == MessageEntity.TEXT_MENTION:
            if entity.user is not None and entity.user.id == bot_id:
                found.append(entity)
        elif entity.type == MessageEntity.MENTION:
            with suppress(UnicodeError):
                if message.parse_entity(entity).casefold() == f"@{username}".casefold():
                    found.append(entity)
    return found
