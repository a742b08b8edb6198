"""Where the words of a text stand on the pages of the file it was read from."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from pydantic import BaseModel, ConfigDict

from knowledge.span import Span


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points of 1/72 inch; (0, 0) is the page's lower left corner."""

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
    """The pages of a file, width and height in points, and every word of the text in its order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pages: tuple[tuple[float, float], ...]
    words: tuple[Word, ...]

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
