"""An evaluation against an earlier one, on the questions that both were asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scripts.evaluation.columns import Columns
from scripts.evaluation.figures import FIGURES, Figure
from scripts.evaluation.groups import EVERY, LANGUAGE, alike
from scripts.evaluation.measured import Measured, difference
from scripts.evaluation.outcome import Outcome, Verdict

_GOOD = (Verdict.right, Verdict.silent)


class Trend(StrEnum):
    """Which way a figure went; with an interval that holds 0 it went neither."""

    better = "better"
    worse = "worse"
    same = "no difference"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a group of questions, earlier and now."""

    by: str
    of: str
    figure: str
    earlier: float
    now: float
    difference: Measured
    trend: Trend


@dataclass(frozen=True, slots=True)
class Flip:
    """A question that ended otherwise than before."""

    earlier: Outcome
    now: Outcome

    @property
    def gained(self) -> bool:
        """Whether it ends well now, and did not before."""
        return self.now.verdict in _GOOD


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed; `only_now` and `only_earlier` count the questions that have no counterpart."""

    common: int
    only_now: int
    only_earlier: int
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]

    @classmethod
    def of(cls, now: Sequence[Outcome], earlier: Sequence[Outcome]) -> "Comparison":
        """What changed between an earlier evaluation's outcomes and these.

        Questions are the same where id, wording, documents and gold words are.
        """
        before = {_same(outcome): outcome for outcome in earlier}
        pairs = [(o, before[_same(o)]) for o in now if _same(o) in before]
        return cls(
            len(pairs),
            len(now) - len(pairs),
            len(earlier) - len(pairs),
            tuple(_changes(pairs)),
            tuple(_flips(pairs)),
        )


def _same(outcome: Outcome) -> tuple[object, ...]:
    return outcome.id, outcome.question, outcome.documents, outcome.gold


Pairs = list[tuple[Outcome, Outcome]]


def _flips(pairs: Pairs) -> Iterator[Flip]:
    """The questions that went from well to ill or back; those gained come last."""
    flips = [Flip(earlier, now) for now, earlier in pairs]
    turned = (f for f in flips if (f.now.verdict in _GOOD) != (f.earlier.verdict in _GOOD))
    return iter(sorted(turned, key=lambda flip: flip.gained))


def _changes(pairs: Pairs) -> Iterator[Change]:
    before = {now.id: earlier for now, earlier in pairs}
    for by, of, held in alike([now for now, _ in pairs]):
        if by in (EVERY, LANGUAGE):
            now = Columns.of(held)
            earlier = Columns.of([before[o.id] for o in held])
            for figure in FIGURES:
                if figure.applies(now) and figure.applies(earlier):
                    yield _change(by, of, figure, now, earlier)


def _change(by: str, of: str, figure: Figure, now: Columns, earlier: Columns) -> Change:
    value, before = figure.value(now), figure.value(earlier)
    changed = difference(figure, now, earlier)
    return Change(by, of, figure.name, before, value, changed, _trend(figure, changed))


def _trend(figure: Figure, changed: Measured) -> Trend:
    if changed.interval.low <= 0 <= changed.interval.high:
        return Trend.same
    return Trend.better if (changed.value > 0) == figure.more_is_better else Trend.worse
