"""The passages of a text: runs of whole sentences, the unit of retrieval."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.blocks import BlockKind
from knowledge.sentences import Sentence
from knowledge.span import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of segments, from index `first` to `last` inclusive."""

    span: Span
    first: int
    last: int


def passages(
    text: str, sentences: Sequence[Sentence], *, words: int = 90
) -> tuple[Passage, ...]:
    """The passages of `text`, covering all `sentences` in order."""
    found: list[Passage] = []
    first, count = 0, 0
    for index, sentence in enumerate(sentences):
        size = len(sentence.span.of(text).split())
        if index > first and (count + size > words or sentence.kind is BlockKind.heading):
            span = Span(sentences[first].span.start, sentences[index - 1].span.end)
            found.append(Passage(span, first, index - 1))
            first, count = index, 0
        count += size
    if sentences:
        span = Span(sentences[first].span.start, sentences[-1].span.end)
        found.append(Passage(span, first, len(sentences) - 1))
    return tuple(found)
