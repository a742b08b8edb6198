"""The installed commands, each as a process of its own."""

import subprocess
import sys
from pathlib import Path

from tests.guard.environment import guarded_environment

BIN = Path(sys.executable).parent
Done = subprocess.CompletedProcess[str]


def command(name: str, *arguments: str | Path, given: str | bytes = "", **variables: str) -> Done:
    """Run `.venv/bin/<name>` to its end; no traceback may reach its user."""
    raw = given.encode() if isinstance(given, str) else given
    done = subprocess.run(  # noqa: S603 (this project's own commands)
        [BIN / name, *map(str, arguments)],
        input=raw,
        capture_output=True,
        env=guarded_environment() | variables,
        timeout=120,
        check=False,
    )
    told = subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )
    assert "Traceback" not in told.stderr
    return told


def refusal(done: Done) -> str:
    """The one line that a command which did nothing says."""
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line
