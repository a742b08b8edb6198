"""Text of a file or its name, made fit for a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.reindexing.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The lamp “is” lit – a[b] ñ", "The lamp “is” lit – a[b] ñ"),
        ("The\tlamp\nis\r\xa0lit\u2028", "The lamp is  lit "),
        ("\x1b[31mred\x07", "<U+001B>[31mred<U+0007>"),
        ("\x9b2J\x85\x1c\x0b", "<U+009B>2J<U+0085><U+001C><U+000B>"),
        ("lit\u202etil\u200b\ufeff", "lit<U+202E>til<U+200B><U+FEFF>"),
        ("\ud800\U000e0041", "<U+D800><U+E0041>"),
    ],
)
def test_what_acts_on_a_terminal_or_is_not_seen_is_shown_by_its_number(
    text: str, shown: str
) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_all_of_it_can_be_printed(text: str) -> None:
    assert visible(text).isprintable()
