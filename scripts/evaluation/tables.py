"""An evaluation as tables for a terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table

from scripts.evaluation.comparison import Comparison
from scripts.evaluation.evaluation import Evaluation
from scripts.evaluation.figures import FIGURES
from scripts.evaluation.groups import EVERY, LANGUAGE, Group
from scripts.evaluation.telling import bounds, change_bounds, changed, told

_OF_PARTS = ("doc@1", "quote@1", "quote@3", "useful", "false_answers")


def tables(evaluation: Evaluation, comparison: Comparison | None) -> Iterator[RenderableType]:
    """How it was made, the figures with their intervals, by kind and style, and what changed."""
    yield _head(evaluation)
    whole = [group for group in evaluation.groups if group.by in (EVERY, LANGUAGE)]
    yield _figures(whole)
    parts = [group for group in evaluation.groups if group not in whole]
    if parts:
        yield _parts(parts)
    if comparison:
        yield f"\nAgainst the earlier run, on {comparison.common} questions common to both"
        if comparison.changes:
            yield _changes(comparison)
        yield f"\n{len(comparison.flips)} questions flipped"
        if comparison.flips:
            yield _flips(comparison)


def _head(evaluation: Evaluation) -> str:
    parts = [f"{evaluation.name}: {len(evaluation.outcomes)} questions"]
    parts += [
        f"{name}: {value}" for name, value in evaluation.settings.items() if value is not None
    ]
    if evaluation.seconds is not None:
        p50, p95 = evaluation.seconds.p50, evaluation.seconds.p95
        parts.append(f"seconds a question: {p50:.3f} for half, {p95:.3f} for 95 %")
    if evaluation.missing:
        parts.append(f"without a response: {evaluation.missing}")
    altered = evaluation.altered if evaluation.checked else "not checked, without documents"
    parts.append(f"not verbatim: {altered}")
    return "\n".join(parts)


def _figures(groups: list[Group]) -> Table:
    table = Table("", box=None)
    for group in groups:
        table.add_column(group.of, justify="right")
    counts = [f"{group.answerable} + {group.unanswerable}" for group in groups]
    table.add_row("answerable + not", *counts)
    for figure in FIGURES:
        if figure.name in groups[0].figures:
            table.add_row(figure.name, *(_cell(group, figure.name) for group in groups))
    return table


def _cell(group: Group, name: str) -> str:
    if name not in group.figures:
        return ""
    return f"{told(group.figures[name].value, name)}  {bounds(group, name)}"


def _parts(groups: list[Group]) -> Table:
    table = Table("", "", box=None)
    for name in ("n", *_OF_PARTS):
        table.add_column(name, justify="right")
    before = ""
    for group in groups:
        cells = (
            told(group.figures[name].value, name) if name in group.figures else ""
            for name in _OF_PARTS
        )
        count = str(group.answerable + group.unanswerable)
        table.add_row(group.by if group.by != before else "", group.of, count, *cells)
        before = group.by
    return table


def _changes(comparison: Comparison) -> Table:
    table = Table("", "", box=None)
    for name in ("earlier", "now", "difference", ""):
        table.add_column(name, justify="right")
    table.add_column("")
    before = ""
    for change in comparison.changes:
        values = (told(value, change.figure) for value in (change.earlier, change.now))
        of = change.of if change.of != before else ""
        table.add_row(
            of, change.figure, *values, changed(change), change_bounds(change), change.trend
        )
        before = change.of
    return table


def _flips(comparison: Comparison) -> Table:
    table = Table("", "", "", box=None)
    for flip in comparison.flips:
        ended = f"{flip.earlier.verdict} → {flip.now.verdict}"
        table.add_row(str(flip.now.id), ended, _printable(flip.now.question))
    return table


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
