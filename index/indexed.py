"""A document as the index knows it: with its passages, and whose words are in it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_date
from pydantic import BaseModel, ConfigDict, TypeAdapter

from index.keywords import name_words
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


_ALL_WRITTEN = TypeAdapter(list[_Written])


def write_documents(documents: Iterable[Indexed]) -> bytes:
    """Documents as the bytes of a snapshot's file."""
    rows = [
        {
            "id": d.document.id,
            "text": d.document.text,
            "metadata": d.document.metadata.model_dump(mode="json", exclude_defaults=True),
            "sha256": d.document.sha256,
            "source": d.document.source,
            "sentences": sentence_rows(d.document.sentences),
            "passages": [(p.first, p.last) for p in d.passages],
            "said": [_said(utterance) for utterance in d.utterances],
        }
        for d in documents
    ]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()


def read_documents(content: bytes) -> tuple[Indexed, ...]:
    """The documents that `write_documents` wrote. Raises ValueError and IndexError for others."""
    return tuple(_indexed(row) for row in _ALL_WRITTEN.validate_json(content))


def _said(utterance: Utterance) -> _Said:
    held, span, speaker = utterance.sentences, utterance.span, utterance.speaker
    who = (speaker.name.start, speaker.name.end, speaker.affiliation) if speaker else None
    return held[0], held[-1], span.start, span.end, utterance.quoted, who


def _utterance(said: _Said) -> Utterance:
    first, last, start, end, quoted, who = said
    speaker = Speaker(Span(who[0], who[1]), who[2]) if who else None
    return Utterance(range(first, last + 1), Span(start, end), speaker, quoted)


def _indexed(row: _Written) -> Indexed:
    sentences = sentences_of(row.sentences)
    document = Document(row.id, row.text, row.metadata, sentences, row.sha256, row.source)
    if not document.intact:
        raise ValueError(f"{row.id}: its text is not the one its hash names")
    divided = tuple(
        Passage(Span(sentences[first].span.start, sentences[last].span.end), first, last)
        for first, last in row.passages
    )
    return Indexed(document, divided, tuple(map(_utterance, row.said)))
