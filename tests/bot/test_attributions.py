"""Who speaks in a quote, said above it."""

from dataclasses import replace

import pytest

from bot.attributions import attributed
from bot.rendering import label
from index.attribution import Attribution, Named
from knowledge.language import Language
from knowledge.speakers import Affiliation

INES = Named("Ines Calloway", Affiliation.ours, in_full=True, throughout=True)
OTTO = Named("Otto Brandt", Affiliation.other, in_full=True, throughout=True)
ROSA = Named("Rosa Quintana", Affiliation.unknown, in_full=False, throughout=True)
PARTLY = replace(OTTO, throughout=False)


def said(*speakers: Named, unsure: bool = False, asked: bool = False) -> str | None:
    phrase = attributed(Attribution(speakers, unsure), asked=asked)
    return label(phrase, "en") if phrase else None


@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize(
    ("speakers", "words"),
    [
        ([OTTO], "What Otto Brandt said:"),
        ([ROSA], "What Rosa Quintana said:"),
        ([PARTLY], "Including what Otto Brandt said:"),
        ([OTTO, ROSA], "Including what Otto Brandt, Rosa Quintana said:"),
    ],
)
def test_words_that_are_not_surely_our_own_are_never_without_their_speaker(
    speakers: list[Named], words: str, *, asked: bool
) -> None:
    assert said(*speakers, asked=asked) == words


@pytest.mark.parametrize("speakers", [[replace(OTTO, name="x" * 121)], [OTTO] * 11])
def test_what_is_too_long_to_be_a_name_is_not_shown_as_one(speakers: list[Named]) -> None:
    assert said(*speakers) == "It is not certain who said this:"


def test_our_own_people_are_named_where_somebodys_words_are_asked_for() -> None:
    assert said(INES) is None
    assert said(INES, asked=True) == "What Ines Calloway said:"


def test_our_own_people_are_named_where_the_quote_does_not_name_them_in_full() -> None:
    assert said(replace(INES, in_full=False)) == "What Ines Calloway said:"


def test_beside_ours_the_other_is_named_alone_unless_anybody_is_asked_for() -> None:
    assert said(INES, OTTO) == "What Otto Brandt said:"
    assert said(INES, OTTO, asked=True) == "Including what Ines Calloway, Otto Brandt said:"


def test_words_of_nobody_are_said_to_be_so_where_somebodys_are_asked_for() -> None:
    assert said() is None
    assert said(asked=True) == "In the document's own words:"
    assert said(unsure=True, asked=True) == "It is not certain who said this:"
    assert said(OTTO, unsure=True) == "What Otto Brandt said:"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "What Otto Brandt said:"), ("es", "Lo que dijo Otto Brandt:")]
)
def test_it_is_told_in_the_language_of_the_answer(language: Language, words: str) -> None:
    phrase = attributed(Attribution((OTTO,)), asked=False)
    assert phrase is not None
    assert label(phrase, language) == words
