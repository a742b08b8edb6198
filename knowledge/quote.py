"""A quote: a slice of a document, whole sentences, short enough to be one."""

from dataclasses import dataclass

from knowledge.blocks import BlockKind
from knowledge.document import Document
from knowledge.errors import InvalidReferenceError
from knowledge.reference import Reference
from knowledge.span import Span

MAX_WORDS = 80
MAX_CHARACTERS = 1500  # a longer sentence does not fit a chat message beside its citation
_UNREADABLE = "\ufffd"
JOINING = (BlockKind.paragraph, BlockKind.item, BlockKind.marker)


def word_count(text: str) -> int:
    """The number of words, counted as runs without white space."""
    return len(text.split())


def is_quotable(document: Document, span: Span) -> bool:
    """Whether a span is whole sentences of at most `MAX_WORDS` words, or one sentence.

    Headings, datelines and contact lines are never part of a quote, nor is a character that could
    not be read; a sentence of over `MAX_CHARACTERS` is none.
    """
    if len(span) > MAX_CHARACTERS:
        return False
    held = document.whole_sentences(span)
    if held is None:
        return False
    sentences = [document.sentences[i] for i in held]
    if not (sentences[0].quotable and sentences[-1].quotable):
        return False
    if any(s.kind not in JOINING for s in sentences) or _UNREADABLE in span.of(document.text):
        return False
    return len(sentences) == 1 or word_count(span.of(document.text)) <= MAX_WORDS


@dataclass(frozen=True)
class Quote:
    """Words of a document: `text[start:end]`, sliced anew each time it is asked for.

    Raises InvalidReferenceError for bounds that cut a sentence or hold too much.
    """

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or not is_quotable(self.document, self.span):
            raise InvalidReferenceError(
                f"{self.document.id}: {self.start} to {self.end} is not whole sentences "
                f"of at most {MAX_WORDS} words"
            )

    @property
    def span(self) -> Span:
        """Where the quote stands in its document's text."""
        return Span(self.start, self.end)

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.document.text[self.start : self.end]

    @property
    def reference(self) -> Reference:
        """The quote's permanent short name."""
        return Reference(self.document.sha256[:16], self.start, self.end - self.start)
