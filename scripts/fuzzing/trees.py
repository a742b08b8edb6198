"""Damage to a tree of elements, which stays well-formed."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any, cast

from lxml import etree

Element = Any  # lxml has no types
_MOST_CHANGES = 8
_VALUES = ("", "0", "-1", "99999999999", "true", "x", "\u202e“é\u0301”", "\t \n", "1e309", "#")


def damaged_tree(content: bytes, random: Random) -> bytes:
    """An XML file with elements moved, repeated, emptied or left out, and with other values.

    Raises etree.XMLSyntaxError for what is not XML.
    """
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=False))
    for _ in range(random.randint(1, _MOST_CHANGES)):
        elements = [e for e in root.iter("*") if e is not root]
        if elements:
            random.choice(_CHANGES)(random.choice(elements), elements, random)
    return cast("bytes", etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _left_out(element: Element, _others: object, _random: object) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _repeated(element: Element, _others: object, random: Random) -> None:
    for _ in range(random.choice((1, 2, 200))):
        element.addnext(deepcopy(element))


def _moved(element: Element, others: Sequence[Element], random: Random) -> None:
    place = random.choice(others)
    if place is not element and element not in place.iterancestors():
        place.insert(random.randint(0, len(place)), element)


def _copied(element: Element, others: Sequence[Element], random: Random) -> None:
    place = random.choice(others)
    place.insert(random.randint(0, len(place)), deepcopy(element))


def _nested(element: Element, _others: object, random: Random) -> None:
    """The element around a copy of itself, and that around another."""
    for _ in range(random.choice((1, 2, 60))):
        inner = etree.SubElement(element, element.tag, dict(element.attrib))
        inner.text = "lamp"
        element = inner


def _emptied(element: Element, _others: object, _random: object) -> None:
    for child in list(element):
        element.remove(child)
    element.text = None


def _renamed(element: Element, others: Sequence[Element], random: Random) -> None:
    element.tag = random.choice(others).tag


def _revalued(element: Element, others: Sequence[Element], random: Random) -> None:
    keys = list(element.attrib) or list(random.choice(others).attrib)
    if keys:
        element.set(random.choice(keys), random.choice(_VALUES))
    else:
        element.text = random.choice(_VALUES)


_CHANGES: Sequence[Callable[[Element, Sequence[Element], Random], None]] = (
    _left_out,
    _repeated,
    _moved,
    _copied,
    _nested,
    _emptied,
    _renamed,
    _revalued,
)
