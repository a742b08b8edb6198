"""A document as the index knows it: with its passages, and whose words are in it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from babel.dates import format_date
from pydantic import BaseModel, ConfigDict

from index.keywords import name_words, terms
from knowledge.document import Document
from knowledge.metadata import Metadata
from knowledge.passages import Passage, passages
from knowledge.sentences import Row, sentence_rows, sentences_of
from knowledge.span import Span
from knowledge.speakers import Speaker, Utterance, by_sentence, utterances
from knowledge.speech.affiliation import Affiliation

# First and last sentence, start and end of the words, whether in quotation marks, and the speaker:
# start and end of the name, affiliation.
_Said = tuple[int, int, int, int, bool, tuple[int, int, Affiliation] | None]


@dataclass(frozen=True, slots=True)
class Said:
    """That somebody says something: their name as the document has it, and for whom they speak.

    `quoted` is whether it is in quotation marks; else the document reports it in its own words.
    """

    name: str
    words: frozenset[str]
    affiliation: Affiliation
    quoted: bool

    def is_by(self, name: frozenset[str]) -> bool:
        """Whether a name, folded into words, may be this speaker's."""
        return bool(name and self.words) and (name <= self.words or self.words <= name)


@dataclass(frozen=True)
class Indexed:
    """A document with its passages, the units of retrieval, and everything said in it."""

    document: Document
    passages: tuple[Passage, ...]
    utterances: tuple[Utterance, ...]

    @classmethod
    def of(cls, document: Document, organisation: Sequence[str]) -> "Indexed":
        """A document divided; `organisation` is the names that its publisher goes by."""
        return cls(
            document,
            passages(document.text, document.sentences),
            utterances(document, organisation),
        )

    @cached_property
    def said(self) -> Mapping[int, tuple[Said, ...]]:
        """Whose words each sentence, by its index, holds; only where that is sure."""
        return {
            index: tuple(_told(u, u.speaker, self.document) for u in found if u.speaker is not None)
            for index, found in by_sentence(self.utterances).items()
        }

    @cached_property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """The content words of each passage, with its head."""
        language = self.document.metadata.language
        texts = map(self.passage_text, range(len(self.passages)))
        return tuple(tuple(terms(text, language)) for text in texts)

    @property
    def head(self) -> str:
        """What stands above each passage where it is read by itself: the title, and the date."""
        metadata = self.document.metadata
        if metadata.date is None:
            return f"{metadata.title}\n"
        language = metadata.language if metadata.language == "es" else "en"
        return f"{metadata.title}\n{format_date(metadata.date, 'long', locale=language)}\n"

    def passage_text(self, number: int) -> str:
        """What is read of a passage: its head, and its words."""
        return self.head + self.passages[number].span.of(self.document.text)


def _told(utterance: Utterance, speaker: Speaker, document: Document) -> Said:
    name = speaker.name.of(document.text)
    return Said(name, name_words(name), speaker.affiliation, utterance.quoted)


class _Written(BaseModel):
    """A document as a snapshot keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    metadata: Metadata
    sha256: str
    source: str
    sentences: list[Row]
    passages: list[tuple[int, int]]
    said: list[_Said]


def write_documents(documents: Iterable[Indexed]) -> bytes:
    """Documents as the bytes of a snapshot's file: a line of JSON each."""
    return b"".join(_line(held) + b"\n" for held in documents)


def _line(held: Indexed) -> bytes:
    document = held.document
    row = {
        "id": document.id,
        "text": document.text,
        "metadata": document.metadata.model_dump(mode="json", exclude_defaults=True),
        "sha256": document.sha256,
        "source": document.source,
        "sentences": sentence_rows(document.sentences),
        "passages": [(p.first, p.last) for p in held.passages],
        "said": [_said(utterance) for utterance in held.utterances],
    }
    return json.dumps(row, ensure_ascii=False, sort_keys=True).encode()


def read_documents(
    content: bytes, before: Mapping[bytes, Indexed] | None = None
) -> dict[bytes, Indexed]:
    """The documents that `write_documents` wrote, in their order, each by its line's sha256.

    A line that stands `before` gives the same document again. Raises ValueError and IndexError for
    lines of another form.
    """
    known, found = before or {}, dict[bytes, Indexed]()
    for line in content.splitlines():
        key = sha256(line).digest()
        found[key] = known.get(key) or _indexed(line)
    return found


def _said(utterance: Utterance) -> _Said:
    held, span, speaker = utterance.sentences, utterance.span, utterance.speaker
    who = (speaker.name.start, speaker.name.end, speaker.affiliation) if speaker else None
    return held[0], held[-1], span.start, span.end, utterance.quoted, who


def _utterance(said: _Said) -> Utterance:
    first, last, start, end, quoted, who = said
    speaker = Speaker(Span(who[0], who[1]), who[2]) if who else None
    return Utterance(range(first, last + 1), Span(start, end), speaker, quoted)


def _indexed(line: bytes) -> Indexed:
    row = _Written.model_validate_json(line)
    sentences = sentences_of(row.sentences)
    document = Document(row.id, row.text, row.metadata, sentences, row.sha256, row.source)
    if not document.intact:
        raise ValueError(f"{row.id}: its text is not the one its hash names")
    divided = tuple(
        Passage(Span(sentences[first].span.start, sentences[last].span.end), first, last)
        for first, last in row.passages
    )
    return Indexed(document, divided, tuple(map(_utterance, row.said)))
