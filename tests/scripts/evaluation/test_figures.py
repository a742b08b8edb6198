"""The figures that say how good answers are."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.evaluation.bootstrap import resamples
from scripts.evaluation.calibration import bins, calibration_error
from scripts.evaluation.columns import Columns
from scripts.evaluation.figures import BY_NAME, FIGURES
from scripts.evaluation.measured import difference, measure
from scripts.evaluation.outcome import Outcome
from tests.scripts.evaluation.making import (
    columns,
    ended,
    question,
    response,
    shown,
    unanswerable,
)

RIGHT, WRONG, ELSEWHERE = shown(), shown("It burns."), shown(document="ferry")
ENDED: Sequence[Outcome] = (
    ended(question(), response(RIGHT, confidence=0.95)),
    ended(question(), response(ELSEWHERE, WRONG, RIGHT, confidence=0.85)),
    ended(question(), response(ELSEWHERE, ELSEWHERE, confidence=0.75)),
    ended(question(), response(WRONG, RIGHT, answered=False, confidence=0.25)),
    ended(unanswerable(), response(WRONG, confidence=0.85)),
    ended(unanswerable(), response(answered=False, confidence=0.05)),
)
EXPECTED = {
    "doc@1": 2 / 4,
    "doc@3": 3 / 4,
    "quote@1": 1 / 4,
    "quote@3": 3 / 4,
    "mrr": (1 + 1 / 3 + 0 + 1 / 2) / 4,
    "words@1": (6 + 6 + 6 + 2) / 4,
    "answered": 3 / 4,
    "useful": 2 / 4,
    "false_answers": 1 / 2,
    "auroc": (2 + 1.5 + 1 + 1) / 8,
    "covered_at_5%_false": 1 / 4,
    # By tenths: .95 right; .85 right and .85 not; .75 not; .25 right; .05 not.
    "ece": (0.05 + abs(1.7 - 1) + 0.75 + 0.75 + 0.05) / 6,
    "brier": (0.05**2 + 0.15**2 + 0.75**2 + 0.75**2 + 0.85**2 + 0.05**2) / 6,
}

questions = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.5, 0.500001, 0.9, 1.0]), st.booleans()),
    min_size=2,
    max_size=30,
).filter(lambda rows: len({can for _, can in rows}) == 2)


def test_every_figure_is_what_its_rule_says() -> None:
    measured = measure(Columns.of(ENDED))
    assert {name: found.value for name, found in measured.items()} == pytest.approx(EXPECTED)
    assert list(measured) == [figure.name for figure in FIGURES]


def test_an_interval_holds_its_value() -> None:
    for found in measure(Columns.of(ENDED)).values():
        assert found.interval.low <= found.value <= found.interval.high


def test_figures_of_what_is_not_there_are_left_out() -> None:
    answerable = measure(Columns.of(ENDED[:4]))
    assert not {"false_answers", "auroc", "covered_at_5%_false"} & set(answerable)
    others = measure(Columns.of(ENDED[4:]))
    assert set(others) == {"false_answers", "ece", "brier"}


def test_a_score_that_is_no_probability_has_no_calibration() -> None:
    measured = measure(columns([0.2, 7.5], [False, True]))
    assert measured["auroc"].value == 1.0
    assert not {"ece", "brier"} & set(measured)


@settings(deadline=None, max_examples=40)
@given(questions)
def test_auroc_and_coverage_are_what_counting_pairs_gives(rows: list[tuple[float, bool]]) -> None:
    held = columns(*zip(*rows, strict=True))
    some = [value for value, can in rows if can]
    others = sorted(value for value, can in rows if not can)
    won = sum((a > b) + (a == b) / 2 for a in some for b in others)
    assert BY_NAME["auroc"].value(held) == pytest.approx(won / (len(some) * len(others)))
    bar = others[min(len(others) - 1, int(0.95 * len(others)))]
    covered = sum(value > bar for value in some) / len(some)
    assert BY_NAME["covered_at_5%_false"].value(held) == pytest.approx(covered)


@settings(deadline=None, max_examples=40)
@given(questions)
def test_a_resample_counts_as_the_questions_it_drew(rows: list[tuple[float, bool]]) -> None:
    held = columns(*zip(*rows, strict=True))
    drawn = resamples(held.answerable)
    for figure in FIGURES:
        values = figure.compute(held, drawn)
        assert values.shape == (len(drawn),)
        for number in (0, 7):
            again = np.repeat(np.arange(len(rows)), drawn[number].astype(int))
            repeated = columns([rows[i][0] for i in again], [rows[i][1] for i in again])
            assert values[number] == pytest.approx(figure.value(repeated))


def test_bins_hold_every_question_once() -> None:
    held = columns([0.0, 0.05, 0.1, 0.99, 1.0], [False, True, False, True, True])
    found = bins(held)
    assert [b.confidence for b in found] == pytest.approx([0.025, 0.1, 0.995])
    assert [(b.answered, b.questions) for b in found] == [(0.5, 2), (0.0, 1), (1.0, 2)]
    assert calibration_error(held, np.ones((1, 5)))[0] == pytest.approx((0.95 + 0.1 + 0.01) / 5)


def test_a_difference_is_drawn_in_pairs() -> None:
    confidence = list(np.linspace(0, 1, 60))
    answerable = [number % 2 == 0 for number in range(60)]
    held = columns(confidence, answerable)
    same = difference(BY_NAME["auroc"], held, held)
    assert (same.value, same.interval.low, same.interval.high) == (0, 0, 0)
    reversed_ = columns(confidence[::-1], answerable)
    changed = difference(BY_NAME["auroc"], held, reversed_)
    assert changed.value == pytest.approx(
        BY_NAME["auroc"].value(held) - BY_NAME["auroc"].value(reversed_)
    )
