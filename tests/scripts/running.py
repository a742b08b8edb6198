"""The installed commands, each as a process of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import MODELS, ORGANISATION
from tests.guard.environment import guarded_environment

BIN = Path(sys.executable).parent
PROJECT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]


@dataclass
class Ended:
    """How a command ended that was run within the test, and what it said."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """The object that --json says."""
        return dict(json.loads(self.out))

    @property
    def refusal(self) -> str:
        """The one line of a command that did nothing."""
        assert (self.code, self.out) == (1, "")
        (line,) = self.err.splitlines()
        return line


def write_settings(folder: Path, **settings: object) -> Path:
    """A settings file of Lantern House, with the models that all tests share."""
    file = folder / "settings.yaml"
    held = {"organisation": list(ORGANISATION), "models": str(MODELS), **settings}
    file.write_text(yaml.safe_dump(held), "utf-8")
    return file


def command(name: str, *arguments: str | Path, given: str | bytes = "", **variables: str) -> Done:
    """Run `.venv/bin/<name>` to its end; no traceback may reach its user."""
    return _run([str(BIN / name), *map(str, arguments)], given, variables)


def module(name: str, *arguments: str | Path, **variables: str) -> Done:
    """Run `python -m <name>` likewise."""
    return _run([sys.executable, "-m", name, *map(str, arguments)], "", variables)


def _run(arguments: list[str], given: str | bytes, variables: dict[str, str]) -> Done:
    done = subprocess.run(  # noqa: S603 (this project's own commands)
        arguments,
        input=given.encode() if isinstance(given, str) else given,
        capture_output=True,
        env=guarded_environment() | variables,
        timeout=300,
        check=False,
        cwd=PROJECT,
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
