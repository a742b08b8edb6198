"""The rows of a table as they are read, each cell with all of its lines."""

from collections.abc import Iterator, Sequence

from knowledge.pdf.fragments import Fragment
from knowledge.pdf.leading import Leading
from knowledge.pdf.lines import Line, lines_of
from knowledge.pdf.paragraphs import Kind, Paragraph
from knowledge.pdf.tables import cells

_LONGEST_CELL = 80

_Cells = dict[int, list[Line]]


def rows_of_cells(
    fragments: Sequence[Fragment], page: int, leading: Leading
) -> Iterator[Paragraph]:
    """A paragraph for each row of a table; a cell that holds a paragraph is one of its own."""
    row: _Cells = {}
    for printed in cells(fragments):
        below = {column: lines_of(cell, page) for column, cell in printed.items()}
        if row and not _goes_on(row, below, leading):
            yield from _paragraphs(row)
            row = {}
        for column, lines in below.items():
            row.setdefault(column, []).extend(lines)
    yield from _paragraphs(row)


def _goes_on(row: _Cells, below: _Cells, leading: Leading) -> bool:
    """Whether the lines below are further ones of the same cells."""
    last = min((lines[-1] for lines in row.values()), key=lambda line: line.baseline)
    if leading.parts(last, next(iter(below.values()))[0]):
        return False
    begun = any(lines[0].text[0].islower() for lines in below.values())
    return begun or min(row) not in below


def _paragraphs(row: _Cells) -> Iterator[Paragraph]:
    found = [tuple(row[column]) for column in sorted(row)]
    lone = any(sum(len(line.text) for line in cell) > _LONGEST_CELL for cell in found)
    if lone or not found[1:]:
        for cell in found:
            yield Paragraph(Kind.paragraph, cell)
    else:
        lines = tuple(line for cell in found for line in cell)
        starts = frozenset(sum(map(len, found[:column])) for column in range(1, len(found)))
        yield Paragraph(Kind.row, lines, cells=starts)
