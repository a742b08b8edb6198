"""The command in forks of this process, struck by a hook of Python's own: where none may trace.

What is written without Python's knowledge of it is not seen: a write itself, and whether one file
is there. A fork is safe here as no thread runs and no model is loaded.
"""

import errno
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from scripts.command import CommandError
from scripts.faulting.fault import KILL, Fault, Point, shortened
from scripts.faulting.world import Ran, World, arguments
from scripts.reindex import main

_SECONDS = 120
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_IN_FOLDER = {"os.remove": 1, "os.rmdir": 1, "os.mkdir": 2, "os.rename": 2}  # which argument it is
_OF_FILE = ("fcntl.flock", "os.fsync")


@dataclass
class _Hook:
    """What Python tells of the disk before it touches it: each is counted, and one is struck."""

    place: Path
    strike: Callable[[Point], None]
    number: int = 0

    def install(self) -> None:
        """Have Python tell of all that this process does to its disk from now on."""
        sync = os.fsync

        def told_sync(fd: Any) -> None:  # noqa: ANN401 (as it is)
            self("os.fsync", (fd,))
            sync(fd)

        os.fsync = told_sync  # which tells of nothing by itself
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        path = _path(event, arguments)
        if path is None or not path.startswith(f"{self.place / 'var'}/"):
            return
        self.number += 1
        changes = event != "open" or bool(arguments[2] & _WRITES)
        self.strike(Point(event, shortened(path, self.place), self.number, changes, is_main=True))


def _path(event: str, arguments: tuple[Any, ...]) -> str | None:
    """The file that an event is about; None for one that is about none."""
    if event in _OF_FILE:
        return str(_file(arguments[0]))
    if event != "open" and event not in _IN_FOLDER:
        return None
    path = arguments[0]
    if isinstance(path, int) or path is None:
        return None
    written = os.fsdecode(path)
    folder = arguments[_IN_FOLDER[event]] if event in _IN_FOLDER else -1
    return written if folder == -1 else str(_file(folder) / written)


def _file(descriptor: int) -> Path:
    """What a descriptor is open on."""
    return Path(f"/proc/self/fd/{descriptor}").readlink()


def points_of(world: World, place: Path) -> list[Point]:
    """The points of a build of this world. Raises CommandError where it fails."""
    world.copied(place)
    found = place / "points"

    def note(point: Point) -> None:
        with found.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(point)) + "\n")

    ran = _forked(place, _Hook(place, note))
    if ran.code:
        raise CommandError(f"{place}: the command fails: {ran.told.strip()}")
    return [Point(**json.loads(line)) for line in found.read_text("utf-8").splitlines()]


def strike(world: World, fault: Fault, place: Path) -> Ran:
    """Run the command on a new copy of the world, with a fault."""
    world.copied(place)

    def struck(point: Point) -> None:
        if point.number != fault.point.number:
            return
        if fault.kind == KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, fault.kind)
        raise OSError(number, os.strerror(number), str(place / "var" / point.path))

    return _forked(place, _Hook(place, struck))


def reindexed(place: Path) -> Ran:
    """Run the command on a folder, with nothing amiss."""
    return _forked(place, None)


def _forked(place: Path, hook: _Hook | None) -> Ran:
    told = place / "told"
    process = os.fork()
    if process == 0:
        _run(place, told, hook)
    _, status = os.waitpid(process, 0)
    return Ran(os.waitstatus_to_exitcode(status), told.read_text("utf-8", "replace"))


def _run(place: Path, told: Path, hook: _Hook | None) -> NoReturn:
    """The command, in the place of what was forked; nothing of that may go on."""
    code: Any = 1
    try:
        signal.alarm(_SECONDS)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        sys.argv = ["kind-reindex", *arguments(place)]
        if hook is not None:
            hook.install()
        main()
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 (it is told, and judged by that)
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)
