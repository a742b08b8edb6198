"""How far a figure could lie from what it would be on other questions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.evaluation.bootstrap import RESAMPLES, Interval, once, resamples


@settings(deadline=None, max_examples=40)
@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_each_resample_draws_as_many_of_either_stratum(strata: list[bool]) -> None:
    marked = np.array(strata)
    drawn = resamples(marked)
    assert drawn.shape == (RESAMPLES, len(strata))
    assert np.all(drawn >= 0)
    assert np.all(drawn[:, marked].sum(axis=1) == marked.sum())
    assert np.all(drawn[:, ~marked].sum(axis=1) == (~marked).sum())


def test_the_same_questions_are_drawn_every_time() -> None:
    strata = np.arange(50) < 20
    assert np.array_equal(resamples(strata), resamples(strata))
    assert not np.array_equal(resamples(strata)[0], resamples(strata)[1])


def test_every_question_is_drawn_once_on_average() -> None:
    assert resamples(np.arange(50) < 20).mean(axis=0) == pytest.approx(1, abs=0.15)
    assert once(3).tolist() == [[1, 1, 1]]


def test_the_interval_of_a_share_is_as_wide_as_theory_has_it() -> None:
    answered = np.arange(400) < 100
    shares = resamples(np.ones(400, bool)) @ answered / 400
    interval = Interval.of(shares)
    deviation = (0.25 * 0.75 / 400) ** 0.5
    assert interval.low == pytest.approx(0.25 - 1.96 * deviation, abs=0.008)
    assert interval.high == pytest.approx(0.25 + 1.96 * deviation, abs=0.008)


def test_an_interval_turned_about_a_value_is_as_wide_and_within_bounds() -> None:
    turned = Interval(0.12, 0.2).around(0.13)
    assert [turned.low, turned.high] == pytest.approx([0.06, 0.14])
    bounded = Interval(0.1, 0.9).around(0.2)
    assert [bounded.low, bounded.high] == pytest.approx([0.0, 0.3])
