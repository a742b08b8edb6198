"""Methods about the bot itself: its name, descriptions and commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.local.methods.registry import method
from bot.local.profile import DEFAULT_SCOPE, Scope
from bot.local.text import utf16_length
from bot.local.wire import Fields, bad_request

if TYPE_CHECKING:
    from bot.local.parameters import Parameters
    from bot.local.telegram import Telegram

MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_NEEDED = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


@method
async def get_me(telegram: Telegram, parameters: Parameters) -> Fields:  # noqa: ARG001
    """The bot as a user."""
    return telegram.profile.user


@method
async def set_my_commands(telegram: Telegram, parameters: Parameters) -> bool:
    """Sets the command menu of a scope and language."""
    raw = parameters.object("commands", "commands")
    if not isinstance(raw, list):
        raise bad_request("expected an Array of BotCommand")
    if len(raw) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    place = _place(parameters)
    telegram.profile.commands[place] = [_command(one) for one in raw]
    return _told(telegram)


@method
async def get_my_commands(telegram: Telegram, parameters: Parameters) -> list[Fields]:
    """The command menu of exactly a scope and language."""
    return telegram.profile.commands.get(_place(parameters), [])


@method
async def delete_my_commands(telegram: Telegram, parameters: Parameters) -> bool:
    """Removes the command menu of a scope and language."""
    telegram.profile.commands.pop(_place(parameters), None)
    return _told(telegram)


@method
async def set_my_description(telegram: Telegram, parameters: Parameters) -> bool:
    """Sets what people see in an empty chat."""
    text = _limited(parameters.text("description"), MAX_DESCRIPTION, "BOT_DESCRIPTION_TOO_LONG")
    return _store(telegram, telegram.profile.descriptions, text, parameters)


@method
async def get_my_description(telegram: Telegram, parameters: Parameters) -> Fields:
    """What people see in an empty chat."""
    return {"description": telegram.profile.description(_language(parameters))}


@method
async def set_my_short_description(telegram: Telegram, parameters: Parameters) -> bool:
    """Sets what people see on the bot's own page."""
    text = parameters.text("short_description")
    text = _limited(text, MAX_SHORT_DESCRIPTION, "BOT_SHORT_DESCRIPTION_TOO_LONG")
    return _store(telegram, telegram.profile.short_descriptions, text, parameters)


@method
async def get_my_short_description(telegram: Telegram, parameters: Parameters) -> Fields:
    """What people see on the bot's own page."""
    return {"short_description": telegram.profile.short_description(_language(parameters))}


def _command(raw: object) -> Fields:
    if not isinstance(raw, dict) or not isinstance(raw.get("command"), str):
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    command = raw["command"].removeprefix("/")
    description = str(raw.get("description", "")).strip()
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description or utf16_length(description) > MAX_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _place(parameters: Parameters) -> tuple[Scope, str]:
    return _scope(parameters), _language(parameters)


def _scope(parameters: Parameters) -> Scope:
    raw = parameters.object("scope", "BotCommandScope")
    if raw is None:
        return DEFAULT_SCOPE
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind not in _NEEDED:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    for name in _NEEDED[kind]:
        if name not in raw:
            raise bad_request(f"can't parse BotCommandScope: Can't find field \"{name}\"")
    return kind, int(raw.get("chat_id", 0)), int(raw.get("user_id", 0))


def _language(parameters: Parameters) -> str:
    code = parameters.text("language_code").strip()
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _limited(text: str, limit: int, reason: str) -> str:
    if utf16_length(text) > limit:
        raise bad_request(reason)
    return text


def _store(telegram: Telegram, texts: dict[str, str], text: str, parameters: Parameters) -> bool:
    language = _language(parameters)
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)
    return _told(telegram)


def _told(telegram: Telegram) -> bool:
    telegram.events.tell("profile", 0, {})
    return True
