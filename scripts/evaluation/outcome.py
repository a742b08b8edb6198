"""What became of one question: the answer held against what a right one shows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scripts.evaluation.json_lines import Identity
from scripts.evaluation.question_set import ANY, Question, QuestionSet
from scripts.evaluation.response import NOTHING, Response, Shown

_MOST_WORDS = 80
_MORE_THAN_ONE = re.compile(r"[.!?][\"”]?\s+[“\"¿¡A-ZÁÉÍÓÚ]")
_STRAIGHT = str.maketrans("“”’", '""\'')
_LONG_HALF = 20  # characters of half a gold sentence from which the half is enough


class Verdict(StrEnum):
    """How a question ended, of those that documents answer and of those that none does."""

    right = "right"
    wrong = "wrong"
    declined = "declined"
    silent = "silent"
    false = "false answer"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, what was answered, and how good that is.

    `document_rank` and `quote_rank` are those of the first quote, from 1, that is of a document
    that answers, and that shows the gold words; None where none does. `words` are those of the
    first quote, and `altered` counts the quotes that are not verbatim.
    """

    id: Identity
    question: str
    language: str
    kind: str
    style: str
    domain: str
    documents: tuple[str, ...]
    gold: str
    answered: bool
    confidence: float
    document_rank: int | None
    quote_rank: int | None
    words: int
    altered: int
    seconds: float | None
    shown: tuple[Shown, ...]

    @property
    def answerable(self) -> bool:
        """Whether any document answers the question."""
        return bool(self.documents)

    @property
    def found(self) -> bool:
        """Whether a quote shows the gold words, answered or not."""
        return self.quote_rank is not None

    @property
    def verdict(self) -> Verdict:
        """How the question ended."""
        if not self.answerable:
            return Verdict.false if self.answered else Verdict.silent
        if not self.answered:
            return Verdict.declined
        return Verdict.right if self.found else Verdict.wrong


def outcomes(asked: QuestionSet, responses: Mapping[Identity, Response]) -> Iterator[Outcome]:
    """What became of each question of a set; one without a response was not answered."""
    for question in asked.questions:
        yield outcome(question, responses.get(question.id, NOTHING), asked.texts)


def outcome(question: Question, response: Response, texts: Mapping[str, str]) -> Outcome:
    """What became of a question; without `texts` no quote's wording is checked."""
    quotes = response.quotes
    answers = [_answers(quote.document, question) for quote in quotes]
    shows = [
        right
        and is_verbatim(quote, texts)
        and is_quote(quote.text)
        and shows_gold(quote.text, question)
        for quote, right in zip(quotes, answers, strict=True)
    ]
    return Outcome(
        id=question.id,
        question=question.text,
        language=question.language,
        kind=question.kind,
        style=question.style,
        domain=question.domain,
        documents=question.documents,
        gold=question.gold,
        answered=response.answered,
        confidence=response.confidence,
        document_rank=_first(answers),
        quote_rank=_first(shows),
        words=len(quotes[0].text.split()) if quotes else 0,
        altered=sum(not is_verbatim(quote, texts) for quote in quotes),
        seconds=response.seconds,
        shown=quotes,
    )


def _answers(document: str, question: Question) -> bool:
    return question.documents == (ANY,) or document in question.documents


def is_verbatim(quote: Shown, texts: Mapping[str, str]) -> bool:
    """Whether a quote is a piece of its document; where there are no texts, it is taken for one."""
    return not texts or quote.text in texts.get(quote.document, "")


def is_quote(text: str) -> bool:
    """Whether a text is short enough to be a quote: at most 80 words, or one sentence."""
    return len(text.split()) <= _MOST_WORDS or not _MORE_THAN_ONE.search(text.strip())


def shows_gold(text: str, question: Question) -> bool:
    """Whether a quote's text shows the gold words, or either half of long ones.

    Runs of white space count as one space, and curly quotation marks as straight ones.
    """
    shown, gold = _plain(text), _plain(question.gold)
    half = len(gold) // 2
    return gold in shown or (half > _LONG_HALF and (gold[:half] in shown or gold[-half:] in shown))


def _plain(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).split())


def _first(flags: Iterable[bool]) -> int | None:
    return next((rank for rank, flag in enumerate(flags, start=1) if flag), None)
