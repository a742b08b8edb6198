from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.local.markup import keyboard
from bot.local.wire import ApiError

if TYPE_CHECKING:
    from tests.bot.local.client import Fields


def one_button(**button: object) -> Fields:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (one_button(text="x", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (one_button(text="x", callback_data="ñ" * 33), "BUTTON_DATA_INVALID"),
        (
            one_button(text="x", callback_data=""),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            one_button(text="x"),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            one_button(text="x", callback_data="y", url="https://orchard.example.org"),
            "can't parse inline keyboard button: exactly one action must be specified",
        ),
        (
            one_button(callback_data="x"),
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (one_button(text=" ", callback_data="x"), "BUTTON_TEXT_INVALID"),
        (
            one_button(text="x", url="not-a-url"),
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            one_button(text="x", url="ftp://example.com"),
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (one_button(text="x", copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (one_button(text="x", copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (one_button(text="x", pay=True), "BUTTON_TYPE_INVALID"),
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        ({"inline_keyboard": ["bad"]}, 'field "inline_keyboard" must be an Array of Arrays'),
        (
            {"inline_keyboard": [[{"text": "x", "callback_data": "y"}] * 9]},
            "REPLY_MARKUP_TOO_LONG",
        ),
        (
            {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]] * 101},
            "REPLY_MARKUP_TOO_LONG",
        ),
        ([], "object expected as reply markup"),
    ],
)
def test_a_keyboard_that_telegram_would_refuse_is_refused(markup: object, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        keyboard(markup)
    assert refusal.value.description == f"Bad Request: {reason}"


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x", "callback_data": "ñ" * 32},
        {"text": "x", "copy_text": {"text": "x" * 256}},
        {"text": "x", "url": "https://orchard.example.org/"},
        {"text": "x", "switch_inline_query": ""},
    ],
)
def test_a_proper_button_is_kept_as_it_is(button: Fields) -> None:
    assert keyboard(one_button(**button)) == one_button(**button)


@pytest.mark.parametrize(
    "markup", [None, {"inline_keyboard": []}, {"inline_keyboard": [[]]}, {"remove_keyboard": True}]
)
def test_an_empty_keyboard_is_none(markup: object) -> None:
    assert keyboard(markup) is None
