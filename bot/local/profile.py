"""How a bot presents itself: its name, descriptions and command menus."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bot.local.chat import Chat
    from bot.local.wire import Fields

Scope: TypeAlias = tuple[str, int, int]
"""A command scope: its type, chat id and user id (0 where it has none)."""

DEFAULT_SCOPE: Scope = ("default", 0, 0)


@dataclass
class Profile:
    """What the bot has set about itself, by language; "" is every other language."""

    user: Fields
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Fields]] = field(default_factory=dict)

    def description(self, language: str) -> str:
        """What people see in an empty chat."""
        return self.descriptions.get(language, self.descriptions.get("", ""))

    def short_description(self, language: str) -> str:
        """What people see on the bot's own page."""
        return self.short_descriptions.get(language, self.short_descriptions.get("", ""))

    def menu(self, chat: Chat, user_id: int, language: str) -> list[Fields]:
        """The commands offered to a person in a chat: the narrowest scope which has any wins."""
        for scope in _scopes(chat, user_id):
            for code in (language, ""):
                if commands := self.commands.get((scope, code)):
                    return commands
        return []


def _scopes(chat: Chat, user_id: int) -> list[Scope]:
    in_chat: Scope = ("chat", chat.id, 0)
    if chat.is_group:
        member: Scope = ("chat_member", chat.id, user_id)
        return [member, in_chat, ("all_group_chats", 0, 0), DEFAULT_SCOPE]
    return [in_chat, ("all_private_chats", 0, 0), DEFAULT_SCOPE]
