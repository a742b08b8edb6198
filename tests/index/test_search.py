"""A question to ranked quotes."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Corpus
from index.index import Index
from index.search import BEST, Ranking, search
from knowledge.quote import MAX_WORDS, is_quotable, word_count

ASKED = {
    "Should there be a night curfew at the harbor?": "harbor-curfew-2023-05-04",
    "What did Senator Brandt say about the curfew?": "harbor-curfew-2023-05-04",
    "How much does a place at the night school cost?": "night-school-2024-02-12",
    "How many pupils came to the night school?": "night-school-2024-02-12",
    "Should children pay for the ferry?": "ferry-fares-2024-03-01",
    "How many children did the rescue boat save?": "captain-testimony",
    "¿Cuántas camas tiene el refugio?": "refugio-de-faroles-2024-09-10",
    "¿Qué dijo Rosa Quintana sobre la escuela nocturna?": "refugio-de-faroles-2024-09-10",
}


def ranked(index: Index, question: str, visible: tuple[int, ...] | None = None) -> Ranking:
    if visible is None:
        visible = tuple(
            position
            for position, held in enumerate(index.snapshot.documents)
            if held.document.metadata.status == "approved"
        )
    language, vector = index.read(question)
    return search(Corpus(index.snapshot, visible), question, language, vector)


@pytest.mark.parametrize(("question", "document"), ASKED.items())
def test_the_document_that_answers_comes_first(index: Index, question: str, document: str) -> None:
    assert ranked(index, question).hits[0].quote.document.id == document


def test_the_sentence_that_answers_is_in_the_first_quote(index: Index) -> None:
    quote = ranked(index, "How many winters has the captain commanded the boat?").hits[0].quote
    assert "eleven winters" in quote.text


def test_somebody_else_s_words_come_with_their_name(index: Index) -> None:
    hits = ranked(index, "Does a curfew keep honest families safe and the docks quiet?").hits
    assert "honest families" in hits[0].quote.text
    assert "Brandt" in hits[0].quote.text


@pytest.mark.parametrize("question", ["", " ", "a", "a" * 4096, "🕯️", "\0\x07", "\ud83d", "¿?"])
def test_a_question_without_words_is_no_obstacle(index: Index, question: str) -> None:
    found = ranked(index, question)
    assert found.evidence is not None
    assert found.evidence.coverage == found.evidence.focus == 0


def test_where_nothing_is_visible_nothing_is_found(index: Index) -> None:
    assert ranked(index, "curfew", ()) == Ranking((), None)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(list(ASKED)) | st.text(max_size=80),
    st.none() | st.lists(st.integers(0, 9), max_size=10, unique=True).map(sorted).map(tuple),
)
def test_every_hit_is_a_whole_quote_of_a_visible_document(
    index: Index, question: str, visible: tuple[int, ...] | None
) -> None:
    hits = ranked(index, question, visible).hits
    assert len(hits) <= BEST
    assert all(one.score >= other.score for one, other in pairwise(hits))
    for hit in hits:
        quote = hit.quote
        document = quote.document
        assert quote.text == document.text[quote.start : quote.end]
        assert is_quotable(document, quote.span)
        held = document.whole_sentences(quote.span)
        assert held is not None
        assert len(held) == 1 or word_count(quote.text) <= MAX_WORDS
        if visible is not None:
            assert document in [index.snapshot.documents[p].document for p in visible]
    places = sorted((h.quote.document.id, h.quote.start, h.quote.end) for h in hits)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(places))


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(list(ASKED)) | st.text(max_size=80))
def test_evidence_is_from_nought_to_one(index: Index, question: str) -> None:
    evidence = ranked(index, question).evidence
    assert evidence is not None
    for name in evidence.__slots__:
        assert -0.5 <= getattr(evidence, name) <= 1.0001


def test_the_same_question_finds_the_same(index: Index) -> None:
    question = "Should children pay for the ferry?"
    assert ranked(index, question) == ranked(index, question)
