"""What one person may see at one moment: the only door to search and to references."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.attribution import Attribution
from index.caution import Caution
from index.excerpt import surroundings
from index.question import Question
from index.resolution import Resolved, resolve
from index.search import Asked, Ranking
from index.selection import BEST, Hit
from index.succession import successor
from knowledge.access import Role, Standing, Viewer, is_embargoed
from knowledge.document import Document
from knowledge.metadata import Audience
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
    their titles, as no answer. Empty for one that is answered, or far from being. `successor` is
    what has taken the place of a superseded document that would have answered a question which none
    that stands does.
    """

    answered: bool
    confidence: float
    hits: tuple[Hit, ...]
    narrowing: Narrowing = Narrowing()
    nearby: tuple[Document, ...] = ()
    successor: Document | None = None


class View:
    """An index as one role sees it at one moment, and as what was taken back by then leaves it.

    Raises ArchiveError where it is not known what was taken back: then nothing may be shown.
    """

    def __init__(self, index: "Index", role: Role, now: "datetime") -> None:
        self._index = index
        self._viewer = Viewer(role, now)
        self._taken_back = index.archive.taken_back()
        self._present = tuple(
            self._taken_back.of(held.document, self._viewer) for held in index.snapshot.documents
        )
        self._known = {document.id: document for document in self._present if document is not None}
        self._visible = self._of_standing(Standing.current)

    def _of_standing(self, standing: Standing) -> tuple[int, ...]:
        """The positions of the documents that have a standing to this viewer."""
        return tuple(
            position
            for position, document in enumerate(self._present)
            if document is not None and self._viewer.standing(document.metadata) is standing
        )

    @property
    def stands(self) -> bool:
        """Whether nothing was withdrawn, reinstated or erased since this view was taken.

        Raises ArchiveError where that is not known.
        """
        return self._index.archive.taken_back() == self._taken_back

    def __len__(self) -> int:
        """How many documents answer."""
        return len(self._visible)

    @property
    def extent(self) -> tuple[int, ...]:
        """Which documents answer, by position: it tells views that search the same from others."""
        return self._visible

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
        asked = self._index.read(question, self._viewer.now.date(), self._visible)
        ranking = self._ranking(asked, self._visible)
        hits = tuple(hit for hit in ranking.hits if hit.quote.document.intact)
        if pinned is not None:
            others = (h for h in hits if not _overlap(h.quote, pinned))
            return Answer(answered=True, confidence=1.0, hits=(Hit(pinned, 1.0), *others)[:BEST])
        narrowing = _narrowing(asked.question, ranking)
        if ranking.evidence is None:
            return Answer(
                answered=False,
                confidence=0.0,
                hits=(),
                narrowing=narrowing,
                successor=self._successor(asked),
            )
        confidence = self._index.judgement.calibration.probability(ranking.evidence)
        if confidence >= self._index.judgement.threshold and hits == ranking.hits:
            return Answer(answered=True, confidence=confidence, hits=hits, narrowing=narrowing)
        nearby = self._nearby(confidence, hits)
        return Answer(
            answered=False,
            confidence=confidence,
            hits=hits,
            narrowing=narrowing,
            nearby=nearby,
            successor=self._successor(asked),
        )

    def _nearby(self, confidence: float, hits: tuple[Hit, ...]) -> tuple[Document, ...]:
        if confidence < _NEAR * self._index.judgement.threshold:
            return ()
        return tuple({hit.quote.document.id: hit.quote.document for hit in hits}.values())

    def _ranking(self, asked: Asked, among: tuple[int, ...]) -> Ranking:
        if not among:
            return Ranking((), None)
        return self._index.search(asked, among)

    def _successor(self, asked: Asked) -> Document | None:
        """What has taken the place of the superseded document that would answer, if one would.

        Only here, where nothing that stands answers, are superseded documents searched: they weigh
        nothing in any answer.
        """
        if not self._replaced:
            return None
        ranking = self._ranking(asked, tuple(sorted((*self._visible, *self._replaced))))
        if ranking.evidence is None:
            return None
        confidence = self._index.judgement.calibration.probability(ranking.evidence)
        best = ranking.hits[0].quote.document
        if confidence < self._index.judgement.threshold or not best.intact:
            return None
        return next((s for p, s in self._replaced.items() if self._document(p) is best), None)

    @cached_property
    def _replaced(self) -> dict[int, Document]:
        """What has taken the place of each superseded document, by its position."""
        found = {
            position: successor(self._document(position).metadata, self._known, self._viewer)
            for position in self._of_standing(Standing.superseded)
        }
        return {position: document for position, document in found.items() if document is not None}

    def _pinned(self, question: str) -> Quote | None:
        """What staff pinned to a question, if this person may see it now."""
        quote = self._index.snapshot.pins.match(question)
        if quote is None or not quote.document.intact:
            return None
        document = self._known.get(quote.document.id)
        if document is None or self._viewer.standing(document.metadata) is not Standing.current:
            return None
        return quote

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

    def caution(self, document: Document, audience: Audience | None = None) -> Caution:
        """What must be said with a document's words; `audience` is the text's, where not its own.

        An archived text may have been seen by fewer than its document was meant for.
        """
        metadata, now = document.metadata, self._viewer.now
        internal = (audience or metadata.audience) is Audience.staff
        embargoed = is_embargoed(metadata, now)
        stale = metadata.date is not None and self._index.judgement.stale_after.is_over(
            metadata.date, now.date()
        )
        return Caution(embargoed, internal, stale)

    def resolve(self, reference: Reference) -> Resolved | None:
        """What a reference leads to; None for one that leads nowhere this person may go.

        Raises ArchiveError where the archive must be asked and is damaged.
        """
        archive = self._index.archive
        return resolve(reference, self._known, archive, self._viewer, self._taken_back)


def _narrowing(question: Question, ranking: Ranking) -> Narrowing:
    return Narrowing(
        question.strict_period,
        ranking.speaker,
        question.intent.newest,
        speaker_asked=bool(question.speaker),
    )


def _overlap(one: Quote, other: Quote) -> bool:
    return one.document is other.document and one.start < other.end and other.start < one.end
