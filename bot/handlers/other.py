"""What is neither a question nor a command."""

from telegram import Update

from bot import replies
from bot.desk import Desk
from bot.messages import Context, is_private, send


async def not_text(update: Update, context: Context) -> None:
    """Say that only text is read: to a photo, a sticker, a voice message and the like."""
    if is_private(update):
        language = Desk.users_language(update.effective_user)
        await send(update, context, replies.notice("only_text", language))
