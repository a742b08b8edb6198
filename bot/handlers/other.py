"""What is neither a question nor a command."""

from telegram import Update

from bot import replies
from bot.desk import Desk
from bot.handlers.ask import help_first
from bot.messages import Context, is_private, question_of, send


async def not_text(update: Update, context: Context) -> None:
    """Say that only text is read: to a photo, a sticker, a voice message and the like.

    Someone in need may send a photo of a notice: its caption is read for that.
    """
    message = update.effective_message
    if message is None or not is_private(update):
        return
    caption = question_of(message, context.bot.id, context.bot.username)
    if not await help_first(update, context, caption):
        language = Desk.users_language(update.effective_user)
        await send(update, context, replies.notice("only_text", language))
