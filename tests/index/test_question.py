"""A question as the search reads it."""

from dataclasses import replace
from datetime import date

import pytest

from index.intent import Intent
from index.question import Question
from knowledge.period import Period

IN_2021 = Period(date(2021, 1, 1), date(2021, 12, 31))
INTENT = Intent(
    period=None,
    strict=False,
    newest=False,
    speaker=None,
    asks_who=False,
    position=False,
    subject="Are the lamps lit?",
)
ENGLISH = Question("Are the lamps lit?", "en", "Are the lamps lit?", INTENT)
SPANISH = Question("¿Están encendidas las lámparas?", "es", "Are the lamps lit?", INTENT)


def test_a_question_has_the_form_that_was_asked_and_an_english_one() -> None:
    assert ENGLISH.forms == ("Are the lamps lit?",)
    assert SPANISH.forms == ("¿Están encendidas las lámparas?", "Are the lamps lit?")


def test_a_question_that_cannot_be_translated_has_one_form() -> None:
    asked = replace(SPANISH, english=None)
    assert asked.forms == ("¿Están encendidas las lámparas?",)
    assert asked.english_terms == frozenset()


def test_its_words_are_those_of_each_language() -> None:
    assert ENGLISH.asked_terms == ENGLISH.english_terms == {"lamp", "lit"}
    assert SPANISH.asked_terms == {"lamp", "encend"}
    assert SPANISH.english_terms == {"lamp", "lit"}
    assert replace(SPANISH, language="en").asked_terms != SPANISH.asked_terms


def test_other_names_are_read_in_their_own_language() -> None:
    asked = replace(ENGLISH, names={"en": ("Night Schools",), "es": ("escuelas nocturnas",)})
    assert asked.named_terms == {"night", "school", "escuel", "nocturn"}
    assert ENGLISH.named_terms == frozenset()


@pytest.mark.parametrize(
    ("strict", "period", "held"),
    [(True, IN_2021, IN_2021), (False, IN_2021, None), (True, None, None)],
)
def test_only_a_period_that_is_asked_for_narrows(
    *, strict: bool, period: Period | None, held: Period | None
) -> None:
    intent = replace(INTENT, strict=strict, period=period)
    assert replace(ENGLISH, intent=intent).strict_period == held


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        (None, set()),
        ("Otto Brandt", {"otto", "brandt"}),
        ("Íñigo Ávila-Díaz", {"inigo", "avila", "diaz"}),
        ("J. R. Roe", {"roe"}),
        ("", set()),
    ],
)
def test_a_speaker_is_known_by_the_words_of_the_name(speaker: str | None, words: set[str]) -> None:
    assert replace(ENGLISH, intent=replace(INTENT, speaker=speaker)).speaker == words
