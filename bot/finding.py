"""What is found for a question, and what is shown with a quote."""

from dataclasses import dataclass
from typing import Self

from index.attribution import Attribution
from index.view import Answer, Currency, View
from knowledge.document import Document
from knowledge.quote import Quote
from knowledge.span import Span

_NOBODY = Attribution()


@dataclass(frozen=True, slots=True)
class Finding:
    """A quote, the place of its paragraph, what has become of its text, who speaks, where else.

    All of this is found again from the quote alone, so that a button shows what the answer showed.
    """

    quote: Quote
    context: Span
    currency: Currency = Currency.current
    attribution: Attribution = _NOBODY
    also: tuple[Document, ...] = ()

    @classmethod
    def of(cls, view: View, quote: Quote, currency: Currency = Currency.current) -> Self:
        """What a view shows with a quote; call it off the event loop."""
        return cls(
            quote, view.context(quote), currency, view.attribution(quote), view.also_in(quote)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and its first passage as it is shown; None where it answers nothing."""

    answer: Answer
    first: Finding | None

    @classmethod
    def by(cls, view: View, question: str) -> Self:
        """What a view finds for a question; call it off the event loop."""
        answer = view.search(question)
        first = Finding.of(view, answer.hits[0].quote) if answer.answered else None
        return cls(answer, first)
