"""The plots of an evaluation, and the chart they are drawn on."""

import pytest

from scripts.evaluation.chart import Axis, Chart, Dot, Line
from scripts.evaluation.columns import Columns
from scripts.evaluation.plots import confidences, recall, reliability, risk_coverage
from tests.scripts.evaluation.making import (
    columns,
    ended,
    question,
    response,
    shown,
    unanswerable,
)

RIGHT, WRONG = shown(), shown("It burns.")
CHART = Chart("Lamp", "It is lit.", Axis.shares("x"), Axis.shares("y", 0.4))


def test_a_chart_puts_the_corners_where_the_axes_end() -> None:
    line = CHART.path(Line("all", [(0.0, 0.0), (1.0, 0.4)]))
    left, right = CHART.across(0.0), CHART.across(1.0)
    top, bottom = CHART.down(0.4), CHART.down(0.0)
    assert line == f"{left:.1f},{bottom:.1f} {right:.1f},{top:.1f}"
    assert (left < right, top < bottom) == (True, True)
    assert [label for _, label in CHART.y.ticks] == ["0 %", "10 %", "20 %", "30 %", "40 %"]


def test_the_label_of_a_dot_never_leaves_the_chart() -> None:
    low, high = Dot("all", (0.5, 0.0), ""), Dot("all", (0.5, 0.4), "")
    assert CHART.beside(low) < CHART.down(0.0)
    assert CHART.beside(high) > CHART.down(0.4)


def test_risk_is_told_for_every_coverage_and_equal_confidences_count_together() -> None:
    held = Columns.of(
        [
            ended(question(), response(RIGHT, confidence=0.9)),
            ended(question(), response(WRONG, confidence=0.7)),
            ended(unanswerable(), response(RIGHT, confidence=0.7, answered=False)),
            ended(question(), response(RIGHT, confidence=0.2, answered=False)),
        ]
    )
    chart = risk_coverage({"all": held})
    assert chart.lines[0].places == [(0.25, 0.0), (0.75, 2 / 3), (1.0, 0.5)]
    assert [dot.place for dot in chart.dots] == [(0.5, 0.5)]
    assert chart.y.high == 0.8


def test_where_nothing_is_answered_no_threshold_is_marked() -> None:
    held = Columns.of([ended(question(), response(RIGHT, answered=False))])
    assert risk_coverage({"all": held}).dots == ()


def test_calibration_sets_each_tenth_against_what_was_found() -> None:
    chart = reliability(columns([0.91, 0.93, 0.95, 0.1], [True, True, False, False]))
    assert [dot.label for dot in chart.dots] == ["1", "3"]
    assert [dot.place[0] for dot in chart.dots] == pytest.approx([0.1, 0.93])
    assert [dot.place[1] for dot in chart.dots] == pytest.approx([0, 2 / 3])
    assert chart.dots[1].radius > chart.dots[0].radius


def test_recall_rises_with_k_and_has_an_interval() -> None:
    held = Columns.of(
        [
            ended(question(), response(RIGHT)),
            ended(question(), response(WRONG, RIGHT)),
            ended(question(), response(WRONG)),
            ended(unanswerable(), response(WRONG)),
        ]
    )
    chart = recall({"all": held})
    quotes, documents = chart.lines
    assert [y for _, y in quotes.places] == pytest.approx([1 / 3, 2 / 3, 2 / 3])
    assert [y for _, y in documents.places] == [1.0, 1.0, 1.0]
    assert documents.dashed
    for dot in chart.dots:
        assert dot.low is not None
        assert dot.high is not None
        assert dot.low <= dot.place[1] <= dot.high


def test_confidences_stand_above_and_below_in_percent_of_their_kind() -> None:
    chart = confidences(columns([0.99, 1.0, 0.5, 0.0], [True, True, True, False]), 0.73)
    bars = {(bar.tone, round(bar.start[0], 2)): bar.end[1] for bar in chart.bars}
    assert bars == {
        ("answerable", 0.5): pytest.approx(1 / 3),
        ("answerable", 0.95): pytest.approx(2 / 3),
        ("unanswerable", 0.0): -1.0,
    }
    assert (chart.rule, chart.y.low, chart.y.high) == (0.73, -1.0, 1.0)
    assert "0.73" in chart.says
