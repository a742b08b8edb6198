"""The numbers that a browser puts before the items of a list."""

from collections.abc import Callable
from typing import Any

from knowledge.numerals import letters, roman

BULLET = "-"
_LONGEST = 9  # digits
_STYLES: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": letters,
    "A": lambda number: letters(number).upper(),
    "i": roman,
    "I": lambda number: roman(number).upper(),
}


class Numbering:
    """The markers of one list, `ol` or another, asked for item by item."""

    def __init__(self, element: Any) -> None:  # noqa: ANN401 (lxml has no types)
        self._style = _STYLES.get(element.get("type", "1"), str)
        self._ordered = element.tag == "ol"
        self._step = 1 if element.get("reversed") is None else -1
        first = 1 if self._step > 0 else len(element.findall("li"))
        self._next = _whole(element.get("start"), first)

    def marker(self, item: Any) -> str:  # noqa: ANN401
        """The bullet or number before the next item."""
        if not self._ordered:
            return BULLET
        number = _whole(item.get("value"), self._next)
        self._next = number + self._step
        return f"{self._style(number)}."


def _whole(written: str | None, otherwise: int) -> int:
    try:
        return int((written or "")[:_LONGEST])
    except ValueError:
        return otherwise
