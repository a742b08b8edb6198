"""The methods of the Bot API; a new one is a function with `@method` in one of these files."""

from bot.local.methods import callbacks, chats, messages, profile, updates
from bot.local.methods.registry import METHODS

__all__ = ["METHODS", "callbacks", "chats", "messages", "profile", "updates"]
