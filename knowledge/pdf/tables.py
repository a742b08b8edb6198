"""What stands in rows and columns as the cells of a table do."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from statistics import median

from knowledge.pdf.fragments import Fragment

# Shares of the size of the type.
_LEVEL = 0.3
_GAP = 0.8
_WORDS = 4
_CELL = 30
_FILLED = 0.8


def rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """The fragments of each baseline from left to right, from the top down."""
    found: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: -f.baseline):
        row = found[-1] if found else []
        if row and row[0].baseline - fragment.baseline <= _LEVEL * fragment.style.size:
            row.append(fragment)
        else:
            found.append([fragment])
    return [sorted(row, key=lambda f: f.left) for row in found]


def cells(fragments: Sequence[Fragment]) -> list[dict[int, list[Fragment]]]:
    """The cells of each printed row by their column: between gaps that run down all of the rows."""
    ends = _gaps(fragments)
    return [
        {column: list(cell) for column, cell in groupby(row, key=lambda f: bisect(ends, f.left))}
        for row in rows(fragments)
    ]


def is_tabular(fragments: Sequence[Fragment]) -> bool:
    """Whether fragments on both sides of a gutter are cells rather than columns of running text.

    Cells stand on one baseline, are short, and are figures or do not fill their columns.
    """
    found = cells(fragments)
    beside = [cell for row in found if len(row) > 1 for cell in row.values()]
    if sum(len(row) > 1 for row in found) * 5 < len(found) * 4 or not beside:
        return False
    texts = [" ".join(fragment.text for fragment in cell) for cell in beside]
    if median(map(len, texts)) > _CELL:
        return False
    if 3 * sum(map(is_figure, texts)) >= len(texts):
        return True
    return median(len(text.split()) for text in texts) <= _WORDS and _fill(beside) < _FILLED


def _gaps(fragments: Sequence[Fragment]) -> list[float]:
    """Where the gaps end that no fragment reaches into."""
    found = []
    right = float("inf")
    for fragment in sorted(fragments, key=lambda f: f.left):
        if fragment.left - right >= _GAP * fragment.style.size:
            found.append(fragment.left)
        right = fragment.right if right == float("inf") else max(right, fragment.right)
    return found


def is_figure(text: str) -> bool:
    """Whether most of it is digits, in a cell such as "1,204" or "$45 m"."""
    figures = sum(map(str.isdigit, text))
    return figures > 0 and 2 * figures >= sum(map(str.isalnum, text))


def _fill(found: Sequence[Sequence[Fragment]]) -> float:
    """How much of their columns' width the cells fill, in the mean."""
    columns: dict[int, list[float]] = defaultdict(list)
    for cell in found:
        columns[round(cell[0].left / 6)].append(cell[-1].right - cell[0].left)
    shares = [width / max(column) for column in columns.values() for width in column if column[1:]]
    return sum(shares) / len(shares) if shares else 0.0
