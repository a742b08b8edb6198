"""The folder of snapshots: immutable folders, and the pointer to the current one."""

import re
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, NonNegativeInt, ValidationError

from index.errors import SnapshotError
from knowledge.files import replace_file, sync_folder, write_synced

FORMAT = 2  # raised with every change of the files
AGAIN = "run kind-reindex"
_MANIFEST = "manifest.json"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")


class FileSeal(BaseModel):
    """What a file of a snapshot must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: NonNegativeInt
    sha256: str


class ModelSeal(BaseModel):
    """The model whose vectors a snapshot holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    weights: str
    dimensions: int


class Manifest(BaseModel):
    """What a snapshot is made of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[2] = 2
    created: AwareDatetime
    fingerprint: str
    models: tuple[ModelSeal, ...]
    documents: NonNegativeInt
    passages: NonNegativeInt
    sentences: NonNegativeInt
    files: dict[str, FileSeal]


class Snapshots:
    """The snapshots under a folder, and the pointer that names the current one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current"
        self._all = folder / "snapshots"

    def current(self) -> str | None:
        """The name of the current snapshot; None where none was ever published.

        Raises SnapshotError for a pointer that cannot be read or names no snapshot.
        """
        try:
            name = self._pointer.read_text("utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SnapshotError(f"{self._pointer}: cannot be read ({error}); {AGAIN}") from None
        if not _NAME.fullmatch(name) or not (self._all / name / _MANIFEST).is_file():
            raise SnapshotError(f"{self._pointer}: names no snapshot: {name[:80]!r}; {AGAIN}")
        return name

    def manifest(self, name: str) -> Manifest:
        """What a snapshot is made of. Raises SnapshotError where it does not say so rightly."""
        path = self._all / name / _MANIFEST
        try:
            content = path.read_bytes()
            manifest = Manifest.model_validate_json(content)
        except OSError as error:
            raise SnapshotError(f"{path}: cannot be read ({error.strerror}); {AGAIN}") from None
        except ValidationError:
            raise SnapshotError(
                f"{path}: damaged, or of another version of this program; {AGAIN}"
            ) from None
        if _name(manifest, content) != name:
            raise SnapshotError(f"{path}: not the file that was written, damaged; {AGAIN}")
        return manifest

    def read(self, name: str, manifest: Manifest) -> dict[str, bytes]:
        """The bytes of each file of a snapshot, checked against its manifest.

        Raises SnapshotError naming the file that is missing or not as it was written.
        """
        return {file: self._checked(name, file, seal) for file, seal in manifest.files.items()}

    def _checked(self, name: str, file: str, seal: FileSeal) -> bytes:
        path = self._all / name / file
        if Path(file).name != file:
            raise SnapshotError(f"{path}: lies outside its snapshot; {AGAIN}")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SnapshotError(f"{path}: cannot be read ({error.strerror}); {AGAIN}") from None
        if len(content) != seal.size or sha256(content).hexdigest() != seal.sha256:
            raise SnapshotError(f"{path}: not the file that was written, damaged; {AGAIN}")
        return content

    def publish(self, manifest: Manifest, files: Mapping[str, bytes]) -> str:
        """Write a snapshot beside the others, then point to it in one step; its name.

        Raises SnapshotError when the disk does not take it.
        """
        content = manifest.model_dump_json(indent=1).encode()
        name = _name(manifest, content)
        try:
            self._write(self._all / name, {**files, _MANIFEST: content})
            replace_file(self._pointer, f"{name}\n".encode())
        except OSError as error:
            raise SnapshotError(
                f"{error.filename or self.folder}: the snapshot cannot be written: "
                f"{error.strerror}; check the disk and the folder's rights"
            ) from None
        return name

    def _write(self, place: Path, files: Mapping[str, bytes]) -> None:
        place.mkdir(parents=True)
        try:
            for file, content in files.items():
                write_synced(place / file, content)
            sync_folder(place)
            sync_folder(self._all)
        except OSError:
            shutil.rmtree(place, ignore_errors=True)  # half of it would keep a full disk full
            raise


def _name(manifest: Manifest, content: bytes) -> str:
    """The name of a snapshot, which says when it was made and seals its manifest's bytes."""
    return f"{manifest.created:%Y%m%dT%H%M%SZ}-{sha256(content).hexdigest()[:8]}"


def seal(content: bytes) -> FileSeal:
    """What a file of this content must be."""
    return FileSeal(size=len(content), sha256=sha256(content).hexdigest())
