"""Methods that send, edit and delete messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.entities import formatted
from bot.local.markup import keyboard
from bot.local.methods.chats import writable_chat
from bot.local.methods.registry import method
from bot.local.text import utf16_length
from bot.local.wire import Fields, bad_request

if TYPE_CHECKING:
    from bot.local.chat import Chat
    from bot.local.parameters import Parameters
    from bot.local.telegram import Telegram

MAX_TEXT = 4096
_DELETABLE_FOR = 48 * 3600


@method
async def send_message(telegram: Telegram, parameters: Parameters) -> Fields:
    """Sends a text."""
    text = _text(parameters)
    markup = _markup(parameters)
    chat = writable_chat(telegram, parameters)
    fields: Fields = _author(telegram, chat) | _reply(chat, parameters) | text
    fields |= _link_preview(parameters)
    if parameters.boolean("protect_content"):
        fields["has_protected_content"] = True
    return telegram.post(chat, fields | ({"reply_markup": markup} if markup else {}))


@method
async def edit_message_text(telegram: Telegram, parameters: Parameters) -> Fields:
    """Replaces the text of one of the bot's messages, its entities and its keyboard."""
    text = {"entities": None} | _text(parameters)
    changes = text | {"reply_markup": _markup(parameters)}
    return _edit(telegram, parameters, changes | _link_preview(parameters))


@method
async def edit_message_reply_markup(telegram: Telegram, parameters: Parameters) -> Fields:
    """Replaces the keyboard of one of the bot's messages, or removes it."""
    return _edit(telegram, parameters, {"reply_markup": _markup(parameters)})


@method
async def delete_message(telegram: Telegram, parameters: Parameters) -> bool:
    """Deletes a message which is less than two days old."""
    chat = writable_chat(telegram, parameters)
    message = _message(chat, parameters, "delete")
    if telegram.today() - message["date"] > _DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    if chat.is_group and not _is_own(telegram, message):
        raise bad_request("message can't be deleted")
    del chat.messages[message["message_id"]]
    telegram.events.tell("delete", chat.id, {"message_id": message["message_id"]})
    return True


def _text(parameters: Parameters) -> Fields:
    raw = parameters.text("text")
    if not raw:
        raise bad_request("message text is empty")
    if parameters.text("parse_mode"):
        raise bad_request("parse_mode is refused by this server: send entities instead")
    text, entities = formatted(raw, parameters.object("entities", "entities"))
    if not text.strip():
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def _markup(parameters: Parameters) -> Fields | None:
    return keyboard(parameters.object("reply_markup", "reply keyboard markup"))


def _link_preview(parameters: Parameters) -> Fields:
    options = parameters.object("link_preview_options", "link preview options")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    return {"link_preview_options": options}


def _author(telegram: Telegram, chat: Chat) -> Fields:
    if chat.kind == "channel":
        return {"sender_chat": chat.fields}
    shown = ("id", "is_bot", "first_name", "username")
    return {"from": {name: telegram.profile.user[name] for name in shown}}


def _reply(chat: Chat, parameters: Parameters) -> Fields:
    reply = parameters.object("reply_parameters", "reply parameters")
    if not reply:
        return {}
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    if "message_id" not in reply:
        raise bad_request('can\'t find field "message_id"')
    message = chat.messages.get(reply["message_id"])
    if message is not None:
        return {"reply_to_message": without_reply(message)}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def without_reply(message: Fields) -> Fields:
    """A message as it is shown inside the one that answers it."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _edit(telegram: Telegram, parameters: Parameters, changes: Fields) -> Fields:
    if "inline_message_id" in parameters:
        raise bad_request("MESSAGE_ID_INVALID")
    chat = writable_chat(telegram, parameters)
    message = _message(chat, parameters, "edit")
    if not _is_own(telegram, message):
        raise bad_request("message can't be edited")
    if all(message.get(name) == value for name, value in changes.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly"
            " the same as a current content and reply markup of the message"
        )
    return telegram.change(chat, message, changes | {"edit_date": int(telegram.today())})


def _message(chat: Chat, parameters: Parameters, purpose: str) -> Fields:
    message_id = parameters.integer("message_id")
    if message_id <= 0:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return message


def _is_own(telegram: Telegram, message: Fields) -> bool:
    if "sender_chat" in message:
        return "from" not in message
    return bool(message.get("from", {}).get("id") == telegram.profile.user["id"])
