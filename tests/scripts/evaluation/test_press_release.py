"""The project's own set, on the press release that it ships with."""

import json
from collections import Counter

import pytest

from bot.settings import PROJECT
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.document import Document
from scripts.evaluation.question_set import Question, QuestionSet

SET = PROJECT / "tests" / "sets" / "press-release"
RELEASE = "us-mexico-cooperation-2021-03-26.txt"
SORTS = ("near", "other", "general", "chat", "abuse", "injection")


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return QuestionSet.load(SET).questions


@pytest.fixture(scope="module")
def release() -> Document:
    (document,) = Catalogue.load(SET / "documents", Archive(SET / "none")).documents
    return document


def test_its_document_is_the_one_that_the_bot_speaks_from() -> None:
    ours, published = (SET / "documents", PROJECT / "knowledge" / "documents")
    assert (ours / RELEASE).read_bytes() == (published / RELEASE).read_bytes()
    assert [file.name for file in ours.iterdir()] == [RELEASE]


def test_every_answer_is_a_whole_sentence_at_its_offsets(release: Document) -> None:
    for line in (SET / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if not row["documents"]:
            assert not {"document", "start", "end", "answer"} & set(row), line
            continue
        place = (row["start"], row["end"])
        sentences = [s for s in release.sentences if (s.span.start, s.span.end) == place]
        assert [sentence.quotable for sentence in sentences] == [True], line
        assert row["documents"] == [row["document"]] == [release.id], line
        assert row["answer"] == release.text[row["start"] : row["end"]], line


def test_no_question_stands_twice(questions: tuple[Question, ...]) -> None:
    assert len({question.id for question in questions}) == len(questions)
    assert len({question.text.casefold() for question in questions}) == len(questions)


def test_it_asks_in_both_languages_and_in_every_manner(questions: tuple[Question, ...]) -> None:
    answerable = [question for question in questions if question.documents]
    others = [question for question in questions if not question.documents]
    assert len(answerable) >= 45
    assert len(others) >= 35
    for asked in (answerable, others):
        spanish = Counter(question.language for question in asked)["es"]
        assert spanish >= 0.3 * len(asked)
    for language in ("en", "es"):
        held = [question for question in answerable if question.language == language]
        assert {q.kind for q in held} == {"fact", "position", "who_said", "wording"}
        assert {q.style for q in held} == {"", "kw", "typo", "followup", "caps"}
        sorts = {(q.kind, q.style) for q in others if q.language == language}
        assert sorts == {("none", style) for style in SORTS}


def test_every_sentence_of_the_release_is_asked_for(
    questions: tuple[Question, ...], release: Document
) -> None:
    asked = {question.gold for question in questions if question.documents}
    assert asked == {s.span.of(release.text) for s in release.sentences if s.quotable}
