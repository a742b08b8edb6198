"""Scores to the probability that a question is answered."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.confidence import NAMES, Calibration, Evidence

NONE = Evidence(**dict.fromkeys(NAMES, 0.0))
ALL = Evidence(**dict.fromkeys(NAMES, 1.0))
shares = st.floats(0, 1)
evidence = st.builds(Evidence, **dict.fromkeys(NAMES, shares))


def calibration(intercept: float = -2.0, **weights: float) -> Calibration:
    return Calibration(
        made="here", intercept=intercept, weights=dict.fromkeys(NAMES, 1.0) | weights
    )


def test_the_shipped_file_has_a_weight_for_every_kind_of_evidence() -> None:
    assert set(Calibration.shipped().weights) == set(NAMES)
    assert Calibration.shipped().made


def test_by_the_shipped_file_much_evidence_is_worth_more_than_none() -> None:
    shipped = Calibration.shipped()
    assert shipped.confidence(NONE) < 0.1
    assert shipped.confidence(ALL) > 0.9


@given(evidence)
def test_a_confidence_is_a_probability(found: Evidence) -> None:
    assert 0 <= Calibration.shipped().confidence(found) <= 1


@given(evidence, shares, st.sampled_from(NAMES))
def test_more_evidence_never_lowers_it(found: Evidence, more: float, name: str) -> None:
    low, high = sorted((more, getattr(found, name)))
    held = calibration()
    less, greater = replace(found, **{name: low}), replace(found, **{name: high})
    assert held.confidence(less) <= held.confidence(greater)


def test_without_evidence_the_intercept_alone_counts() -> None:
    assert calibration(0.0).confidence(NONE) == 0.5
    assert calibration(-2.0).confidence(NONE) == pytest.approx(0.1192, abs=1e-4)


@pytest.mark.parametrize("intercept", [-1e6, -800.0, 800.0, 1e6])
def test_an_extreme_calibration_is_still_a_probability(intercept: float) -> None:
    assert calibration(intercept).confidence(ALL) in (0.0, 1.0)
