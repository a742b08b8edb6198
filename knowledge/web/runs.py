"""The words of a page, block by block, read apart from how its text is written."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree

from knowledge.composer import seen
from knowledge.web.shown import is_shown
from knowledge.web.tags import BLOCKS

_QUOTES = dict.fromkeys(map(ord, "“”‘’"))


@dataclass(eq=False)
class Run:
    """A block element and the words in it that are in no block within it.

    `linked` is how many of its characters are in links.
    """

    element: Any
    words: str = ""
    linked: int = 0

    @cached_property
    def key(self) -> str:
        """Its characters; asked for when all of its words are there."""
        return characters(self.words)

    @property
    def length(self) -> int:
        """How many characters it has."""
        return len(self.key)

    @property
    def is_linked(self) -> bool:
        """Whether half of it or more leads elsewhere, as in a menu."""
        return self.length <= 2 * self.linked


def runs(root: Any) -> list[Run]:  # noqa: ANN401 (lxml has no types)
    """The blocks below an element, in order."""
    found = [Run(root)]
    open_runs = [found[0]]
    links = 0
    for kind, node in _steps(root):
        if kind == "words":
            open_runs[-1].words += node
            open_runs[-1].linked += len(characters(node)) * bool(links)
            continue
        step = 1 if kind == "start" else -1
        links += step * (node.tag == "a")
        if node.tag in BLOCKS and node is not root:
            if kind == "start":
                found.append(Run(node))
                open_runs.append(found[-1])
            else:
                open_runs.pop()
    return found


def characters(words: str) -> str:
    """Words without white space, without quotation marks that a browser adds, compatible."""
    plain = unicodedata.normalize("NFKC", seen(words))
    return "".join(plain.translate(_QUOTES).split())


def page_characters(root: Any) -> str:  # noqa: ANN401
    """The characters of everything that a page shows."""
    return characters("".join(node for kind, node in _steps(root) if kind == "words"))


def _steps(root: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Each element's start and end and the words between them, of what is shown."""
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    hidden = None
    for event, node in walker:
        if event == "start" and not is_shown(node):
            hidden = node
            walker.skip_subtree()
            continue
        if event == "start":
            yield event, node
            if node.text:
                yield "words", node.text
            continue
        if event == "end" and node is not hidden:
            yield event, node
        if node is not root and node.tail:
            yield "words", node.tail
