"""How well the confidence tells questions that can be answered from those that cannot.

Every function takes weights of shape `(samples, questions)` and gives one value a sample.
"""

import numpy as np

from scripts.evaluation.bootstrap import Values, Weights
from scripts.evaluation.columns import Booleans, Columns

_SILENT = 0.95


def auroc(columns: Columns, weights: Weights) -> Values:
    """How often an answerable question has more confidence than another; a tie counts half."""
    answerable, others = _by_confidence(columns, weights)
    below = np.cumsum(others, axis=1) - others
    won = (answerable * (below + others / 2)).sum(axis=1)
    values: Values = won / (answerable.sum(axis=1) * others.sum(axis=1))
    return values


def covered(columns: Columns, weights: Weights) -> Values:
    """The share of answerable questions above the confidence that 5 % of the others reach."""
    answerable, others = _by_confidence(columns, weights)
    size = int(others[0].sum())
    place = min(size - 1, int(size * _SILENT))
    threshold = (np.cumsum(others, axis=1) > place).argmax(axis=1)
    reached = np.cumsum(answerable, axis=1)[np.arange(len(weights)), threshold]
    total = answerable.sum(axis=1)
    values: Values = (total - reached) / total
    return values


def _by_confidence(columns: Columns, weights: Weights) -> tuple[Weights, Weights]:
    """The weight of answerable and of other questions at each confidence, the lowest first."""
    order = np.argsort(columns.confidence, kind="stable")
    _, starts = np.unique(columns.confidence[order], return_index=True)

    def gathered(among: Booleans) -> Weights:
        held = weights[:, order] * among[order]
        summed: Weights = np.add.reduceat(held, starts, axis=1)
        return summed

    return gathered(columns.answerable), gathered(~columns.answerable)
