"""What is found for a question, and what is shown with a quote."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from index.attribution import Attribution
from index.caution import Caution
from index.resolution import Currency, Resolved
from index.view import Answer, View
from knowledge.document import Document
from knowledge.quote import Quote
from knowledge.span import Span

_NOBODY = Attribution()
_NONE = Caution()


@dataclass(frozen=True, slots=True)
class Finding:
    """A quote, the place of its paragraph, what has become of its text, who speaks, where else.

    All of this is found again from the quote alone, so that a button shows what the answer showed.
    `caution` is what must be said with its words, `successor` what has taken its document's place,
    and `restricted` the ids of the documents named here that are not public.
    """

    quote: Quote
    context: Span
    currency: Currency = Currency.current
    attribution: Attribution = _NOBODY
    also: tuple[Document, ...] = ()
    caution: Caution = _NONE
    successor: Document | None = None
    restricted: frozenset[str] = frozenset()

    @classmethod
    def of(cls, view: View, quote: Quote, resolved: Resolved | None = None) -> Self:
        """What a view shows with a quote; call it off the event loop.

        `resolved` is what the reference to it led to, where it is come back to.
        """
        successor = resolved.successor if resolved else None
        also = view.also_in(quote)
        return cls(
            quote,
            view.context(quote),
            resolved.currency if resolved else Currency.current,
            view.attribution(quote),
            also,
            view.caution(quote.document, resolved.audience if resolved else None),
            successor,
            _restricted(view, (*also, *([successor] if successor else ()))),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and its first passage as it is shown; None where it answers nothing.

    `restricted` are the ids of the documents that are named where it does not, and are not public.
    """

    answer: Answer
    first: Finding | None
    restricted: frozenset[str] = frozenset()

    @classmethod
    def by(cls, view: View, question: str) -> Self:
        """What a view finds for a question; call it off the event loop."""
        answer = view.search(question)
        first = Finding.of(view, answer.hits[0].quote) if answer.answered else None
        named = (*answer.nearby, *([answer.successor] if answer.successor else ()))
        return cls(answer, first, _restricted(view, named))


def _restricted(view: View, documents: Iterable[Document]) -> frozenset[str]:
    return frozenset(d.id for d in documents if view.caution(d).restricted)
