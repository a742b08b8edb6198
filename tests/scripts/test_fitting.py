"""Weights that are fitted to trials."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize

from scripts import fitting
from scripts.fitting import Floats, Judged, Ranked, fit_probability, fit_ranking

NAMES = ("near", "rare", "noise")


def chosen(weights: Floats, questions: int, seed: int = 7) -> list[Ranked]:
    """Questions of which one candidate each was chosen as a conditional logit says."""
    chance = np.random.default_rng(seed)
    trials = []
    for number in range(questions):
        features = chance.normal(size=(12, len(weights))) * np.array([1.0, 0.2, 3.0])
        shares = np.exp(features @ weights)
        right = np.zeros(12, bool)
        right[chance.choice(12, p=shares / shares.sum())] = True
        trials.append(Ranked(features, right, str(number % 40), 1.0))
    return trials


def fitted(trials: Sequence[Ranked], names: Sequence[str] = NAMES) -> Floats:
    found = fit_ranking(trials, names)
    return np.array([found.get(name, 0.0) for name in names])


def test_weights_that_made_the_choices_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "_RIDGE", 0.0)
    real = np.array([1.5, 6.0, 0.3])
    found = fitted(chosen(real, 4000))
    assert found == pytest.approx(real, rel=0.1)


def test_more_choices_find_them_better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "_RIDGE", 0.0)
    real = np.array([1.5, 6.0, 0.3])
    few, many = (np.abs(fitted(chosen(real, size)) - real).sum() for size in (60, 4000))
    assert many < few


def test_a_weight_is_pulled_towards_nought_and_no_further() -> None:
    real = np.array([1.5, 6.0, 0.3])
    found = fitted(chosen(real, 2000))
    assert (found <= real * 1.05).all()
    assert (found > real * 0.5).all()


@settings(deadline=None, max_examples=10)
@given(st.integers(0, 1000))
def test_no_weight_speaks_against_a_candidate(seed: int) -> None:
    real = np.array([1.5, -4.0, -0.5])
    found = fit_ranking(chosen(real, 300, seed), NAMES)
    assert set(found) <= set(NAMES)
    assert min(found.values()) > 0
    assert "noise" not in found or found["noise"] < 0.05


def test_a_feature_s_scale_makes_no_difference() -> None:
    trials = chosen(np.array([1.5, 6.0, 0.3]), 500)
    scale = np.array([100.0, 0.01, 1.0])
    scaled = [replace(trial, features=trial.features * scale) for trial in trials]
    assert fitted(scaled) * scale == pytest.approx(fitted(trials), rel=0.02)


def test_a_feature_that_never_differs_is_no_obstacle() -> None:
    trials = chosen(np.array([1.5, 6.0, 0.3]), 200)
    flat = [replace(t, features=t.features * np.array([1.0, 1.0, 0.0])) for t in trials]
    found = fitted(flat)
    assert np.isfinite(found).all()
    assert found[:2].min() > 0


def test_a_question_counts_by_its_weight() -> None:
    one = chosen(np.array([2.0, 0.0, 0.0]), 300, 1)
    other = chosen(np.array([0.0, 8.0, 0.0]), 300, 2)
    heavy = [replace(trial, weight=50.0) for trial in one]
    assert fitted([*heavy, *other])[0] > fitted([*one, *other])[0]
    doubled = fitted([*one, *one, *other])
    assert fitted([*(replace(t, weight=2.0) for t in one), *other]) == pytest.approx(
        doubled, rel=0.02
    )


def test_of_several_right_candidates_any_will_do() -> None:
    trials = chosen(np.array([1.5, 0.0, 0.0]), 300)
    # A second right candidate far behind does no harm to what the first one teaches.
    more = [
        replace(
            trial,
            features=np.concatenate([trial.features, [[-9.0, 0.0, 0.0]]]),
            right=np.append(trial.right, True),
        )
        for trial in trials
    ]
    assert fitted(more)[0] == pytest.approx(fitted(trials)[0], rel=0.5)


def test_the_slope_it_follows_is_the_loss_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    differences: list[float] = []
    real = optimize.minimize

    def checked(loss, start, **options):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN003, ANN202
        chance = np.random.default_rng(3)
        for _ in range(5):
            weights = chance.random(len(start)) * 3
            value, slope = loss(weights)
            for axis in range(len(start)):
                step = np.zeros(len(start))
                step[axis] = 1e-5
                numeric = (loss(weights + step)[0] - loss(weights - step)[0]) / 2e-5
                differences.append(abs(numeric - slope[axis]) / max(1e-3, abs(numeric)))
            assert np.isfinite(value)
        return real(loss, start, **options)

    monkeypatch.setattr(fitting, "minimize", checked)
    fitted(chosen(np.array([1.5, 6.0, 0.3]), 50))
    assert len(differences) == 15
    assert max(differences) < 1e-4


EVIDENCE = ("share", "cover", "noise")


def judged(weights: dict[str, float], intercept: float, count: int, seed: int = 5) -> list[Judged]:
    """Answers that are right as often as a logistic regression says, evidence at odd scales."""
    chance = np.random.default_rng(seed)
    trials = []
    for number in range(count):
        evidence = {
            "share": float(chance.random()),
            "cover": float(chance.normal(40, 10)),
            "noise": float(chance.normal(0, 0.01)),
        }
        logit = intercept + sum(weights.get(name, 0.0) * value for name, value in evidence.items())
        right = bool(chance.random() < 1 / (1 + np.exp(-logit)))
        trials.append(Judged(evidence, right, str(number % 50), 1.0))
    return trials


def test_a_probability_comes_back_in_the_scale_of_its_evidence() -> None:
    trials = judged({"share": 4.0, "cover": 0.1}, -6.0, 6000)
    found = fit_probability(trials)
    assert found.weights["share"] == pytest.approx(4.0, rel=0.15)
    assert found.weights["cover"] == pytest.approx(0.1, rel=0.15)
    assert found.intercept == pytest.approx(-6.0, rel=0.15)


def told(found: fitting.Probability, evidence: dict[str, float]) -> float:
    logit = found.intercept + sum(found.weights[name] * value for name, value in evidence.items())
    return float(1 / (1 + np.exp(-logit)))


def test_what_it_gives_is_how_often_an_answer_is_right() -> None:
    trials = judged({"share": 4.0, "cover": 0.1}, -6.0, 6000)
    found = fit_probability(trials)
    given_ = np.array([told(found, dict(trial.evidence)) for trial in trials])
    right = np.array([trial.right for trial in trials])
    assert given_.mean() == pytest.approx(right.mean(), abs=0.01)
    for low, high in ((0.0, 0.3), (0.3, 0.7), (0.7, 1.0)):
        among = (given_ >= low) & (given_ < high)
        assert right[among].mean() == pytest.approx(given_[among].mean(), abs=0.05)
    assert np.corrcoef(given_, found.held_out)[0, 1] > 0.99


def test_what_is_held_out_was_not_fitted_to_its_own_group() -> None:
    chance = np.random.default_rng(1)
    # Nothing but the group tells which are right, and each group has evidence of its own.
    trials = [
        Judged(
            {"group": float(group), "odd": float(chance.normal())}, group % 2 == 0, str(group), 1.0
        )
        for group in range(40)
        for _ in range(5)
    ]
    found = fit_probability(trials)
    right = np.array([trial.right for trial in trials])
    assert found.held_out.shape == (200,)
    assert abs(found.held_out[right].mean() - found.held_out[~right].mean()) < 0.1


def test_a_trial_counts_by_its_weight_and_only_relatively() -> None:
    trials = judged({"share": 4.0}, -2.0, 600)
    wronged = [replace(t, weight=9.0 if not t.right else 1.0) for t in trials]
    assert told(fit_probability(wronged), {"share": 0.5, "cover": 40, "noise": 0}) < told(
        fit_probability(trials), {"share": 0.5, "cover": 40, "noise": 0}
    )
    light = [replace(t, weight=0.001) for t in trials]
    assert fit_probability(light).weights == pytest.approx(
        fit_probability(trials).weights, rel=1e-3
    )
