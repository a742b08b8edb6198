"""A document: its words as published, what is known about it, and where its sentences lie."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from knowledge.metadata import Metadata
from knowledge.quotations import Quotations, quotations
from knowledge.sentences import Sentence
from knowledge.span import Span


def text_hash(text: str) -> str:
    """The sha256 of a text's UTF-8 bytes, in hex: the text's permanent name."""
    return sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Document:
    """One document of the catalogue.

    `text` is NFC with `\\n` line ends, else as its file has it; every offset is an index into it.
    `sentences` covers the text in order, white space aside. `sha256` names the text, and
    `source` is the sha256 of the file that the text was read from.
    """

    id: str
    text: str
    metadata: Metadata
    sentences: tuple[Sentence, ...]
    sha256: str
    source: str

    @property
    def intact(self) -> bool:
        """Whether the text is still the one that `sha256` names."""
        return text_hash(self.text) == self.sha256

    @cached_property
    def quotations(self) -> Quotations:
        """What stands between quotation marks."""
        return quotations(self.text, self.sentences)

    @cached_property
    def _starts(self) -> dict[int, int]:
        return {s.span.start: i for i, s in enumerate(self.sentences)}

    @cached_property
    def _ends(self) -> dict[int, int]:
        return {s.span.end: i for i, s in enumerate(self.sentences)}

    def whole_sentences(self, span: Span) -> range | None:
        """The indices of the sentences that `span` holds exactly; None if it cuts any."""
        first, last = self._starts.get(span.start), self._ends.get(span.end)
        if first is None or last is None or first > last:
            return None
        return range(first, last + 1)
