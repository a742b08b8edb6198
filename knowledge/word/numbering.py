"""The numbers that Word counts before the items of a document's lists."""

import re
from collections.abc import Callable
from typing import Any

from knowledge.numerals import repeated_letters, roman
from knowledge.word.names import W, child, number, switch, value

BULLET = "-"
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02}".format,
    "lowerLetter": repeated_letters,
    "upperLetter": lambda count: repeated_letters(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "none": lambda _: "",
}


class Numbering:
    """The lists of a document, counted as their items come: by list and level, none by itself."""

    def __init__(self, root: Any | None) -> None:  # noqa: ANN401 (lxml has no types)
        lists = [] if root is None else root.findall(f"{W}num")
        kinds = [] if root is None else root.findall(f"{W}abstractNum")
        self._lists = {found.get(f"{W}numId"): found for found in lists}
        self._kinds = {found.get(f"{W}abstractNumId"): found for found in kinds}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()

    def marker(self, num: int, level: int) -> str:
        """The bullet or number of the next item; empty where Word shows none."""
        level = min(max(level, 0), _LEVELS - 1)
        kind = value(self._lists.get(str(num)), "abstractNumId") or ""
        counts = self._counts.setdefault(kind, [None] * _LEVELS)
        counts[level] = self._next(num, level, counts[level])
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        found = self._level(num, level)
        form = value(found, "numFmt")
        if form == "bullet":
            return BULLET
        return _PLACE.sub(
            lambda place: self._written(num, int(place[1]) - 1, counts, found),
            value(found, "lvlText") or "",
        ).strip()

    def _next(self, num: int, level: int, count: int | None) -> int:
        """The number of an item after `count`, or of the first one."""
        anew = number(self._override(num, level), "startOverride")
        if anew is not None and (num, level) not in self._started:
            self._started.add((num, level))
            return anew
        return self._start(num, level) if count is None else count + 1

    def _start(self, num: int, level: int) -> int:
        start = number(self._level(num, level), "start")
        return 0 if start is None else start

    def _written(self, num: int, level: int, counts: list[int | None], item: Any) -> str:  # noqa: ANN401
        """The number of a level, as it stands in the marker of an item."""
        count = counts[level]
        if count is None:
            count = self._start(num, level)
        form = value(self._level(num, level), "numFmt") or "decimal"
        if switch(item, "isLgl"):
            form = "decimal"
        return _FORMATS.get(form, str)(count)

    def _level(self, num: int, level: int) -> Any | None:  # noqa: ANN401
        """The description of a list's level, the list's own or that of its kind."""
        own = child(self._override(num, level), "lvl")
        if own is not None:
            return own
        kind = self._kinds.get(value(self._lists.get(str(num)), "abstractNumId"))
        link = value(kind, "numStyleLink")
        if link is not None:  # its levels are described where the style is
            kind = next((k for k in self._kinds.values() if value(k, "styleLink") == link), kind)
        return _at(kind, "lvl", level)

    def _override(self, num: int, level: int) -> Any | None:  # noqa: ANN401
        return _at(self._lists.get(str(num)), "lvlOverride", level)


def _at(element: Any, name: str, level: int) -> Any | None:  # noqa: ANN401
    """The child of a name that is of a level."""
    found = [] if element is None else element.findall(W + name)
    return next((one for one in found if one.get(f"{W}ilvl") == str(level)), None)
