"""Figures as a person reads them."""

import pytest

from scripts.reindexing.figures import counted, duration, pace


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "0 documents"), (1, "1 document"), (2, "2 documents"), (12_345, "12,345 documents")],
)
def test_a_number_of_things(number: int, told: str) -> None:
    assert counted(number, "document") == told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-0.1, "0.0 s"),
        (0.04, "0.0 s"),
        (0.34, "0.3 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (110, "1 min 50 s"),
        (3599.7, "1 h 0 min"),
        (7400, "2 h 3 min"),
    ],
)
def test_a_time(seconds: float, told: str) -> None:
    assert duration(seconds) == told


@pytest.mark.parametrize(
    ("rate", "told"),
    [(0.42, "0.4 a second"), (9.96, "10 a second"), (1234.4, "1,234 a second")],
)
def test_a_rate(rate: float, told: str) -> None:
    assert pace(rate) == told
