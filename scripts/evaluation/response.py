"""What was answered to a question, as `kind-ask --json` tells it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Self

from pydantic import BaseModel, ConfigDict, FiniteFloat

from scripts.evaluation.files import write
from scripts.evaluation.json_lines import Identity, read_json_lines

if TYPE_CHECKING:
    from index.view import View
    from knowledge.quote import Quote

SHOWN = 3
_PLACES = 4  # of a confidence, as kind-ask rounds it


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as it was shown; what ready-made answers may leave out is None."""

    document: str
    title: str | None
    date: str | None
    url: str | None
    start: int | None
    end: int | None
    text: str
    reference: str | None

    @classmethod
    def of(cls, quote: "Quote") -> Self:
        """A quote of the index."""
        metadata = quote.document.metadata
        return cls(
            quote.document.id,
            metadata.title,
            metadata.date.isoformat() if metadata.date else None,
            metadata.url,
            quote.start,
            quote.end,
            quote.text,
            str(quote.reference),
        )


@dataclass(frozen=True, slots=True)
class Response:
    """Up to three quotes, best first, whether or not they answer; `seconds` where measured."""

    answered: bool
    confidence: float
    quotes: tuple[Shown, ...]
    seconds: float | None = None


NOTHING = Response(answered=False, confidence=0.0, quotes=())


class _Quote(BaseModel):
    model_config = ConfigDict(frozen=True)

    document: str
    title: str | None = None
    date: str | None = None
    url: str | None = None
    start: int | None = None
    end: int | None = None
    text: str
    reference: str | None = None


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: Identity
    answered: bool = False
    confidence: FiniteFloat | None = None
    quotes: list[_Quote] = []

    def response(self) -> Response:
        """The line without its id."""
        quotes = tuple(Shown(**dict(quote)) for quote in self.quotes[:SHOWN])
        return Response(self.answered, self.confidence or 0.0, quotes)


def ask(view: "View", question: str) -> Response:
    """What a view answers to a question, and the seconds that it took."""
    began = perf_counter()
    answer = view.search(question)
    seconds = perf_counter() - began
    quotes = tuple(Shown.of(hit.quote) for hit in answer.hits[:SHOWN])
    return Response(answer.answered, round(answer.confidence, _PLACES), quotes, seconds)


def read_responses(path: Path) -> dict[Identity, Response]:
    """The answers in a file of `kind-ask --json` lines, by id; of one id the last counts.

    Raises CommandError naming the line that is not of this form.
    """
    return {line.id: line.response() for _, line in read_json_lines(path, _Line)}


def write_responses(path: Path, responses: Mapping[Identity, Response]) -> None:
    """Write answers as lines of the form that `kind-ask --json` gives.

    Raises CommandError where the file cannot be written.
    """
    lines = [
        {
            "id": identity,
            "answered": response.answered,
            "confidence": response.confidence,
            "quotes": [asdict(quote) for quote in response.quotes],
        }
        for identity, response in responses.items()
    ]
    write(path, "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines))
