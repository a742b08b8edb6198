"""What a message may be made of; nothing else is ever sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.document import Document
from knowledge.errors import InvalidReferenceError
from knowledge.span import Span


class Style(StrEnum):
    """How a part is set off; the names are Telegram's entity types."""

    plain = "plain"
    bold = "bold"
    code = "code"


@dataclass(frozen=True, slots=True)
class Metadata:
    """A fact about a document: its title, kind or date; linked where an address is given."""

    text: str
    url: str | None = None
    style: Style = Style.plain


@dataclass(frozen=True, slots=True)
class Value:
    """A count, a date, a reference or a setting."""

    text: str
    style: Style = Style.plain


@dataclass(frozen=True)
class Excerpt:
    """A slice of a document, whole sentences, in a block quote.

    `marked` is the quote within it that is set in bold. Raises InvalidReferenceError for a slice
    that cuts a sentence.
    """

    document: Document
    span: Span
    marked: Span | None = None

    def __post_init__(self) -> None:
        if self.document.whole_sentences(self.span) is None or (
            self.marked is not None and not self.span.covers(self.marked)
        ):
            raise InvalidReferenceError(f"{self.document.id}: not whole sentences")


@dataclass(frozen=True, slots=True)
class Echo:
    """The asker's own words, in a private chat only, labelled as theirs."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Words of the bot's own, by key, its slots filled with other parts."""

    key: str
    slots: Mapping[str, "Metadata | Value | Phrase"] = field(default_factory=dict)


Part = Phrase | Metadata | Value | Excerpt | Echo
