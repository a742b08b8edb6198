"""What the styles of a Word document say of its paragraphs and runs."""

import re
from collections.abc import Iterator
from typing import Any

from knowledge.word.names import W, child, number, switch, value

_HEADING = re.compile(r"heading (\d)")
_QUOTATIONS = ("quote", "intense quote", "quotations")
_BODY_LEVEL = 9
_LONGEST_CHAIN = 30
# Struck-out words are taken back.
_UNREAD = ("vanish", "strike", "dstrike")


class Styles:
    """The styles of a document, by their ids: their names are English, the ids are not."""

    def __init__(self, root: Any | None) -> None:  # noqa: ANN401 (lxml has no types)
        found = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId"): style for style in found}
        self._default = next(
            (
                style.get(f"{W}styleId")
                for style in found
                if style.get(f"{W}type") == "paragraph"
                and style.get(f"{W}default") in ("1", "true")
            ),
            None,
        )

    def level(self, paragraph: Any) -> int:  # noqa: ANN401
        """The level of a heading, from 1 on; 0 for another paragraph."""
        own = number(paragraph, "pPr", "outlineLvl")
        if own is not None:
            return own + 1 if 0 <= own < _BODY_LEVEL else 0
        for style in self._of_paragraph(paragraph):
            name = (value(style, "name") or "").lower()
            if named := _HEADING.fullmatch(name):
                return int(named[1])
            if name == "title":
                return 1
            outline = number(style, "pPr", "outlineLvl")
            if outline is not None:
                return outline + 1 if 0 <= outline < _BODY_LEVEL else 0
        return 0

    def is_contents(self, paragraph: Any) -> bool:  # noqa: ANN401
        """Whether a paragraph is a line of a table of contents."""
        names = [value(style, "name") or "" for style in self._of_paragraph(paragraph)]
        return any(name.lower().startswith("toc ") for name in names[:1])

    def is_quotation(self, paragraph: Any) -> bool:  # noqa: ANN401
        """Whether a paragraph is set apart as somebody's words."""
        names = (value(style, "name") or "" for style in self._of_paragraph(paragraph))
        return any(name.lower() in _QUOTATIONS for name in names)

    def list_of(self, paragraph: Any) -> tuple[int, int] | None:  # noqa: ANN401
        """The list that a paragraph is an item of, and its level in it from 0 on."""
        chain = [paragraph, *self._of_paragraph(paragraph)]
        numbers = (number(element, "pPr", "numPr", "numId") for element in chain)
        levels = (number(element, "pPr", "numPr", "ilvl") for element in chain)
        found = next((num for num in numbers if num is not None), 0)
        return (found, next((level for level in levels if level is not None), 0)) if found else None

    def is_read(self, run: Any, paragraph: Any) -> bool:  # noqa: ANN401
        """Whether the words of a run are neither hidden nor struck out."""
        chain = [run, *self._chain(value(run, "rPr", "rStyle")), *self._of_paragraph(paragraph)]
        return not any(_says(chain, name) for name in _UNREAD)

    def ends(self, paragraph: Any) -> bool:  # noqa: ANN401
        """Whether a paragraph's end is there: neither deleted nor hidden."""
        mark = child(paragraph, "pPr", "rPr")
        gone = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        return not gone and switch(mark, "vanish") is not True

    def _of_paragraph(self, paragraph: Any) -> Iterator[Any]:  # noqa: ANN401
        return self._chain(value(paragraph, "pPr", "pStyle") or self._default)

    def _chain(self, style_id: str | None) -> Iterator[Any]:
        """A style, the one that it is based on, and so on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = value(style, "basedOn")


def _says(chain: list[Any], name: str) -> bool:
    """What the first of some elements says that says anything."""
    said = (switch(element, "rPr", name) for element in chain)
    return next((on for on in said if on is not None), False)
