"""Where the words of a text stand on the pages of the file it was read from."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, field_serializer, field_validator

from knowledge.span import Span

_Row = tuple[int, int, int, int, float, float, float, float]
_ROWS = TypeAdapter(tuple[_Row, ...])


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in a page's own coordinates, in points of 1/72 inch, upward from its lower left.

    A turned or cropped page is shown otherwise: `FPDF_PageToDevice` of pdfium tells where.
    """

    left: float
    bottom: float
    right: float
    top: float

    def joined(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters of a text, and its place: the page, counted from 0, the line, the box.

    `line` numbers the printed lines of the whole file, so that words of one line can be joined. A
    word that is hyphenated at a line's end is two.
    """

    start: int
    end: int
    page: int
    line: int
    box: Box


class Layout(BaseModel):
    """The pages of a file, width and height in points, and every word of the text in its order.

    Boxes are kept to a hundredth of a point.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pages: tuple[tuple[float, float], ...]
    words: tuple[Word, ...]

    @field_validator("words", mode="before")
    @classmethod
    def _from_rows(cls, words: Any) -> tuple[Word, ...]:  # noqa: ANN401 (as pydantic gives it)
        if isinstance(words, tuple) and all(isinstance(word, Word) for word in words):
            return tuple(map(_kept, words))
        return tuple(map(_word, _ROWS.validate_python(words)))

    @field_serializer("words")
    def _to_rows(self, words: tuple[Word, ...]) -> list[_Row]:
        # There are some thousand of them: names beside every number would make most of a file.
        return [
            (w.start, w.end, w.page, w.line, w.box.left, w.box.bottom, w.box.right, w.box.top)
            for w in words
        ]

    @cached_property
    def _ends(self) -> list[int]:
        return [word.end for word in self.words]

    def within(self, span: Span) -> Iterator[Word]:
        """The words that a span of the text holds, also in part."""
        for word in self.words[bisect_right(self._ends, span.start) :]:
            if word.start >= span.end or not len(span):
                return
            yield word

    def page(self, offset: int) -> int | None:
        """The page, counted from 0, of the first word at or after an offset."""
        place = bisect_right(self._ends, offset)
        return self.words[place].page if place < len(self.words) else None

    def boxes(self, span: Span) -> tuple[tuple[int, Box], ...]:
        """The page and the box of each printed line that a span of the text stands on."""
        lines = groupby(self.within(span), key=lambda word: (word.page, word.line))
        return tuple((page, _around(words)) for (page, _), words in lines)


def _around(words: Iterator[Word]) -> Box:
    box = next(words).box
    for word in words:
        box = box.joined(word.box)
    return box


def _kept(word: Word) -> Word:
    box = word.box
    edges = (round(edge, 2) for edge in (box.left, box.bottom, box.right, box.top))
    return replace(word, box=Box(*edges))


def _word(row: _Row) -> Word:
    start, end, page, line, left, bottom, right, top = row
    return Word(start, end, page, line, Box(left, bottom, right, top))
