"""The article of a page, without the menus, forms and teasers around it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import trafilatura
from lxml import etree

from knowledge.html_text import parsed, text_below
from knowledge.web.boilerplate import is_beside, is_notice, is_side_column, rows_in
from knowledge.web.cutting import cut, drop
from knowledge.web.edges import with_edges
from knowledge.web.faithful import is_faithful, is_within, lines_of
from knowledge.web.holder import holder_in, surely_around, trim
from knowledge.web.runs import Run, characters, page_characters, runs
from knowledge.web.tags import HEADINGS

_TELLING = 25  # characters; a shorter run may stand anywhere on a page
_HALF, _MOST = 0.5, 0.8


def article_in(html: str, title: str) -> str | None:
    """The text of a page's article, below its heading; none where there is no telling it.

    Trafilatura tells which blocks are the article's. It loses lists, captions and spaces between
    words, and turns blocks round; so the text is the page's own: all of the element that is named
    as the article's and holds most of these blocks, else from the first of them to the last.
    `title` is what the page's head says, which tells its heading from others.
    """
    root = parsed(html)
    told = _told(root)
    whole = page_characters(root)
    _prune(root, _matched(runs(root), told))
    blocks = runs(root)
    matched = _matched(blocks, told)
    elements = [run.element for run in matched]
    holder = holder_in(root, _weights(matched))
    if holder is not None:
        kept, boxes = [holder], trim(holder, elements)
    elif matched:
        kept, boxes = with_edges(elements, blocks) + _container(blocks, matched), []
    else:
        return None
    heading = _heading(blocks, kept, title)
    heading = heading or _heading([run for box in boxes for run in runs(box)], (), title)
    body = text_below(cut(root, kept))
    sure = bool(body) and is_faithful(heading + body, whole)
    if holder is None:
        sure = sure and _share(heading + body, told) >= _HALF
    return heading + body if sure else None


def _told(root: Any) -> str:  # noqa: ANN401 (lxml has no types)
    """The characters of what trafilatura takes for the article, carefully and less so."""
    # It takes only what begins as a page does, and parses some pages otherwise than browsers.
    html = etree.tostring(root, encoding="unicode", method="html")
    told = [
        trafilatura.extract(
            html, output_format="html", include_comments=False, favor_recall=favor_recall
        )
        for favor_recall in (False, True)
    ]
    return "\0".join(page_characters(parsed(found or "")) for found in told)


def _matched(blocks: Iterable[Run], told: str) -> list[Run]:
    """The runs that are the article's: those long enough to tell, or any where none is."""
    found = [
        run
        for run in blocks
        if not run.is_linked and not is_notice(run.words) and is_within(run.key, told)
    ]
    return [run for run in found if run.length >= _TELLING] or found


def _prune(root: Any, matched: Sequence[Run]) -> None:  # noqa: ANN401 (lxml has no types)
    """Takes out of a page what is no part of any article, unless most of this one is in it."""
    weights = _weights(matched)
    shares = {element: weight / weights[root] for element, weight in weights.items()}
    rows, around = rows_in(shares), surely_around(root)
    for element in list(root.iter("*")):
        share = shares.get(element, 0)
        beside = is_beside(element, share) or is_side_column(element, share, rows)
        if beside and element not in around:
            drop(element)


def _weights(matched: Iterable[Run]) -> Counter[Any]:
    """How many of the article's characters are below each element."""
    weights: Counter[Any] = Counter()
    for run in matched:
        weights[run.element] += run.length
        for ancestor in run.element.iterancestors():
            weights[ancestor] += run.length
    return weights


def _container(blocks: Sequence[Run], matched: Sequence[Run]) -> list[Any]:
    """The smallest element with most of the article, if there is little else in it."""
    weights = _weights(matched)
    least = _MOST * sum(run.length for run in matched)
    holders = [run.element for run in blocks if weights[run.element] >= least]
    if not holders:
        return []
    smallest = holders[-1]
    inside = [run for run in blocks if smallest in (run.element, *run.element.iterancestors())]
    most = _MOST * sum(run.length for run in inside)
    return [smallest] if weights[smallest] >= most else []


def _heading(blocks: Sequence[Run], kept: Sequence[Any], title: str) -> str:
    """The line of the article's heading, where it stands before what is kept.

    A page's head may call the article otherwise; then it is the only first heading around it.
    """
    inside = set(kept)
    found, firsts = None, []
    wanted = characters(title)
    for run in blocks:
        if run.element in inside or not inside.isdisjoint(run.element.iterancestors()):
            break
        if run.element.tag in HEADINGS and run.key and run.key in wanted:
            found = run.element
        elif run.element.tag == "h1" and run.key and _is_with(run.element, kept):
            firsts.append(run.element)
    if found is None and len(firsts) == 1:
        found = firsts[0]
    return "" if found is None else text_below(found) + "\n"


def _is_with(heading: Any, kept: Sequence[Any]) -> bool:  # noqa: ANN401
    """Whether a heading is in an article or main element that holds what is kept."""
    holders = [above for above in heading.iterancestors() if above.tag in ("article", "main")]
    return any(holder in element.iterancestors() for holder in holders for element in kept[:1])


def _share(text: str, told: str) -> float:
    """How much of a text trafilatura takes for the article's."""
    keys = [characters(line) for line in lines_of(text)]
    within = sum(len(key) for key in keys if is_within(key, told))
    return within / max(1, sum(map(len, keys)))
