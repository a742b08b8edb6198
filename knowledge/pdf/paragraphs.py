"""The paragraphs, list items and rows that lines make."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest

from knowledge import lines as shapes
from knowledge.pdf.characters import Style
from knowledge.pdf.leading import Leading
from knowledge.pdf.lines import Line

_HYPHENS = "-\u2010\u00ad"
_ADDRESS = ("@", "://", "www.")
# A share of the lines' width.
_NEAR_END = 0.15
_FEWEST = 3
# Shares of the size of the type.
_INDENT = 0.7
_CENTRED = 0.6
_NARROWER = 2.0
_SPACES = 0.8
_HEADLINE = 1.15


class Kind(Enum):
    """What a paragraph is."""

    paragraph = auto()
    item = auto()
    row = auto()
    note = auto()
    """A footnote."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines whose breaks only wrap, or the cells of a row.

    `short` tells by how much, in sizes of the type, the last line is; `cells` which lines begin a
    further cell.
    """

    kind: Kind
    lines: tuple[Line, ...]
    short: float = 0.0
    cells: frozenset[int] = frozenset()

    @property
    def style(self) -> Style:
        """How it is set."""
        return self.lines[0].style


def paragraphs(column: Sequence[Line], leading: Leading) -> Iterator[Paragraph]:
    """The paragraphs of lines that stand one below the other."""
    sizes = Counter(line.style.size for line in column)
    body = max(sizes, key=sizes.__getitem__, default=0.0)
    lines: list[Line] = []
    edged = list(_with_edges(column, leading))
    for (line, edge), after in zip_longest(edged, column[1:]):
        lines.append(line)
        wrap = _Break(lines, line, after, edge, body) if after else None
        if wrap is None or leading.sets_apart(line, wrap.after) or wrap.ends_paragraph:
            kind = Kind.item if shapes.bullet(lines[0].text) else Kind.paragraph
            yield Paragraph(kind, tuple(lines), (edge - line.right) / line.style.size)
            lines = []


def _with_edges(column: Sequence[Line], leading: Leading) -> Iterator[tuple[Line, float]]:
    """Each line, and how far it could reach: to the end of the column, or of the lines around it.

    Lines that are set alike have an end of their own where they are indented, or where most of
    them end near it.
    """
    margin = min((line.left for line in column), default=0.0)
    widest = max((line.right for line in column), default=0.0)
    for group in _groups(column, leading):
        size = group[0].style.size
        left, edge = min(line.left for line in group), max(line.right for line in group)
        near = sum(edge - line.right <= _NEAR_END * (edge - left) for line in group)
        filled = len(group) >= _FEWEST and 5 * near >= 3 * len(group)
        own = filled or (left - margin > size and len(group) > 1)
        narrower = own and widest - edge > _NARROWER * size
        yield from ((line, edge if narrower else widest) for line in group)


def _groups(column: Sequence[Line], leading: Leading) -> Iterator[list[Line]]:
    """The lines in groups that a wider space, or another size, parts."""
    group: list[Line] = []
    for line in column:
        if group and leading.sets_apart(group[-1], line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class _Break:
    """A line's end: the paragraph so far, its last line, the line after; how far the line could go.

    `body` is the size that most of the column is set in.
    """

    so_far: Sequence[Line]
    line: Line
    after: Line
    edge: float
    body: float

    @property
    def ends_paragraph(self) -> bool:
        """Whether it is more than a wrap."""
        if self.line.text[-1] in _HYPHENS and len(self.line.tokens[-1].text) > 1:
            return False
        return self._begins_item or self._restyled or self._indented or self._stops

    @property
    def _short(self) -> bool:
        """Whether the next word would still have fitted on the line."""
        word = self.after.tokens[0]
        room = self.edge - self.line.right - _SPACES * self.line.style.size
        return word.right - word.left < room

    @property
    def _ended(self) -> bool:
        return shapes.is_ended(self.line.text)

    @property
    def _in_item(self) -> bool:
        return shapes.bullet(self.so_far[0].text) > 0

    @property
    def _begins_item(self) -> bool:
        if not shapes.bullet(self.after.text):
            return False
        shift = abs(self.after.left - self.so_far[0].left)
        hangs = self._in_item and shift < self.line.style.size
        return shapes.is_strong_bullet(self.after.text) or self._short or self._ended or hangs

    @property
    def _restyled(self) -> bool:
        """Whether a bold line, a heading, is on one side only."""
        if self.line.bold and not self.after.tokens[0].style.bold:
            return self._short or not self.after.text[0].islower()
        bold_after = self.after.bold and not self.line.tokens[-1].style.bold
        return bold_after and (self._short or self._ended)

    @property
    def _indented(self) -> bool:
        """Whether the next line begins elsewhere than where a further line of this one would."""
        size = self.line.style.size
        shift = self.after.left - self.line.left
        middle = abs(shift + self.after.right - self.line.right) <= _CENTRED * size
        if abs(shift) <= _INDENT * size or middle:
            return False
        first = len(self.so_far) == 1
        # The second line of an item hangs below the words of the first.
        return not (first and self._in_item) if shift > 0 else not first or self._in_item

    @property
    def _stops(self) -> bool:
        headline = self.line.style.size > _HEADLINE * self.body
        if headline or (self.line.bold and self.after.bold) or not self._short:
            return False
        address = any(mark in self.after.tokens[0].text for mark in _ADDRESS)
        return self._ended or address or not self.after.text[0].islower()
