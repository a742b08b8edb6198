"""The questions of one language, kind or style, and what the figures come to on them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scripts.evaluation.columns import Columns
from scripts.evaluation.measured import Measured, measure
from scripts.evaluation.outcome import Outcome

EVERY = "all"
LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that are alike in what `by` names, and their figures."""

    by: str
    of: str
    answerable: int
    unanswerable: int
    figures: dict[str, Measured]


_ALIKE: dict[str, Callable[[Outcome], str]] = {
    EVERY: lambda _: EVERY,
    LANGUAGE: lambda o: o.language,
    "kind": lambda o: o.kind,
    "language and kind": lambda o: f"{o.language} {o.kind}" if o.kind else "",
    "style": lambda o: o.style,
    "domain": lambda o: o.domain,
}


def alike(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, str, list[Outcome]]]:
    """What outcomes are alike in, by name and value, and which they are; all of them first."""
    for by, value_of in _ALIKE.items():
        values = sorted({value_of(o) for o in outcomes} - {""})
        for value in values:
            yield by, value, [o for o in outcomes if value_of(o) == value]


def groups(outcomes: Sequence[Outcome]) -> tuple[Group, ...]:
    """Every group of some outcomes, the whole of them first."""
    return tuple(_group(by, of, held) for by, of, held in alike(outcomes))


def _group(by: str, of: str, outcomes: list[Outcome]) -> Group:
    answerable = sum(o.answerable for o in outcomes)
    figures = measure(Columns.of(outcomes))
    return Group(by, of, answerable, len(outcomes) - answerable, figures)
