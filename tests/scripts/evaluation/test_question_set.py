"""A question set: questions, the documents that answer them, and the words that do."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import DocumentError
from scripts.command import CommandError
from scripts.evaluation.question_set import Question, QuestionSet

CURFEW = "harbor-curfew-2023-05-04"
LINE: dict[str, Any] = {
    "id": "q1",
    "question": "Should there be a curfew?",
    "language": "en",
    "kind": "position",
    "documents": [CURFEW],
    "document": CURFEW,
    "start": 0,
    "end": 52,
    "answer": "A Harbor Curfew Would Leave Children Without Shelter",
}


def line(**changed: Any) -> str:  # noqa: ANN401
    """A line of questions; a key set to None is left out."""
    return json.dumps({k: v for k, v in {**LINE, **changed}.items() if v is not None})


@pytest.fixture
def folder(tmp_path: Path, lantern: Path) -> Path:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "documents").symlink_to(lantern)
    return tmp_path / "set"


def written(folder: Path, *lines: str) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return file


def refusal(folder: Path, *lines: str) -> str:
    file = written(folder, *lines)
    with pytest.raises(CommandError) as refused:
        QuestionSet.load(folder)
    told = str(refused.value)
    assert "\n" not in told
    return told.removeprefix(str(file))


def test_a_folder_gives_its_questions_in_order_and_its_documents(folder: Path) -> None:
    none = line(id="q2", documents=[], document=None, start=None, end=None, answer=None, kind=None)
    written(folder, line(style="kw", note="a set may say more"), "  ", none)
    loaded = QuestionSet.load(folder)
    assert loaded.name == "set"
    assert loaded.questions == (
        Question("q1", LINE["question"], "en", "position", "kw", "", (CURFEW,), LINE["answer"]),
        Question("q2", LINE["question"], "en", "", "", "", (), ""),
    )
    assert loaded.texts[CURFEW].startswith(LINE["answer"])


@pytest.mark.parametrize("given", [{"answer": None}, {"start": None, "end": None}])
def test_the_gold_words_may_be_told_by_offsets_alone_or_without_them(
    folder: Path, given: dict[str, Any]
) -> None:
    written(folder, line(**given))
    (asked,) = QuestionSet.load(folder).questions
    assert asked.gold == LINE["answer"]


def test_any_document_may_answer(folder: Path) -> None:
    written(folder, line(documents=["*"], document=None))
    (asked,) = QuestionSet.load(folder).questions
    assert asked.documents == ("*",)


def test_a_file_of_questions_may_stand_alone_and_its_documents_elsewhere(
    tmp_path: Path, lantern: Path
) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text(line(), "utf-8")
    alone = QuestionSet.load(file)
    assert (alone.name, alone.catalogue, dict(alone.texts)) == ("asked", None, {})
    assert QuestionSet.load(file, lantern).texts[CURFEW]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ("{", ", line 2: Invalid JSON"),
        ("[" * 9999, ", line 2: Invalid JSON"),
        ("[]", ", line 2: Input should be an object"),
        ('{"id": "q2"}', ", line 2: question: Field required"),
        (line(id=None), ", line 2: id: Field required"),
        (line(), ", line 2: the id 'q1' is also that of line 1"),
        (line(id=2, documents=["nothing"]), ", line 2: documents: there is no document 'nothing'"),
        (line(id=2, documents=["*", CURFEW]), ', line 2: documents: "*" stands for any document'),
        (line(id=2, document="nothing"), ", line 2: document: there is no document 'nothing'"),
        (line(id=2, end=10**6), ", line 2: 0 to 1000000 is no part of"),
        (line(id=2, start=-52), ", line 2: -52 to 52 is no part of"),
        (line(id=2, start=52), ", line 2: 52 to 52 is no part of"),
        (line(id=2, start=1), ", line 2: start and end give ' Harbor Curfew"),
        (line(id=2, answer=" "), ", line 2: start and end give 'A Harbor"),
        (line(id=2, answer=" ", start=None), ", line 2: answer: it is empty"),
        (line(id=2, answer=None, end=None), ", line 2: a question that documents answer needs"),
    ],
)
def test_a_mistake_is_told_by_its_line(folder: Path, broken: str, told: str) -> None:
    assert refusal(folder, line(), broken).startswith(told)


def test_offsets_alone_need_the_documents(tmp_path: Path) -> None:
    told = refusal(tmp_path, line(answer=None))
    assert told.endswith("and the folder of documents")


def test_a_set_without_questions_is_named(folder: Path) -> None:
    assert refusal(folder, "", " ") == ": there is no question in this file"


def test_a_set_without_documents_is_named(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    written(tmp_path, line())
    with pytest.raises(CommandError, match="documents: there is no document in this folder"):
        QuestionSet.load(tmp_path)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"questions\.jsonl: cannot be read"):
        QuestionSet.load(tmp_path)
    (tmp_path / "questions.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match=r"questions\.jsonl: this is not UTF-8"):
        QuestionSet.load(tmp_path)
    with pytest.raises(DocumentError, match="there is no such folder of documents"):
        QuestionSet.load(tmp_path, tmp_path / "nowhere")
