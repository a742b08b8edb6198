"""The words of texts, ranked by BM25."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.keywords import Keywords, fold, name_words, terms

TEXTS = [
    "The lamp is lit on the quay every night.",
    "Ferries carry children without a fare.",
    "La lámpara del muelle está encendida.",
    "Children sleep under the pier beside the quay.",
]


def ranked(question: str, language: str = "en") -> list[int]:
    scores = Keywords([terms(text, "en") for text in TEXTS]).scores(terms(question, language))
    return [int(row) for row in np.argsort(-scores, kind="stable") if scores[row] > 0]


def test_words_are_found_whatever_their_ending() -> None:
    assert terms("ferries carrying lamps", "en") == terms("Ferry carries lamp", "en")
    assert terms("niños encendidas", "es") == terms("niño encendida", "es")


def test_accents_and_case_make_no_difference() -> None:
    assert terms("LÁMPARA", "es") == terms("lampara", "es")
    assert terms("la\u0301mpara", "es") == terms("lámpara", "es")


def test_common_words_are_left_out() -> None:
    assert terms("What is the position of KIND about it?", "en") == []
    assert terms("¿Qué dice sobre esto la organización?", "es") == terms("organización", "es")


def test_of_an_unknown_language_the_words_are_read_as_english() -> None:
    assert terms("Ferries", "fr") == terms("ferries", "en")


def test_the_text_that_holds_more_and_rarer_words_comes_first() -> None:
    assert ranked("children on the quay")[0] == 3
    assert ranked("a fare for the ferry")[0] == 1
    assert ranked("lámpara") == [2]


def test_a_question_without_a_known_word_scores_nothing() -> None:
    for question in ("", "the of and", "zebra", "¿?"):
        assert ranked(question) == []


def test_texts_without_a_word_are_no_obstacle() -> None:
    assert list(Keywords([]).scores(["lamp"])) == []
    assert list(Keywords([[], []]).scores(["lamp"])) == [0, 0]
    assert Keywords([[], ["lamp"]]).scores(["lamp"])[1] > 0


def test_a_name_is_its_words_without_initials() -> None:
    assert name_words("Dr. Íñigo J. Ávila-Díaz") == {"dr", "inigo", "avila", "diaz"}
    assert name_words("J.") == name_words("") == frozenset()


@pytest.mark.parametrize("text", ["LÁMPARA", "la\u0301mpara", "lámpara", "ＬÁＭＰＡＲＡ"])
def test_folding_leaves_letters_alone(text: str) -> None:
    assert fold(text) == "lampara"
    assert fold("Straße") == "strasse"


KNOWN = Keywords([["lamp", "quay"], ["lamp", "ferry"], ["lamp"]])


def test_a_share_weighs_each_word_by_its_rarity() -> None:
    assert KNOWN.share({"lamp", "ferry"}, {"lamp", "ferry", "quay"}) == 1
    assert KNOWN.share({"lamp", "ferry"}, set()) == 0
    assert KNOWN.share(set(), {"lamp"}) == 0
    common, rare = (
        KNOWN.share({"lamp", "ferry"}, {"lamp"}),
        KNOWN.share({"lamp", "ferry"}, {"ferry"}),
    )
    assert 0 < common < rare < 1
    assert common + rare == pytest.approx(1)


def test_a_word_that_no_text_holds_is_missed_most() -> None:
    assert KNOWN.share_known({"lamp", "quay"}) == 1
    assert KNOWN.share_known({"zebra"}) == 0
    assert 0 < KNOWN.share_known({"lamp", "zebra"}) < KNOWN.share({"lamp", "quay"}, {"lamp"})
    assert Keywords([]).share_known({"lamp"}) == 0


@given(
    st.sets(st.sampled_from("lamp quay ferry zebra".split())),
    st.sets(st.sampled_from("lamp quay ferry".split())),
)
def test_a_share_is_from_nought_to_one(asked: set[str], found: set[str]) -> None:
    assert 0 <= KNOWN.share(asked, found) <= 1 + 1e-9
    assert KNOWN.share(asked, found) <= KNOWN.share(asked, found | {"zebra"}) + 1e-9


@given(
    st.lists(st.text(max_size=60), max_size=5), st.text(max_size=60), st.sampled_from(("en", "es"))
)
def test_any_words_are_ranked(texts: list[str], question: str, language: str) -> None:
    keywords = Keywords([terms(text, language) for text in texts])
    scores = keywords.scores(terms(question, language))
    assert scores.shape == (len(texts),)
    assert np.isfinite(scores).all()
    assert (scores >= 0).all()


@given(st.text(st.characters(), max_size=60))
def test_any_text_has_terms(text: str) -> None:
    assert all(terms(text, "en"))
