"""What one person may see at one moment: the only door to search and to references."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from index.attribution import Attribution
from index.excerpt import surroundings
from index.question import Question
from index.search import Asked, Ranking
from index.selection import BEST, Hit
from knowledge.access import Role, Standing, may_answer, reaches
from knowledge.document import Document
from knowledge.errors import InvalidReferenceError
from knowledge.metadata import Metadata
from knowledge.period import Period
from knowledge.quote import Quote
from knowledge.reference import Reference
from knowledge.span import Span

if TYPE_CHECKING:
    from datetime import date, datetime

    from index.index import Index

_NEAR = 0.6  # of the threshold: from here on the nearest documents may be named
_CONTEXT = 1500  # characters around a quote that fit a chat message beside the citation


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the question's words narrowed or ordered the quotes by.

    `period` is when the statements shall be of, `speaker` the name, as a document has it, of
    whoever's words were asked for, and `newest` whether newer documents go first. `speaker_asked`
    is whether anybody's words were asked for, also of whom nothing is heard in these documents.
    """

    period: Period | None = None
    speaker: str | None = None
    newest: bool = False
    speaker_asked: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for a question: quotes, best first, whether or not they answer it.

    `nearby` are the documents nearest to a question that is nearly answered: they may be named, by
    their titles, as no answer. Empty for one that is answered, or far from being.
    """

    answered: bool
    confidence: float
    hits: tuple[Hit, ...]
    narrowing: Narrowing = Narrowing()
    nearby: tuple[Document, ...] = ()


class Currency(StrEnum):
    """What has become of a quote's text since it was quoted."""

    current = "current"
    superseded = "superseded"
    revised = "revised"
    gone = "gone"
    withdrawn = "withdrawn"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference leads to. Of a text that stands no longer, only the metadata is shown."""

    currency: Currency
    metadata: Metadata
    quote: Quote | None


class View:
    """An index as one role sees it at one moment."""

    def __init__(self, index: "Index", role: Role, now: "datetime") -> None:
        self._index = index
        self._role = role
        self._now = now
        self._visible = tuple(
            position
            for position, indexed in enumerate(index.snapshot.documents)
            if may_answer(indexed.document.metadata, role, now)
        )

    def __len__(self) -> int:
        """How many documents answer."""
        return len(self._visible)

    @property
    def newest(self) -> "date | None":
        """The date of the newest document that answers."""
        dates = (self._document(p).metadata.date for p in self._visible)
        return max((d for d in dates if d is not None), default=None)

    def _document(self, position: int) -> Document:
        return self._index.snapshot.documents[position].document

    def search(self, question: str) -> Answer:
        """The quotes that answer a question best, and how sure it is that they do.

        What staff pinned to the question comes first, and counts as answered. It encodes the
        question, so call it off the event loop.
        """
        pinned = self._pinned(question)
        asked = self._index.read(question, self._now.date(), self._visible)
        ranking = self._ranking(asked)
        hits = tuple(hit for hit in ranking.hits if hit.quote.document.intact)
        if pinned is not None:
            others = (h for h in hits if not _overlap(h.quote, pinned))
            return Answer(answered=True, confidence=1.0, hits=(Hit(pinned, 1.0), *others)[:BEST])
        narrowing = _narrowing(asked.question, ranking)
        if ranking.evidence is None:
            return Answer(answered=False, confidence=0.0, hits=(), narrowing=narrowing)
        confidence = self._index.judgement.calibration.probability(ranking.evidence)
        answered = confidence >= self._index.judgement.threshold and hits == ranking.hits
        nearby = () if answered else self._nearby(confidence, hits)
        return Answer(answered, confidence, hits, narrowing, nearby)

    def _nearby(self, confidence: float, hits: tuple[Hit, ...]) -> tuple[Document, ...]:
        if confidence < _NEAR * self._index.judgement.threshold:
            return ()
        return tuple({hit.quote.document.id: hit.quote.document for hit in hits}.values())

    def _ranking(self, asked: Asked) -> Ranking:
        if not self._visible:
            return Ranking((), None)
        return self._index.search(asked, self._visible)

    def _pinned(self, question: str) -> Quote | None:
        """What staff pinned to a question, if this person may see it now."""
        quote = self._index.snapshot.pins.match(question)
        if quote is None or not quote.document.intact:
            return None
        return quote if may_answer(quote.document.metadata, self._role, self._now) else None

    def context(self, quote: Quote) -> Span:
        """The place of the paragraph around a quote."""
        return surroundings(quote.document, quote.span, _CONTEXT)

    def attribution(self, quote: Quote) -> Attribution:
        """Whose words a quote holds."""
        return self._index.attribution(quote)

    def also_in(self, quote: Quote) -> tuple[Document, ...]:
        """The other documents that answer and say what a quote says, the newest first.

        It reads every passage's words, so call it off the event loop.
        """
        return self._index.also_in(quote, self._visible) if self._visible else ()

    def resolve(self, reference: Reference) -> Resolved | None:
        """What a reference leads to; None for one that leads nowhere this person may go.

        Raises ArchiveError where the archive must be asked and is damaged.
        """
        for indexed in self._index.snapshot.documents:
            if indexed.document.sha256.startswith(reference.text):
                return self._of_current(indexed.document, reference)
        return self._of_archived(reference)

    def _of_current(self, document: Document, reference: Reference) -> Resolved | None:
        metadata = document.metadata
        if not reaches(metadata.audience, self._role):
            return None
        standing = Standing.of(metadata, self._now)
        quote = _quote(document, reference)
        if quote is None or standing is Standing.pending:
            return None
        if standing is Standing.withdrawn:
            return Resolved(Currency.withdrawn, metadata, None)
        return Resolved(Currency(standing.value), metadata, quote)

    def _of_archived(self, reference: Reference) -> Resolved | None:
        found = self._index.archive.find(reference.text)
        if found is None:
            return None
        document, entry = found
        quote = _quote(document, reference)
        if quote is None or entry.audience is None or not reaches(entry.audience, self._role):
            return None
        currency = self._become(document.id)
        shown = quote if currency in (Currency.revised, Currency.superseded) else None
        return Resolved(currency, document.metadata, shown)

    def _become(self, identity: str) -> Currency:
        """What has become of a document's former text; nothing tells of a revision still hidden."""
        documents = (indexed.document for indexed in self._index.snapshot.documents)
        present = next((d.metadata for d in documents if d.id == identity), None)
        if present is None or not reaches(present.audience, self._role):
            return Currency.gone
        match Standing.of(present, self._now):
            case Standing.pending:
                return Currency.gone
            case Standing.current:
                return Currency.revised
            case standing:
                return Currency(standing.value)


def _quote(document: Document, reference: Reference) -> Quote | None:
    if not document.intact:
        return None
    try:
        return Quote(document, reference.start, reference.end)
    except InvalidReferenceError:
        return None


def _narrowing(question: Question, ranking: Ranking) -> Narrowing:
    return Narrowing(
        question.strict_period,
        ranking.speaker,
        question.intent.newest,
        speaker_asked=bool(question.speaker),
    )


def _overlap(one: Quote, other: Quote) -> bool:
    return one.document is other.document and one.start < other.end and other.start < one.end
