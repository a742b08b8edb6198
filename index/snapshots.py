"""The folder of snapshots: immutable folders, and the pointer to the current one."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from hashlib import sha256
from pathlib import Path
from time import sleep
from uuid import uuid4

from pydantic import ValidationError

from index.errors import LockError, SnapshotError
from index.lease import Claim, Lease
from index.lock import writer_lock
from index.manifest import MANIFEST, FileSeal, Manifest, name_of
from knowledge.files import make_folder, replace_file, sync_folder, write_synced

AGAIN = "run kind-reindex"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_NEW, _OLD = ".new-", ".old-"
_LOOKS, _LOOK = 20, 0.005  # seconds


def is_name(text: str) -> bool:
    """Whether a text has the form of a snapshot's name."""
    return _NAME.fullmatch(text) is not None


class Snapshots:
    """The snapshots under a folder, and the pointer that names the current one.

    Whoever writes does so within `writing`. Readers need nothing: what they read is never changed,
    and a `lease` keeps it from being removed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pointer = folder / "current"
        self._all = folder / "snapshots"
        self._writes = False

    def names(self) -> tuple[str, ...]:
        """The names of all snapshots, whole or not, the newest first."""
        try:
            found = [path.name for path in self._all.iterdir() if _NAME.fullmatch(path.name)]
        except OSError:
            return ()
        return tuple(sorted(found, key=self._age, reverse=True))

    def _age(self, name: str) -> tuple[str, str, str]:
        """What sorts snapshots by their time; a name tells it to the second."""
        second, _, digest = name.partition("-")
        try:
            return second, self.manifest(name).created.isoformat(), digest
        except SnapshotError:
            return second, "", digest

    def folder_of(self, name: str) -> Path:
        """The folder of a snapshot."""
        return self._all / name

    def current(self) -> str | None:
        """The name of the current snapshot; None where none was ever published.

        Raises SnapshotError for a pointer that cannot be read or names no snapshot, and where there
        are snapshots and no pointer.
        """
        try:
            name = self.pointer.read_text("utf-8").strip()
        except FileNotFoundError:
            if self.names():
                raise SnapshotError(
                    f"{self.pointer}: is missing, so that no snapshot is current; {AGAIN}"
                ) from None
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SnapshotError(f"{self.pointer}: cannot be read ({error}); {AGAIN}") from None
        if not _NAME.fullmatch(name) or not _is_file(self._all / name / MANIFEST):
            raise SnapshotError(f"{self.pointer}: names no snapshot: {name[:80]!r}; {AGAIN}")
        return name

    def manifest(self, name: str) -> Manifest:
        """What a snapshot is made of. Raises SnapshotError where it does not say so rightly."""
        path = self._all / name / MANIFEST
        try:
            content = path.read_bytes()
            manifest = Manifest.model_validate_json(content)
        except OSError as error:
            raise SnapshotError(f"{path}: cannot be read ({error.strerror}); {AGAIN}") from None
        except ValidationError:
            raise SnapshotError(
                f"{path}: damaged, or of another version of this program; {AGAIN}"
            ) from None
        if name_of(manifest, content) != name:
            raise SnapshotError(f"{path}: not the file that was written, damaged; {AGAIN}")
        return manifest

    def read(
        self, name: str, manifest: Manifest, files: Iterable[str] | None = None
    ) -> dict[str, bytes]:
        """The bytes of each file of a snapshot, or of some, checked against its manifest.

        Raises SnapshotError naming the file that is missing or not as it was written.
        """
        wanted = manifest.files if files is None else files
        return {file: self._checked(name, file, manifest.files.get(file)) for file in wanted}

    def is_whole(self, name: str) -> bool:
        """Whether every file of a snapshot is there, as it was written."""
        try:
            self.read(name, self.manifest(name))
        except SnapshotError:
            return False
        return True

    def _checked(self, name: str, file: str, seal: FileSeal | None) -> bytes:
        path = self._all / name / file
        if Path(file).name != file or not file.isprintable():
            raise SnapshotError(f"{path}: lies outside its snapshot; {AGAIN}")
        if seal is None:
            raise SnapshotError(f"{path}: its manifest does not know it, damaged; {AGAIN}")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SnapshotError(f"{path}: cannot be read ({error.strerror}); {AGAIN}") from None
        if len(content) != seal.size or sha256(content).hexdigest() != seal.sha256:
            raise SnapshotError(f"{path}: not the file that was written, damaged; {AGAIN}")
        return content

    def lease(self, name: str) -> Lease:
        """Hold a snapshot in use. Raises SnapshotError where it is gone, or going."""
        try:
            return _leased(self._all / name)
        except OSError as error:
            raise SnapshotError(
                f"{self._all / name}: cannot be used ({error.strerror}); {AGAIN}"
            ) from None

    @contextmanager
    def writing(self, what: str) -> Iterator[None]:
        """Write snapshots, with nobody else doing so; `what` tells others who it is.

        What a writer that was killed has left half done is cleared away first. Raises LockError
        where another process writes, and SnapshotError where nothing can be written.
        """
        if self._writes:
            yield
            return
        with ExitStack() as stack:
            try:
                make_folder(self.folder)
                stack.enter_context(writer_lock(self.folder / "lock", what))
                self._clear()
            except OSError as error:
                raise self._unwritable(error) from None
            self._writes = True
            try:
                yield
            finally:
                self._writes = False

    def _clear(self) -> None:
        for rest in (*self.folder.glob(".*.new"), *self._all.glob(f"{_NEW}*")):
            _delete(rest)
        for rest in self._all.glob(f"{_OLD}*"):
            _delete(rest)
        # What a writer put in place just before it was killed is there, and not yet kept.
        for folder in (self._all, self.folder):
            if folder.is_dir():
                sync_folder(folder)

    def publish(self, manifest: Manifest, files: Mapping[str, bytes]) -> str:
        """Write a snapshot beside the others, then point to it in one step; its name.

        Raises SnapshotError when the disk does not take it.
        """
        name = self.add(manifest.model_dump_json(indent=1).encode(), files)
        self.point(name)
        return name

    def add(self, manifest: bytes, files: Mapping[str, bytes]) -> str:
        """Write a snapshot beside the others, by its manifest's own bytes; its name.

        It is there as a whole or not at all. Raises SnapshotError when the disk does not take it.
        """
        name = name_of(Manifest.model_validate_json(manifest), manifest)
        beside = self._all / f"{_NEW}{uuid4().hex}"
        try:
            make_folder(self._all)
            if not (self._all / name).exists():
                self._write(beside, {**files, MANIFEST: manifest})
                beside.rename(self._all / name)
                sync_folder(self._all)
        except OSError as error:
            raise self._unwritable(error) from None
        finally:
            _delete(beside)  # half of it would keep a full disk full
        return name

    def point(self, name: str) -> None:
        """Make a snapshot the current one, in one step.

        Raises SnapshotError where the disk does not take it; the one before is then current again,
        also where it was taken and may not be kept.
        """
        before, pointer = self._pointed(), f"{name}\n".encode()
        try:
            replace_file(self.pointer, pointer)
        except OSError as error:
            told = self._unwritable(error)
            if before is not None and self._pointed() != before:
                with suppress(OSError):
                    replace_file(self.pointer, before)
            if self._pointed() == pointer != before:
                told = SnapshotError(f"{told}; {name} is current, but may not outlast a power cut")
            raise told from None

    def _pointed(self) -> bytes | None:
        """What the pointer says; None where it cannot be read."""
        try:
            return self.pointer.read_bytes()
        except OSError:
            return None

    def _write(self, place: Path, files: Mapping[str, bytes]) -> None:
        place.mkdir()
        for file, content in files.items():
            write_synced(place / file, content)
        sync_folder(place)

    def remove(self, name: str, *, force: bool = False) -> bool:
        """Remove a snapshot; whether it is gone. One in use stays, unless it is forced.

        Whoever uses it has read it, so that removing it takes nothing from them. Raises
        SnapshotError where the disk does not let it go.
        """
        place = self._all / name
        try:
            with nullcontext() if force else Claim(place):
                gone = self._all / f"{_OLD}{uuid4().hex}"
                place.rename(gone)  # never half a snapshot under its name
            self._clear_away(gone)
        except BlockingIOError:
            return False
        except FileNotFoundError:
            return True
        except OSError as error:
            raise self._unwritable(error) from None
        return True

    def _clear_away(self, gone: Path) -> None:
        try:
            sync_folder(self._all)
            shutil.rmtree(gone)
            sync_folder(self._all)
        except OSError:
            _delete(gone)  # what is left of it, as far as it goes
            raise

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest snapshots beyond `keep`; the names of those that went.

        The current one stays, and so do those in use. Raises SnapshotError where the pointer does
        not tell which is current, or the disk does not let one go.
        """
        current = self.current()
        others = [name for name in self.names() if name != current]
        kept = keep - 1 if current is not None else keep
        return tuple(name for name in others[max(0, kept) :] if self.remove(name))

    def _unwritable(self, error: OSError) -> SnapshotError:
        if isinstance(error, BlockingIOError):
            return LockError(f"{self.folder}: in use by another process; run this again")
        return SnapshotError(
            f"{error.filename or self.folder}: the snapshot cannot be written: "
            f"{error.strerror}; check the disk and the folder's rights"
        )


def _leased(folder: Path) -> Lease:
    """A hold on a folder; who only looks whether it is in use has it for a moment."""
    for _ in range(_LOOKS):
        with suppress(BlockingIOError):
            return Lease(folder)
        sleep(_LOOK)
    return Lease(folder)


def _is_file(path: Path) -> bool:
    """Whether there is a file; not also where that cannot be told."""
    try:
        return path.is_file()
    except OSError:
        return False


def _delete(rest: Path) -> None:
    """Remove what is half done, as far as the disk lets it go: the next writer tries again."""
    with suppress(OSError):
        if rest.is_dir() and not rest.is_symlink():
            shutil.rmtree(rest, ignore_errors=True)
        else:
            rest.unlink(missing_ok=True)
