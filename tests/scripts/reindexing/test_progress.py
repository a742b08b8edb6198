"""How far a run is, phase by phase."""

import sys
from dataclasses import dataclass, field
from io import StringIO

import pytest
from rich.console import Console

from scripts.reindexing.progress import Phases


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Told:
    """Where a run tells how far it is, and a clock that moves when it is told to."""

    terminal: bool = False
    quiet: bool = False
    clock: Clock = field(default_factory=Clock)
    out: StringIO = field(default_factory=StringIO)

    def phases(self) -> Phases:
        console = Console(
            file=self.out,
            force_terminal=self.terminal,
            force_interactive=self.terminal,
            color_system=None,
            width=100,
            _environ={},
        )
        return Phases(quiet=self.quiet, shortest=0, console=console, clock=self.clock)

    def after(self, seconds: float) -> None:
        self.clock.now += seconds

    @property
    def lines(self) -> list[str]:
        return self.out.getvalue().splitlines()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def terminal() -> Told:
    return Told(terminal=True)


def test_a_fast_phase_is_one_line_with_its_seconds(told: Told) -> None:
    with told.phases() as phases:
        update = phases.of("Reading")
        for done in range(1, 1235):
            told.after(0.0005)
            update(done, 1234)
        assert told.lines == ["Reading: 1,234 in 0.6 s"]
    assert told.lines == ["Reading: 1,234 in 0.6 s"]


def test_a_long_phase_has_a_line_every_ten_seconds_or_tenth_whichever_is_rarer(told: Told) -> None:
    with told.phases() as phases:
        update = phases.of("Encoding")
        for done in range(42, 5000, 42):
            told.after(1)
            update(done, 5000)
        update(5000, 5000)
    assert told.lines == [
        *(
            f"Encoding: {done:,} of 5,000 (42 a second, {left} left)"
            for done, left in [
                (504, "1 min 48 s"),
                (1008, "1 min 36 s"),
                (1512, "1 min 24 s"),
                (2016, "1 min 12 s"),
                (2520, "1 min 0 s"),
                (3024, "48 s"),
                (3528, "36 s"),
                (4032, "24 s"),
                (4536, "12 s"),
            ]
        ),
        "Encoding: 5,000 in 1 min 59 s (42 a second)",
    ]


def test_a_very_long_phase_is_never_silent_for_more_than_a_minute(told: Told) -> None:
    with told.phases() as phases:
        update = phases.of("Encoding")
        for done in range(1, 3601):
            told.after(1)
            update(done, 36_000)
    assert len(told.lines) == 61
    assert told.lines[1] == "Encoding: 120 of 36,000 (1.0 a second, 9 h 58 min left)"


def test_a_phase_of_unknown_length_tells_what_is_done(told: Told) -> None:
    with told.phases() as phases:
        update = phases.of("Reading")
        update(0, 0)
        for done in range(100, 2000, 100):
            told.after(1)
            update(done, 0)
    assert told.lines == ["Reading: 1,000 (100 a second)", "Reading: 1,900 in 19 s (100 a second)"]


def test_what_is_done_and_all_may_jump(told: Told) -> None:
    with told.phases() as phases:
        update = phases.of("Reading")
        update(-1, -1)
        told.after(20)
        update(700, 1000)
        told.after(20)
        update(300, 1000)
        told.after(20)
        update(1500, 1000)
    assert told.lines[0] == "Reading: 700 of 1,000"
    assert told.lines[-1] == "Reading: 1,500 in 1 min 0 s (25 a second)"


def test_a_phase_that_goes_on_after_its_end_has_another(told: Told) -> None:
    with told.phases() as phases:
        update = phases.of("Reading")
        update(5, 5)
        update(6, 7)
        update(7, 7)
    assert told.lines == ["Reading: 5 in 0.0 s", "Reading: 7 in 0.0 s"]


def test_each_phase_ends_the_one_before(told: Told) -> None:
    with told.phases() as phases:
        phases.of("Starting")  # of which nothing is ever told
        phases.of("Reading")(3, 4)
        phases.of("Encoding")(0, 0)
        phases.of("Writing")(1, 1)
    assert told.lines == [
        "Reading: 3 of 4 in 0.0 s",
        "Encoding: nothing to do",
        "Writing: 1 in 0.0 s",
    ]


def test_quiet_it_tells_nothing() -> None:
    for told in (Told(quiet=True), Told(quiet=True, terminal=True)):
        with told.phases() as phases:
            update = phases.of("Reading")
            told.after(100)
            update(1, 2)
            update(2, 2)
        assert told.lines == []


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError, SystemExit])
def test_a_phase_that_is_broken_off_has_no_end(told: Told, kind: type[BaseException]) -> None:
    def broken() -> None:
        with told.phases() as phases:
            phases.of("Reading")(2, 2)
            phases.of("Encoding")(1, 2)
            raise kind

    with pytest.raises(kind):
        broken()
    assert told.lines == ["Reading: 2 in 0.0 s"]


def test_on_a_terminal_a_bar_moves_and_a_finished_phase_leaves_a_line(terminal: Told) -> None:
    with terminal.phases() as phases:
        phases.of("Reading")(12, 12)
        update = phases.of("Encoding")
        for done in range(42, 1050, 42):
            terminal.after(1)
            update(done, 5000)
        phases._bars.refresh()
        seen = terminal.out.getvalue()
        assert "Reading: 12 in 0.0 s\n" in seen.replace("\r", "").replace("\x1b[2K", "")
        assert "Encoding ━" in seen
        assert "1,008 of 5,000 (42 a second, 1 min 36 s left)" in seen
        terminal.after(96)
        update(5000, 5000)
    end = terminal.out.getvalue()[len(seen) :]
    assert "Encoding: 5,000 in 2 min 0 s (42 a second)\n" in end
    assert end.rindex("\x1b[?25h") > end.rindex("Encoding")  # the cursor is back


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError])
def test_a_terminal_is_left_clean(terminal: Told, kind: type[BaseException]) -> None:
    def broken() -> None:
        with terminal.phases() as phases:
            phases.of("Encoding")(1, 2)
            raise kind

    out, err = sys.stdout, sys.stderr
    with pytest.raises(kind):
        broken()
    assert (sys.stdout, sys.stderr) == (out, err)
    seen = terminal.out.getvalue()
    assert seen.count("\x1b[?25l") == seen.count("\x1b[?25h") == 1
    assert seen.endswith("\x1b[2K")  # the bar's line is wiped


def test_nothing_is_written_to_stdout(terminal: Told, capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.phases() as phases:
        phases.of("Encoding")(1, 2)
        print("an answer")  # noqa: T201 (what a command writes meanwhile)
    with Phases(shortest=0) as phases:
        phases.of("Reading")(2, 2)
    captured = capsys.readouterr()
    assert captured.out == "an answer\n"
    assert captured.err == "Reading: 2 in 0.0 s\n"
    assert "an answer" not in terminal.out.getvalue()


def test_off_a_terminal_a_short_phase_is_not_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    with Phases() as phases:
        phases.of("Reading")(2, 2)
    assert capsys.readouterr() == ("", "")
