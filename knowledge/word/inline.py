"""The words of a Word document's paragraphs, as they are shown."""

from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.word.names import MATH, MC, W, switch
from knowledge.word.styles import Styles
from knowledge.word.symbols import symbol

# Deleted and moved away; the instructions of fields; what sounds or looks, and says nothing.
_UNREAD = frozenset(
    W + name for name in "del moveFrom instrText delText delInstrText object rt pPr rPr".split()
)
_TEXT = frozenset((f"{W}t", f"{MATH}t"))
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_SYMBOL = f"{W}sym"
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_BOX = f"{W}txbxContent"
_LEAVES = _TEXT | set(_SIGNS) | set(_NOTES) | {_SYMBOL, _BOX}


class Inline:
    """Reads paragraphs in order: of a field that goes on over several, only the result is read.

    `boxes` and `notes` gather the text boxes and the footnotes that stand in what was read.
    """

    def __init__(self, styles: Styles) -> None:
        self.boxes: list[Any] = []
        self.notes: list[tuple[str, str]] = []
        self._styles = styles
        self._fields: list[bool] = []  # of each open field, whether it is at its result

    @property
    def is_open(self) -> bool:
        """Whether a field has begun whose result has not, so that nothing is read."""
        return not all(self._fields)

    def words(self, paragraph: Any) -> str:  # noqa: ANN401 (lxml has no types)
        """The words of a paragraph."""
        return "".join(self._below(paragraph, paragraph))

    def _below(self, element: Iterable[Any], paragraph: Any) -> Iterator[str]:  # noqa: ANN401
        for node in element:
            tag = node.tag
            if tag in _UNREAD or not isinstance(tag, str) or is_placeholder(node):
                continue
            if tag == f"{W}fldChar":
                self._field(node.get(f"{W}fldCharType"))
            elif tag == f"{W}r":
                # The ends of a field are so even where they are hidden.
                read = self._styles.is_read(node, paragraph)
                yield from self._below(node if read else node.findall(f"{W}fldChar"), paragraph)
            elif tag == f"{MC}AlternateContent":
                yield from self._below(alternative(node), paragraph)
            elif tag in _LEAVES:
                yield "" if self.is_open else self._shown(node)
            else:
                yield from self._below(node, paragraph)

    def _shown(self, node: Any) -> str:  # noqa: ANN401
        tag = node.tag
        if tag in _NOTES:
            self.notes.append((_NOTES[tag], node.get(f"{W}id", "")))
        elif tag == _BOX:
            self.boxes.append(node)
        elif tag == _SYMBOL:
            return symbol(node.get(f"{W}char", ""), node.get(f"{W}font", ""))
        elif tag in _TEXT:
            return node.text or ""
        return _SIGNS.get(tag, "")

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()


def alternative(node: Any) -> list[Any]:  # noqa: ANN401
    """The first of several forms of the same, which newer word processors show."""
    forms = node.findall(f"{MC}Choice") or node.findall(f"{MC}Fallback")
    return list(forms[:1])


def is_placeholder(node: Any) -> bool:  # noqa: ANN401
    """Whether it is a form's field that nothing was written in: "Click here to enter text"."""
    return bool(node.tag == f"{W}sdt" and switch(node, "sdtPr", "showingPlcHdr"))
