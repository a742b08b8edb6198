"""What kind-doctor checks of the machine: Python, memory, open files, the clock, Apertium."""

import os
import resource
from datetime import timedelta
from pathlib import Path

import pytest

from scripts.checks import apertium, clock, memory, open_files, python
from scripts.checks.check import SkippedError, State
from scripts.checks.installation import PROJECT, Installation
from scripts.checks.running import run_check
from tests.conftest import NOW
from tests.index.programs import mode
from tests.scripts.test_checks import only

MIB = 2**20
CHILDREN = r"for request in requests(): reply(request.replace(b'ni', b'children ') + b'\0')"


@pytest.mark.parametrize("name", ["python", "packages", "open_files", "memory"])
def test_this_machine_is_fit_for_the_tests(name: str) -> None:
    assert {line.state for line in run_check(name, Installation())} <= {State.ok, State.warning}


@pytest.mark.parametrize(
    ("number", "bits", "state"),
    [
        ((3, 11, 0), 64, State.ok),
        ((3, 14, 1), 64, State.ok),
        ((3, 10, 9), 64, State.error),
        ((3, 12, 0), 32, State.error),
    ],
)
def test_python_is_new_and_wide_enough(number: tuple[int, ...], bits: int, state: State) -> None:
    assert python.judged(number, bits=bits).state is state


@pytest.mark.parametrize(
    ("limit", "state"),
    [(1024, State.ok), (1023, State.warning), (resource.RLIM_INFINITY, State.ok)],
)
def test_a_thousand_files_may_be_open(limit: int, state: State) -> None:
    assert open_files.judged(limit).state is state


@pytest.mark.parametrize(
    ("available", "limit", "state"),
    [
        (2 * MIB, None, State.ok),
        (2 * MIB - 1, None, State.warning),
        (4 * MIB, "max\n", State.ok),
        (4 * MIB, f"{2**30}\n", State.warning),
    ],
)
def test_two_gibibytes_of_memory_are_available(
    tmp_path: Path, available: int, limit: str | None, state: State
) -> None:
    told, held = tmp_path / "meminfo", tmp_path / "memory.max"
    told.write_text(f"MemTotal:       9999999 kB\nMemAvailable:   {available} kB\n")
    if limit:
        held.write_text(limit)
    assert memory.judged(memory.available(told, held)).state is state


@pytest.mark.parametrize("told", [None, "MemFree: 1 kB\n"])
def test_a_system_that_tells_no_memory_is_no_fault(tmp_path: Path, told: str | None) -> None:
    if told:
        (tmp_path / "meminfo").write_text(told)
    with pytest.raises(SkippedError):
        memory.available(tmp_path / "meminfo", tmp_path / "none")


@pytest.mark.parametrize(
    ("early", "state"),
    [
        (timedelta(hours=23), None),
        (timedelta(days=1), State.warning),
        (timedelta(days=364), State.warning),
        (timedelta(days=365), State.error),
    ],
)
def test_a_clock_before_the_program_was_written_is_in_the_past(
    early: timedelta, state: State | None
) -> None:
    line = clock.in_the_past(NOW - early, NOW)
    assert (line and line.state) is state


def test_the_newest_file_of_the_program_is_what_counts(tmp_path: Path) -> None:
    for name, moment in (("bot/old.py", 1), ("index/deep/new.py", 9), ("var/index.py", 99)):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (moment, moment))
    assert clock.newest(tmp_path).timestamp() == 9
    line = only(run_check("clock", Installation(clock=lambda: clock.newest(tmp_path))))
    assert (line.state, "in the past" in line.message) == (State.error, True)


def test_without_telegram_the_clock_is_not_compared() -> None:
    line = only(run_check("clock", Installation(clock=lambda: clock.newest(PROJECT))))
    assert (line.state, "not asked" in line.message) == (State.skipped, True)


@pytest.mark.parametrize(
    ("body", "seconds", "state"),
    [
        (CHILDREN, 30, State.ok),
        ("for request in requests(): reply(b'lamps' + b'\\0')", 30, State.warning),
        ("time.sleep(60)", 0.5, State.warning),
        ("sys.exit(1)", 30, State.warning),
    ],
)
def test_apertium_is_right_where_it_translates(
    tmp_path: Path, body: str, seconds: float, state: State
) -> None:
    line = apertium.judged(mode(tmp_path, body), seconds)
    assert line.state is state
    assert "lt-proc" in line.message
    assert ("apt-get install" in line.remedy) is (state is State.warning)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "not installed"),
        (b"lt-proc 'x' | lantern-proc 'y'", "is not installed"),
        (b"lt-proc; rm lamp", "not a plain chain"),
        (b"\xff", "UnicodeDecodeError"),
    ],
)
def test_apertium_that_is_missing_or_in_part_is_a_warning(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "spa-eng.mode"
    if content is not None:
        file.write_bytes(content)
    line = apertium.judged(file)
    assert line.state is State.warning
    assert told in line.message
    assert "apt-get install" in line.remedy
