"""What a view makes of whatever it may be asked."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.excerpt import paragraph_of
from index.index import Index
from index.view import Answer
from knowledge.access import Role
from knowledge.document import Document
from knowledge.span import Span
from tests.conftest import NOW
from tests.index.making import of, without

HARBOR, SCHOOL = "harbor-curfew-2023-05-04", "night-school-2024-02-12"
ASKED = "Should there be a night curfew at the harbor?"


def ask(index: Index, question: str) -> Answer:
    return index.view(Role.journalist, NOW).search(question)


def ids(answer: Answer) -> list[str]:
    return [hit.quote.document.id for hit in answer.hits]


ODD = (
    "a",
    "?",
    "",
    " ",
    "lamp" * 1000,
    "curfew " * 585,
    "Should there be un toque de queda nocturno at the harbor o no?",
    ASKED.upper(),
    "SHLD THR B NGHT CRFW T TH HRBR",
    "bcdfg hjklm npqrst vwxz",
    "412",
    "-1",
    "0" * 4000,
    "🕯️🚢🧒",
    "curfew \ud83d",
    "\udc00",
    "\0\x07\x1b[31m\u202ecurfew\u2028",
    "\u200b\u200d\ufeff",
    "<b>curfew</b> *harbor* [x](http://a.example)",
    "'; DROP TABLE documents; --",
    "curfew\n\n\ncurfew\r\tcurfew",
    "הפלגה 渡し船 паром",
    "e\u0301" * 900,
    "(" * 2000,
    '"' * 999,
)


@pytest.mark.parametrize("question", ODD, ids=range(len(ODD)))
def test_whatever_is_asked_has_a_sane_answer(index: Index, question: str) -> None:
    answer = ask(index, question)
    assert 0 <= answer.confidence <= 1
    assert len(answer.hits) <= 3
    assert all(hit.quote.text for hit in answer.hits)


@pytest.mark.parametrize(
    "question", ["a", "?", "", "412", "🕯️🚢🧒", "bcdfg hjklm npqrst vwxz", "0" * 4000]
)
def test_what_is_no_question_is_not_answered(index: Index, question: str) -> None:
    assert not ask(index, question).answered


@settings(deadline=None, max_examples=40)
@given(st.text(st.characters(), max_size=200))
def test_any_text_has_a_sane_answer(index: Index, question: str) -> None:
    answer = ask(index, question)
    assert 0 <= answer.confidence <= 1
    assert not answer.answered or answer.hits


def test_capitals_and_mixed_languages_find_the_same(index: Index) -> None:
    for question in (ASKED.upper(), ODD[6]):
        assert ids(ask(index, question))[0] == HARBOR


def paragraphs(document: Document) -> Iterator[Span]:
    """The paragraphs of a document that hold anything to quote, contacts and headings aside."""
    done = -1
    for index, sentence in enumerate(document.sentences):
        if index > done and sentence.quotable:
            held = paragraph_of(document, index)
            done = held[-1]
            first, last = document.sentences[held[0]], document.sentences[held[-1]]
            yield Span(first.span.start, last.span.end)


SHOWN = (
    "captain-testimony",
    "ferry-fares-2024-03-01",
    HARBOR,
    SCHOOL,
    "refugio-de-faroles-2024-09-10",
)


@pytest.mark.parametrize("identity", SHOWN)
def test_a_question_that_quotes_a_whole_paragraph_finds_it(index: Index, identity: str) -> None:
    held = of(index, identity)
    for paragraph in paragraphs(held):
        answer = ask(index, paragraph.of(held.text))
        first = answer.hits[0].quote
        assert first.document.id == identity, paragraph.of(held.text)
        assert first.start < paragraph.end, paragraph.of(held.text)
        assert paragraph.start < first.end, paragraph.of(held.text)


def test_of_one_document_alone_a_question_is_answered_too(index: Index) -> None:
    others = (d.document.id for d in index.snapshot.documents if d.document.id != HARBOR)
    alone = without(index, *others)
    assert ask(alone, ASKED).answered
    assert not ask(alone, "What is the capital of France?").answered
