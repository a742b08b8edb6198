"""Which role a person has."""

from telegram import Chat, User

from bot.settings import Settings
from knowledge.access import Role


def role_of(settings: Settings, user: User | None, chat: Chat | None) -> Role:
    """A person's role in a chat; a group's members are journalists, since everyone reads along."""
    if user is None or chat is None or chat.type != Chat.PRIVATE:
        return Role.journalist
    if user.id in settings.admins:
        return Role.admin
    return Role.staff if user.id in settings.staff else Role.journalist
