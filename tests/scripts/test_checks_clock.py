"""How kind-doctor compares the clock with Telegram's."""

from datetime import timedelta

import pytest

from scripts.checks.check import State
from tests.scripts.test_checks_telegram import ME, close, found, now, reply, telling


@pytest.mark.parametrize(
    ("off", "state"),
    [(0, State.ok), (50, State.ok), (-50, State.ok), (70, State.warning), (-70, State.warning),
     (290, State.warning), (310, State.error), (-310, State.error)],
)  # fmt: skip
def test_the_clock_is_as_telegrams(off: int, state: State) -> None:
    (line,) = found(telling(reply(ME, date=now() - timedelta(seconds=off))), "clock")
    assert line.state is state
    if state is not State.ok:
        assert ("ahead of" if off > 0 else "behind") in line.message
        assert line.remedy


@pytest.mark.parametrize(
    "date",
    [None, "tomorrow", "Mon, 30 Feb 2026 10:00:00 GMT", "Mon, 01 Jan 99999999 10:00:00 GMT",
     "Tue, 24 Nov 2026 12:00:00 -0000", "Tue, 24 Nov 2026 12:00:00 +9999"],
)  # fmt: skip
def test_an_answer_without_a_right_date_is_not_compared_with(date: str | None) -> None:
    (line,) = found(telling(reply(ME, date=date)), "clock")
    assert line.state is State.skipped


def test_a_refusal_has_a_date_too() -> None:
    (line,) = found(telling(reply(None, "401 Unauthorized", date=now())), "clock")
    assert line.state is State.ok


def test_the_clock_of_a_server_that_does_not_answer_is_not_compared_with() -> None:
    (line,) = found(close, "clock")
    assert line.state is State.skipped
