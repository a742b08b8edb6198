"""Names in the XML of a Word document."""

from typing import Any

from docx.oxml.ns import nsmap

W = f"{{{nsmap['w']}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFF = frozenset(("0", "false", "off", "none"))


def child(element: Any, *path: str) -> Any | None:  # noqa: ANN401 (lxml has no types)
    """The element that a path of names leads to."""
    for name in path:
        element = None if element is None else element.find(W + name)
    return element


def value(element: Any, *path: str) -> str | None:  # noqa: ANN401
    """The `w:val` of the element that a path of names leads to."""
    found = child(element, *path)
    written = None if found is None else found.get(f"{W}val")
    return None if written is None else str(written)


def number(element: Any, *path: str) -> int | None:  # noqa: ANN401
    """The same as a whole number; none where it is no number."""
    try:
        return int(value(element, *path) or "")
    except ValueError:
        return None


def switch(element: Any, *path: str) -> bool | None:  # noqa: ANN401
    """Whether the element that a path leads to says on; none where there is no such element."""
    if child(element, *path) is None:
        return None
    return value(element, *path) not in _OFF
