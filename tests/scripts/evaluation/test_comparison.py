"""An evaluation against an earlier one."""

from dataclasses import replace

from scripts.evaluation.comparison import Comparison, Trend
from scripts.evaluation.outcome import Outcome, Verdict
from tests.scripts.evaluation.making import ended, question, response, shown, unanswerable

RIGHT, WRONG = shown(), shown("It burns.")
COUNT = 30


def run(right: int, false: int = 0, words: int = 0) -> list[Outcome]:
    """Thirty answerable questions, some answered rightly, and thirty others, some answered."""
    asked = [
        ended(question(id=n), response(RIGHT if n < right else WRONG)) for n in range(COUNT)
    ] + [
        ended(unanswerable(id=COUNT + n), response(answered=n < false, confidence=0.1))
        for n in range(COUNT)
    ]
    return [replace(o, words=o.words + words) for o in asked]


def trends(comparison: Comparison) -> dict[str, Trend]:
    return {change.figure: change.trend for change in comparison.changes if change.of == "all"}


def test_nothing_is_different_from_itself() -> None:
    comparison = Comparison.of(run(15, 5), run(15, 5))
    assert (comparison.common, comparison.only_now, comparison.only_earlier) == (60, 0, 0)
    assert set(trends(comparison).values()) == {Trend.same}
    assert comparison.flips == ()


def test_more_is_better_or_worse_as_the_figure_has_it() -> None:
    found = trends(Comparison.of(run(25, 10, words=9), run(10, 0)))
    assert found["quote@1"] is found["useful"] is Trend.better
    assert found["false_answers"] is found["words@1"] is Trend.worse
    assert found["doc@1"] is Trend.same
    found = trends(Comparison.of(run(10, 0), run(25, 10, words=9)))
    assert found["quote@1"] is found["useful"] is Trend.worse
    assert found["false_answers"] is found["words@1"] is Trend.better


def test_one_question_in_thirty_is_no_difference() -> None:
    comparison = Comparison.of(run(16), run(15))
    assert trends(comparison)["quote@1"] is Trend.same
    (flip,) = comparison.flips
    assert (flip.now.id, flip.earlier.verdict, flip.now.verdict, flip.gained) == (
        15,
        Verdict.wrong,
        Verdict.right,
        True,
    )


def test_what_was_lost_comes_before_what_was_gained() -> None:
    flips = Comparison.of(run(5, 1), run(3, 0)).flips
    assert [(flip.now.id, flip.gained) for flip in flips] == [(30, False), (3, True), (4, True)]


def test_only_the_same_questions_are_compared() -> None:
    earlier = run(15)
    now = [*run(15)[1:], replace(earlier[0], id="new")]
    now[0] = replace(now[0], gold="Other words.")
    comparison = Comparison.of(now, earlier)
    assert (comparison.common, comparison.only_now, comparison.only_earlier) == (58, 2, 2)
    assert Comparison.of(now, []).changes == ()


def test_languages_are_compared_by_themselves() -> None:
    spanish = [replace(o, id=f"es-{o.id}", language="es") for o in run(5)]
    comparison = Comparison.of([*run(15), *spanish], [*run(15), *spanish])
    assert {(change.by, change.of) for change in comparison.changes} == {
        ("all", "all"),
        ("language", "en"),
        ("language", "es"),
    }
