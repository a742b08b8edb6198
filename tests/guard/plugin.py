"""The guard as pytest fixtures: whoever reaches out fails, even where the error is swallowed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guard import environment, loopback

_reached: list[str] = []
loopback.install(_reached.append)


@pytest.fixture(scope="session")
def reached_by_children(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file in which guarded child processes note the other hosts that they reach for."""
    log = tmp_path_factory.mktemp("guard") / "reached"
    os.environ[loopback.LOG] = str(log)
    return log


@pytest.fixture(autouse=True)
def reached(reached_by_children: Path) -> Iterator[list[str]]:
    """The other hosts that this test has reached for; any left in it at the end fails the test."""
    _reached.clear()
    reached_by_children.unlink(missing_ok=True)
    yield _reached
    if reached_by_children.exists():
        _reached.extend(reached_by_children.read_text("utf-8").split())
    if _reached:
        pytest.fail(f"reached for hosts that are not this machine: {', '.join(_reached)}")


@pytest.fixture
def guarded_environment() -> dict[str, str]:
    """The environment for a process of the test's: guarded, without token and settings."""
    return environment.guarded_environment()
