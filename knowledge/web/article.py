"""The article of a page, without the menus, forms and teasers around it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import trafilatura
from lxml import etree

from knowledge.html_text import parsed, text_below
from knowledge.web.boilerplate import is_beside, is_notice
from knowledge.web.cutting import cut, drop
from knowledge.web.edges import with_edges
from knowledge.web.faithful import is_faithful, is_within, lines_of
from knowledge.web.runs import Run, characters, page_characters, runs
from knowledge.web.tags import HEADINGS

_TELLING = 25  # characters; a shorter run may stand anywhere on a page
_HALF, _MOST = 0.5, 0.8


def article_in(html: str, title: str) -> str | None:
    """The text of a page's article, below its heading; none where there is no telling it.

    Trafilatura tells which blocks are the article's. It loses lists, captions and spaces between
    words, and turns blocks round; so the text is the page's own, from the first of these blocks to
    the last. `title` is what the page's head says, which tells its heading from others.
    """
    root = parsed(html)
    told = _told(root)
    whole = page_characters(root)
    _prune(root, _matched(runs(root), told))
    blocks = runs(root)
    matched = _matched(blocks, told)
    if not matched:
        return None
    kept = with_edges([run.element for run in matched], blocks) + _container(blocks, matched)
    heading = _heading(blocks, kept, title)
    text = heading + text_below(cut(root, kept))
    sure = _share(text, told) >= _HALF and is_faithful(text, whole)
    return text if sure else None


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
    total = sum(run.length for run in matched) or 1
    for element in list(root.iter("*")):
        if is_beside(element, weights[element] / total):
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
    """The line of the article's heading, where it stands before what is kept."""
    inside = set(kept)
    found = ""
    wanted = characters(title)
    for run in blocks:
        if run.element in inside or not inside.isdisjoint(run.element.iterancestors()):
            break
        if run.element.tag in HEADINGS and run.key and run.key in wanted:
            found = text_below(run.element) + "\n"
    return found


def _share(text: str, told: str) -> float:
    """How much of a text trafilatura takes for the article's."""
    keys = [characters(line) for line in lines_of(text)]
    within = sum(len(key) for key in keys if is_within(key, told))
    return within / max(1, sum(map(len, keys)))
