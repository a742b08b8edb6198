"""What a snapshot is made of, and what each of its files must be."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, NonNegativeInt

FORMAT = 3  # raised with every change of the files
MANIFEST = "manifest.json"
DOCUMENTS, GLOSSARY, PINS = "documents.jsonl", "glossary.yaml", "pins.json"
KEYS = "keys.bin"


class FileSeal(BaseModel):
    """What a file of a snapshot must be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: NonNegativeInt
    sha256: str


class ModelSeal(BaseModel):
    """The model whose vectors a snapshot holds, and what stands before each text it encoded."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    weights: str
    prefix: str
    dimensions: NonNegativeInt


class DocumentSeal(BaseModel):
    """Which text a document has, and which file it was read from, each by its sha256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    source: str


class Manifest(BaseModel):
    """What a snapshot is made of.

    `fingerprint` is the same for snapshots that answer the same. `code` is the version of the
    program, and `organisation` the names, by which the documents were divided. `calibration` is the
    sha256 of the weights in force when it was built; None where there were none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[3] = 3
    code: str
    organisation: tuple[str, ...]
    created: AwareDatetime
    fingerprint: str
    models: tuple[ModelSeal, ...]
    calibration: str | None = None
    documents: dict[str, DocumentSeal]
    passages: NonNegativeInt
    sentences: NonNegativeInt
    files: dict[str, FileSeal]

    @property
    def texts(self) -> frozenset[str]:
        """The sha256 of each text that is in it."""
        return frozenset(document.text for document in self.documents.values())

    @property
    def size(self) -> int:
        """The bytes of its files together."""
        return sum(seal.size for seal in self.files.values())


def seal(content: bytes) -> FileSeal:
    """What a file of this content must be."""
    return FileSeal(size=len(content), sha256=sha256(content).hexdigest())


def sealed(files: Mapping[str, bytes]) -> dict[str, FileSeal]:
    """What each of these files must be; of several at once, since hashing lets others work."""
    with ThreadPoolExecutor(thread_name_prefix="seal") as threads:
        return dict(zip(files, threads.map(seal, files.values()), strict=True))


def name_of(manifest: Manifest, written: bytes) -> str:
    """The name of a snapshot, which says when it was made and seals its manifest's bytes."""
    return f"{manifest.created:%Y%m%dT%H%M%SZ}-{sha256(written).hexdigest()[:8]}"
