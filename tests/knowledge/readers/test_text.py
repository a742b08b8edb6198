"""Plain text with front matter."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import DocumentError
from knowledge.readers.text import decode, normalise, read_text, split_front_matter

FRONT = "---\ntitle: The Lamp\n---\n"
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)


@given(texts.map(normalise).filter(lambda t: t.split("\n")[0].rstrip() != "---"))
def test_a_text_without_front_matter_is_untouched(text: str) -> None:
    read = read_text(text.removeprefix("\ufeff").encode(), "lamp.txt")
    assert read.text == text.removeprefix("\ufeff")
    assert read.metadata.values == {}


@given(texts.map(normalise))
def test_the_text_below_the_front_matter_is_untouched(text: str) -> None:
    read = read_text((FRONT + text).encode(), "lamp.txt")
    assert read.text == text
    assert read.metadata.values == {"title": "The Lamp"}


@given(texts)
def test_only_line_ends_and_the_form_of_accents_change(text: str) -> None:
    read = read_text((FRONT + text).encode(), "lamp.txt").text
    assert "\r" not in read
    assert unicodedata.is_normalized("NFC", read)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert unicodedata.normalize("NFD", read) == unicodedata.normalize("NFD", lines)


@given(st.binary(max_size=100))
def test_any_bytes_are_text_or_refused_by_name(content: bytes) -> None:
    try:
        decode(content, "lamp.txt")
    except DocumentError as error:
        assert str(error).startswith("lamp.txt: ")  # noqa: PT017 (either outcome is right)


@given(texts)
def test_every_encoding_gives_the_same_text(text: str) -> None:
    for mark, encoding in (("\ufeff", "utf-8"), ("\ufeff", "utf-16-le"), ("\ufeff", "utf-16-be")):
        assert decode((mark + text).encode(encoding), "lamp.txt") == text


def test_an_empty_front_matter_says_nothing() -> None:
    read = split_front_matter("---\n---\nThe lamp.", "lamp.txt")
    assert (read.text, read.metadata.values) == ("The lamp.", {})


def test_a_rule_further_down_is_text() -> None:
    text = "The Lamp\n\n---\n\nThe lamp is lit."
    assert split_front_matter(text, "lamp.txt").text == text
    assert split_front_matter(FRONT + text, "lamp.txt").text == text


def test_the_fence_may_have_white_space_behind_it() -> None:
    assert split_front_matter("--- \ntitle: x\n---\t\nThe lamp.", "lamp.txt").text == "The lamp."


@pytest.mark.parametrize("text", ["---", "---\n", "---\ntitle: x", "---\ntitle: x\n----\n"])
def test_front_matter_without_an_end_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"lamp\.txt, line 1: the front matter has no closing"):
        split_front_matter(text, "lamp.txt")
