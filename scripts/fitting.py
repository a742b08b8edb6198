"""Weights that are fitted to trials: of a ranking, and of a probability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

Floats = npt.NDArray[np.float64]

FOLDS = 5
_RIDGE = 0.01  # on weights of standardised features
_INVERSE_RIDGE = 0.3


@dataclass(frozen=True, slots=True)
class Ranked:
    """The candidates of one question: their features, of shape `(rows, features)`, and the right.

    `group` keeps together what must not be in both halves of a cross-validation; `weight` is how
    much the question counts.
    """

    features: Floats
    right: npt.NDArray[np.bool_]
    group: str
    weight: float


def fit_ranking(trials: Sequence[Ranked], names: Sequence[str]) -> dict[str, float]:
    """The weights that give the right candidates of all questions the most probability.

    A conditional logit (McFadden 1974), each weight at least nought: no feature speaks against.
    """
    spread = np.concatenate([trial.features for trial in trials]).std(axis=0) + 1e-9
    scaled = [(trial.features / spread, trial.right, trial.weight) for trial in trials]
    total = sum(trial.weight for trial in trials)

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for features, right, weight in scaled:
            shares = _softmax(features @ weights)
            mass = float(shares[right].sum())
            among = np.where(right, shares / max(mass, 1e-300), 0.0)
            value -= weight / total * float(np.log(max(mass, 1e-300)))
            slope -= weight / total * (features.T @ (among - shares))
        return value, slope

    start = np.full(len(names), 1.0)
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(names))
    return {n: round(float(w), 4) for n, w in zip(names, fitted.x / spread, strict=True) if w > 0}


def _softmax(values: Floats) -> Floats:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum(), np.float64)


@dataclass(frozen=True, slots=True)
class Judged:
    """The evidence for one answer, and whether it was right; `weight` is how much it counts.

    `of` names the whole set that was asked, if a whole one was.
    """

    evidence: Mapping[str, float]
    right: bool
    group: str
    weight: float
    of: str = ""


@dataclass(frozen=True, slots=True)
class Probability:
    """A logistic regression, and what it gave each trial when fitted to the others' groups."""

    intercept: float
    weights: dict[str, float]
    held_out: Floats


def fit_probability(trials: Sequence[Judged]) -> Probability:
    """The logistic regression that tells right answers from wrong ones by their evidence."""
    names = sorted(trials[0].evidence)
    evidence = np.array([[trial.evidence[name] for name in names] for trial in trials])
    right = np.array([trial.right for trial in trials])
    weights = np.array([trial.weight for trial in trials])
    weights *= len(trials) / weights.sum()
    groups = [trial.group for trial in trials]
    model = _regression()
    held_out = cross_val_predict(
        model,
        evidence,
        right,
        groups=groups,
        cv=GroupKFold(FOLDS),
        method="predict_proba",
        params={"logisticregression__sample_weight": weights},
    )[:, 1]
    model.fit(evidence, right, logisticregression__sample_weight=weights)
    scaler, regression = (step for _, step in model.steps)
    slopes = regression.coef_[0] / scaler.scale_
    intercept = float(regression.intercept_[0] - slopes @ scaler.mean_)
    found = {n: round(float(w), 4) for n, w in zip(names, slopes, strict=True)}
    return Probability(round(intercept, 4), found, held_out)


def _regression() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=_INVERSE_RIDGE, max_iter=5000))
