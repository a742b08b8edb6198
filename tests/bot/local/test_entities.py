from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.entities import formatted, found
from bot.local.text import cleaned, utf16_length, utf16_slice
from bot.local.wire import ApiError

if TYPE_CHECKING:
    from tests.bot.local.client import Fields

HOUSE = "\U0001f3e0"


def bold(offset: int, length: int) -> Fields:
    return {"type": "bold", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (bold(100, 1), "entity begins after the end of the text at UTF-16 offset 100"),
        (
            bold(0, 100),
            (
                "entity beginning at UTF-16 offset 0 ends after the end of the text"
                " at UTF-16 offset 100"
            ),
        ),
        (bold(-1, 1), "receive an entity with incorrect offset -1"),
        (bold(0, -1), "receive an entity with incorrect length -1"),
        (bold(3, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 6"),
        (
            bold(0, 3),
            (
                "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol"
                " at byte offset 6"
            ),
        ),
        (
            {"type": "marquee", "offset": 0, "length": 1},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        ({"type": "bold", "length": 1}, "can't parse MessageEntity: Can't find field \"offset\""),
        (
            {"type": "text_link", "offset": 0, "length": 2},
            "can't parse MessageEntity: Can't find field \"url\"",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 2, "url": "not-a-url"},
            "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 2, "url": ""},
            "entity URL '' is invalid: URL host is empty",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 2, "url": "javascript:alert(1)"},
            "entity URL 'javascript:alert(1)' is invalid: Unsupported URL protocol",
        ),
        ("bold", "can't parse MessageEntity: Expected an Object"),
    ],
)
def test_an_entity_no_client_could_show_is_refused(entity: object, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        formatted(f"ab{HOUSE}cd", [entity])
    assert refusal.value.description == f"Bad Request: {reason}"


def test_100_entities_are_taken_and_101_are_not() -> None:
    text = "x" * 101
    assert len(formatted(text, [bold(i, 1) for i in range(100)])[1]) == 100
    with pytest.raises(ApiError, match="ENTITIES_TOO_LONG"):
        formatted(text, [bold(i, 1) for i in range(101)])


def test_trimming_a_text_moves_its_entities() -> None:
    assert formatted("  a quote \n", [bold(4, 7)]) == ("a quote", [bold(2, 5)])


def test_blanks_under_an_entity_stay_at_the_beginning() -> None:
    assert formatted("  a", [bold(1, 2)]) == (" a", [bold(0, 2)])


def test_control_and_direction_marks_go_and_entities_follow() -> None:
    text, entities = formatted("\u202ea\rb\u0007c", [bold(3, 3)])
    assert text == "ab c"
    assert entities == [bold(1, 3)]


def test_a_link_comes_back_with_its_path() -> None:
    link = {"type": "text_link", "offset": 0, "length": 1, "url": "https://orchard.example.org"}
    ((only,)) = formatted("x", [link])[1]
    assert only["url"] == "https://orchard.example.org/"


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("/start now", "bot_command", "/start"),
        ("try /help@kind_bot.", "bot_command", "/help@kind_bot"),
        ("either/or and 1/2", None, ""),
        ("ask @kind_bot today", "mention", "@kind_bot"),
        ("see https://orchard.example.org/a?b=1.", "url", "https://orchard.example.org/a?b=1"),
        ("see orchard.org, please", "url", "orchard.org"),
        ("mail press@orchard.org", "email", "press@orchard.org"),
        (f"{HOUSE} #shelter", "hashtag", "#shelter"),
        ("the U.S. and Mr. Smith", None, ""),
    ],
)
def test_what_clients_mark_by_themselves_is_found(text: str, kind: str | None, part: str) -> None:
    entities = found(text)
    assert [entity["type"] for entity in entities] == ([kind] if kind else [])
    for entity in entities:
        assert utf16_slice(text, entity["offset"], entity["length"]) == part


def test_nothing_is_found_inside_code_or_a_link() -> None:
    text = "/start https://orchard.example.org"
    code = {"type": "code", "offset": 0, "length": len(text)}
    assert formatted(text, [code])[1] == [code]
    assert [one["type"] for one in formatted(text, [bold(0, 6)])[1]] == [
        "bold",
        "bot_command",
        "url",
    ]


@given(st.text())
def test_cleaning_keeps_track_of_every_offset(text: str) -> None:
    clean = cleaned(text)
    assert len(clean.moved) == utf16_length(text) + 1
    assert clean.moved[-1] == utf16_length(clean.text)
    assert cleaned(clean.text).text == clean.text


ANY = st.text(alphabet=f"a \n\u00e9{HOUSE}\u202e\r")


@given(before=ANY, inner=ANY, after=ANY)
def test_an_entity_keeps_its_words(before: str, inner: str, after: str) -> None:
    words = f"x{inner}x"
    entity = bold(utf16_length(before), utf16_length(words))
    body, (kept,) = formatted(before + words + after, [entity])
    assert utf16_slice(body, kept["offset"], kept["length"]) == cleaned(words).text
