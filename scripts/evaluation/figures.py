"""The figures that say how good answers are."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from scripts.evaluation import calibration, separation
from scripts.evaluation.bootstrap import Values, Weights, once
from scripts.evaluation.columns import Columns, Floats

Compute = Callable[[Columns, Weights], Values]


class Among(StrEnum):
    """Which questions a figure is of."""

    answerable = "answerable"
    unanswerable = "unanswerable"
    both = "both"
    all = "all"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its name, what it says, which questions it is of, and whether more is better.

    It is told to so many `places`. One that takes the confidence for a `probability` says nothing
    where it is none, and one that is `inflated` is made larger by resampling alone.
    """

    name: str
    meaning: str
    among: Among
    compute: Compute
    more_is_better: bool = True
    places: int = 3
    probability: bool = False
    inflated: bool = False

    def applies(self, columns: Columns) -> bool:
        """Whether the questions it is of are there."""
        some, others = bool(columns.answerable.any()), not columns.answerable.all()
        held = {
            Among.answerable: some,
            Among.unanswerable: others,
            Among.both: some and others,
            Among.all: some or others,
        }
        return held[self.among] and (columns.probable or not self.probability)

    def value(self, columns: Columns) -> float:
        """The figure of some questions."""
        return float(self.compute(columns, once(len(columns)))[0])


def _mean(name: str, meaning: str, column: Callable[[Columns], Floats]) -> Figure:
    """The mean of a column over the answerable questions."""

    def compute(columns: Columns, weights: Weights) -> Values:
        held = weights[:, columns.answerable]
        values: Values = held @ column(columns)[columns.answerable] / held.sum(axis=1)
        return values

    return Figure(name, meaning, Among.answerable, compute)


def document_by(rank: int, meaning: str = "") -> Figure:
    """How often one of the first `rank` quotes is of a document that answers."""
    return _mean(f"doc@{rank}", meaning, lambda c: (c.document_rank <= rank).astype(float))


def quote_by(rank: int, meaning: str = "") -> Figure:
    """How often one of the first `rank` quotes shows the gold words."""
    return _mean(f"quote@{rank}", meaning, lambda c: (c.quote_rank <= rank).astype(float))


def _false_answers(columns: Columns, weights: Weights) -> Values:
    held = weights[:, ~columns.answerable]
    values: Values = held @ columns.answered[~columns.answerable] / held.sum(axis=1)
    return values


FIGURES = (
    document_by(1, "the first quote is of a document that answers"),
    document_by(3, "one of three quotes is of a document that answers"),
    quote_by(1, "the first quote shows the gold words"),
    quote_by(3, "one of three quotes shows the gold words"),
    _mean("mrr", "mean reciprocal rank of the quote that shows them", lambda c: 1 / c.quote_rank),
    replace(
        _mean("words@1", "mean length of the first quote", lambda c: c.words),
        more_is_better=False,
        places=1,
    ),
    _mean("answered", "answerable, and answered", lambda c: c.answered.astype(float)),
    _mean(
        "useful",
        "answered, with the gold words among three quotes",
        lambda c: (c.answered & c.found).astype(float),
    ),
    Figure(
        "false_answers",
        "unanswerable, and answered",
        Among.unanswerable,
        _false_answers,
        more_is_better=False,
    ),
    Figure(
        "auroc",
        "how well the confidence tells answerable from unanswerable",
        Among.both,
        separation.auroc,
    ),
    Figure(
        "covered_at_5%_false",
        "answerable above the confidence that 5 % of the others reach",
        Among.both,
        separation.covered,
    ),
    Figure(
        "ece",
        "expected calibration error of the confidence",
        Among.all,
        calibration.calibration_error,
        more_is_better=False,
        probability=True,
        inflated=True,
    ),
    Figure(
        "brier",
        "mean squared error of the confidence",
        Among.all,
        calibration.brier,
        more_is_better=False,
        probability=True,
    ),
)

BY_NAME = {figure.name: figure for figure in FIGURES}
