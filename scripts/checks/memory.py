"""Memory: enough of it for the models."""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.checks.check import Check, SkippedError
from scripts.checks.installation import Installation

_NAME = "memory"
_MEMORY = Path("/proc/meminfo")
_LIMIT = Path("/sys/fs/cgroup/memory.max")  # of a container
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)
_GIBIBYTE = 2**30
_LEAST = 2 * _GIBIBYTE


def check(_: Installation) -> Iterator[Check]:
    """Whether the models find room."""
    yield judged(available())


def available(memory: Path = _MEMORY, limit: Path = _LIMIT) -> int:
    """The bytes that a new process can have. Raises SkippedError where the system does not tell."""
    try:
        found = _AVAILABLE.search(memory.read_text("ascii"))
    except OSError:
        found = None
    if found is None:
        raise SkippedError("this system does not tell how much is available")
    free = int(found[1]) * 1024
    try:
        return min(free, int(limit.read_text("ascii")))
    except (OSError, ValueError):  # there is no limit, or it is `max`
        return free


def judged(free: int) -> Check:
    """Whether so many bytes are enough."""
    told = f"{free / _GIBIBYTE:.1f} GiB available"
    if free < _LEAST:
        return Check.warning(
            _NAME,
            f"{told}, less than the {_LEAST // _GIBIBYTE} that the bot and a reindex may take",
            "end other programs, or add memory; where the bot runs already, it has its own",
        )
    return Check.ok(_NAME, told)
