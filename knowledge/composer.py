"""A text put together from the parts of a formatted file."""

import re
import unicodedata
from collections.abc import Sequence

from knowledge.lines import CELL_END, LONGEST_CELL, SET_APART, is_spoken

_SPACES = re.compile(r"[^\S\n\u00a0\u202f]+")
_AROUND_BREAK = re.compile(r"[^\S\n]*\n\s*")
_CAPITAL = re.compile(r"[A-Z]\.")
_DEEPEST = 6
# Soft hyphens, zero-width spaces and joiners of words: where a line may break, and no character.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def flowing(words: str) -> str:
    """Words as one paragraph: white space of a file's making is one space, line breaks stay."""
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", words)).strip()


def seen(words: str) -> str:
    """Words without the characters that only say where a line may be broken."""
    return words.translate(_UNSEEN)


class Composer:
    """Headings, paragraphs, list items and rows of tables, written one below the other.

    They look as they do in plain text, so that `knowledge.blocks` tells them apart again: `## A
    heading`, `- An item`, `A cell | another`, `> A quotation`, an empty line between any other two.
    """

    def __init__(self) -> None:
        self._parts: list[tuple[str, str]] = []

    def heading(self, words: str, level: int) -> None:
        """A heading of a level from 1 on."""
        line = " ".join(flowing(words).split("\n"))
        if line:
            self._parts.append(("heading", f"{'#' * max(1, min(level, _DEEPEST))} {line}"))

    def paragraph(self, words: str) -> None:
        """A paragraph."""
        if written := flowing(words):
            self._parts.append(("paragraph", written))

    def quotation(self, words: str) -> None:
        """A paragraph set apart as somebody's words; with their quotation marks, it is like others.

        Without them it would look like the document's own words.
        """
        if is_spoken(words):
            self.paragraph(words)
        elif written := flowing(words):
            marked = "\n".join(f"{SET_APART}{line}" for line in written.split("\n"))
            self._parts.append(("quotation", marked))

    def preformatted(self, words: str) -> None:
        """Lines whose spaces and breaks are the author's: a poem, an address, code."""
        if words.strip():
            self._parts.append(("paragraph", words.strip("\n").rstrip()))

    def item(self, words: str, marker: str = "-") -> None:
        """An item of a list, after its bullet or number."""
        if written := flowing(words):
            # With a dot, one capital would be somebody's initial.
            sign = f"{marker[0]})" if _CAPITAL.fullmatch(marker) else marker
            self._parts.append(("item", f"{sign} {written}"))

    def row(self, cells: Sequence[str]) -> None:
        """A row of a table; cells that hold whole paragraphs are paragraphs.

        A page laid out by a table holds its text in cells; a row of facts has short ones.
        """
        written = [flowing(cell) for cell in cells]
        if any(len(cell) > LONGEST_CELL for cell in written):
            for cell in written:
                for line in cell.split("\n"):
                    self.paragraph(line)
        elif any(written):
            row = CELL_END.join(" ".join(cell.split("\n")) for cell in written)
            self._parts.append(("row", row.strip()))

    def row_of(self, cells: Sequence["Composer"]) -> None:
        """A row whose cells were composed: one below the other, where they hold more than words."""
        if len(cells) > 1 and all(cell.is_plain for cell in cells):
            self.row([cell.plain for cell in cells])
        else:
            self._parts += [part for cell in cells for part in cell.parts]

    @property
    def parts(self) -> Sequence[tuple[str, str]]:
        """What is written: of each part its kind, and how it is written."""
        return self._parts

    @property
    def is_plain(self) -> bool:
        """Whether nothing but paragraphs is written."""
        return all(kind == "paragraph" for kind, _ in self._parts)

    @property
    def plain(self) -> str:
        """What is written, without anything between its parts but line breaks."""
        return "\n".join(part for _, part in self._parts)

    def text(self) -> str:
        """Everything written so far, NFC; items and rows stand in consecutive lines."""
        written: list[str] = []
        before = ""
        for kind, part in self._parts:
            close = kind == before and kind in ("item", "row")
            written += ["\n" if close else "\n\n", part]
            before = kind
        return unicodedata.normalize("NFC", "".join(written[1:]) + "\n" * bool(written))
