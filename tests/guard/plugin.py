"""The guard as pytest fixtures: whoever reaches out fails, even where the error is swallowed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guard import loopback

_reached: list[str] = []
loopback.install(_reached.append)


@pytest.fixture(autouse=True)
def reached() -> Iterator[list[str]]:
    """The other hosts that this test has reached for; any left in it at the end fails the test."""
    _reached.clear()
    yield _reached
    if _reached:
        pytest.fail(f"reached for hosts that are not this machine: {', '.join(_reached)}")


@pytest.fixture
def guarded_environment(tmp_path: Path, reached: list[str]) -> Iterator[dict[str, str]]:
    """The environment for a process of the test's: guarded, without token and settings."""
    log = tmp_path / "reached.log"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TELEGRAM_", "KIND_"))}
    path = [str(Path(__file__).parent), *filter(None, [kept.get("PYTHONPATH")])]
    yield kept | {"PYTHONPATH": os.pathsep.join(path), loopback.LOG: str(log)}
    if log.exists():
        reached.extend(log.read_text("utf-8").split())
