"""The element that a page names as the one which holds its article."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.web.boilerplate import is_box, names
from knowledge.web.cutting import drop, drop_queries

# What WordPress and its page builders call the element that the article's own words go into.
_SURE = frozenset(
    ("wp-block-post-content", "et_pb_post_content", "elementor-widget-theme-post-content")
)
_LIKELY = re.compile(
    r"""(?:article|entry|post|single|story)(?:-|_|__)?(?:body|content)|e-content|entry
    |td-post-content|field--name-body""",
    re.VERBOSE | re.IGNORECASE,
)
_HALF, _SOME = 0.5, 0.2
_FEW = 200  # characters; where so few are told, they may be told from the wrong place


def surely_around(root: Any) -> frozenset[Any]:  # noqa: ANN401
    """The only element that is surely an article's, and those that it is in; none for several."""
    sure, _ = _named(root)
    return frozenset((*sure, *sure[0].iterancestors())) if len(sure) == 1 else frozenset()


def holder_in(root: Any, weights: Mapping[Any, int]) -> Any | None:  # noqa: ANN401
    """The innermost element named as an article's that holds most of it; none where there is none.

    `weights`: how many of the article's characters are told to be below each element. The only
    element of its name may hold less: what is told of a short article is often beside it.
    """
    sure, likely = _named(root)
    if len(sure) == 1:
        return sure[0]
    total = weights[root]
    if holding := [element for element in (*likely, *sure) if weights[element] > _HALF * total]:
        return holding[-1]
    inner = [e for e in likely if not any(other in likely for other in e.iterdescendants("*"))]
    alone = len(inner) == 1 and (total < _FEW or weights[inner[0]] > _SOME * total)
    return inner[0] if alone else None


def trim(holder: Any, told: Sequence[Any]) -> list[Any]:  # noqa: ANN401
    """The boxes before the first and after the last element told in a holder, taken out of it.

    What a theme or a plug-in adds to an article stands there; everything else is the author's, but
    for lists of other articles, which are taken out wherever they stand.
    """
    inside = [element for element in told if holder in element.iterancestors()]
    edges = ((inside[:1], True), (inside[-1:], False))
    boxes = [
        sibling
        for edge, preceding in edges
        for element in edge
        for level in (element, *element.iterancestors())
        if holder in level.iterancestors()
        for sibling in level.itersiblings("*", preceding=preceding)
        if is_box(sibling)
    ]
    for box in boxes:
        drop(box)
    drop_queries(holder)
    return boxes


def _named(root: Any) -> tuple[list[Any], list[Any]]:  # noqa: ANN401
    """The elements with a name that is surely the article's, and with one that is likely so."""
    sure, likely = [], []
    for element in root.iter("*"):
        if element.get("itemprop") == "articleBody" or not _SURE.isdisjoint(names(element)):
            sure.append(element)
        # Some themes call the whole of a post an entry, with the lines about it.
        elif element.tag != "article" and any(map(_LIKELY.fullmatch, names(element))):
            likely.append(element)
    return sure, likely
