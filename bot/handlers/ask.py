"""A question in a chat, and its answer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Update
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot import passages, replies
from bot.buttons import Example
from bot.desk import EXAMPLES, Desk
from bot.errors import ButtonError
from bot.finding import Found
from bot.messages import Context, acknowledge, addressed, desk_of, is_private, question_of, send
from bot.parts import Phrase
from bot.phrases import phrases
from bot.rendering import label, utf16_length
from bot.replies import Reply
from knowledge.language import Language

_SLOW = 0.5  # seconds after which the chat shows that an answer is on its way


async def ask(update: Update, context: Context) -> None:
    """Answer a message's question; in a group, only when the bot is spoken to."""
    message, desk = update.effective_message, desk_of(context)
    if message is None:
        return
    identity = context.bot.id, context.bot.username
    if not is_private(update) and not addressed(message, *identity):
        return
    question = question_of(message, *identity)
    helped = await help_first(update, context, question)
    language = desk.language(question, update.effective_user)
    if not any(character.isalnum() for character in question):
        await send(update, context, replies.no_question(language))
    elif (length := utf16_length(question)) > desk.settings.question_limit:
        if not helped:
            limit = desk.settings.question_limit
            await send(update, context, replies.too_long(length, limit, language))
    else:
        await _answer(update, context, question, language, helped=helped)


async def help_first(update: Update, context: Context, question: str) -> bool:
    """Tell someone in need where help is; whether the message asked for it."""
    desk = desk_of(context)
    language = desk.need.match(question)
    if language is None:
        return False
    contact = getattr(desk.settings.help_contact, language)
    await send(update, context, replies.need(contact, language))
    return True


async def _answer(
    update: Update, context: Context, question: str, language: Language, *, helped: bool
) -> None:
    desk = desk_of(context)
    contact_asked = desk.press_contact.match(question)
    if contact_asked:
        contact = replies.press_contact(desk.settings.press_contact)
        await send(update, context, Reply((contact,), language))
    found = await _search(update, context, question)
    if found.first is not None:
        await send(update, context, passages.first_passage(found.answer, found.first, language))
    elif not helped and not contact_asked:
        await _decline(update, context, found, language)


async def _decline(
    update: Update,
    context: Context,
    found: Found,
    language: Language,
    *,
    asked: Phrase | None = None,
) -> None:
    """Say that nothing was found, or what has taken the place of what would have answered.

    What is nearby is told to who asked: to a group, which did not, it would be no more than noise.
    """
    contact = desk_of(context).settings.press_contact
    nearby = is_private(update)
    reply = replies.nothing_found(found, contact, language, nearby=nearby, asked=asked)
    await send(update, context, reply)


async def _search(update: Update, context: Context, question: str) -> Found:
    who = update.effective_user, update.effective_chat
    async with _typing(update, context):
        # From its return to the sending nothing waits, so that what is sent still stands.
        return await desk_of(context).look(*who, lambda view: Found.by(view, question))


@asynccontextmanager
async def _typing(update: Update, context: Context) -> AsyncIterator[None]:
    """Show that an answer is on its way, once it is not there at once."""
    chat = update.effective_chat

    async def show() -> None:
        await asyncio.sleep(_SLOW)
        if chat is not None:
            # Only a courtesy: that it cannot be shown is no reason to tell anybody.
            with suppress(TelegramError):
                await context.bot.send_chat_action(chat.id, ChatAction.TYPING)

    shown = asyncio.create_task(show())
    try:
        yield
    finally:
        shown.cancel()


async def ask_example(update: Update, context: Context) -> None:
    """Answer the example question whose button was pressed."""
    query = update.callback_query
    if query is None:
        return
    language = Desk.users_language(update.effective_user)
    try:
        example = Example.decode(query.data or "")
        key = EXAMPLES[example.number]
    except (ButtonError, IndexError):
        await acknowledge(query, label(Phrase("old_button"), language))
        return
    await acknowledge(query)
    language, said = example.language, replies.asked(key)
    found = await _search(update, context, phrases()[language][key])
    if found.first is None:
        # The same question in the documents' own language may find what this one did not.
        found = await _search(update, context, phrases()["en"][key])
    if found.first is not None:
        reply = passages.first_passage(found.answer, found.first, language, asked=said)
        await send(update, context, reply)
    else:
        await _decline(update, context, found, language, asked=said)
