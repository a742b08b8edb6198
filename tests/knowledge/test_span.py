"""A place in a text."""

import pytest

from knowledge.span import Span


def test_it_names_a_slice() -> None:
    assert Span(4, 8).of("The lamp burns.") == "lamp"
    assert len(Span(4, 8)) == 4
    assert not Span(4, 4)


def test_it_covers_what_lies_within_it() -> None:
    assert Span(1, 5).covers(Span(1, 5))
    assert Span(1, 5).covers(Span(2, 3))
    assert not Span(1, 5).covers(Span(0, 3))
    assert not Span(1, 5).covers(Span(3, 6))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_it_never_runs_backwards_or_begins_before_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)
