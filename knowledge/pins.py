"""Answers that staff decided: questions, and the words of a document that answer them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
)

from knowledge.access import Role, Standing, may_answer
from knowledge.catalogue import Refusal
from knowledge.document import Document
from knowledge.errors import KindError
from knowledge.folding import words
from knowledge.metadata import DocumentId, Metadata, Status
from knowledge.quote import MAX_WORDS, Quote, is_quotable
from knowledge.span import Span
from knowledge.yaml_mapping import YamlMapping

_LONGEST = 1000  # characters of a question; none of the variants is as long
_POLITE = (
    "please|pls|plz|thanks|thank you|thx|hi|hello|hey|good morning|good afternoon|good evening"
    "|por favor|porfa|muchas gracias|gracias|hola|buenos dias|buenas tardes|buenas noches|buenas"
)
_COURTESY = re.compile(rf"\A(?: (?:{_POLITE})(?= ))+|(?: (?:{_POLITE})(?= ))+ \Z")


class PinsError(KindError):
    """The file of pins cannot be read, or a pin cannot be used as it is."""


def question_key(question: str) -> str:
    """What two ways of writing one question have in common, and no other question has.

    Case, accents, punctuation, white space, and courtesies at either end make no difference;
    every other word, number and sign does. A word such as "us" in capitals is another word, a name.
    """
    found = words(question)
    kept = (w.folded.upper() if w.homograph else w.folded for w in found)
    return _COURTESY.sub(" ", f" {' '.join(kept)} ").strip()


def _variant(question: str) -> str:
    key = question_key(question)
    if not key or all(word.common for word in words(key)):
        raise ValueError(f"{question!r} holds only words that every question has")
    return question


def _quotation(written: str) -> str:
    if not words(written):
        raise ValueError("there are no words in it")
    return unicodedata.normalize("NFC", written)  # as every document's text is


_Name = Annotated[str, StringConstraints(pattern=r"^[\w-]+$", max_length=80)]
_Words = Annotated[str, AfterValidator(_quotation)]
_Question = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(_variant)
]


class _PinText(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: Annotated[list[_Question], Field(min_length=1)]
    document: DocumentId
    words: _Words


class _PinsText(RootModel[dict[_Name, _PinText]]):
    """The pins of a file by their names."""


@dataclass(frozen=True, slots=True)
class Pin:
    """An answer that staff decided: its name, the questions it answers, and the words."""

    name: str
    questions: tuple[str, ...]
    quote: Quote


@dataclass(frozen=True)
class CheckedPins:
    """The pins that may be used, in the order of their file, and those that were refused.

    Whoever shows a pin's quote checks its document's status and the asker's right again: both may
    change after the pin was checked.
    """

    pins: tuple[Pin, ...]
    refused: tuple[Refusal, ...] = ()

    @cached_property
    def _answers(self) -> dict[str, Quote]:
        return {question_key(q): pin.quote for pin in self.pins for q in pin.questions}

    def match(self, question: str) -> Quote | None:
        """The answer that staff decided for this very question; None for any other question."""
        if len(question) > _LONGEST:
            return None
        return self._answers.get(question_key(question))


class Pins:
    """Staff's answers as they wrote them, from the text of a file such as `pinned.yaml`.

    `file` is for messages. Raises MappingError with every mistake.
    """

    def __init__(self, written: str, file: str) -> None:
        self._file = file
        self._mapping = YamlMapping(written, file)
        self._pins = self._mapping.read(_PinsText).root

    @classmethod
    def load(cls, path: Path) -> Self:
        """The pins in a file; raises PinsError where it cannot be read."""
        try:
            return cls(path.read_text("utf-8"), path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise PinsError(f"{path}: the pins cannot be read: {error}") from None

    def __len__(self) -> int:
        """How many pins were written, whether or not they can be used."""
        return len(self._pins)

    def checked(self, documents: Iterable[Document], now: datetime) -> CheckedPins:
        """The pins whose words stand, as a quote, in what the public may see at the moment `now`.

        Of words that stand in several places, the first counts. Two pins for one question are both
        refused.
        """
        known = {document.id: document for document in documents}
        rivals = self._rivals()
        pins: list[Pin] = []
        refused: list[Refusal] = []
        for name, pin in self._pins.items():
            try:
                _refuse_rival(rivals.get(name))
                document = _document(pin.document, known)
                _refuse_hidden(document, now)
                pins.append(Pin(name, tuple(pin.questions), _quote(document, pin.words)))
            except PinsError as error:
                refused.append(Refusal(self._file, self._told(name, str(error))))
        return CheckedPins(tuple(pins), tuple(refused))

    def _rivals(self) -> dict[str, str]:
        """Why pins that share a question are refused, by their names."""
        holders: dict[str, dict[str, str]] = defaultdict(dict)
        for name, pin in self._pins.items():
            for question in pin.questions:
                holders[question_key(question)][name] = question
        return {
            name: f"the question {question!r} is also that of the pin "
            f"{next(other for other in asked if other != name)!r}; leave it to one of them"
            for asked in holders.values()
            if len(asked) > 1
            for name, question in asked.items()
        }

    def _told(self, name: str, reason: str) -> str:
        line = self._mapping.line((name,))
        first = " ".join(self._pins[name].questions[0].split())
        return f"{self._file}, line {line}: the pin {name!r} ({first}): {reason}"


def _refuse_rival(reason: str | None) -> None:
    if reason:
        raise PinsError(reason)


def _document(identity: str, known: Mapping[str, Document]) -> Document:
    if identity in known:
        return known[identity]
    near = get_close_matches(identity, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "give the file's name without its ending"
    raise PinsError(f"no document that can be used is named {identity!r}; {hint}")


def _refuse_hidden(document: Document, now: datetime) -> None:
    if not may_answer(document.metadata, Role.journalist, now):
        raise PinsError(f"the document {document.id!r} {_hidden(document.metadata, now)}")


def _hidden(metadata: Metadata, now: datetime) -> str:
    """Why a document does not answer the public, and what to do."""
    match Standing.of(metadata, now):
        case Standing.withdrawn:
            return "is withdrawn; take the pin out"
        case Standing.superseded:
            by = f" by {metadata.superseded_by!r}" if metadata.superseded_by else ""
            return f"is superseded{by}; pin words of what stands now"
        case Standing.pending if metadata.status is Status.draft:
            return "is a draft; reindex when it is approved"
        case Standing.pending:
            end = metadata.embargo_until
            until = f" until {end.isoformat()}" if end else ""
            return f"is under embargo{until}; reindex when that is over"
        case Standing.current:
            return f"is for {metadata.audience} only; pin words of a public one"


def _quote(document: Document, written: str) -> Quote:
    """The first place where the words stand as whole sentences, white space aside."""
    exact = re.compile(r"\s+".join(map(re.escape, written.split())))
    for sentence in document.sentences:
        found = exact.match(document.text, sentence.span.start)
        if found and is_quotable(document, Span(*found.span())):
            return Quote(document, *found.span())
    raise PinsError(_unlike(document, written))


def _unlike(document: Document, written: str) -> str:
    """Why words that stand nowhere as a quote do not, and what stands there instead."""
    near = None
    for near in _sentences_with(document, written):
        if is_quotable(document, near):
            there = " ".join(near.of(document.text).split())
            return f"its words are not quite the document's whole sentences, which are: {there}"
    if near is None:
        return (
            f"its words do not stand in the document {document.id!r} as it is now; copy them anew"
        )
    return (
        "its words are no quote, which is whole sentences of one document, at most "
        f"{MAX_WORDS} words or one sentence, and no heading, dateline or contact"
    )


def _sentences_with(document: Document, written: str) -> Iterator[Span]:
    """Each run of whole sentences that holds these words, however they are written."""
    owners: list[int] = []
    held: list[str] = []
    for index, sentence in enumerate(document.sentences):
        found = [word.folded for word in words(sentence.span.of(document.text))]
        held += found
        owners += [index] * len(found)
    sought = [word.folded for word in words(written)]
    text, part = f" {' '.join(held)} ", f" {' '.join(sought)} "
    first, seen, place = 0, 0, text.find(part)
    while place >= 0:
        first += text.count(" ", seen, place)
        last = first + len(sought) - 1
        begin, end = document.sentences[owners[first]], document.sentences[owners[last]]
        yield Span(begin.span.start, end.span.end)
        seen, place = place, text.find(part, place + 1)
