"""Who speaks in a document: whose the words in quotation marks are, and whose words it reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.document import Document
from knowledge.span import Span
from knowledge.speech.affiliation import Affiliation
from knowledge.speech.hearing import Hearing
from knowledge.speech.people import Person

__all__ = ["Affiliation", "Speaker", "Utterance", "by_sentence", "utterances"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and for whom; `name` is where the document gives the name in full."""

    name: Span
    affiliation: Affiliation


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words of somebody.

    `span` is the quoted words with their marks, which the document's sentences `sentences` hold;
    where `quoted` is false, it is a sentence of the document's own that reports what was said.
    `speaker` is None where it is not sure who speaks.
    """

    sentences: range
    span: Span
    speaker: Speaker | None
    quoted: bool = True


def utterances(document: Document, organisation: Sequence[str]) -> tuple[Utterance, ...]:
    """Everything in a document that is somebody's words, in order.

    `organisation` is the names that the publisher goes by; a speaker is `ours` only where the
    document says that they speak for it. What is reported without quotation marks is given only
    where it is sure who said it.
    """
    hearing = Hearing(document.text, document.sentences, organisation)
    found = [
        Utterance(sentences, span, _speaker(person), quoted=quoted)
        for sentences, span, person, quoted in hearing.heard()
    ]
    return tuple(sorted(found, key=lambda utterance: (utterance.span.start, utterance.span.end)))


def by_sentence(found: Iterable[Utterance]) -> Mapping[int, Sequence[Utterance]]:
    """The utterances that each sentence holds words of, by the sentence's index."""
    held: dict[int, list[Utterance]] = defaultdict(list)
    for utterance in found:
        for index in utterance.sentences:
            held[index].append(utterance)
    return dict(held)


def _speaker(person: Person | None) -> Speaker | None:
    return Speaker(person.name, person.affiliation) if person else None
