"""Snapshots as one file each, to be kept elsewhere: made, listed, and checked when they come."""

import os
import re
import tarfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryDirectory

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from index.errors import SnapshotError
from index.manifest import MANIFEST, Manifest, name_of, seal
from index.snapshot import Snapshot
from index.snapshots import AGAIN, Snapshots, is_name
from index.tar import Tar, shown
from knowledge.files import replace_file, sync_folder
from knowledge.limits import MEBIBYTE

_LARGEST_MANIFEST = 64 * MEBIBYTE
_PART = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")


class Export(BaseModel):
    """A snapshot that was exported: to which file, and the sha256 of every text in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    snapshot: str
    created: AwareDatetime
    texts: list[str]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    exports: list[Export] = []


class Exports:
    """The list of the exports made from a folder of snapshots, the oldest first.

    Every method raises SnapshotError where the list is damaged, or cannot be read or written.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "exports.json"

    def all(self) -> tuple[Export, ...]:
        """Every export, also those whose files were moved or deleted since."""
        try:
            return tuple(_Written.model_validate_json(self._file.read_bytes()).exports)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise SnapshotError(
                f"{self._file}: cannot be read ({error.strerror}); check its rights"
            ) from None
        except ValidationError:
            raise SnapshotError(
                f"{self._file}: the list of exports is damaged; restore it from a backup, or "
                "delete it, and nobody knows any more which exports were made"
            ) from None

    def holding(self, texts: Collection[str]) -> tuple[Export, ...]:
        """The exports that hold one of these texts, by sha256."""
        return tuple(one for one in self.all() if not frozenset(one.texts).isdisjoint(texts))

    def keep(self, exports: Iterable[Export]) -> None:
        """Make these the list, in one step."""
        written = _Written(exports=list(exports))
        try:
            replace_file(self._file, written.model_dump_json(indent=1).encode())
        except OSError as error:
            raise _unwritable(self._file, error) from None


def export(
    snapshots: Snapshots, name: str, file: Path, now: datetime, *, force: bool = False
) -> Export:
    """Write a snapshot as an uncompressed tar, every byte of it checked; call it within `writing`.

    The same snapshot is always the same bytes. An existing file is replaced only with `force`.
    The export is listed before its file is there, and no longer where it fails. Raises
    SnapshotError where the snapshot is damaged or the file cannot be written.
    """
    target = file.absolute()
    if not str(target).isprintable():
        raise SnapshotError(f"{str(target)!r}: cannot be listed; choose a printable name")
    if target.resolve().is_relative_to(snapshots.folder.resolve()):
        raise SnapshotError(f"{target}: lies within the index itself; choose another place")
    replaces = _is_taken(target, force=force)
    manifest = snapshots.manifest(name)
    made = Export(file=str(target), snapshot=name, created=now, texts=sorted(manifest.texts))
    exports = Exports(snapshots.folder)
    before = exports.all()
    exports.keep((*before, made))
    beside = target.with_name(f".{target.name}.new")
    try:
        _write(beside, snapshots, name, manifest)
        beside.rename(target)
    except BaseException as error:
        # One that is listed and not there does no harm: what went wrong first is what counts.
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        with suppress(SnapshotError):
            exports.keep(before)
        if isinstance(error, OSError):
            raise _unwritable(target, error) from None
        raise
    try:
        sync_folder(target.parent)
    except OSError as error:
        raise _unwritable(target, error) from None
    if replaces:  # an export that is gone from this place otherwise may have been taken elsewhere
        exports.keep((*(one for one in before if one.file != made.file), made))
    return made


def _is_taken(target: Path, *, force: bool) -> bool:
    """Whether there is a file already, which may be replaced."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(target, error) from None
    if not S_ISREG(mode):
        raise SnapshotError(f"{target}: is there already, and is no file; choose another name")
    if not force:
        raise SnapshotError(f"{target}: is there already; choose another name, or use --force")
    return True


def _write(place: Path, snapshots: Snapshots, name: str, manifest: Manifest) -> None:
    place.unlink(missing_ok=True)  # what an export that was killed has left
    with place.open("xb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar:
            for part, content in _parts(snapshots, name, manifest):
                member = tarfile.TarInfo(f"{name}/{part}")
                member.size, member.mtime = len(content), int(manifest.created.timestamp())
                tar.addfile(member, BytesIO(content))
        file.flush()
        os.fsync(file.fileno())


def _parts(snapshots: Snapshots, name: str, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    """Each file of a snapshot with its bytes, checked; the manifest, which tells of them, first."""
    written = (snapshots.folder_of(name) / MANIFEST).read_bytes()
    if name_of(manifest, written) != name:
        raise SnapshotError(f"{snapshots.folder_of(name)}: changed while it was exported; {AGAIN}")
    yield MANIFEST, written
    for file in manifest.files:
        yield file, snapshots.read(name, manifest, (file,))[file]


def _unwritable(place: Path, error: OSError) -> SnapshotError:
    return SnapshotError(
        f"{place}: cannot be written: {error.strerror}; choose another place, or check the disk "
        "and the folder's rights"
    )


def read_export(file: Path) -> tuple[bytes, dict[str, bytes]]:
    """The bytes of the manifest in an export, and of each file that it names, all checked.

    Raises SnapshotError for whatever `export` cannot have written, telling why.
    """
    try:
        if not file.is_file():  # and no pipe or device, which might never end
            raise SnapshotError(f"{file}: there is no such file; name an export")
        with file.open("rb") as stream:
            return _read(Tar(file, stream))
    except OSError as error:
        raise SnapshotError(
            f"{file}: cannot be read ({error.strerror}); check its rights and its disk"
        ) from None


def _read(tar: Tar) -> tuple[bytes, dict[str, bytes]]:
    """The manifest, and the files that it names: each once, and nothing else."""
    first = tar.member()
    name, _, part = first.name.partition("/") if first else ("", "", "")
    if first is None or not is_name(name) or part != MANIFEST:
        raise tar.refused("it does not begin with a snapshot's manifest")
    if first.size > _LARGEST_MANIFEST:
        raise tar.refused(f"its manifest is larger than {_LARGEST_MANIFEST:,} bytes")
    written = tar.content(first)
    manifest = _manifest(tar, name, written)
    files: dict[str, bytes] = {}
    while (member := tar.member()) is not None:
        inside, _, part = member.name.partition("/")
        if inside != name or part not in manifest.files:
            raise tar.refused(f"{shown(member.name)} is no part of its snapshot")
        if part in files:
            raise tar.refused(f"{shown(part)} is in it twice")
        if member.size != manifest.files[part].size:
            raise tar.refused(f"{shown(part)} is not of the size that its manifest tells")
        files[part] = tar.content(member)
        if seal(files[part]) != manifest.files[part]:
            raise tar.refused(f"{shown(part)} is not the file that was written")
    if missing := sorted(manifest.files.keys() - files.keys()):
        raise tar.refused(f"{shown(missing[0])} is missing")
    return written, files


def _manifest(tar: Tar, name: str, written: bytes) -> Manifest:
    try:
        manifest = Manifest.model_validate_json(written)
    except ValidationError:
        raise tar.refused(
            "its manifest is damaged, or of another version of this program"
        ) from None
    if name_of(manifest, written) != name:
        raise tar.refused("its manifest is not the one that was written")
    for file in manifest.files:
        if not _PART.fullmatch(file) or file == MANIFEST:
            raise tar.refused(f"{shown(file)} is no name of a snapshot's file")
    return manifest


def bring_in(snapshots: Snapshots, file: Path, check: Callable[[Snapshot], None]) -> str:
    """Add the snapshot of an export to a folder; its name. Call it within `writing`.

    `check` is given the snapshot, whole and read, before it is where anybody might use it; what it
    raises keeps it out. Raises SnapshotError where the file or the snapshot in it cannot be used.
    """
    written, files = read_export(file)
    try:
        with TemporaryDirectory(prefix=".import-", suffix=".new", dir=snapshots.folder) as beside:
            check(_unpacked(file, Snapshots(Path(beside)), written, files))
    except OSError as error:
        raise _unwritable(snapshots.folder, error) from None
    name = name_of(Manifest.model_validate_json(written), written)
    if name in snapshots.names() and not snapshots.is_whole(name):
        snapshots.remove(name, force=True)
    return snapshots.add(written, files)


def _unpacked(
    file: Path, beside: Snapshots, written: bytes, files: Mapping[str, bytes]
) -> Snapshot:
    name = beside.add(written, files)
    try:
        return Snapshot.read(beside, name)
    except SnapshotError:
        raise SnapshotError(
            f"{file}: not an export that can be used: its snapshot is not of this program's form; "
            "export it again, with the same version of this program"
        ) from None
