"""Disks that are really full, and folders that really take nothing."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from scripts.faulting.world import COMMAND, Ran, World, reindexed

READ_ONLY, RIGHTS, FULL = "read-only", "no-rights", "full"
KINDS = (READ_ONLY, RIGHTS, FULL)
_FOLDERS = (".", "archive", "archive/readings", "archive/texts", "index", "index/snapshots")
_PAGE = 4096
_NOBODY = 65534
# What is mounted is seen by the command alone, and gone with it.
_ALONE = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--mount")
_AS_NOBODY = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")
_BOUND = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
_SMALL = (
    'mount -t tmpfs -o size="$1" none "$0" && cp -a "$2/." "$0" || exit 99; after=$3; shift 3; '
    '"$@"; code=$?; cp -a "$0" "$after"; exit $code'
)


def why_not(kind: str, folder: Path) -> str | None:
    """Why nothing of this kind can be tried in a folder; None where it can."""
    attempt = [*_ALONE, "mount", "-t", "tmpfs", "none", str(folder)]
    if kind == RIGHTS:
        if os.geteuid():
            return None
        folder.chmod(0o711)
        attempt = [*_AS_NOBODY, "test", "-x", str(COMMAND), "-a", "-x", str(folder)]
    try:
        done = subprocess.run(attempt, capture_output=True, check=False)  # noqa: S603 (as above)
    except FileNotFoundError as error:
        return f"{error.filename} is not installed"
    told = done.stderr.decode().strip() or "another user may not run this project"
    return told if done.returncode else None


def cases(kind: str, world: World) -> Iterator[tuple[str, Callable[[Path], Ran]]]:
    """The places of a kind, each with what runs the command on a copy of the world so."""
    if kind == FULL:
        least = _pages(world.before / "var")
        for pages in range(_needed(world)):
            yield f"{pages} pages are left", partial(_full, world, least + pages)
        return
    run = _read_only if kind == READ_ONLY else _without_rights
    for folder in _FOLDERS:
        yield folder, partial(run, world, folder)


def _read_only(world: World, folder: str, place: Path) -> Ran:
    """Run the command where a folder of `var` is mounted to be read only."""
    bound = world.copied(place) / "var" / folder
    return reindexed(place, [*_ALONE, "sh", "-c", _BOUND, str(bound)])


def _without_rights(world: World, folder: str, place: Path) -> Ran:
    """Run the command as somebody who may not write in a folder of `var`, nor in those below."""
    locked = world.copied(place) / "var" / folder
    folders = [locked, *(path for path in locked.rglob("*") if path.is_dir())]
    is_root = os.geteuid() == 0
    if is_root:
        for path in (place, *place.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)
    for path in folders:
        path.chmod(0o555)
    try:
        return reindexed(place, _AS_NOBODY if is_root else ())
    finally:
        for path in folders:
            path.chmod(0o755)


def _full(world: World, pages: int, place: Path) -> Ran:
    """Run the command on a disk of so many pages."""
    world.copied(place)
    var, after = place / "var", place / "after"
    told = (str(var), str(pages * _PAGE), str(world.before / "var"), str(after))
    ran = reindexed(place, [*_ALONE, "sh", "-c", _SMALL, *told])
    shutil.rmtree(var)
    after.rename(var)
    return ran


def _needed(world: World) -> int:
    """So many pages more are enough for a snapshot and all that is written beside it."""
    largest = max((world.before / "var" / "index" / "snapshots").iterdir(), key=_pages)
    return _pages(largest) + _pages(world.before / "var" / "archive")


def _pages(folder: Path) -> int:
    return sum(-(-path.stat().st_size // _PAGE) for path in folder.rglob("*") if path.is_file())
