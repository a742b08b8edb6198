"""Inline keyboards, checked as Telegram checks them."""

from __future__ import annotations

from bot.local.text import utf16_length
from bot.local.urls import checked_url
from bot.local.wire import ApiError, Fields, bad_request

MAX_CALLBACK_BYTES = 64
MAX_COPY_TEXT = 256
_MAX_BUTTONS = 100
_MAX_IN_ROW = 8
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip
_OTHER_MARKUPS = ("keyboard", "remove_keyboard", "force_reply")


def keyboard(raw: object) -> Fields | None:
    """The inline keyboard of a `reply_markup`; None for an empty one or another markup.

    Raises
    ------
    ApiError: 400, for a keyboard that Telegram would refuse.
    """
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in raw:
        if raw and not any(name in raw for name in _OTHER_MARKUPS):
            raise bad_request("can't parse reply keyboard markup JSON object")
        return None
    rows = raw["inline_keyboard"]
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    checked = [_row(row) for row in rows if row != []]
    if sum(map(len, checked)) > _MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": checked} if checked else None


def _row(raw: object) -> list[Fields]:
    if not isinstance(raw, list):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    if len(raw) > _MAX_IN_ROW:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return [_button(button) for button in raw]


def _button(raw: object) -> Fields:
    if not isinstance(raw, dict):
        raise _unparsed("Expected an Object")
    text = raw.get("text")
    if text is None:
        raise _unparsed('Can\'t find field "text"')
    if not isinstance(text, str):
        raise _unparsed('Field "text" must be of type String')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in _ACTIONS if name in raw]
    if not actions or (raw[actions[0]] in ("", None) and not actions[0].startswith("switch")):
        raise _unparsed("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsed("exactly one action must be specified")
    return {**raw, **_action(actions[0], raw)}


def _action(name: str, button: Fields) -> Fields:
    value = button[name]
    if name == "callback_data":
        return {name: _callback_data(value)}
    if name == "url":
        return {name: checked_url(str(value), "inline keyboard button")}
    if name == "copy_text":
        return {name: {"text": _copy_text(value)}}
    if name in {"pay", "callback_game"}:
        raise bad_request("BUTTON_TYPE_INVALID")
    return {}


def _callback_data(value: object) -> str:
    if not isinstance(value, str):
        raise _unparsed('Field "callback_data" must be of type String')
    if len(value.encode()) > MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return value


def _copy_text(value: object) -> str:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 0 < utf16_length(text) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return text


def _unparsed(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
