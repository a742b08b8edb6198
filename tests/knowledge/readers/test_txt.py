"""Plain text with front matter."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decoding import normalise
from knowledge.errors import DocumentError
from knowledge.readers.txt import read
from tests.knowledge.readers.beside import expected, files_of

FRONT = "---\ntitle: The Lamp\n---\n"
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=200)


@pytest.mark.parametrize("path", files_of("txt"), ids=lambda path: path.name)
def test_the_text_is_the_one_beside_the_file(path: Path) -> None:
    assert read(path.read_bytes(), path.name).text == expected(path)


@given(texts.map(normalise).filter(lambda t: t.split("\n")[0].rstrip() != "---"))
def test_a_text_without_front_matter_is_untouched(text: str) -> None:
    found = read(("\ufeff" + text).encode(), "lamp.txt")
    assert (found.text, found.front_matter) == (text, None)


@given(texts.map(normalise))
def test_the_text_below_the_front_matter_is_untouched(text: str) -> None:
    found = read((FRONT + text).encode(), "lamp.txt")
    assert found.text == text
    assert found.front_matter is not None
    assert found.front_matter.written == "title: The Lamp\n"


@given(texts)
def test_only_line_ends_and_the_form_of_accents_change(text: str) -> None:
    found = read((FRONT + text).encode(), "lamp.txt").text
    assert "\r" not in found
    assert unicodedata.is_normalized("NFC", found)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert unicodedata.normalize("NFD", found) == unicodedata.normalize("NFD", lines)


def test_what_is_no_text_is_refused_by_name() -> None:
    with pytest.raises(DocumentError, match=r"^lamp\.txt: byte 4 "):
        read(b"The \x81amp", "lamp.txt")
