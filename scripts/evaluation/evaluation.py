"""A question set's evaluation: under which conditions, every outcome, every figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

import numpy as np

from scripts.evaluation.groups import Group, groups
from scripts.evaluation.json_lines import Identity
from scripts.evaluation.outcome import Outcome, outcomes
from scripts.evaluation.question_set import QuestionSet
from scripts.evaluation.response import Response

Settings = Mapping[str, str | float | None]


@dataclass(frozen=True, slots=True)
class Seconds:
    """What half of the questions took at most, and what 95 % of them did."""

    p50: float
    p95: float


@dataclass(frozen=True)
class Evaluation:
    """Every outcome of a set; `missing` counts the questions without a response.

    `settings` are those of the index that was asked, or name the answers that were ready made, and
    `checked` is whether the quotes were held against the documents' texts.
    """

    name: str
    made: datetime
    settings: Settings
    outcomes: tuple[Outcome, ...]
    missing: int
    checked: bool

    @classmethod
    def of(
        cls,
        asked: QuestionSet,
        responses: dict[Identity, Response],
        settings: Settings,
        made: datetime,
    ) -> Self:
        """The evaluation of the responses to a set."""
        missing = sum(question.id not in responses for question in asked.questions)
        held = tuple(outcomes(asked, responses))
        return cls(asked.name, made, settings, held, missing, checked=bool(asked.texts))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The figures of all questions, then by language, kind, style and domain."""
        return groups(self.outcomes)

    @property
    def threshold(self) -> float | None:
        """The confidence from which a question is answered; None where that is not known."""
        threshold = self.settings.get("threshold")
        return threshold if isinstance(threshold, float | int) else None

    @property
    def altered(self) -> int:
        """How many quotes are not verbatim."""
        return sum(outcome.altered for outcome in self.outcomes)

    @property
    def seconds(self) -> Seconds | None:
        """How long the answers took; None where that was not measured."""
        taken = [o.seconds for o in self.outcomes if o.seconds is not None]
        if not taken:
            return None
        p50, p95 = np.percentile(taken, [50, 95])
        return Seconds(round(float(p50), 4), round(float(p95), 4))
