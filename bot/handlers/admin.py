"""What admins ask of the bot."""

from telegram import Update

from bot import replies
from bot.desk import Desk
from bot.handlers.about import unknown
from bot.messages import Context, desk_of, send
from bot.roles import role_of
from knowledge.access import Role


async def status(update: Update, context: Context) -> None:
    """Tell an admin how the bot is; to others there is no such command."""
    desk = desk_of(context)
    if role_of(desk.settings, update.effective_user, update.effective_chat) is not Role.admin:
        await unknown(update, context)
        return
    language = Desk.users_language(update.effective_user)
    await send(update, context, replies.status(desk.state, language))
