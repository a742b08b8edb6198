"""A Word document's paragraphs, lists and tables to text, in their order."""

from collections.abc import Iterable, Iterator
from typing import Any

from docx.document import Document

from knowledge.composer import Composer, seen
from knowledge.word.inline import Inline, alternative, is_placeholder
from knowledge.word.names import MC, W, child, switch, value
from knowledge.word.numbering import BULLET, Numbering
from knowledge.word.package import WordError, part
from knowledge.word.styles import Styles

_GONE = frozenset((f"{W}del", f"{W}moveFrom"))
_KEPT = frozenset(W + name for name in "sdt sdtContent ins moveTo customXml smartTag".split())


def text_of(document: Document) -> str:
    """The text of a document as it is shown, changes accepted, in the form of `Composer`.

    Raises WordError for what would be left unread.
    """
    return _Writer(document).text()


class _Writer:
    """The parts of a document, read in order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._styles = Styles(part(document, "styles"))
        self._numbering = Numbering(part(document, "numbering"))
        self._inline = Inline(self._styles)
        self._composer = Composer()
        self._before = ""  # the words of paragraphs whose end is deleted

    def text(self) -> str:
        """The document's text: the body, then its notes in the order in which they are called."""
        self._blocks(self._document.element.body)
        called = list(dict.fromkeys(self._inline.notes))
        for kind in ("footnotes", "endnotes"):
            notes = part(self._document, kind)
            found = {} if notes is None else {note.get(f"{W}id"): note for note in notes}
            for of_kind, note_id in called:
                if of_kind == kind and note_id in found:
                    self._blocks(found[note_id])
        if self._inline.is_open:
            raise WordError("a field in it has no end; open it in a word processor and save it")
        return self._composer.text()

    def _blocks(self, container: Any) -> None:  # noqa: ANN401 (lxml has no types)
        for element in _within(container):
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._flush()
                self._table(element)
            elif element.tag == f"{W}altChunk":
                raise WordError("another file is embedded in it; save it anew in a word processor")
        self._flush()

    def _paragraph(self, paragraph: Any) -> None:  # noqa: ANN401
        words = self._before + seen(self._inline.words(paragraph))
        if not self._styles.ends(paragraph):
            self._before = words
            return
        self._before = ""
        self._write(words, paragraph)
        self._boxes()

    def _boxes(self) -> None:
        """The text boxes that stand at what was written."""
        boxes, self._inline.boxes = self._inline.boxes, []
        for box in boxes:
            self._blocks(box)

    def _write(self, words: str, paragraph: Any) -> None:  # noqa: ANN401
        if self._styles.is_contents(paragraph):
            return
        level = self._styles.level(paragraph)
        place = self._styles.list_of(paragraph)
        marker = self._numbering.marker(*place) if place else ""
        if level:
            number = "" if marker in ("", BULLET) or not words.strip() else f"{marker} "
            self._composer.heading(number + words, level)
        elif self._styles.is_quotation(paragraph):
            self._composer.quotation(words)
        elif marker:
            self._composer.item(words, marker)
        else:
            self._composer.paragraph(words)

    def _flush(self) -> None:
        """Words whose paragraph's end is deleted go no further than the cell or the document."""
        words, self._before = self._before, ""
        self._composer.paragraph(words)
        self._boxes()

    def _table(self, table: Any) -> None:  # noqa: ANN401
        for row in _within(table):
            if row.tag == f"{W}tr" and not _is_row_gone(row):
                cells = [cell for cell in _within(row) if cell.tag == f"{W}tc"]
                self._composer.row_of([self._cell(cell) for cell in cells])

    def _cell(self, cell: Any) -> Composer:  # noqa: ANN401
        """What a cell holds; nothing, where a cell above goes on in it."""
        outside, self._composer = self._composer, Composer()
        if not _is_cell_gone(cell):
            self._blocks(cell)
        inside, self._composer = self._composer, outside
        return inside


def _within(container: Iterable[Any]) -> Iterator[Any]:
    """The elements in a container, and those in what only marks some of them."""
    for element in container:
        if element.tag in _KEPT and not is_placeholder(element):
            yield from _within(element)
        elif element.tag == f"{MC}AlternateContent":
            for form in alternative(element):
                yield from _within(form)
        elif element.tag not in _GONE:
            yield element


def _is_row_gone(row: Any) -> bool:  # noqa: ANN401
    gone = child(row, "trPr", "del") is not None
    return gone or switch(row, "trPr", "hidden") is True


def _is_cell_gone(cell: Any) -> bool:  # noqa: ANN401
    merged = child(cell, "tcPr", "vMerge")
    goes_on = merged is not None and value(cell, "tcPr", "vMerge") in (None, "continue")
    return goes_on or child(cell, "tcPr", "cellDel") is not None
