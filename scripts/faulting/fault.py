"""A fault: what goes wrong, and at which system call of a build."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

KILL = "kill"
ERRORS = ("ENOSPC", "EIO", "EROFS")
# Calls that change the disk, and the argument that is the file: its descriptor or its path.
_CHANGING = {
    "write": "descriptor",
    "pwrite64": "descriptor",
    "writev": "descriptor",
    "fsync": "descriptor",
    "fdatasync": "descriptor",
    "ftruncate": "descriptor",
    "fallocate": "descriptor",
    "flock": "descriptor",
    "fchmod": "descriptor",
    "openat": "path",
    "mkdir": "path",
    "mkdirat": "path",
    "rename": "path",
    "renameat": "path",
    "renameat2": "path",
    "link": "path",
    "linkat": "path",
    "symlink": "path",
    "unlink": "path",
    "unlinkat": "path",
    "rmdir": "path",
    "truncate": "path",
    "chmod": "path",
}
# Those that only look; a bad disk fails these as well.
_LOOKING = {
    "read": "descriptor",
    "pread64": "descriptor",
    "fstat": "descriptor",
    "getdents64": "descriptor",
    "close": "descriptor",
    "newfstatat": "path",
    "stat": "path",
    "lstat": "path",
}
CALLS = _CHANGING | _LOOKING
_REMOVING = frozenset({"unlink", "unlinkat", "rmdir", "os.remove", "os.rmdir"})

_ENTERED = re.compile(r"(\d+) +(\w+)\((.*)")
_DESCRIPTOR = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PROCESS = re.compile(r"\.\d+\.new$")
_RANDOM = re.compile(r"\.(new|old)-[0-9a-f]{32}")
_SNAPSHOT = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


class Call(NamedTuple):
    """A system call as it was traced: its thread, its name, its files, and whether it changes."""

    thread: int
    name: str
    paths: tuple[str, ...]
    changes: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One system call of a build, which every run makes.

    `path` and `file` are told within `var`. In `path`, a star is what differs from run to run; in
    `file`, `{}` is the process's number, and it is None where the next run's cannot be known.
    `number` is the call's among those of its name that its thread makes, `of_file` among those of
    them on `file`.
    """

    call: str
    path: str
    number: int
    changes: bool
    is_main: bool
    file: str | None = None
    of_file: int = 0

    @property
    def removes(self) -> bool:
        """Whether it takes something away."""
        return self.call in _REMOVING


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at a point: the process is killed there, or the call fails."""

    point: Point
    kind: str


def calls_in(trace: str) -> Iterable[Call]:
    """The calls of a trace by strace, with the names of its descriptors (-y)."""
    for line in trace.splitlines():
        entered = _ENTERED.match(line)
        if entered is None or entered[2] not in CALLS:
            continue
        name, told = entered[2], entered[3]
        paths = tuple(_paths(name, told))
        changes = name in _CHANGING and (name != "openat" or "O_CREAT" in told or "O_TRUNC" in told)
        yield Call(int(entered[1]), name, paths, changes)


def _paths(name: str, told: str) -> Iterable[str]:
    found = _DESCRIPTOR.search(told)
    folder = found[1] if found else ""
    if CALLS[name] == "descriptor":
        return [folder]
    # The first argument may be a folder that the path begins in; an empty path is the folder's own.
    return [
        f"{folder}/{path}".rstrip("/") if path[:1] != "/" else path
        for path in _QUOTED.findall(told)
    ]


def points_in(trace: str, place: Path, known: frozenset[str]) -> list[Point]:
    """The points of a build on the folder `place`, in their order.

    `known` are the snapshots that are there before.
    """
    var = f"{place / 'var'}/"
    numbers: Counter[tuple[int, str]] = Counter()
    of_files: Counter[tuple[int, str, str]] = Counter()
    points: list[Point] = []
    main = None
    for call in calls_in(trace):
        main = main or call.thread
        numbers[call.thread, call.name] += 1
        of_files.update((call.thread, call.name, path) for path in call.paths)
        if not any(path.startswith(var) for path in call.paths):
            continue
        known_here = (p for p in call.paths if p.startswith(var) and _is_known(p, known))
        file = next(known_here, None)
        points.append(
            Point(
                call.name,
                shortened(call.paths[0], place),
                numbers[call.thread, call.name],
                call.changes,
                call.thread == main,
                _PROCESS.sub(".{}.new", file.removeprefix(var)) if file else None,
                of_files[call.thread, call.name, file] if file else 0,
            )
        )
    return points


def shortened(path: str, place: Path) -> str:
    """A path within `var`, with what differs from run to run as a star."""
    told = _PROCESS.sub(".*.new", path.removeprefix(f"{place / 'var'}/"))
    return _SNAPSHOT.sub("*", _RANDOM.sub(r".\1-*", told))


def _is_known(path: str, snapshots: frozenset[str]) -> bool:
    """Whether a path will be the same in every run, but for the process's number."""
    return _RANDOM.search(path) is None and set(_SNAPSHOT.findall(path)) <= snapshots
