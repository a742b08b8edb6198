"""The disk: room for the next snapshots, and for the models."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from index.errors import SnapshotError
from index.snapshots import Snapshots
from scripts.checks.check import Check
from scripts.checks.installation import Installation, ToBeMadeError

_NAME = "disk"
_MEBIBYTE = 2**20
_LEAST = 100 * _MEBIBYTE
_A_MODEL = 500 * _MEBIBYTE
_REMEDY = "free some space (kind-index prune removes older snapshots), or move the folder"


def check(installation: Installation) -> Iterator[Check]:
    """The free space on each disk that the index, the archive and the models are on."""
    yield from judged(installation)


def judged(
    installation: Installation,
    free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
) -> Iterator[Check]:
    """The same, with what tells the free bytes of the disk that a folder is on."""
    for folders in _by_disk(installation).values():
        needed = sum(_needed(name, installation) for name in folders)
        place = next(iter(folders.values()))
        yield _line(", ".join(folders), free(place), needed)


def _by_disk(installation: Installation) -> Mapping[int, dict[str, Path]]:
    """The folders that are written to, those of one disk together."""
    found: dict[int, dict[str, Path]] = {}
    for name in ("index", "archive", "models"):
        place = nearest(getattr(installation.settings, name))
        found.setdefault(place.stat().st_dev, {})[name] = place
    return found


def nearest(folder: Path) -> Path:
    """A folder, or what is there of the way to it."""
    way = (folder, *folder.parents)
    return next(place for place in way if place.exists() or place.is_symlink())


def _needed(name: str, installation: Installation) -> int:
    """The bytes that may soon be written to a folder."""
    if name == "models":
        made = [m for m in installation.models.values() if isinstance(m, ToBeMadeError)]
        return len(made) * _A_MODEL
    return 2 * _size(Snapshots(installation.settings.index)) if name == "index" else 0


def _size(snapshots: Snapshots) -> int:
    """The bytes of the current snapshot; nothing where there is none that tells."""
    try:
        current = snapshots.current()
        return snapshots.manifest(current).size if current else 0
    except SnapshotError:  # the index has a line of its own
        return 0


def _line(folders: str, free: int, needed: int) -> Check:
    told = f"{free / _MEBIBYTE:,.0f} MiB free for {folders}"
    if free < _LEAST:
        return Check.error(_NAME, f"{told}: nothing can be relied on to be written", _REMEDY)
    if free < needed:
        return Check.warning(_NAME, f"{told}, and {needed / _MEBIBYTE:,.0f} may be needed", _REMEDY)
    return Check.ok(_NAME, told)
