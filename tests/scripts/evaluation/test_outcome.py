"""What became of one question: the hit rule."""

from dataclasses import replace

import pytest

from scripts.evaluation.outcome import Verdict, is_quote, outcome, outcomes
from scripts.evaluation.question_set import QuestionSet
from tests.scripts.evaluation.making import LAMP, ended, question, response, shown, unanswerable

WRONG = shown("The ferry leaves at noon.")
ELSEWHERE = shown(document="ferry")
RIGHT = shown()
LONG = "The keeper of the lamp climbs the stairs, opens the glass, and lights it at nine sharp."


def test_the_first_quote_that_is_right_gives_the_rank() -> None:
    found = ended(question(), response(WRONG, RIGHT, RIGHT))
    assert (found.document_rank, found.quote_rank, found.words) == (1, 2, 5)
    found = ended(question(), response(ELSEWHERE, ELSEWHERE, RIGHT))
    assert (found.document_rank, found.quote_rank, found.words) == (3, 3, 6)
    found = ended(question(), response())
    assert (found.document_rank, found.quote_rank, found.words) == (None, None, 0)


def test_any_document_will_do_where_the_set_says_so() -> None:
    found = ended(question(documents=("*",)), response(ELSEWHERE))
    assert (found.document_rank, found.quote_rank) == (1, 1)


@pytest.mark.parametrize(
    ("text", "gold", "shows"),
    [
        ("The lamp\n is  lit at nine.", "The lamp is lit at nine.", True),
        ("“It’s lit,” she said.", '"It\'s lit," she said.', True),
        ('"It\'s lit," she said.', "“It’s lit,” she said.", True),
        ("the lamp is lit at nine.", "The lamp is lit at nine.", False),
        ("The lamp is lit", "The lamp is lit at nine.", False),
        (LONG[: len(LONG) // 2], LONG, True),
        (LONG[len(LONG) // 2 :], LONG, True),
        (LONG[10 : len(LONG) // 2 + 10], LONG, False),
        ("It is lit by him now", "It is lit by him now, at nine each night.", False),
        ("It is lit by him now,", "It is lit by him now, at nine each night..", True),
    ],
)
def test_a_quote_shows_the_gold_words_or_half_of_long_ones(
    text: str, gold: str, *, shows: bool
) -> None:
    assert ended(question(gold=gold), response(shown(text))).found is shows


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("word " * 79 + "ends. New one", False),
        ("word " * 78 + "ends. New", True),
        ("word " * 90 + "ends.", True),
        ("word " * 90 + "ends. and goes on.", True),
        ("word " * 90 + "ends.” “New one.", False),
        ("word " * 90 + "ends! ¿Otra?", False),
        ("word " * 90 + "ends? Él.", False),
        ("word " * 90 + "ends?\n\nOther.", False),
    ],
)
def test_more_than_80_words_are_a_quote_only_as_one_sentence(text: str, *, fits: bool) -> None:
    assert is_quote(text) is fits
    gold = question(gold="word word")
    assert ended(gold, response(shown(text))).found is fits


def test_words_that_are_not_verbatim_are_counted_and_never_right() -> None:
    given = response(shown("The lamp is lit at nine!"), RIGHT, ELSEWHERE)
    found = outcome(question(gold="The lamp is lit"), given, {"lamp": LAMP})
    assert (found.altered, found.document_rank, found.quote_rank) == (2, 1, 2)


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        (ended(question(), response(WRONG, RIGHT)), Verdict.right),
        (ended(question(), response(WRONG)), Verdict.wrong),
        (ended(question(), response(RIGHT, answered=False)), Verdict.declined),
        (ended(unanswerable(), response(RIGHT)), Verdict.false),
        (ended(unanswerable(), response(RIGHT, answered=False)), Verdict.silent),
    ],
)
def test_how_a_question_ends(found: object, verdict: Verdict) -> None:
    assert getattr(found, "verdict") is verdict  # noqa: B009


def test_a_question_without_a_response_was_not_answered() -> None:
    asked = QuestionSet("lamp", (question(), unanswerable(id="u")), None)
    first, second = outcomes(asked, {"u": response(RIGHT)})
    assert (first.verdict, first.confidence, first.shown) == (Verdict.declined, 0.0, ())
    assert second.verdict is Verdict.false


def test_no_quote_is_right_for_what_cannot_be_answered() -> None:
    found = ended(replace(unanswerable(), gold="lamp"), response(RIGHT))
    assert not found.found
