"""The plots of an evaluation."""

from collections.abc import Iterator, Sequence

import numpy as np

from scripts.evaluation.calibration import bins
from scripts.evaluation.chart import Axis, Bar, Chart, Dot, Line, Place
from scripts.evaluation.columns import Booleans, Columns
from scripts.evaluation.evaluation import Evaluation
from scripts.evaluation.figures import document_by, quote_by
from scripts.evaluation.groups import EVERY, LANGUAGE, alike
from scripts.evaluation.measured import measure
from scripts.evaluation.response import SHOWN

_STEPS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)  # where an axis of shares may end
_BARS = 20
_TONES = ("all", "first", "second", "third")
_LEAST = 0.04  # a dot that can still be seen
_APART = 0.07  # between what stands at the same rank


Series = dict[str, Columns]


def plots(evaluation: Evaluation) -> list[Chart]:
    """The plots that an evaluation allows, each of which says what it shows."""
    outcomes = evaluation.outcomes
    held = {of: Columns.of(some) for by, of, some in alike(outcomes) if by in (EVERY, LANGUAGE)}
    if len(held) == 2:  # noqa: PLR2004 (one language, which is then all there is)
        held = {EVERY: held[EVERY]}
    every = held[EVERY]
    found = [risk_coverage(held)]
    if every.probable:
        found.append(reliability(every))
    if every.answerable.any():
        found.append(recall(held))
    if every.probable:
        found.append(confidences(every, evaluation.threshold))
    return found


def risk_coverage(held: Series) -> Chart:
    """How many answers are wrong, the more of the questions are answered."""
    curves = {of: list(_risks(columns)) for of, columns in held.items()}
    points = {of: _working_point(columns) for of, columns in held.items()}
    highest = max(y for curve in curves.values() for _, y in curve)
    return Chart(
        title="Risk and coverage",
        says="If the most confident questions are answered, up to a share of all: how many of "
        "these answers are wrong. The dots are where the threshold stands.",
        x=Axis.shares("questions answered"),
        y=Axis.shares(
            "of these, answered wrongly", next(step for step in _STEPS if highest <= step)
        ),
        key=_key(held),
        lines=tuple(Line(_tone(held, of), curve) for of, curve in curves.items()),
        dots=tuple(
            Dot(
                _tone(held, of),
                point,
                f"{of}: {point[0]:.1%} answered, {point[1]:.1%} of these wrong",
            )
            for of, point in points.items()
            if point is not None
        ),
    )


def _tone(held: Series, of: str) -> str:
    return _TONES[min(list(held).index(of), len(_TONES) - 1)]


def _key(held: Series) -> tuple[tuple[str, str], ...]:
    return tuple((_tone(held, of), of) for of in held)


def _risks(columns: Columns) -> Iterator[Place]:
    """Coverage and risk at each confidence, the highest first."""
    order = np.argsort(-columns.confidence, kind="stable")
    confidence, wrong = columns.confidence[order], np.cumsum(~columns.found[order])
    last = np.append(confidence[1:] != confidence[:-1], True)  # of equal ones, all or none
    for place in np.flatnonzero(last):
        yield (float(place + 1) / len(columns), float(wrong[place]) / float(place + 1))


def _working_point(columns: Columns) -> Place | None:
    answered = int(columns.answered.sum())
    if not answered:
        return None
    wrong = int((columns.answered & ~columns.found).sum())
    return answered / len(columns), wrong / answered


def reliability(columns: Columns) -> Chart:
    """How often a question of some confidence is in fact answered."""
    held = bins(columns)
    most = max(b.questions for b in held)
    return Chart(
        title="Calibration",
        says="Of the questions with some confidence, how many have their gold words among the three"
        " quotes. On the dashed line the confidence is exactly that share. Beside each dot "
        "stands the number of its questions.",
        x=Axis.shares("confidence"),
        y=Axis.shares("in fact answered"),
        lines=(Line("plain", [(0.0, 0.0), (1.0, 1.0)], dashed=True),),
        dots=tuple(
            Dot(
                EVERY,
                (b.confidence, b.answered),
                f"{b.questions} questions, confidence {b.confidence:.2f}: {b.answered:.1%}",
                size=max(_LEAST, b.questions / most),
                label=str(b.questions),
            )
            for b in held
        ),
    )


def recall(held: Series) -> Chart:
    """How often the first k quotes hold a right one."""
    ranks = range(1, SHOWN + 1)
    figures = [make(rank) for make in (quote_by, document_by) for rank in ranks]
    named = {of: measure(c, figures) for of, c in held.items() if c.answerable.any()}
    lines: list[Line] = []
    dots: list[Dot] = []
    for number, (of, measured) in enumerate(named.items()):
        tone, beside = _tone(held, of), _APART * (number - (len(named) - 1) / 2)
        for name in ("quote", "doc"):
            places = [(rank + beside, measured[f"{name}@{rank}"].value) for rank in ranks]
            lines.append(Line(tone, places, dashed=name == "doc"))
        for rank, place in zip(ranks, lines[-2].places, strict=True):
            bounds = measured[f"quote@{rank}"].interval
            says = f"{of}: quote@{rank} {place[1]:.3f} ({bounds.low:.3f} to {bounds.high:.3f})"
            dots.append(Dot(tone, place, says, 0.06, bounds.low, bounds.high))
    return Chart(
        title="Recall by k",
        says="Of the answerable questions, how many have their gold words among the first k quotes,"
        " with 95 % intervals. Dashed: a quote of a document that answers.",
        x=Axis("k", 0.8, SHOWN + 0.2, tuple((float(rank), str(rank)) for rank in ranks)),
        y=Axis.shares("of answerable questions"),
        key=_key(held),
        lines=tuple(lines),
        dots=tuple(dots),
    )


def confidences(columns: Columns, threshold: float | None) -> Chart:
    """Which confidence answerable questions get, and which the others."""
    up = _shares(columns, columns.answerable)
    down = _shares(columns, ~columns.answerable)
    highest = max(*up, *down)
    end = next(step for step in _STEPS if highest <= step)
    ticks = tuple((end * half, f"{abs(100 * end * half):.3g} %") for half in (-1, -0.5, 0, 0.5, 1))
    return Chart(
        title="Confidence",
        says="Which confidence answerable questions get (upwards), and which unanswerable ones "
        "(downwards), each in percent of its kind."
        + (f" The rule is the threshold, {threshold:g}." if threshold is not None else ""),
        x=Axis.shares("confidence"),
        y=Axis("of its kind", -end, end, ticks),
        key=(("answerable", "answerable"), ("unanswerable", "unanswerable")),
        bars=(*_bars("answerable", up, 1), *_bars("unanswerable", down, -1)),
        rule=threshold,
    )


def _shares(columns: Columns, among: Booleans) -> list[float]:
    counts, _ = np.histogram(columns.confidence[among], bins=_BARS, range=(0, 1))
    return [float(count) / max(1, int(among.sum())) for count in counts]


def _bars(tone: str, shares: Sequence[float], sign: int) -> Iterator[Bar]:
    for number, share in enumerate(shares):
        start, end = number / _BARS, (number + 1) / _BARS
        if share:
            says = f"{tone}, {start:.2f} to {end:.2f}: {share:.1%}"
            yield Bar(tone, (start, 0.0), (end, sign * share), says)
