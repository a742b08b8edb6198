"""Printed lines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.pdf.characters import Style
from knowledge.pdf.fragments import Fragment, Token
from knowledge.pdf.tables import rows

# Shares of the size of the type.
_TOUCHING = 0.12
_SMALLER = 0.85
_RAISED = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one printed line of a column, or of a cell, on a page counted from 0."""

    tokens: tuple[Token, ...]
    page: int
    baseline: float
    style: Style

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.tokens[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.tokens[-1].right

    @property
    def text(self) -> str:
        """Its words, one space between any two."""
        return " ".join(token.text for token in self.tokens)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(token.style.bold for token in self.tokens)


def lines_of(fragments: Sequence[Fragment], page: int) -> list[Line]:
    """The lines that fragments read one below the other make."""
    kept: list[list[Fragment]] = []
    for row in rows(fragments):
        if kept and _is_raised(kept[-1], row):
            kept[-1] = sorted(kept[-1] + row, key=lambda f: f.left)
        else:
            kept.append(row)
    return [_line(row, page) for row in kept]


def _is_raised(above: list[Fragment], row: list[Fragment]) -> bool:
    """Whether one of the rows is but figures raised or lowered from the other."""
    sizes = sorted(max(f.style.size for f in part) for part in (above, row))
    shift = above[0].baseline - row[0].baseline
    return sizes[0] < _SMALLER * sizes[1] and shift <= _RAISED * sizes[1]


def _line(row: list[Fragment], page: int) -> Line:
    size = max(fragment.style.size for fragment in row)
    main = max(row, key=lambda f: len(f.text))
    tokens = list(row[0].tokens)
    for before, after in pairwise(row):
        behind = list(after.tokens)
        gap = after.left - before.right
        if not (before.spaced[1] or after.spaced[0]) and gap < _TOUCHING * size:
            behind[0] = _glued(tokens.pop(), behind[0])
        tokens += behind
    return Line(tuple(tokens), page, main.baseline, _style(tokens))


def _style(tokens: Sequence[Token]) -> Style:
    """How most of a line is set, whatever single words are."""
    counts: Counter[Style] = Counter()
    for token in tokens:
        counts[token.style] += len(token.text)
    return max(counts, key=counts.__getitem__)


def _glued(first: Token, second: Token) -> Token:
    """A word that the file draws in two parts."""
    text = first.text + second.text
    return Token(text, first.left, second.right, first.style, first.box.joined(second.box))
