"""The snapshot on disk: one built, immutable version of the index."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, NonNegativeInt, ValidationError

from index.errors import SnapshotError
from index.model import Model
from index.vectors import VectorIndex
from knowledge.archive import Row, sentence_rows, sentences_of
from knowledge.document import Document
from knowledge.files import replace_file, sync_folder, write_synced
from knowledge.metadata import Metadata
from knowledge.passages import Passage
from knowledge.span import Span

FORMAT = 1  # raised with every change of the files
_MANIFEST = "manifest.json"
_DOCUMENTS = "documents.json"
_PASSAGES = "passages.faiss"
_SENTENCES = "sentences.faiss"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_AGAIN = "run kind-reindex"


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

    format: Literal[1] = 1
    created: AwareDatetime
    fingerprint: str
    model: ModelSeal
    documents: NonNegativeInt
    passages: NonNegativeInt
    sentences: NonNegativeInt
    files: dict[str, FileSeal]


class _Written(BaseModel):
    """A document as a snapshot keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    metadata: Metadata
    sha256: str
    source: str
    sentences: list[Row]
    passages: list[tuple[int, int]]


@dataclass(frozen=True)
class Indexed:
    """A document with its passages, the units of retrieval."""

    document: Document
    passages: tuple[Passage, ...]


def write_documents(documents: list[Indexed]) -> bytes:
    """Documents as the bytes of a snapshot's file."""
    rows = [
        {
            "id": d.document.id,
            "text": d.document.text,
            "metadata": d.document.metadata.model_dump(mode="json", exclude_defaults=True),
            "sha256": d.document.sha256,
            "source": d.document.source,
            "sentences": sentence_rows(d.document.sentences),
            "passages": [(p.first, p.last) for p in d.passages],
        }
        for d in documents
    ]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()


def _read_documents(content: bytes) -> tuple[Indexed, ...]:
    return tuple(_indexed(_Written.model_validate(row)) for row in json.loads(content))


def _indexed(row: _Written) -> Indexed:
    sentences = sentences_of(row.sentences)
    document = Document(row.id, row.text, row.metadata, sentences, row.sha256, row.source)
    if not document.intact:
        raise ValueError(f"{row.id}: its text is not the one its hash names")
    passages = tuple(
        Passage(Span(sentences[first].span.start, sentences[last].span.end), first, last)
        for first, last in row.passages
    )
    return Indexed(document, passages)


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
            raise SnapshotError(f"{self._pointer}: cannot be read ({error}); {_AGAIN}") from None
        if not _NAME.fullmatch(name) or not (self._all / name / _MANIFEST).is_file():
            raise SnapshotError(f"{self._pointer}: names no snapshot: {name[:80]!r}; {_AGAIN}")
        return name

    def manifest(self, name: str) -> Manifest:
        """What a snapshot is made of. Raises SnapshotError where it does not say so rightly."""
        path = self._all / name / _MANIFEST
        try:
            content = path.read_bytes()
            manifest = Manifest.model_validate_json(content)
        except OSError as error:
            raise SnapshotError(f"{path}: cannot be read ({error.strerror}); {_AGAIN}") from None
        except ValidationError:
            raise SnapshotError(
                f"{path}: damaged, or of another version of this program; {_AGAIN}"
            ) from None
        if _name(manifest, content) != name:
            raise SnapshotError(f"{path}: not the file that was written, damaged; {_AGAIN}")
        return manifest

    def read(self, name: str, manifest: Manifest) -> dict[str, bytes]:
        """The bytes of each file of a snapshot, checked against its manifest.

        Raises SnapshotError naming the file that is missing or not as it was written.
        """
        return {file: self._checked(name, file, seal) for file, seal in manifest.files.items()}

    def _checked(self, name: str, file: str, seal: FileSeal) -> bytes:
        path = self._all / name / file
        if Path(file).name != file:
            raise SnapshotError(f"{path}: lies outside its snapshot; {_AGAIN}")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SnapshotError(f"{path}: cannot be read ({error.strerror}); {_AGAIN}") from None
        if len(content) != seal.size or sha256(content).hexdigest() != seal.sha256:
            raise SnapshotError(f"{path}: not the file that was written, damaged; {_AGAIN}")
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


@dataclass(frozen=True)
class Snapshot:
    """A snapshot in memory: the documents, and one row of vectors a passage and a sentence.

    Rows are in the order of the documents, and within one in the order of its text; sentence rows
    are of the quotable sentences alone.
    """

    name: str
    manifest: Manifest
    documents: tuple[Indexed, ...]
    passages: VectorIndex
    sentences: VectorIndex

    @classmethod
    def load(cls, folder: Path, model: Model) -> "Snapshot":
        """The current snapshot of a folder, every byte of it checked.

        Raises SnapshotError when there is none, when it is damaged, or when its vectors are
        another model's.
        """
        snapshots = Snapshots(folder)
        name = snapshots.current()
        if name is None:
            raise SnapshotError(f"{folder}: there is no index here yet; {_AGAIN}")
        manifest = snapshots.manifest(name)
        made_by = manifest.model
        if made_by.weights != model.weights:
            raise SnapshotError(
                f"{folder}: the index was built by the model {made_by.name} "
                f"({made_by.weights[:12]}), and the settings name {model.name} "
                f"({model.weights[:12]}); {_AGAIN}"
            )
        return cls._of(name, manifest, snapshots.read(name, manifest), folder)

    @classmethod
    def _of(
        cls, name: str, manifest: Manifest, files: dict[str, bytes], folder: Path
    ) -> "Snapshot":
        try:
            snapshot = cls(
                name,
                manifest,
                _read_documents(files[_DOCUMENTS]),
                VectorIndex.from_bytes(files[_PASSAGES]),
                VectorIndex.from_bytes(files[_SENTENCES]),
            )
        except (KeyError, ValueError, IndexError) as error:
            raise SnapshotError(
                f"{folder}: snapshot {name} is damaged ({error}); {_AGAIN}"
            ) from None
        snapshot._check_rows()
        return snapshot

    def _check_rows(self) -> None:
        passages = sum(len(d.passages) for d in self.documents)
        sentences = sum(s.quotable for d in self.documents for s in d.document.sentences)
        sizes = {self.passages.dimensions, self.sentences.dimensions}
        if (len(self.passages), len(self.sentences)) != (passages, sentences) or sizes != {
            self.manifest.model.dimensions
        }:
            raise SnapshotError(
                f"snapshot {self.name}: its vectors and its documents do not agree; {_AGAIN}"
            )


def snapshot_files(
    documents: bytes, passages: VectorIndex, sentences: VectorIndex
) -> dict[str, bytes]:
    """The files of a snapshot by name, its manifest aside."""
    return {
        _DOCUMENTS: documents,
        _PASSAGES: passages.to_bytes(),
        _SENTENCES: sentences.to_bytes(),
    }
