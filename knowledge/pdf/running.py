"""Running heads, running feet and page numbers: what is around a page's text."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.layout import Box
from knowledge.pdf.characters import Style
from knowledge.pdf.fragments import Fragment
from knowledge.pdf.tables import rows

_ZONE = 0.16
_DEEPEST = 4
_NEAR = 3.0
_APART = 1.25
_ENOUGH_ROWS = 5
_ROMAN = r"[ivxlc]{1,7}|[IVXLC]{1,7}"
_FIGURE = re.compile(rf"\d+|(?:^|(?<=\s))(?:{_ROMAN})(?=\s|$)")
_NUMBER = re.compile(
    rf"(?:page|página|pág\.?|p\.)\s*(?:\d{{1,4}}|{_ROMAN})(?:\s*(?:of|de|/)\s*\d{{1,4}})?"
    r"|\d{1,4}\s*(?:of|de|/)\s*\d{1,4}"
    rf"|[-–—|]\s*(?:\d{{1,4}}|{_ROMAN})\s*[-–—|]",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(rf"\d{{1,4}}|{_ROMAN}")
# What a browser prints around a page when it is not told otherwise.
_BROWSER_FOOT = re.compile(r"(?:https?|file)://\S+\s+(\d{1,4})/(\d{1,4})")
_BROWSER_HEAD = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, \d{1,2}:\d\d\b.*")
_SENTENCE = re.compile(r"[.!?][\"'”’»)]*$")
_FEWEST_WORDS = 9
_LARGER = 1.1
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 0: what it shows, within its bounds; both on the level page.

    `aside` are sentences that run along with this page and others.
    """

    number: int
    bounds: Box
    fragments: tuple[Fragment, ...]
    aside: tuple[Fragment, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row at a page's edge: which one from the edge, and how far from it, in points.

    `apart` tells whether a gap or its size parts it from what is within.
    """

    page: Page
    fragments: tuple[Fragment, ...]
    depth: int
    place: float
    apart: bool
    at_top: bool

    @property
    def text(self) -> str:
        return " ".join(fragment.text for fragment in self.fragments)


def without_running(pages: Sequence[Page]) -> list[Page]:
    """The pages without what only runs along with them.

    That is what recurs at the same place of several pages, figures aside, and numbers of pages.
    A sentence among it is text, and stands aside on the first of its pages.
    """
    usual = _usual_step([rows(page.fragments) for page in pages])
    edges = [tuple(_edge(page, usual, at_top=top) for top in (True, False)) for page in pages]
    every = [row for both in edges for edge in both for row in edge]
    runs = _running(every, len(pages), _heading_styles(pages, every))
    kept = []
    known: set[str] = set()
    for page, both in zip(pages, edges, strict=True):
        peeled = [_peeled(edge, runs) for edge in both]
        gone = {id(f) for edge in peeled for row in edge for f in row.fragments}
        left = tuple(f for f in page.fragments if id(f) not in gone)
        aside = tuple(f for edge in peeled for f in _sentence(edge, known))
        kept.append(Page(page.number, page.bounds, left, aside))
    return kept


def _sentence(edge: Sequence[_Row], known: set[str]) -> list[Fragment]:
    """What of rows that run along is a sentence that is not yet known."""
    found = [f for row in edge for f in row.fragments if not _is_number(f.text)]
    found = [fragment for row in rows(found) for fragment in row]
    text = " ".join(fragment.text for fragment in found)
    if text in known or not _SENTENCE.search(text) or len(text.split()) < _FEWEST_WORDS:
        return []
    known.add(text)
    return found


def _heading_styles(pages: Sequence[Page], every: Sequence[_Row]) -> frozenset[Style]:
    """The styles, larger than the text's, that lines also have which are at no page's edge."""
    at_edges = {id(f) for row in every for f in row.fragments}
    sizes = [f.style.size for page in pages for f in page.fragments]
    within = [f for page in pages for f in page.fragments if id(f) not in at_edges]
    least = _LARGER * median(sizes) if sizes else 0.0
    return frozenset(f.style for f in within if f.style.size > least)


def _usual_step(found: Sequence[Sequence[Sequence[Fragment]]]) -> float:
    """How far the rows of pages are apart, mostly."""
    steps = [a[0].baseline - b[0].baseline for page in found for a, b in pairwise(page)]
    return median(steps) if steps else 0.0


def _edge(page: Page, usual: float, *, at_top: bool) -> list[_Row]:
    """The rows in the zone at a page's top or foot, from the edge inward.

    `usual` is how far the rows of the file are apart.
    """
    found = rows(page.fragments)
    if len(found) >= _ENOUGH_ROWS:
        usual = _usual_step([found])
    size = median(f.style.size for f in page.fragments) if found else 0.0
    if not at_top:
        found.reverse()
    bounds = page.bounds
    edge = []
    for depth, row in enumerate(found[:_DEEPEST]):
        baseline = row[0].baseline
        place = bounds.top - baseline if at_top else baseline - bounds.bottom
        if place > _ZONE * (bounds.top - bounds.bottom):
            break
        within = found[depth + 1][0] if depth + 1 < len(found) else None
        # A row with none within is alone on its page, or ends a page that runs along as a whole.
        gap = abs(within.baseline - baseline) > _APART * usual if within else depth == 0
        apart = gap or abs(row[0].style.size - size) >= 1
        edge.append(_Row(page, tuple(row), depth, place, apart, at_top))
    return edge


def _running(every: list[_Row], count: int, headings: frozenset[Style]) -> Callable[[_Row], bool]:
    """Whether a row runs along, as all rows of the edges of a file's `count` pages tell.

    None does that is set as the headings within the text are.
    """
    alike: dict[tuple[bool, str], list[_Row]] = defaultdict(list)
    for row in every:
        alike[row.at_top, _FIGURE.sub("#", row.text)].append(row)
    offsets = Counter(_value(row.text) - row.page.number for row in every if _is_bare(row))
    browser = {
        row.page.number
        for row in every
        if (foot := _BROWSER_FOOT.fullmatch(row.text))
        and (int(foot[1]), int(foot[2])) == (row.page.number + 1, count)
    }

    def runs(row: _Row) -> bool:
        if _NUMBER.fullmatch(row.text):
            return True
        if row.page.number in browser and (
            _BROWSER_HEAD.fullmatch(row.text) or _BROWSER_FOOT.fullmatch(row.text)
        ):
            return True
        if _is_bare(row):
            offset = _value(row.text) - row.page.number
            first = offset == 1 and row.depth == 0 and row.text.isdigit()
            return offsets[offset] > 1 or first
        if row.fragments[0].style in headings:
            return False
        twins = alike[row.at_top, _FIGURE.sub("#", row.text)]
        return any(t.page is not row.page and _are_twins(row, t) for t in twins)

    return runs


def _are_twins(row: _Row, other: _Row) -> bool:
    """Whether rows alike stand at one place, and their figures differ as the pages' numbers do."""
    further = other.page.number - row.page.number
    steps = (
        _value(b) - _value(a)
        for a, b in zip(_FIGURE.findall(row.text), _FIGURE.findall(other.text), strict=True)
    )
    return abs(other.place - row.place) <= _NEAR and all(step in (0, further) for step in steps)


def _peeled(edge: list[_Row], runs: Callable[[_Row], bool]) -> list[_Row]:
    """The rows that run along, from the edge inward; the last of them is apart from the text."""
    peeled = []
    for row in edge:
        if not runs(row):
            break
        peeled.append(row)
    while peeled and not peeled[-1].apart:
        peeled.pop()
    return peeled


def _is_number(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_NUMBER, _BARE_NUMBER))


def _is_bare(row: _Row) -> bool:
    return _BARE_NUMBER.fullmatch(row.text) is not None


def _value(number: str) -> int:
    """The value of a number in Arabic or Roman figures."""
    if number.isdigit():
        return int(number)
    values = [_ROMAN_VALUES[figure] for figure in number.lower()]
    return sum(-a if a < b else a for a, b in pairwise([*values, 0]))
