"""Which quotes to show: from each sentence's probability to a few different quotes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

import numpy as np
import numpy.typing as npt

from index.corpus import Corpus
from index.excerpt import paragraph_of
from index.statement import Statement
from index.vectors import Rows
from knowledge.document import Document
from knowledge.quote import Quote, is_quotable, word_count
from knowledge.span import Span

BEST = 3
_LIKELIEST = 12  # sentences that quotes are made around
_LONGEST_RUN = 3  # sentences
_COMFORTABLE = 60  # words; only what cannot stand alone otherwise is longer
_NEAR_THE_BEST = 0.2  # of its probability: what may go before it for being newer
_WORD_COST = 0.002  # in the logarithm of probability

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hit:
    """A quote that may answer, and the probability that it is the one that answers best."""

    quote: Quote
    score: float


@dataclass(frozen=True)
class _Candidate:
    span: Span
    document: Document
    share: float
    value: float

    @cached_property
    def statement(self) -> Statement:
        """What it states."""
        return Statement.of(self.span.of(self.document.text), self.document.metadata.language)


def select(corpus: Corpus, rows: Rows, shares: Floats, *, newest: bool = False) -> list[Hit]:
    """The best few quotes that do not overlap and say different things, best first.

    `shares` are the probabilities of sentence `rows`. With `newest`, of the quotes that come near
    the best one, those of newer documents go first.
    """
    candidates = sorted(_candidates(corpus, rows, shares), key=lambda c: -c.value)
    if newest:
        candidates = _newest_first(candidates)
    hits: list[Hit] = []
    alike: list[list[_Candidate]] = []
    for candidate in candidates:
        same = next((i for i, one in enumerate(alike) if _says_the_same(one[0], candidate)), None)
        if same is not None:
            if all(one.document is not candidate.document for one in alike[same]):
                alike[same].append(candidate)
                others = [hit for hit in hits if hit is not hits[same]]
                hits[same] = _newer(hits[same], candidate, others)
        elif len(hits) < BEST and not any(_overlaps(hit, candidate) for hit in hits):
            alike.append([candidate])
            span = candidate.span
            hits.append(Hit(Quote(candidate.document, span.start, span.end), candidate.share))
    return hits


def _candidates(corpus: Corpus, rows: Rows, shares: Floats) -> Iterator[_Candidate]:
    """Every quote that is made of a likely sentence and its neighbours, each once."""
    share_of = dict(zip(map(int, rows), map(float, shares), strict=True))
    seen: set[tuple[int, Span]] = set()
    for place in np.argsort(-shares, kind="stable")[:_LIKELIEST]:
        row = int(rows[place])
        for run in _runs(corpus, row, share_of):
            span = _hull(corpus, run)
            position = int(corpus.sentence_document[row])
            if span is None or (position, span) in seen:
                continue
            seen.add((position, span))
            document = corpus.document(row)
            share = sum(share_of[r] for r in _within(corpus, row, span, share_of))
            cost = _WORD_COST * word_count(span.of(document.text))
            yield _Candidate(span, document, share, log(share + 1e-12) - cost)


def _runs(corpus: Corpus, row: int, share_of: dict[int, float]) -> Iterator[range]:
    """The runs of neighbouring rows of one paragraph that hold `row`."""
    paragraph = paragraph_of(corpus.document(row), int(corpus.sentence_index[row]))

    def belongs(other: int) -> bool:
        return (
            other in share_of
            and corpus.sentence_document[other] == corpus.sentence_document[row]
            and int(corpus.sentence_index[other]) in paragraph
        )

    for size in range(1, _LONGEST_RUN + 1):
        for first in range(row - size + 1, row + 1):
            run = range(first, first + size)
            if all(belongs(other) for other in run):
                yield run


def _hull(corpus: Corpus, run: range) -> Span | None:
    """What shows all of a run, each sentence with what it needs; None where that is no quote."""
    spans = [span for row in run if (span := corpus.excerpt(row)) is not None]
    if len(spans) < len(run):
        return None
    if len(run) == 1:
        return spans[0]
    hull = Span(min(s.start for s in spans), max(s.end for s in spans))
    document = corpus.document(run[0])
    comfortable = word_count(hull.of(document.text)) <= _COMFORTABLE
    return hull if comfortable and is_quotable(document, hull) else None


def _within(corpus: Corpus, row: int, span: Span, share_of: dict[int, float]) -> Iterator[int]:
    """The rows around `row`, it included, whose sentences a span holds."""

    def holds(other: int) -> bool:
        if (
            other not in share_of
            or corpus.sentence_document[other] != corpus.sentence_document[row]
        ):
            return False
        return span.covers(corpus.span(other))

    for step in (-1, 1):
        other = row if step == 1 else row - 1
        while holds(other):
            yield other
            other += step


def _overlaps(hit: Hit, candidate: _Candidate) -> bool:
    quote, span = hit.quote, candidate.span
    return quote.document is candidate.document and (
        quote.start < span.end and span.start < quote.end
    )


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
    """Whether two quotes are of the same words, or nearly."""
    return one.statement.is_same(other.statement)


def _newer(hit: Hit, candidate: _Candidate, others: list[Hit]) -> Hit:
    """One hit for what two documents say alike: the newer one's words, if no other hit has them."""
    share = min(1.0, hit.score + candidate.share)
    older = _date(candidate.document) <= _date(hit.quote.document)
    if older or any(_overlaps(other, candidate) for other in others):
        return replace(hit, score=share)
    span = candidate.span
    return Hit(Quote(candidate.document, span.start, span.end), share)


def _date(document: Document) -> str:
    return document.metadata.date.isoformat() if document.metadata.date else ""


def _newest_first(candidates: list[_Candidate]) -> list[_Candidate]:
    least = _NEAR_THE_BEST * max((c.share for c in candidates), default=0.0)
    near = [c for c in candidates if c.share >= least]
    rest = [c for c in candidates if c.share < least]
    return sorted(near, key=lambda c: _date(c.document), reverse=True) + rest
