"""Where an article begins and ends: what belongs to its first and its last block."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from knowledge.web.boilerplate import is_notice
from knowledge.web.runs import Run
from knowledge.web.tags import HEADINGS

# Neither begins nor ends within one of these.
_WHOLE = frozenset("ol ul dl details blockquote figure pre p".split())
_CONTENT = _WHOLE | frozenset(("table", "hr")) | frozenset(HEADINGS)


def with_edges(elements: Sequence[Any], blocks: Iterable[Run]) -> list[Any]:
    """Some elements in order, and the lists and paragraphs around and beside the outer ones.

    A short paragraph at either end is too short to be told, and stands beside a longer one.
    """
    by_element: dict[Any, list[Run]] = {}
    for run in blocks:
        for holder in (run.element, *run.element.iterancestors()):
            by_element.setdefault(holder, []).append(run)
    kept = set(elements)
    first, last = (_whole(elements[place], kept) for place in (0, -1))
    beside = (
        _farthest(first, by_element, preceding=True),
        _farthest(last, by_element, preceding=False),
    )
    return [*elements, first, last, *(element for element in beside if element is not None)]


def _whole(element: Any, kept: AbstractSet[Any]) -> Any:  # noqa: ANN401 (lxml has no types)
    """The outermost list, quotation, paragraph or kept element that one is in, or that one."""
    holders = [above for above in element.iterancestors() if above.tag in _WHOLE or above in kept]
    return holders[-1] if holders else element


def _farthest(edge: Any, runs: dict[Any, list[Run]], *, preceding: bool) -> Any | None:  # noqa: ANN401
    """The last of the siblings on one side that are content, all the way; no heading at an end."""
    found = None
    for sibling in edge.itersiblings(preceding=preceding):
        if sibling.tag not in _CONTENT or _is_menu(runs.get(sibling, ())):
            break
        if preceding or sibling.tag not in HEADINGS:
            found = sibling
    return found


def _is_menu(runs: Sequence[Run]) -> bool:
    """Whether words are mostly links, or about the website; half a sentence may be a link."""
    length, linked = sum(run.length for run in runs), sum(run.linked for run in runs)
    return length > 0 and (4 * linked >= 3 * length or any(is_notice(run.words) for run in runs))
