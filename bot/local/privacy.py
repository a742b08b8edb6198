"""Which messages of a group reach a bot in privacy mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.text import utf16_slice

if TYPE_CHECKING:
    from bot.local.chat import Chat
    from bot.local.wire import Fields

_CONTENT = {
    "text", "photo", "sticker", "voice", "audio", "video", "video_note", "animation", "document",
    "contact", "location", "venue", "poll", "dice", "story", "game",
}  # fmt: skip


def reaches_bot(chat: Chat, message: Fields, bot: Fields) -> bool:
    """Whether the bot receives a person's message.

    In a group a bot in privacy mode sees service messages, commands that are not another bot's,
    mentions of itself and replies to itself.
    """
    if not chat.is_group or bot["can_read_all_group_messages"] or not _CONTENT & message.keys():
        return True
    replied = message.get("reply_to_message", {}).get("from", {})
    return replied.get("id") == bot["id"] or _addresses(message, bot["username"])


def _addresses(message: Fields, username: str) -> bool:
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    for entity in entities:
        part = utf16_slice(text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "mention" and part == f"@{username}".lower():
            return True
        if entity["type"] == "bot_command":
            _, _, meant = part.partition("@")
            if meant in ("", username.lower()):
                return True
    return False
