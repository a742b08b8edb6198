"""The blocks of a page in reading order: what is above columns, each column, what is below them.

After the recursive X-Y cut (Nagy and Seth 1984), but that the tallest gutter is cut first, so that
gaps that stand side by side in two columns do not cut both across.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from knowledge import lines
from knowledge.pdf.fragments import Fragment
from knowledge.pdf.tables import is_figure, is_tabular, rows

# Shares of the size of the type.
_NARROWEST = 0.9
_NARROWEST_DRAWN = 0.45
_SAFE = 1.8
_BULLET_APART = 5.0
_LEVEL = 0.3
_FEWEST = 2
_FEWEST_NARROW = 4
_FEWEST_DRAWN_AFTER = 3
_LONG = 8
_AT_ONE_PLACE = 0.3
_ALIGNED = 0.8


@dataclass(frozen=True, slots=True)
class Region:
    """Fragments that are read one below the other; `tabular`: as the rows of a table."""

    fragments: tuple[Fragment, ...]
    tabular: bool = False


def regions(fragments: Sequence[Fragment]) -> tuple[Region, ...]:
    """The regions of a page in the order in which they are read."""
    return tuple(_split(sorted(_with_bullets(fragments), key=lambda f: (-f.baseline, f.left))))


@dataclass(frozen=True, slots=True)
class _Gutter:
    """What stands beside a gutter that runs down a page, and how much it parts."""

    left: list[Fragment]
    right: list[Fragment]
    lines: int
    width: float

    @property
    def is_drawn(self) -> bool:
        """Whether the file draws all of one side, and goes back up to draw the other."""
        left, right = (sorted(f.order for f in side) for side in (self.left, self.right))
        if left[-1] < right[0]:
            first, second = self.left, self.right
        elif right[-1] < left[0]:
            first, second = self.right, self.left
        else:
            return False
        lowest = min(first, key=lambda f: f.baseline)
        return max(f.baseline for f in second) - lowest.baseline > _LEVEL * lowest.style.size


def _split(fragments: list[Fragment]) -> Iterator[Region]:
    gutter = _widest(fragments)
    if gutter is None:
        if fragments:
            yield Region(tuple(fragments))
        return
    beside = gutter.left + gutter.right
    parted = set(map(id, beside))
    top = max(fragment.baseline for fragment in beside)
    others = [fragment for fragment in fragments if id(fragment) not in parted]
    yield from _split([fragment for fragment in others if fragment.baseline > top])
    if is_tabular(beside):
        yield Region(tuple(beside), tabular=True)
    else:
        yield from _split(gutter.left)
        yield from _split(gutter.right)
    yield from _split([fragment for fragment in others if fragment.baseline <= top])


def _widest(fragments: list[Fragment]) -> _Gutter | None:
    """The gutter with most lines beside it, of those the widest."""
    if not _side_by_side(fragments):
        return None
    plain = next(filter(_is_plain, _candidates(fragments, _NARROWEST)), None)
    drawn = next((g for g in _candidates(fragments, _NARROWEST_DRAWN) if g.is_drawn), None)
    return max((g for g in (drawn, plain) if g), key=lambda g: g.lines, default=None)


def _candidates(fragments: list[Fragment], narrowest: float) -> list[_Gutter]:
    """The gutters at least as wide as that share of the type, those with most lines first."""
    edges = {round(fragment.left): fragment for fragment in fragments}
    least = median(fragment.style.size for fragment in fragments)
    found = [
        gutter
        for fragment in edges.values()
        for gutter in _gutters(
            fragments,
            fragment.left - narrowest * min(least, fragment.style.size),
            fragment.left,
        )
        if gutter.lines >= _fewest(gutter)
    ]
    return sorted(found, key=lambda gutter: (gutter.lines, gutter.width), reverse=True)


def _fewest(gutter: _Gutter) -> int:
    """How many lines must be beside a gutter for it to be one.

    Fewer do where it is wide, or what is on its right is drawn apart from what is on its left.
    """
    if gutter.is_drawn:
        return 1
    size = median(fragment.style.size for fragment in gutter.left + gutter.right)
    apart = not any(row[0].follows for row in rows(gutter.right))
    return _FEWEST if apart or gutter.width > _SAFE * _NARROWEST * size else _FEWEST_NARROW


def _is_plain(gutter: _Gutter) -> bool:
    """Whether a gutter is no row of wide spaces in the lines of one justified column.

    It is none where the file draws the lines on its right apart from those on its left, nor where
    it is long; else those on its right begin or have their middle at one place, or are figures that
    end there: the lines of a justified column all do.
    """
    found = rows(gutter.right)
    if 2 * sum(row[0].follows for row in found) < len(found) or gutter.lines >= _LONG:
        return True
    return gutter.lines >= _FEWEST_DRAWN_AFTER and _are_aligned(found)


def _are_aligned(found: list[list[Fragment]]) -> bool:
    """Whether rows begin or have their middle at one place, or are figures that end at one."""
    near, least = _AT_ONE_PLACE * found[0][0].style.size, _ALIGNED * len(found)
    lefts = [row[0].left for row in found]
    rights = [row[-1].right for row in found]
    middles = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
    if _most_at_one(lefts, near) >= least:
        return True
    if _most_at_one(rights, near) >= least:
        return all(is_figure(" ".join(f.text for f in row)) for row in found)
    return _most_at_one(middles, near) >= least


def _side_by_side(fragments: list[Fragment]) -> bool:
    """Whether anything stands beside anything else."""
    foot, right = float("inf"), 0.0
    for fragment in fragments:
        if fragment.top > foot and (fragment.left > right or fragment.right < right):
            return True
        foot, right = min(foot, fragment.bottom), max(right, fragment.right)
    return False


def _gutters(fragments: list[Fragment], left: float, right: float) -> Iterator[_Gutter]:
    """The gutters at least from `left` to `right`, between the lines that run across."""
    beside: list[Fragment] = []
    above: Fragment | None = None
    behind = False
    for fragment in fragments:
        if fragment.left >= right - 1:
            behind = True
            beside.append(fragment)
        elif fragment.right <= left:
            beside.append(fragment)
        else:
            if behind and (gutter := _gutter(_trimmed(beside, above, fragment), left)):
                yield gutter
            above, beside, behind = fragment, [], False
    if behind and (gutter := _gutter(_trimmed(beside, above, None), left)):
        yield gutter


def _trimmed(
    beside: list[Fragment], above: Fragment | None, below: Fragment | None
) -> list[Fragment]:
    """`beside` without what is of the lines across: a paragraph's end above, a heading below."""
    start, end = 0, len(beside)
    while (
        above
        and end - start > 1
        and above.baseline - beside[start].baseline
        < beside[start].baseline - beside[start + 1].baseline
    ):
        above = beside[start]
        start += 1
    while (
        below
        and end - start > 1
        and beside[end - 1].baseline - below.baseline
        < beside[end - 2].baseline - beside[end - 1].baseline
    ):
        below = beside[end - 1]
        end -= 1
    return beside[start:end]


def _gutter(beside: list[Fragment], edge: float) -> _Gutter | None:
    left = [fragment for fragment in beside if fragment.right <= edge]
    right = [fragment for fragment in beside if fragment.right > edge]
    if not left or not right:
        return None
    shared = min(_rows_beside(left, right), _rows_beside(right, left))
    width = min(f.left for f in right) - max(f.right for f in left)
    return _Gutter(left, right, shared, width)


def _most_at_one(places: list[float], near: float) -> int:
    """How many of the places are near one of them."""
    return max(sum(abs(one - other) <= near for other in places) for one in places)


def _rows_beside(some: list[Fragment], others: list[Fragment]) -> int:
    """How many lines of `some` have lines of `others` beside them."""
    top = max(fragment.top for fragment in others)
    foot = min(fragment.bottom for fragment in others)
    return len({round(f.baseline) for f in some if foot < f.baseline < top})


def _with_bullets(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments, each bullet and number of a list item with the words behind it."""
    bullets = [f for f in fragments if lines.bullet(f.text) == len(f.text)]
    if not bullets:
        return list(fragments)
    rest = [f for f in fragments if lines.bullet(f.text) != len(f.text)]
    for bullet in bullets:
        size = bullet.style.size
        behind = [
            f
            for f in rest
            if 0 <= f.left - bullet.right <= _BULLET_APART * size
            and abs(f.baseline - bullet.baseline) <= _LEVEL * max(size, f.style.size)
        ]
        if not behind:
            rest.append(bullet)
            continue
        item = min(behind, key=lambda f: f.left)
        rest.remove(item)
        tokens, spaced = bullet.tokens + item.tokens, (bullet.spaced[0], item.spaced[1])
        rest.append(replace(item, tokens=tokens, left=bullet.left, spaced=spaced, follows=False))
    return rest
