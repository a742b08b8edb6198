"""Footnotes: what stands small at the foot of a column, behind a mark."""

import re
from collections.abc import Iterator, Sequence

from knowledge.pdf.lines import Line

_MARK = re.compile(r"(?:\[?(\d{1,3})\]?[.)]?|[*†‡§]{1,3})(?=\s|[^\W\d_])")
_SMALL = 0.93


def split_notes(block: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The lines of a column, and those of the footnotes below them.

    `body` is the size that most of the file is set in.
    """
    start = len(block)
    for index in range(len(block) - 1, -1, -1):
        line = block[index]
        if line.style.size > _SMALL * body:
            break
        if _MARK.match(line.text):
            start = index
    return list(block[:start]), list(block[start:])


def notes(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """The lines of each footnote: a new one begins with a mark that follows the last one's."""
    note: list[Line] = []
    number = 0
    for line in lines:
        mark = _MARK.match(line.text)
        figure = int(mark[1]) if mark and mark[1] else 0
        if note and mark and (not figure or not number or figure == number + 1):
            yield tuple(note)
            note = []
        number = figure or number
        note.append(line)
    if note:
        yield tuple(note)
