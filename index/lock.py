"""One writer at a time."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import LockError

_LONGEST = 1000  # bytes of what a holder says of itself


@contextmanager
def writer_lock(path: Path, what: str) -> Iterator[None]:
    """Hold a folder's lock while something is written; `what` tells others who writes.

    The lock dies with its holder, in whatever way that ends. Raises LockError where another holds
    it, saying who and since when, and OSError where the file cannot be written.
    """
    with path.open("a+b", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockError(
                f"{path}: {_holder(path)}; wait until it has ended, or end it, and run this again"
            ) from None
        held = {"pid": os.getpid(), "what": what, "since": datetime.now(UTC).isoformat()}
        file.truncate(0)
        with suppress(OSError):  # on a full disk it is held all the same: something may be removed
            file.write(json.dumps(held).encode())
        yield


def _holder(path: Path) -> str:
    """Who holds a lock, as it has said itself."""
    try:
        held: Any = json.loads(path.read_bytes()[:_LONGEST])
        since = datetime.fromisoformat(held["since"])
        what, pid = str(held["what"]), int(held["pid"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "another process is writing here"
    return f"{what} (process {pid}) is writing here since {since:%Y-%m-%d %H:%M:%S} UTC"
