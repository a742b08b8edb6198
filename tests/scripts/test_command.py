"""How every command ends."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from knowledge.errors import KindError
from scripts.command import Exit, told_errors
from tests.guard.environment import guarded_environment
from tests.scripts.running import PROJECT

STOPPED = "stopped; nothing was left half done\n"
AGAIN = "stopping; once more ends it at once\n"

# A command in the middle of something, which cleans up for as long as it is let.
BUSY = """
import sys, time
from scripts.command import run, say

def work(wait: float = 60) -> None:
    try:
        say("working")
        time.sleep(wait)
    finally:
        say("cleaning up")
        sys.stdin.readline()
        say("clean")

run(work)
"""

# One that reads files in processes of its own meanwhile, and shows how far it is.
READING = """
from pathlib import Path
import sys
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from scripts.command import run
from scripts.reindexing.progress import Phases

def work(documents: Path, archive: Path) -> None:
    with Phases() as phases:
        Catalogue.load(documents, Archive(archive), progress=phases.of("Reading"))
        phases.of("Encoding")(1, 2)
        sys.stdin.readline()

run(work)
"""

# The tests themselves may run in the background of a shell, with Ctrl-C ignored.
FOREGROUND = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
Busy = subprocess.Popen[str]


@pytest.fixture
def started() -> Iterator[Callable[..., Busy]]:
    """Starts a command; it is ended with the test."""
    running: list[Busy] = []

    def start(code: str, *arguments: str | Path, stderr: int | IO[str] = subprocess.PIPE) -> Busy:
        process = subprocess.Popen(  # noqa: S603 (this project's own code)
            [sys.executable, "-c", FOREGROUND + code, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            cwd=PROJECT,
            env=guarded_environment() | {"TERM": "xterm", "COLUMNS": "80"},
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def heard(process: Busy) -> str:
    """The next line that a command says on stdout."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def heard_of_it(process: Busy) -> str:
    """The next line that a command says on stderr."""
    assert process.stderr is not None
    return process.stderr.readline()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_cleans_up_and_says_that_it_stopped(
    started: Callable[..., Busy], number: signal.Signals
) -> None:
    process = started(BUSY)
    assert heard(process) == "working"
    process.send_signal(number)
    assert heard(process) == "cleaning up"
    out, err = process.communicate("\n", timeout=20)
    assert (out, err, process.returncode) == ("clean\n", STOPPED, Exit.failed)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_again_it_still_cleans_up(
    started: Callable[..., Busy], number: signal.Signals
) -> None:
    process = started(BUSY)
    assert heard(process) == "working"
    process.send_signal(signal.SIGINT)
    assert heard(process) == "cleaning up"
    process.send_signal(number)
    assert heard_of_it(process) == AGAIN
    out, err = process.communicate("\n", timeout=20)
    assert (out, err, process.returncode) == ("clean\n", STOPPED, Exit.failed)


def test_interrupted_a_third_time_it_ends_at_once(started: Callable[..., Busy]) -> None:
    process = started(BUSY)
    assert heard(process) == "working"
    process.send_signal(signal.SIGINT)
    assert heard(process) == "cleaning up"
    process.send_signal(signal.SIGINT)
    assert heard_of_it(process) == AGAIN
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == Exit.failed
    assert process.communicate() == ("", "")


def test_a_command_that_is_not_interrupted_ends_as_ever(started: Callable[..., Busy]) -> None:
    process = started(BUSY, "--wait", "0")
    out, err = process.communicate("\n", timeout=20)
    assert (out, err, process.returncode) == ("working\ncleaning up\nclean\n", "", Exit.done)


def test_in_the_background_of_a_shell_ctrl_c_stays_ignored(started: Callable[..., Busy]) -> None:
    ignoring = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    process = started(ignoring + BUSY, "--wait", "0.5")
    assert heard(process) == "working"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate("\n", timeout=20)
    assert (err, process.returncode) == ("", Exit.done)


def test_interrupted_at_a_terminal_it_leaves_it_clean(
    started: Callable[..., Busy], lantern: Path, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as stderr:
        process = started(READING, lantern, tmp_path / "archive", stderr=stderr)
    seen = _until(ours, "1 of 2")
    assert "Reading: 10 in " in seen
    process.send_signal(signal.SIGINT)
    seen += _until(ours, "half done")
    assert process.wait(timeout=20) == Exit.failed
    os.close(ours)
    assert seen.count("\x1b[?25l") == seen.count("\x1b[?25h") == 1  # the cursor is back
    assert seen.rstrip().endswith(f"\x1b[2K{STOPPED.rstrip()}")  # on the bar's line, wiped
    assert "Traceback" not in seen
    assert process.stdout is not None
    assert process.stdout.read() == ""


def _until(terminal: int, words: str) -> str:
    seen = ""
    while words not in seen:
        seen += os.read(terminal, 4096).decode("utf-8", "replace")
    return seen


def test_interrupted_in_this_process_it_says_so_too(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        with told_errors():
            raise KeyboardInterrupt

    with pytest.raises(SystemExit) as ended:
        interrupted()
    assert ended.value.code == Exit.failed
    assert capsys.readouterr().err == STOPPED


@pytest.mark.parametrize("error", [None, KindError("lamp.txt: it is out; light it")])
def test_afterwards_signals_mean_what_they_did(
    error: KindError | None, capsys: pytest.CaptureFixture[str]
) -> None:
    def ended() -> None:
        with told_errors():
            assert signal.getsignal(signal.SIGTERM) != before[1]
            if error is not None:
                raise error
        raise SystemExit(Exit.done)

    before = (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
    with pytest.raises(SystemExit) as how:
        ended()
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
    assert how.value.code == (Exit.done if error is None else Exit.failed)
    assert capsys.readouterr().err == ("" if error is None else f"{error}\n")
