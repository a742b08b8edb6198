"""The characters that a page shows, each with its place."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from ctypes import addressof, byref, c_double, c_int, create_string_buffer
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from knowledge.layout import Box
from knowledge.pdf.frame import Frame

UNREADABLE = "\ufffd"
SOFT_HYPHEN = "\u00ad"
# What pdfium puts for a hyphen that ends a line, whichever it was.
_LINE_END_HYPHEN = "\x02\ufffe"
# Bullets of the fonts Symbol and Wingdings, which have no code point of their own.
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06e": "■"}
_NO_WIDTH = frozenset("\n\r\u200b\u200c\u200d\u2060\ufeff")
_READINGS = _BULLETS | dict.fromkeys(_LINE_END_HYPHEN, "-") | dict.fromkeys(_NO_WIDTH, "")
_ILLEGIBLE = frozenset(("Cc", "Cn", "Co", "Cs"))
_HIGH_SURROGATES, _LOW_SURROGATES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_FIRST_MARK = "\u02ff"
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_HEAVY = 600
_LONGEST_NAME = 128
_ASKEW = math.radians(10)
_QUARTER = math.pi / 2
_SAMPLED = 16


@dataclass(frozen=True, slots=True)
class Style:
    """How characters are set: the size in points, and whether they are bold."""

    size: float
    bold: bool


@dataclass(slots=True)
class Character:
    """A printed character: what it reads, where it stands on the level page, the box of its ink.

    White space of any kind reads " ", what the font does not tell `UNREADABLE`. `box` is in the
    page's own coordinates.
    """

    text: str
    left: float
    right: float
    baseline: float
    style: Style
    box: Box


class TextPage:
    """A page that pdfium has found the characters of; `bounds` are its own, as it is shown."""

    def __init__(self, text: pdfium.FPDF_TEXTPAGE, bounds: Box) -> None:
        self._text = text
        self._count = max(0, pdfium.FPDFText_CountChars(text))
        self._rectangle = pdfium.FS_RECTF()
        self._numbers = tuple(c_double() for _ in range(4))
        # Made once: there are some thousand characters on a page.
        self._to_rectangle = byref(self._rectangle)
        self._to_numbers = tuple(map(byref, self._numbers))
        self._name = create_string_buffer(_LONGEST_NAME)
        self._styles: dict[tuple[float, bool], Style] = {}
        self.frame = Frame(self._quarters(), bounds)

    def characters(self) -> list[Character]:
        """The characters in the order in which the file draws them; slanting lines are left out."""
        found: list[Character] = []
        drawn: int | None = None
        setting: tuple[float, Style] | None = None
        for index, text in self._readings():
            loose = self._loose(index)
            run = pdfium.FPDFText_GetTextObject(self._text, index)
            before, drawn = drawn, addressof(run.contents) if run else None
            if before != drawn:
                setting = self._setting(index)
            if setting is None:
                continue
            if text > _FIRST_MARK and unicodedata.combining(text[0]) and found:
                self._mark(found[-1], text, loose)
            elif text == SOFT_HYPHEN and found and self._is_within_glyph(index):
                found[-1].right = max(found[-1].right, self.frame.levelled(loose).right)
            elif self.frame.shows(loose):
                ink = loose if text == " " else self._ink(index, loose)
                # A soft hyphen within a line is drawn only by fonts that have no other hyphen.
                if text != SOFT_HYPHEN or ink is not loose:
                    place = self.frame.levelled(loose)
                    found.append(Character(text, place.left, place.right, *setting, ink))
        return found

    def _quarters(self) -> int:
        """The quarter turns at which most of the text is level."""
        turns = Counter(
            round(-pdfium.FPDFText_GetCharAngle(self._text, index) / _QUARTER) % 4
            for index in range(0, self._count, _SAMPLED)
        )
        return max(turns, key=turns.__getitem__, default=0)

    def _readings(self) -> Iterator[tuple[int, str]]:
        """The index of each character that has a width, and what it reads."""
        code_of, fails = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_HasUnicodeMapError
        known: dict[int, str] = {}
        for index in range(self._count):
            code = code_of(self._text, index)
            if code in _HIGH_SURROGATES:
                code = _joined(code, code_of(self._text, index + 1))
            elif code in _LOW_SURROGATES:
                continue
            text = known.get(code)
            if text is None:
                text = known[code] = _reading(chr(code))
            if text == " ":
                if pdfium.FPDFText_IsGenerated(self._text, index) == 1:
                    continue
            elif text and fails(self._text, index) == 1:
                text = UNREADABLE
            if text:
                yield index, text

    def _mark(self, letter: Character, mark: str, loose: Box) -> None:
        """Put an accent on a letter; the two share the place of one glyph, or each has its own."""
        letter.text += mark
        letter.right = max(letter.right, self.frame.levelled(loose).right)
        letter.box = letter.box.joined(loose)

    def _is_within_glyph(self, index: int) -> bool:
        """Whether a character is one of several that one glyph, a ligature, stands for."""
        places = []
        for one in (index - 1, index):
            pdfium.FPDFText_GetCharOrigin(self._text, one, *self._to_numbers[:2])
            places.append(tuple(number.value for number in self._numbers[:2]))
        return places[0] == places[1]

    def _loose(self, index: int) -> Box:
        rectangle = self._rectangle
        pdfium.FPDFText_GetLooseCharBox(self._text, index, self._to_rectangle)
        return Box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)

    def _ink(self, index: int, loose: Box) -> Box:
        pdfium.FPDFText_GetCharBox(self._text, index, *self._to_numbers)
        left, right, bottom, top = [number.value for number in self._numbers]
        return Box(left, bottom, right, top) if left < right and bottom < top else loose

    def _setting(self, index: int) -> tuple[float, Style] | None:
        """The baseline of a character on the level page, and its style; None if it is askew."""
        angle = -pdfium.FPDFText_GetCharAngle(self._text, index) - self.frame.quarters * _QUARTER
        if abs(math.remainder(angle, 4 * _QUARTER)) > _ASKEW:
            return None
        pdfium.FPDFText_GetCharOrigin(self._text, index, *self._to_numbers[:2])
        x, y = [number.value for number in self._numbers[:2]]
        origin = self.frame.levelled(Box(x, y, x, y))
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, index, byref(matrix))
        size = pdfium.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        key = (round(size, 1), self._is_bold(index))
        return origin.bottom, self._styles.setdefault(key, Style(*key))

    def _is_bold(self, index: int) -> bool:
        name, flags = self._name, c_int()
        pdfium.FPDFText_GetFontInfo(self._text, index, name, _LONGEST_NAME, byref(flags))
        heavy = pdfium.FPDFText_GetFontWeight(self._text, index) >= _HEAVY
        return heavy or _BOLD.search(name.value) is not None


def _joined(high: int, low: int) -> int:
    """The code point that two surrogates stand for."""
    return ord(
        (chr(high) + chr(low)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")[0]
    )


def _reading(character: str) -> str:
    """What a character of the file reads: "" for what is not shown."""
    if character in _READINGS:
        return _READINGS[character]
    if character.isspace():
        return " "
    return UNREADABLE if unicodedata.category(character) in _ILLEGIBLE else character
