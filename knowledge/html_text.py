"""HTML to text, as a browser would show it without its styles."""

import re
from typing import Any

from lxml import etree

from knowledge.composer import Composer, seen
from knowledge.errors import DocumentError
from knowledge.web.cutting import drop_queries
from knowledge.web.numbering import BULLET, Numbering
from knowledge.web.shown import is_shown
from knowledge.web.tags import BLOCKS, CELLS, HEADINGS, LISTS

# White space of HTML; a no-break space and a thin one are characters.
_SPACE = re.compile(r"[ \t\n\f\r]+")
_EMPTY_LINE = re.compile(r"\n(?:[^\S\n]*\n)+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_QUOTES = ("“”", "‘’")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_EXPONENT = re.compile(r"\s*[+−-]?\d+\s*")


class HtmlError(DocumentError):
    """HTML that cannot be read: what of it, and what to do."""


def text_of(html: str) -> str:
    """The text of a page or a part of one, in the form of `Composer`; empty where there is none.

    Raises HtmlError for elements nested too deeply.
    """
    root = parsed(html)
    drop_queries(root)
    return text_below(root)


def parsed(html: str) -> Any:  # noqa: ANN401 (lxml has no types)
    """The root element of a page or a part of one.

    Raises HtmlError for elements nested too deeply, below which nothing would be read.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    content = _SURROGATES.sub("\ufffd", html).encode()
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:  # there is no element and no text
        root = None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise HtmlError("its elements are nested too deeply; save its text as .txt")
    return etree.Element("body") if root is None else root


def text_below(element: Any) -> str:  # noqa: ANN401
    """The text of an element of a tree."""
    writer = _Writer()
    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    hidden = None
    for event, node in walker:
        if event == "start" and is_shown(node):
            writer.start(node)
        elif event == "start":
            hidden = node
            walker.skip_subtree()
        else:
            if event == "end" and node is not hidden:
                writer.end(node)
            if node is not element and node.tail:
                writer.words(node.tail)
    return writer.text()


class _Writer:
    """The elements of a tree, told in order, and the text so far."""

    def __init__(self) -> None:
        self._composer = Composer()
        self._line: list[str] = []
        self._level = 0
        self._marker = ""
        self._pre = 0
        self._quotes = 0
        self._apart = 0
        self._naming = False
        self._raised = False
        self._lists: list[Numbering] = []
        self._rows: list[list[Composer]] = []
        self._outside: list[Composer] = []

    def text(self) -> str:
        """The text."""
        self._end_block()
        while self._outside:  # a cell that no `end` came for
            self._end_cell()
        return self._composer.text()

    def words(self, words: str) -> None:
        """Characters between two tags."""
        words = seen(words if self._pre else _SPACE.sub(" ", words))
        self._line.append(words.translate(_RAISED) if self._raised else words)

    def start(self, element: Any) -> None:  # noqa: ANN401
        """An element that begins, and what stands in it before the next one."""
        tag = element.tag
        if _names_speaker(element):
            self._end_block()
            self._naming = True
        if tag in BLOCKS:
            self._end_block()
            self._start_block(element)
        elif tag == "br":
            self._line.append("\n")
        elif tag == "q":
            self._line.append(_QUOTES[self._quotes % 2][0])
            self._quotes += 1
        elif tag == "sup":
            self._raised = bool(_EXPONENT.fullmatch("".join(element.itertext())))
        elif tag == "img" and "emoji" in element.get("class", "").split():
            self._line.append(element.get("alt", ""))
        if element.text:
            self.words(element.text)

    def end(self, element: Any) -> None:  # noqa: ANN401
        """An element that ends."""
        tag = element.tag
        if _names_speaker(element):
            self._end_block()
            self._naming = False
        if tag in BLOCKS:
            self._end_block()
            self._close_block(tag)
        elif tag == "q":
            self._quotes -= 1
            self._line.append(_QUOTES[self._quotes % 2][1])
        elif tag == "sup":
            self._raised = False

    def _start_block(self, element: Any) -> None:  # noqa: ANN401
        tag = element.tag
        if tag in HEADINGS:
            self._level = HEADINGS[tag]
        elif tag in LISTS:
            self._lists.append(Numbering(element))
        elif tag == "li":
            self._marker = self._lists[-1].marker(element) if self._lists else BULLET
        elif tag == "pre":
            self._pre += 1
        elif tag == "blockquote":
            self._apart += 1
        elif tag == "tr":
            self._rows.append([])
        elif tag in CELLS:
            self._outside.append(self._composer)
            self._composer = Composer()

    def _close_block(self, tag: str) -> None:
        if tag in HEADINGS:
            self._level = 0
        elif tag in LISTS:
            self._lists.pop()
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._pre -= 1
        elif tag == "blockquote":
            self._apart -= 1
        elif tag == "tr":
            self._composer.row_of(self._rows.pop())
        elif tag in CELLS:
            self._end_cell()

    def _end_cell(self) -> None:
        cell, self._composer = self._composer, self._outside.pop()
        if self._rows:
            self._rows[-1].append(cell)
        else:
            self._composer.row_of([cell])

    def _end_block(self) -> None:
        """What was written since the last block began or ended is a block, or several."""
        line, self._line = "".join(self._line), []
        if self._pre:
            self._composer.preformatted(line)
            return
        for words in _EMPTY_LINE.split(line):
            if not words.strip():
                continue
            marker, self._marker = self._marker, ""
            if self._level:
                number = "" if marker in ("", BULLET) else f"{marker} "
                self._composer.heading(number + words, self._level)
            elif self._apart and not self._naming:
                self._composer.quotation(words)
            elif marker:
                self._composer.item(words, marker)
            else:
                self._composer.paragraph(words)


def _names_speaker(element: Any) -> bool:  # noqa: ANN401
    """Whether an element says whose the words of the quotation are that it stands in."""
    above = element.getparent()
    return element.tag in ("cite", "footer") and above is not None and above.tag == "blockquote"
