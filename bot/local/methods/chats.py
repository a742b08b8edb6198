"""Methods about a chat, and how other methods find theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.methods.registry import method
from bot.local.wire import ApiError, Fields, bad_request, forbidden

if TYPE_CHECKING:
    from bot.local.chat import Chat
    from bot.local.parameters import Parameters
    from bot.local.telegram import Telegram

_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


@method
async def get_chat(telegram: Telegram, parameters: Parameters) -> Fields:
    """All about a chat."""
    return find_chat(telegram, parameters).full()


@method
async def send_chat_action(telegram: Telegram, parameters: Parameters) -> bool:
    """Shows for five seconds that the bot is typing, or doing something else."""
    chat = writable_chat(telegram, parameters)
    action = parameters.text("action").strip().lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    telegram.events.tell("action", chat.id, {"action": action})
    return True


def find_chat(telegram: Telegram, parameters: Parameters) -> Chat:
    """The chat of the parameter `chat_id`, an id or the @username of a group or channel.

    Raises
    ------
    ApiError: 400, where there is none.
    """
    given = parameters.text("chat_id").strip()
    if not given:
        raise bad_request("chat_id is empty")
    if chat := telegram.chats.get(parameters.integer("chat_id")):
        return chat
    for chat in telegram.chats.values():
        username = chat.fields.get("username")
        if username and chat.kind != "private" and f"@{username}".lower() == given.lower():
            return chat
    raise bad_request("chat not found")


def writable_chat(telegram: Telegram, parameters: Parameters) -> Chat:
    """The chat of the parameter `chat_id`, if the bot may write to it.

    Raises
    ------
    ApiError: 400, for an unknown or upgraded chat; 403, where the bot is not wanted.
    """
    chat = find_chat(telegram, parameters)
    if chat.migrated_to:
        reason = "group chat was upgraded to a supergroup chat"
        raise ApiError(400, reason, {"migrate_to_chat_id": chat.migrated_to})
    if chat.blocked and chat.kind == "private":
        raise forbidden("bot was blocked by the user")
    if chat.blocked:
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
    return chat
