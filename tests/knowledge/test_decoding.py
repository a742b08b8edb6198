"""Bytes to text."""

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decoding import decode, normalise
from knowledge.errors import DocumentError

WESTERN = "áéíóúüñ¿¡“”‘’«»–—…€ÁÉÍÓÚÑº"
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)
lines = st.text("abc xyz.,\n" + WESTERN, min_size=1, max_size=200)


@given(texts, st.sampled_from([("utf-8", codecs.BOM_UTF8), ("utf-16-le", b"\xff\xfe")]))
def test_a_byte_order_mark_says_the_encoding_and_is_no_text(
    text: str, written: tuple[str, bytes]
) -> None:
    encoding, mark = written
    assert decode(mark + text.encode(encoding), "lamp.txt") == text


@given(texts)
def test_big_endian_text_is_read_by_its_mark(text: str) -> None:
    assert decode(codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "lamp.txt") == text


@given(texts.filter(lambda text: not text.startswith("\ufeff")))
def test_text_without_a_mark_is_utf_8(text: str) -> None:
    assert decode(text.encode(), "lamp.txt") == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(encoding: str) -> None:
    text = "La Casa del Farol abrió «hoy» – 12 €."
    assert decode(text.encode(encoding), "lamp.txt") == text


@given(lines)
def test_what_english_and_spanish_have_in_windows_1252_is_read(text: str) -> None:
    content = text.encode("cp1252")
    try:
        told = content.decode()
    except UnicodeDecodeError:
        told = text
    # Two characters of Windows-1252 can be one of UTF-8, and then they are that one, or refused.
    try:
        assert decode(content, "lamp.txt") == told
    except DocumentError:
        assert re.search(rb"[\xc2-\xf4][\x80-\xbf]", content)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"The lamp \xff is lit \xe2\x80\x9cnow\xe2\x80\x9d", 9),  # UTF-8 with a broken byte
        (b"\xef\xbb\xbfThe lamp\xe9", 11),
        (b"\xff\xfeT\0h\0e", 6),  # half a character
        (b"\xfe\xff\0T\xd8\0\0x", 4),  # half a pair
        (b"T\0h\0e\0 \0\0\xd8x\0", 8),
        ("Лампа горит".encode("cp1251"), 8),
        ("Lampa świeci".encode("cp1250"), 6),
        (b"The lamp\x81", 8),
    ],
)
def test_what_cannot_be_decoded_is_refused_with_the_place_of_the_first_wrong_byte(
    content: bytes, place: int
) -> None:
    with pytest.raises(DocumentError, match=rf"^lamp\.txt: byte {place} is not .*; save the file"):
        decode(content, "lamp.txt")


@pytest.mark.parametrize("content", [b"The\0lamp", b"\0", b"\xff\xfeT\0\0\0"])
def test_a_zero_character_is_no_text(content: bytes) -> None:
    with pytest.raises(DocumentError, match=r"character \d+ is NUL"):
        decode(content, "lamp.txt")


def test_a_declared_encoding_is_taken_at_its_word_but_not_against_a_mark() -> None:
    assert decode(b"caf\xc3\xa9", "lamp.html", "cp1252") == "cafÃ©"
    assert decode(b"\xef\xbb\xbfcaf\xc3\xa9", "lamp.html", "cp1252") == "café"
    with pytest.raises(DocumentError, match="byte 3 is not UTF-8"):
        decode(b"caf\xe9", "lamp.html", "utf-8")


@given(st.binary(max_size=100))
def test_any_bytes_are_text_or_refused_by_name(content: bytes) -> None:
    try:
        assert "\0" not in decode(content, "lamp.txt")
    except DocumentError as error:
        assert str(error).startswith("lamp.txt: ")  # noqa: PT017 (either outcome is right)


@given(texts)
def test_line_ends_are_one_character(text: str) -> None:
    assert "\r" not in normalise(text)
    assert normalise(normalise(text)) == normalise(text)
