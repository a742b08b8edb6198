"""Outcomes as columns of numbers, one row a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from scripts.evaluation.outcome import Outcome

Booleans = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What the figures are made of; a rank is infinite where there is none."""

    answerable: Booleans
    answered: Booleans
    confidence: Floats
    document_rank: Floats
    quote_rank: Floats
    words: Floats

    @classmethod
    def of(cls, outcomes: Sequence[Outcome]) -> Self:
        """The columns of some outcomes, in their order."""
        return cls(
            np.array([o.answerable for o in outcomes], bool),
            np.array([o.answered for o in outcomes], bool),
            np.array([o.confidence for o in outcomes], float),
            np.array([o.document_rank or np.inf for o in outcomes], float),
            np.array([o.quote_rank or np.inf for o in outcomes], float),
            np.array([o.words for o in outcomes], float),
        )

    def __len__(self) -> int:
        return len(self.answerable)

    @property
    def found(self) -> Booleans:
        """Whether a quote shows the gold words; never so of what cannot be answered."""
        return np.isfinite(self.quote_rank)

    @property
    def probable(self) -> bool:
        """Whether every confidence can be a probability."""
        return bool(np.all((self.confidence >= 0) & (self.confidence <= 1)))
