"""Parts of a tree taken out of it."""

from collections.abc import Iterable
from typing import Any

from knowledge.web.boilerplate import names


def drop(element: Any) -> None:  # noqa: ANN401 (lxml has no types)
    """Takes an element out of its tree; the words behind it stay."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def drop_queries(element: Any) -> None:  # noqa: ANN401
    """Takes the lists of other articles out of an element that holds one article."""
    for inner in list(element.iterdescendants("*")):
        if "wp-block-query" in names(inner):
            drop(inner)


def cut(root: Any, kept: Iterable[Any]) -> Any:  # noqa: ANN401
    """The smallest element of a tree around some, without what is before and after all of them."""
    places = {element: place for place, element in enumerate(root.iter())}
    ends = {element: _last(element) for element in kept}
    first = min(ends, key=lambda element: places[element])
    last = max(ends, key=lambda element: (places[ends[element]], -places[element]))
    above = [first, *first.iterancestors()]
    around = next(e for e in (last, *last.iterancestors()) if e in above)
    for element in _up_to(first, around):
        for sibling in list(element.itersiblings(preceding=True)):
            element.getparent().remove(sibling)
        element.getparent().text = None
    for element in _up_to(last, around):
        for sibling in list(element.itersiblings()):
            element.getparent().remove(sibling)
        element.tail = None
    return around


def _last(element: Any) -> Any:  # noqa: ANN401
    """The element that ends last in another, or that one itself."""
    while len(element):
        element = element[-1]
    return element


def _up_to(element: Any, around: Any) -> Iterable[Any]:  # noqa: ANN401
    while element is not around:
        yield element
        element = element.getparent()
