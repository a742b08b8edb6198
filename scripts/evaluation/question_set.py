"""A question set: questions, the documents that answer them, and the words that do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from scripts.command import CommandError
from scripts.evaluation.json_lines import Identity, read_json_lines

ANY = "*"
_QUESTIONS = "questions.jsonl"
_DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what a right answer to it shows.

    `documents` are the ids of every document that answers it: none where nothing does, and `ANY`
    alone where any will do. `gold` is the words that a right quote shows, empty where none can.
    """

    id: Identity
    text: str
    language: str
    kind: str
    style: str
    domain: str
    documents: tuple[str, ...]
    gold: str


class _Line(BaseModel):
    """A line of `questions.jsonl`; what else it holds is the set's own."""

    model_config = ConfigDict(frozen=True)

    id: Identity
    question: str
    language: str
    kind: str | None = None
    style: str | None = None
    domain: str | None = None
    documents: list[str]
    document: str | None = None
    start: int | None = None
    end: int | None = None
    answer: str | None = None


@dataclass(frozen=True)
class QuestionSet:
    """Questions, and the documents they are asked of; None where no folder of them is given."""

    name: str
    questions: tuple[Question, ...]
    catalogue: Catalogue | None

    @classmethod
    def load(cls, path: Path, documents: Path | None = None) -> "QuestionSet":
        """The set of a folder, or of a file of questions with `documents/` beside it.

        `documents` names the folder of documents where it is elsewhere. Raises CommandError naming
        the file and line of the first mistake, and DocumentError for a folder that is not there.
        """
        file = path / _QUESTIONS if path.is_dir() else path
        catalogue = _catalogue(documents, file.parent / _DOCUMENTS)
        questions = tuple(_questions(file, _texts(catalogue)))
        if not questions:
            raise CommandError(f"{file}: there is no question in this file")
        name = file.absolute().parent.name if file.name == _QUESTIONS else file.stem
        return cls(name, questions, catalogue)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The documents' texts by id; empty where no folder of them is given."""
        return _texts(self.catalogue)


def _catalogue(given: Path | None, beside: Path) -> Catalogue | None:
    if given is None and not beside.is_dir():
        return None
    with TemporaryDirectory() as empty:
        # An archive of its own, so that sentences are bounded as they are found today.
        catalogue = Catalogue.load(given or beside, Archive(Path(empty)))
    if not catalogue.documents:
        raise CommandError(f"{given or beside}: there is no document in this folder")
    return catalogue


def _texts(catalogue: Catalogue | None) -> Mapping[str, str]:
    return {d.id: d.text for d in catalogue.documents} if catalogue else {}


def _questions(file: Path, texts: Mapping[str, str]) -> Iterator[Question]:
    seen: dict[Identity, int] = {}
    for number, line in read_json_lines(file, _Line):
        place = f"{file}, line {number}"
        if line.id in seen:
            raise CommandError(f"{place}: the id {line.id!r} is also that of line {seen[line.id]}")
        seen[line.id] = number
        _check_documents(line, texts, place)
        yield Question(
            line.id,
            line.question,
            line.language,
            line.kind or "",
            line.style or "",
            line.domain or "",
            tuple(line.documents),
            _gold(line, texts, place) if line.documents else "",
        )


def _check_documents(line: _Line, texts: Mapping[str, str], place: str) -> None:
    if ANY in line.documents and len(line.documents) > 1:
        raise CommandError(f'{place}: documents: "{ANY}" stands for any document, so it is alone')
    missing = sorted(set(line.documents) - set(texts) - {ANY})
    if texts and missing:
        raise CommandError(f"{place}: documents: there is no document {missing[0]!r}")


def _gold(line: _Line, texts: Mapping[str, str], place: str) -> str:
    """The words that a right quote shows, as they are given or as the offsets give them."""
    sliced = _slice(line, texts, place)
    if line.answer is None and sliced is None:
        raise CommandError(
            f"{place}: a question that documents answer needs its `answer`, "
            "or `document`, `start` and `end` and the folder of documents"
        )
    if line.answer is not None and sliced is not None and _differ(line.answer, sliced):
        raise CommandError(
            f"{place}: start and end give {sliced[:60]!r} of {line.document}, not the answer"
        )
    gold = line.answer if line.answer is not None else sliced or ""
    if not gold.strip():
        raise CommandError(f"{place}: answer: it is empty")
    return gold


def _slice(line: _Line, texts: Mapping[str, str], place: str) -> str | None:
    if line.document is None or line.start is None or line.end is None or not texts:
        return None
    text = texts.get(line.document)
    if text is None:
        raise CommandError(f"{place}: document: there is no document {line.document!r}")
    if not 0 <= line.start < line.end <= len(text):
        raise CommandError(
            f"{place}: {line.start} to {line.end} is no part of {line.document}, "
            f"which has {len(text)} characters"
        )
    return text[line.start : line.end]


def _differ(one: str, other: str) -> bool:
    return one.split() != other.split()
