"""What the figures come to, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.evaluation.bootstrap import Interval, resamples
from scripts.evaluation.columns import Columns
from scripts.evaluation.figures import FIGURES, Figure


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure's value, or the difference of two, with its 95 % interval."""

    value: float
    interval: Interval


def measure(columns: Columns, figures: Sequence[Figure] = FIGURES) -> dict[str, Measured]:
    """The figures that apply to some questions, by name."""
    return dict(_measured(columns, figures))


def _measured(columns: Columns, figures: Sequence[Figure]) -> Iterator[tuple[str, Measured]]:
    drawn = resamples(columns.answerable)
    for figure in figures:
        if figure.applies(columns):
            value = figure.value(columns)
            interval = Interval.of(figure.compute(columns, drawn))
            yield (
                figure.name,
                Measured(value, interval.around(value) if figure.inflated else interval),
            )


def difference(figure: Figure, now: Columns, earlier: Columns) -> Measured:
    """How much a figure has changed on the same questions in the same order, drawn in pairs."""
    drawn = resamples(now.answerable)
    changes = figure.compute(now, drawn) - figure.compute(earlier, drawn)
    return Measured(figure.value(now) - figure.value(earlier), Interval.of(changes))
