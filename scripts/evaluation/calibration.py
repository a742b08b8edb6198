"""Whether the confidence is the probability that the question is answered.

A question counts as answered where one of the quotes shows the gold words, whether or not the
confidence was enough to say so.
"""

from dataclasses import dataclass

import numpy as np

from scripts.evaluation.bootstrap import Values, Weights, once
from scripts.evaluation.columns import Columns

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies in one tenth: their mean, and the share answered."""

    confidence: float
    answered: float
    questions: int


def brier(columns: Columns, weights: Weights) -> Values:
    """The mean squared distance of the confidence from 1 for answered and 0 for not."""
    distance = (columns.confidence - columns.found) ** 2
    values: Values = weights @ distance / weights.sum(axis=1)
    return values


def calibration_error(columns: Columns, weights: Weights) -> Values:
    """The expected calibration error over ten bins of equal width (Naeini et al., 2015)."""
    confidence, answered, _ = _binned(columns, weights)
    values: Values = np.abs(confidence - answered).sum(axis=1) / weights.sum(axis=1)
    return values


def bins(columns: Columns) -> list[Bin]:
    """The bins that hold any question, the least confident first."""
    confidence, answered, sizes = (part[0] for part in _binned(columns, once(len(columns))))
    return [
        Bin(float(c / size), float(a / size), int(size))
        for c, a, size in zip(confidence, answered, sizes, strict=True)
        if size
    ]


def _binned(columns: Columns, weights: Weights) -> tuple[Weights, Weights, Weights]:
    """The sums of confidence, of answered questions and of all, of shape `(samples, BINS)`."""
    place = np.minimum((columns.confidence * BINS).astype(int), BINS - 1)
    member = np.equal.outer(place, np.arange(BINS)).astype(float)
    return (
        weights @ (member * columns.confidence[:, np.newaxis]),
        weights @ (member * columns.found[:, np.newaxis]),
        weights @ member,
    )
