"""The commands that tell what the bot is."""

from telegram import Update

from bot import replies
from bot.desk import EXAMPLES, Desk
from bot.messages import Context, desk_of, is_private, send


async def start(update: Update, context: Context) -> None:
    """Greet, with three example questions."""
    desk = desk_of(context)
    numbers = await desk.examples()
    examples = [(number, EXAMPLES[number]) for number in numbers]
    language = Desk.users_language(update.effective_user)
    await send(update, context, replies.start(language, examples))


async def help_(update: Update, context: Context) -> None:
    """Tell how to ask."""
    await _tell(update, context, "help")


async def privacy(update: Update, context: Context) -> None:
    """Tell what is kept."""
    await _tell(update, context, "privacy")


async def about(update: Update, context: Context) -> None:
    """Tell what the bot is, and what it knows."""
    view = desk_of(context).view(update.effective_user, update.effective_chat)
    language = Desk.users_language(update.effective_user)
    await send(update, context, replies.about(view, language))


async def unknown(update: Update, context: Context) -> None:
    """Say that a command is none of the bot's; in a group it may be another bot's."""
    if is_private(update):
        await _tell(update, context, "unknown_command")


async def _tell(update: Update, context: Context, key: str) -> None:
    language = Desk.users_language(update.effective_user)
    await send(update, context, replies.notice(key, language))
