"""Files that are either whole or not there, and written by one process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Have the file system keep what was created, renamed or removed in a folder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder with all above it, and have the file system keep each that is new."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file, once nobody else does; it is let go with its holder, however that ends."""
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_synced(path: Path, content: bytes) -> None:
    """Write a new file and have the file system keep its bytes."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def put_file(path: Path, content: bytes) -> None:
    """Put a file in place in one step; the file system keeps it once its folder is synced."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        write_synced(beside, content)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):  # what went wrong first is what counts
            beside.unlink(missing_ok=True)
        raise


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in place in one step: a reader sees the old bytes or the new, never a mixture."""
    put_file(path, content)
    sync_folder(path.parent)
