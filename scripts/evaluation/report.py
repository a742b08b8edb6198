"""An evaluation as one page of HTML that needs nothing beside itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scripts.evaluation.chart import HEIGHT, WIDTH
from scripts.evaluation.comparison import Comparison
from scripts.evaluation.evaluation import Evaluation
from scripts.evaluation.figures import FIGURES
from scripts.evaluation.groups import EVERY, LANGUAGE
from scripts.evaluation.outcome import Outcome, Verdict
from scripts.evaluation.plots import plots
from scripts.evaluation.record import Earlier
from scripts.evaluation.telling import bounds, change_bounds, changed, told

_HERE = Path(__file__).parent
_WORST = 12


@dataclass(frozen=True, slots=True)
class Misses:
    """The worst of some misses, and how many there are."""

    title: str
    says: str
    worst: Sequence[Outcome]
    count: int


def report(
    evaluation: Evaluation, comparison: Comparison | None = None, earlier: Earlier | None = None
) -> str:
    """The page: figures with intervals, plots, the worst misses, and what changed."""
    pages = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= _FILTERS
    whole = [g for g in evaluation.groups if g.by in (EVERY, LANGUAGE)]
    return pages.get_template("report.html").render(
        style=(_HERE / "report.css").read_text("utf-8"),
        evaluation=evaluation,
        figures=FIGURES,
        whole=whole,
        parts=[g for g in evaluation.groups if g not in whole],
        charts=plots(evaluation),
        width=WIDTH,
        height=HEIGHT,
        misses=[m for m in misses(evaluation.outcomes) if m.count],
        comparison=comparison,
        earlier=earlier,
    )


def misses(outcomes: Sequence[Outcome]) -> Iterable[Misses]:
    """The most confident wrong answers, and the declined questions that came nearest."""
    wrong = [o for o in outcomes if o.verdict in (Verdict.wrong, Verdict.false)]
    declined = [o for o in outcomes if o.verdict is Verdict.declined]
    yield Misses(
        "Answered wrongly",
        "answers without the gold words, or where no document answers; the most confident first",
        sorted(wrong, key=lambda o: -o.confidence)[:_WORST],
        len(wrong),
    )
    yield Misses(
        "Declined, though a document answers",
        "those first whose document, and then whose words, were ranked best",
        sorted(declined, key=_nearness)[:_WORST],
        len(declined),
    )


def _nearness(outcome: Outcome) -> tuple[float, float, float]:
    return outcome.document_rank or inf, outcome.quote_rank or inf, -outcome.confidence


def _px(length: float) -> str:
    return f"{length:.1f}"


_FILTERS = {
    "px": _px,
    "figure": told,
    "bounds": bounds,
    "changed": changed,
    "change_bounds": change_bounds,
}
