"""How far a figure could lie from what it would be on other questions like these.

The percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float64]
Values = npt.NDArray[np.float64]

RESAMPLES = 1000
_SEED = 20210326
_OUTSIDE = 2.5  # percent on each side of a 95 % interval


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds of a 95 % interval."""

    low: float
    high: float

    @classmethod
    def of(cls, values: Values) -> "Interval":
        """The interval that leaves out 2.5 % of the values on each side."""
        low, high = np.percentile(values, [_OUTSIDE, 100 - _OUTSIDE])
        return cls(float(low), float(high))

    def around(self, value: float) -> "Interval":
        """The same interval turned about a value between 0 and 1 (Efron's "basic" one).

        It is for a figure that resampling alone makes larger, such as a calibration error.
        """
        return Interval(max(0.0, 2 * value - self.high), min(1.0, 2 * value - self.low))

    def holds(self, value: float) -> bool:
        """Whether a value lies within."""
        return self.low <= value <= self.high


def once(count: int) -> Weights:
    """The questions themselves as the one sample, of shape `(1, count)`."""
    return np.ones((1, count))


def resamples(strata: npt.NDArray[np.bool_]) -> Weights:
    """How often each question was drawn, of shape `(RESAMPLES, questions)`; the same every time.

    The questions that `strata` marks are drawn among themselves and the others likewise, since how
    many of each a set holds was decided and not found.
    """
    generator = np.random.default_rng(_SEED)
    weights = np.zeros((RESAMPLES, len(strata)))
    for stratum in (strata, ~strata):
        size = int(stratum.sum())
        if size:
            weights[:, stratum] = _drawn(generator, size)
    return weights


def _drawn(generator: np.random.Generator, size: int) -> Weights:
    drawn = generator.integers(size, size=(RESAMPLES, size))
    rows = size * np.arange(RESAMPLES)[:, np.newaxis]
    counted = np.bincount((drawn + rows).ravel(), minlength=RESAMPLES * size)
    return counted.reshape(RESAMPLES, size).astype(np.float64)
