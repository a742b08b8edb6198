"""Programs joined by pipes, kept running for many requests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.pipeline import Pipeline
from tests.index.programs import ECHO, gone, program, running

Make = Callable[..., Pipeline]
PATIENT = 10.0
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes a pipeline of programs with these bodies, and ends it after the test."""
    made = []

    def pipeline(*bodies: str) -> Pipeline:
        paths = [program(tmp_path, body, f"program-{n}") for n, body in enumerate(bodies)]
        made.append(Pipeline([(str(path), "-z") for path in paths]))
        return made[-1]

    yield pipeline
    for one in made:
        one.close()


def test_each_program_reads_what_the_one_before_it_writes(make: Make) -> None:
    add = r"for request in requests(): reply(request + b'{}\0')"
    pipeline = make(add.format("a"), add.format("b"), add.format("c"))
    assert pipeline.ask(b"", PATIENT) == b"abc"
    assert pipeline.ask("ñ".encode(), PATIENT) == "ñabc".encode()


def test_a_request_longer_than_any_pipe_comes_through(make: Make) -> None:
    request = b"a" * 500_000
    assert make(ECHO, ECHO).ask(request, PATIENT) == request


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("time.sleep(60)", id="reads nothing"),
        pytest.param("for request in requests(): pass", id="answers nothing"),
        pytest.param("for request in requests(): reply(request)", id="never ends its answer"),
        pytest.param("for request in requests(): os.close(1); time.sleep(60)", id="stops writing"),
        pytest.param("os.close(0); time.sleep(60)", id="stops reading"),
        pytest.param("sys.exit(1)", id="ends at once"),
        pytest.param("for request in requests(): sys.exit(0)", id="ends when asked"),
        pytest.param("for request in requests(): os.kill(os.getpid(), 11)", id="crashes"),
        pytest.param("for request in requests(): reply(b'half'); sys.exit(0)", id="ends amid"),
        pytest.param("while True: reply(b'a' * 65536)", id="writes without end"),
        pytest.param("for request in requests(): held = b'a' * 2**30", id="takes all memory"),
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_what_goes_wrong_gives_nothing_and_ends_all_programs(
    make: Make, body: str, place: str
) -> None:
    pipeline = make(body, ECHO) if place == "first" else make(ECHO, body)
    began = time.monotonic()
    assert pipeline.ask(b"a" * 300_000, 0.5) is None
    assert time.monotonic() - began < 5
    assert not pipeline.alive
    assert not any(map(running, pipeline.processes))


def test_two_replies_at_once_are_none(make: Make) -> None:
    pipeline = make(r"for request in requests(): reply(b'a\0b\0')")
    assert pipeline.ask(b"", PATIENT) is None
    assert not pipeline.alive


def test_no_time_is_no_answer(make: Make) -> None:
    assert make(ECHO).ask(b"a", 0) is None


def test_it_is_alive_while_all_programs_run(make: Make) -> None:
    pipeline = make(ECHO, ECHO, ECHO)
    assert pipeline.alive
    os.kill(pipeline.processes[1], signal.SIGKILL)
    assert gone(pipeline.processes[1])
    assert not pipeline.alive


def test_closing_it_ends_the_programs_and_may_be_done_again(make: Make) -> None:
    pipeline = make(ECHO, "time.sleep(60)")
    pipeline.close()
    pipeline.close()
    assert not any(map(running, pipeline.processes))
    assert not pipeline.alive


def test_a_program_that_is_not_there_leaves_none_running(tmp_path: Path) -> None:
    first = program(
        tmp_path, f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n{ECHO}"
    )
    with pytest.raises(FileNotFoundError):
        Pipeline([(str(first),), (str(tmp_path / "missing"),)])
    noted = tmp_path / "pid"
    assert not noted.exists() or not running(int(noted.read_text("utf-8")))


def test_the_programs_are_told_nothing_of_this_process(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:secret")
    told = make(r"for _ in requests(): reply((' '.join(sorted(os.environ)) + '\0').encode())")
    assert told.ask(b"", PATIENT) == b"LC_ALL PATH"


def test_what_they_complain_of_is_not_shown(make: Make, capfd: pytest.CaptureFixture[str]) -> None:
    pipeline = make("for request in requests(): os.write(2, request); reply(b'said\\0')")
    assert pipeline.ask(b"a person's words", PATIENT) == b"said"
    assert capfd.readouterr() == ("", "")


def test_they_are_a_group_of_their_own(make: Make) -> None:
    first, second = make(ECHO, ECHO).processes
    assert os.getpgid(first) == os.getpgid(second) == first != os.getpgrp()


def test_their_memory_is_bounded_and_they_leave_no_core_file(make: Make) -> None:
    for pid in make(ECHO, ECHO).processes:
        limits = Path(f"/proc/{pid}/limits").read_text("utf-8").splitlines()
        kept = {line[:26].strip(): line[26:].split()[0] for line in limits}
        assert kept["Max core file size"] == "0"
        assert int(kept["Max address space"]) <= 2**29
        assert int(kept["Max cpu time"]) <= 120


def test_they_end_when_this_process_is_killed(
    tmp_path: Path, guarded_environment: dict[str, str]
) -> None:
    stages = [(str(program(tmp_path, ECHO, name)),) for name in ("one", "two", "three")]
    code = (
        "from index.pipeline import Pipeline\n"
        f"pipeline = Pipeline({stages!r})\n"
        "assert pipeline.ask(b'a', 10) == b'a'\n"
        "print(*pipeline.processes, flush=True)\n"
        "input()\n"
    )
    with subprocess.Popen(  # noqa: S603 (this test's own code)
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=guarded_environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 3
        assert all(map(running, pids))
        parent.kill()
    assert gone(*pids)
