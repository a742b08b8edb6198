"""A text put together from paragraphs, and the place of each word of it."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from knowledge.layout import Word
from knowledge.lines import CELL_END
from knowledge.pdf.characters import SOFT_HYPHEN
from knowledge.pdf.fragments import Token
from knowledge.pdf.hyphens import Hyphens, Join
from knowledge.pdf.lines import Line
from knowledge.pdf.paragraphs import Kind, Paragraph

_CLOSE = (Kind.item, Kind.row)


class Composition:
    """The text of paragraphs, an empty line between any two; items and rows in lines of their own.

    `text` is NFC; `words` are in its order.
    """

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._hyphens = _hyphens(paragraphs)
        self._parts: list[str] = []
        self._length = 0
        self._line = 0
        self.words: list[Word] = []
        before: Kind | None = None
        for paragraph in paragraphs:
            if before:
                close = before is paragraph.kind and before in _CLOSE
                self._put("\n" if close else "\n\n")
            self._paragraph(paragraph)
            before = paragraph.kind
        if before:
            self._put("\n")

    @property
    def text(self) -> str:
        """The text."""
        return "".join(self._parts)

    def _paragraph(self, paragraph: Paragraph) -> None:
        following = [*paragraph.lines[1:], None]
        for index, (line, after) in enumerate(zip(paragraph.lines, following, strict=True)):
            if after is None or index + 1 in paragraph.cells:
                join = None
            else:
                join = self._hyphens.join(line.tokens[-1].text, after.tokens[0].text)
            self._printed(line, divided=join is Join.nothing)
            if after:
                self._put({None: CELL_END, Join.space: " "}.get(join, ""))
            self._line += 1

    def _printed(self, line: Line, *, divided: bool) -> None:
        """A line's words, without the hyphen at its end where the last of them is divided."""
        last = len(line.tokens) - 1
        for index, token in enumerate(line.tokens):
            if index:
                self._put(" ")
            text = token.text[:-1] if divided and index == last else token.text
            self._word(token, text.replace(SOFT_HYPHEN, "-"), line.page)

    def _word(self, token: Token, text: str, page: int) -> None:
        start = self._length
        self._put(unicodedata.normalize("NFC", text))
        self.words.append(Word(start, self._length, page, self._line, token.box))

    def _put(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)


def _hyphens(paragraphs: Sequence[Paragraph]) -> Hyphens:
    words: list[str] = []
    ends: list[tuple[str, str]] = []
    for paragraph in paragraphs:
        for line, after in pairwise([*paragraph.lines, None]):
            if line is None:
                continue
            tokens = [token.text for token in line.tokens]
            # What stands at a line's ends may be half of a word.
            words += tokens[1:-1]
            if after:
                ends.append((tokens[-1], after.tokens[0].text))
    return Hyphens(words, ends)
