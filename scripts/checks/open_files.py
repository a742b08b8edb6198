"""Open files: enough of them for many conversations at once."""

import resource
from collections.abc import Iterator

from scripts.checks.check import Check
from scripts.checks.installation import Installation

_NAME = "open files"
_LEAST = 1024


def check(_: Installation) -> Iterator[Check]:
    """Whether a process may open as many files and connections as the bot may need."""
    limit, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield judged(limit)


def judged(limit: int) -> Check:
    """Whether so many are enough."""
    if limit == resource.RLIM_INFINITY:
        return Check.ok(_NAME, "as many as the system has")
    if limit < _LEAST:
        return Check.warning(
            _NAME,
            f"at most {limit} at once",
            f"run `ulimit -n {_LEAST}` before the bot, or set LimitNOFILE={_LEAST} in its service",
        )
    return Check.ok(_NAME, f"up to {limit} at once")
