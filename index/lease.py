"""A snapshot's folder held in use, so that nobody removes it meanwhile."""

import errno
import fcntl
import os
from pathlib import Path
from typing import Self


class Lease:
    """A shared hold on a folder; it ends with `close`, and with the process.

    Raises OSError where there is no such folder, BlockingIOError where it is just being removed.
    """

    kind = fcntl.LOCK_SH

    def __init__(self, folder: Path) -> None:
        self._descriptor: int | None = _locked(folder, self.kind)

    def close(self) -> None:
        """Let go."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Claim(Lease):
    """A folder for one alone, to remove it: BlockingIOError is raised where anybody holds it."""

    kind = fcntl.LOCK_EX


def is_in_use(folder: Path) -> bool:
    """Whether anybody holds a folder, in this process or another."""
    try:
        Claim(folder).close()
    except BlockingIOError:
        return True
    return False


def _locked(folder: Path, kind: int) -> int:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        _refuse_another(descriptor, folder)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _refuse_another(descriptor: int, folder: Path) -> None:
    """Refuse what was renamed, to be removed, before it was locked."""
    if not os.path.samestat(os.fstat(descriptor), folder.stat()):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
