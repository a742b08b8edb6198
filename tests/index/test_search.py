"""A question to ranked quotes."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Corpus
from index.index import Index
from index.keywords import name_words
from index.search import Asked, Ranking, Scored, score, search
from index.selection import BEST
from knowledge.quote import MAX_WORDS, is_quotable, word_count
from tests.conftest import NOW

CURFEW, FERRIES = "harbor-curfew-2023-05-04", "ferry-fares-2024-03-01"
SCHOOL, SHELTER = "night-school-2024-02-12", "refugio-de-faroles-2024-09-10"
ASKED = {
    "Should there be a night curfew at the harbor?": CURFEW,
    "What did Senator Brandt say about the curfew?": CURFEW,
    "What is Lantern House's position on the curfew?": CURFEW,
    "¿Cuántos alumnos fueron a la escuela nocturna?": SCHOOL,
    "curfew harbor kids": CURFEW,
    "shoud ther be a nihgt curfew": CURFEW,
    "How much does a place at the night school cost?": SCHOOL,
    "How many pupils came to the night school?": SCHOOL,
    "¿Cuánto cuesta la escuela nocturna?": SCHOOL,
    "Should children pay for the ferry?": FERRIES,
    "How many children did the rescue boat save?": "captain-testimony",
    "¿Cuántas camas tiene el refugio?": SHELTER,
    "¿Qué dijo Rosa Quintana sobre la escuela nocturna?": SHELTER,
    "How many beds does the shelter of the Casa del Farol have?": SHELTER,
}
BRANDT = "A curfew keeps honest families safe and the docks quiet"


def visible_to_journalists(index: Index) -> tuple[int, ...]:
    return tuple(
        position
        for position, held in enumerate(index.snapshot.documents)
        if held.document.metadata.status == "approved"
        and held.document.metadata.audience == "public"
    )


def ranked(index: Index, question: str, visible: tuple[int, ...] | None = None) -> Ranking:
    chosen = visible_to_journalists(index) if visible is None else visible
    asked = index.read(question, NOW.date(), chosen)
    weights = index.judgement.calibration.ranking
    return search(Corpus(index.snapshot, chosen), asked, weights)


def read(index: Index, question: str) -> tuple[Corpus, Asked]:
    """What journalists see, and a question that one of them asks."""
    visible = visible_to_journalists(index)
    return Corpus(index.snapshot, visible), index.read(question, NOW.date(), visible)


def texts(found: Ranking) -> list[str]:
    return [hit.quote.text for hit in found.hits]


@pytest.mark.parametrize(("question", "document"), ASKED.items())
def test_the_document_that_answers_comes_first(index: Index, question: str, document: str) -> None:
    assert ranked(index, question).hits[0].quote.document.id == document


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many winters has the captain commanded the boat?", "eleven winters"),
        ("How many pupils did the night school teach?", "412 pupils"),
        ("Who pays for the night school?", "The city of Port Ember pays one third"),
        ("What does a place at the night school cost?", "950 dollars"),
        ("How many children were pulled out of the strait?", "thirty-one children"),
        ("What should ship owners do for pupils?", "Ship owners should release"),
        ("Should children be arrested for sleeping outside?", "No child should be arrested"),
        ("Where do children sleep because they cannot pay?", "under the piers"),
        ("¿Quién debe acompañar a los niños ante el juez?", "abogados"),
    ],
)
def test_the_sentence_that_answers_is_in_the_first_quote(
    index: Index, question: str, words: str
) -> None:
    assert words in texts(ranked(index, question))[0]


@pytest.mark.parametrize(
    "question",
    [
        "What is Lantern House's position on the curfew?",
        "Does Lantern House support the curfew?",
        "Does a curfew keep honest families safe and the docks quiet?",
        f"{BRANDT}.",
        "curfew honest families docks quiet",
        "¿El toque de queda mantiene seguras a las familias honradas?",
        "What did Ines Calloway say about the curfew?",
    ],
)
def test_words_of_others_answer_nothing_that_does_not_ask_for_them(
    index: Index, question: str
) -> None:
    found = ranked(index, question)
    assert found.hits
    assert not [text for text in texts(found) if "honest families" in text]


@pytest.mark.parametrize(
    "question",
    [
        "What did Senator Brandt say about the curfew?",
        "What did Otto Brandt say about the curfew?",
        "what did senator brandt say about the curfew",
        "WHAT DID SENATOR BRANDT SAY ABOUT THE CURFEW?",
        "According to Senator Brandt, what does a curfew do?",
        "¿Qué dijo el senador Brandt sobre el toque de queda?",
    ],
)
def test_words_of_others_are_shown_with_their_name_to_whoever_asks_for_them(
    index: Index, question: str
) -> None:
    found = ranked(index, question)
    assert found.speaker == "Otto Brandt"
    assert BRANDT in texts(found)[0]
    for text in texts(found):
        assert "Brandt" in text.replace("Senator Brandt is welcome", "")


def test_who_said_something_is_answered_with_their_words_and_name(index: Index) -> None:
    first = texts(ranked(index, "Who said that a curfew keeps honest families safe?"))[0]
    assert BRANDT in first
    assert "Brandt said" in first


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Ines Calloway", "the curfew"),
        ("Ines Calloway", "ferries"),
        ("Rosa Quintana", "children"),
        ("Otto Brandt", "the curfew"),
    ],
)
def test_a_speaker_is_named_only_where_the_first_quote_holds_their_words(
    index: Index, name: str, subject: str
) -> None:
    corpus = Corpus(index.snapshot, visible_to_journalists(index))
    found = ranked(index, f"What did {name} say about {subject}?")
    quote = found.hits[0].quote
    said = [
        one
        for row, held in corpus.said.items()
        if corpus.document(row) is quote.document and quote.span.covers(corpus.span(row))
        for one in held
    ]
    theirs = any(one.is_by(name_words(name)) for one in said)
    assert found.speaker == (name if theirs else None)


@pytest.mark.parametrize(
    "question",
    [
        "What did Mayor Thistle say about the curfew?",
        "What did Otto Brandt say about the curfew in 2019?",
        "¿Qué dijo la alcaldesa Thistle sobre el toque de queda?",
    ],
)
def test_words_of_somebody_who_says_nothing_there_are_not_there(
    index: Index, question: str
) -> None:
    assert ranked(index, question).evidence is None


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("What did Lantern House say about ferries in 2024?", {2024}),
        ("What did Lantern House say in March 2024 about fares?", {2024}),
        ("What has Lantern House said about children since 2024?", {2024}),
        ("What did Lantern House say about children before 2024?", {2023}),
        ("¿Qué dijo Casa del Farol sobre los niños en 2023?", {2023}),
    ],
)
def test_a_period_that_is_asked_for_narrows(index: Index, question: str, years: set[int]) -> None:
    days = [hit.quote.document.metadata.date for hit in ranked(index, question).hits]
    assert {day and day.year for day in days} == years


def test_a_period_of_which_there_is_nothing_finds_nothing(index: Index) -> None:
    assert ranked(index, "What did Lantern House say about ferries in 2019?") == Ranking((), None)


def test_a_year_that_is_only_named_does_not_narrow_but_counts(index: Index) -> None:
    found = ranked(index, "How many pupils did the night school teach in 2023?")
    assert "412 pupils" in texts(found)[0]
    corpus, asked = read(index, "Lantern House and the curfew of 2023")
    scored = score(corpus, asked)
    days = [corpus.document(int(row)).metadata.date or date.min for row in scored.rows]
    assert list(scored.features["dated"]) == [float(day.year == 2023) for day in days]


BAD = [
    "",
    " ",
    "a",
    "a" * 4096,
    "🕯️",
    "\0\x07",
    "\ud83d",
    "¿?",
    "42",
    "!!!",
    "\u200b",
    "lamp " * 800,
]


@pytest.mark.parametrize("question", BAD)
def test_a_question_without_words_is_no_obstacle(index: Index, question: str) -> None:
    found = ranked(index, question)
    assert found.evidence is not None
    assert found.evidence["coverage"] == found.evidence["focus"] == found.evidence["known"] == 0


def test_where_nothing_is_visible_nothing_is_found(index: Index) -> None:
    assert ranked(index, "curfew", ()) == Ranking((), None)


questions = st.sampled_from([*ASKED, *BAD]) | st.text(st.characters(), max_size=80)


@settings(deadline=None, max_examples=40)
@given(
    questions,
    st.none() | st.lists(st.integers(0, 9), max_size=10, unique=True).map(sorted).map(tuple),
)
def test_every_hit_is_a_whole_quote_of_a_visible_document(
    index: Index, question: str, visible: tuple[int, ...] | None
) -> None:
    hits = ranked(index, question, visible).hits
    assert len(hits) <= BEST
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
@given(questions)
def test_evidence_is_finite_and_about_nought_to_one(index: Index, question: str) -> None:
    evidence = ranked(index, question).evidence
    if evidence is not None:
        assert np.isfinite(list(evidence.values())).all()
        assert min(evidence.values()) >= -0.5
        assert max(evidence.values()) <= 1.0001


@settings(deadline=None, max_examples=20)
@given(questions)
def test_each_feature_has_a_value_for_each_row(index: Index, question: str) -> None:
    corpus, asked = read(index, question)
    scored = score(corpus, asked)
    assert set(scored.rows) <= set(corpus.sentences)
    assert set(index.judgement.calibration.ranking) <= set(scored.features)
    for values in scored.features.values():
        assert values.shape == scored.rows.shape
        assert np.isfinite(values).all()


def test_a_sum_weighs_the_features_it_has_weights_for() -> None:
    one, other = np.array([1, 2], np.float32), np.array([3, 5], np.float32)
    scored = Scored(np.arange(2), {"one": one, "other": other})
    assert list(scored.total({"one": 2.0, "other": 0.5, "none": 9.0})) == [3.5, 6.5]
    assert list(scored.total({})) == [0, 0]


def test_the_same_question_finds_the_same(index: Index) -> None:
    question = "Should children pay for the ferry?"
    assert ranked(index, question) == ranked(index, question)
