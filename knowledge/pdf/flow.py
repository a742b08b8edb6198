"""The paragraphs of a whole file in reading order."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from knowledge.pdf.cells import rows_of_cells
from knowledge.pdf.columns import Region, regions
from knowledge.pdf.leading import Leading
from knowledge.pdf.lines import Line, lines_of
from knowledge.pdf.notes import notes, split_notes
from knowledge.pdf.paragraphs import Kind, Paragraph, paragraphs
from knowledge.pdf.running import Page
from knowledge.pdf.tongue import tongue

_FINISHED = re.compile(r"[.!?…:][\"'”’»)\]]*(?:\d{1,2}|[⁰¹²³⁴-⁹*†‡§]+)?$")
# How many columns back a paragraph may stop: a sidebar stands between the two halves.
_COLUMNS_BACK = 3
# Sizes of the type.
_LONGEST_WORD = 5.0
_TWO_WORDS = 12.0
_FLUSH = 0.1
_INDENT = 0.7


def flow(pages: Sequence[Page]) -> list[Paragraph]:
    """The paragraphs of the pages; footnotes stand behind what their page ends with.

    A paragraph that stops in the middle of a sentence goes on in the column or page where the next
    one begins so.
    """
    columns = [
        _Column(page.number, region, lines_of(region.fragments, page.number))
        for page in pages
        for region in regions(page.fragments)
    ]
    running = [column.lines for column in columns if not column.region.tabular]
    leading = Leading(running)
    body = _body_size([line for lines in running for line in lines])
    flowing = _Flowing()
    asides = {page.number: page.aside for page in pages}
    for number, shown in groupby(columns, key=lambda column: column.page):
        pending = list(paragraphs(lines_of(asides[number], number), leading))
        for column in shown:
            if column.region.tabular:
                flowing.add(rows_of_cells(column.region.fragments, column.page, leading))
                continue
            text, foot = split_notes(column.lines, body)
            pending += [Paragraph(Kind.note, note) for note in notes(foot)]
            flowing.add(paragraphs(text, leading))
        flowing.found += pending
    return flowing.found


@dataclass(frozen=True, slots=True)
class _Column:
    """A region of a page, and its lines."""

    page: int
    region: Region
    lines: list[Line]


class _Flowing:
    """Paragraphs found so far, and which of them end a column."""

    def __init__(self) -> None:
        self.found: list[Paragraph] = []
        self._ends: list[int] = []

    def add(self, column: Iterable[Paragraph]) -> None:
        """Put the paragraphs of a column behind those before."""
        further = list(column)
        if not further:
            return
        at = self._continued(further[0])
        if at is not None:
            first = further.pop(0)
            lines = self.found[at].lines + first.lines
            self.found[at] = replace(self.found[at], lines=lines, short=first.short)
        self.found += further
        self._ends.append(len(self.found) - 1 if further or at is None else at)

    def _continued(self, first: Paragraph) -> int | None:
        """Which of the paragraphs that end a column goes on in the first one of the next."""
        last = list(dict.fromkeys(reversed(self._ends[-_COLUMNS_BACK:])))
        recent = [at for at in last if _are_of_one_tongue(self.found[at], first)]
        if recent and recent[0] == last[0] and _goes_on_full(self.found[recent[0]], first):
            return recent[0]
        return next((at for at in recent if _goes_on(self.found[at], first)), None)


def _are_of_one_tongue(before: Paragraph, after: Paragraph) -> bool:
    """Whether two paragraphs may be in one language: a translation stands in a column beside."""
    one, other = _tongue(before), _tongue(after)
    return one is None or other is None or one == other


def _tongue(paragraph: Paragraph) -> str | None:
    return tongue(token.text.lower() for line in paragraph.lines for token in line.tokens)


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.style.size] += len(line.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _are_alike(before: Paragraph, after: Paragraph) -> bool:
    """Whether one paragraph may be the other's beginning by how both are set."""
    if Kind.row in (before.kind, after.kind) or after.kind is Kind.item:
        return False
    last, first = before.lines[-1], after.lines[0]
    return last.style.size == first.style.size and last.bold == first.bold


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph stops within a sentence that the other goes on with."""
    last, first = before.lines[-1], after.lines[0]
    if not _are_alike(before, after) or _FINISHED.search(last.text):
        return False
    if first.text[0].islower():
        return before.short < _TWO_WORDS
    return before.short < _LONGEST_WORD and not last.bold


def _goes_on_full(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph stops behind a sentence, yet at the very end of a justified line.

    Hardly one in twenty paragraphs ends there.
    """
    rights = [line.right for line in before.lines]
    flush = max(rights) - min(rights) <= _FLUSH * before.style.size and len(rights) > 1
    lefts = [line.left for line in after.lines[:2]]
    indented = lefts[0] - lefts[-1] > _INDENT * after.style.size
    return before.kind is Kind.paragraph and flush and not indented and _are_alike(before, after)
