"""A snapshot's folder held in use, so that nobody removes it meanwhile."""

import fcntl
import os
from pathlib import Path
from typing import Self


class Lease:
    """A shared hold on a folder; it ends with `close`, and with the process.

    Raises OSError where there is no such folder, BlockingIOError where it is just being removed.
    """

    def __init__(self, folder: Path) -> None:
        self._descriptor: int | None = _locked(folder, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def is_in_use(folder: Path) -> bool:
    """Whether anybody holds a folder, in this process or another."""
    try:
        os.close(_locked(folder, fcntl.LOCK_EX))
    except BlockingIOError:
        return True
    return False


def _locked(folder: Path, kind: int) -> int:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
