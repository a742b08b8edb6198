"""A catalogue to a published snapshot."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.encoder import Encoder, Vectors
from index.errors import BuildError, SnapshotError
from index.model import Model
from index.snapshot import (
    FORMAT,
    Indexed,
    Manifest,
    ModelSeal,
    Snapshots,
    seal,
    snapshot_files,
    write_documents,
)
from index.vectors import VectorIndex
from knowledge.catalogue import Catalogue
from knowledge.passages import passages

Progress = Callable[[int, int], None]
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: `encoded` and `reused` count texts, passages and sentences alike."""

    snapshot: str
    documents: int
    passages: int
    sentences: int
    encoded: int
    reused: int


def build(
    catalogue: Catalogue,
    model: Model,
    folder: Path,
    *,
    now: datetime,
    progress: Progress = lambda _done, _all: None,
) -> Built:
    """Encode a catalogue and publish it as the current snapshot under `folder`.

    Where the current snapshot already is what would be built, it stays and nothing is encoded.
    `progress` is told the texts encoded so far and in all. Raises BuildError for a catalogue
    without documents, ModelError and SnapshotError as their parts do.
    """
    if not catalogue.documents:
        raise BuildError("there is no document to index; the index stays as it was")
    documents = [Indexed(d, passages(d.text, d.sentences)) for d in catalogue.documents]
    written = write_documents(documents)
    fingerprint = _fingerprint(written, model)
    snapshots = Snapshots(folder)
    if (standing := _standing(snapshots, fingerprint)) is not None:
        return standing
    encoder = Encoder(model)
    of_passages = [passage_text(d, number) for d in documents for number in range(len(d.passages))]
    of_sentences = [
        s.span.of(d.document.text) for d in documents for s in d.document.sentences if s.quotable
    ]
    vectors = _encode(encoder, of_passages + of_sentences, progress)
    files = snapshot_files(
        written,
        VectorIndex.of(vectors[: len(of_passages)]),
        VectorIndex.of(vectors[len(of_passages) :]),
    )
    manifest = Manifest(
        created=now.astimezone(UTC),
        fingerprint=fingerprint,
        model=ModelSeal(name=model.name, weights=model.weights, dimensions=encoder.dimensions),
        documents=len(documents),
        passages=len(of_passages),
        sentences=len(of_sentences),
        files={name: seal(content) for name, content in files.items()},
    )
    name = snapshots.publish(manifest, files)
    return Built(
        name, len(documents), len(of_passages), len(of_sentences), encoded=len(vectors), reused=0
    )


def passage_text(indexed: Indexed, number: int) -> str:
    """What is encoded of a passage: its document's title, and its words."""
    document = indexed.document
    return f"{document.metadata.title}\n{indexed.passages[number].span.of(document.text)}"


def _fingerprint(written: bytes, model: Model) -> str:
    made_of = json.dumps([FORMAT, model.weights, sha256(written).hexdigest()])
    return sha256(made_of.encode()).hexdigest()


def _standing(snapshots: Snapshots, fingerprint: str) -> Built | None:
    try:
        name = snapshots.current()
        if name is None:
            return None
        manifest = snapshots.manifest(name)
        if manifest.fingerprint != fingerprint:
            return None
        snapshots.read(name, manifest)
    except SnapshotError:
        return None  # a damaged snapshot is no reason not to build a whole one
    return Built(
        name,
        manifest.documents,
        manifest.passages,
        manifest.sentences,
        encoded=0,
        reused=manifest.passages + manifest.sentences,
    )


def _encode(encoder: Encoder, texts: list[str], progress: Progress) -> Vectors:
    # Texts of one length together waste no work on padding; the order is put back afterwards.
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.empty((len(texts), encoder.dimensions), np.float32)
    for done, rows in _batches(order):
        vectors[rows] = encoder.encode([texts[i] for i in rows])
        progress(done, len(texts))
    return vectors


def _batches(order: list[int]) -> Iterator[tuple[int, list[int]]]:
    for start in range(0, len(order), _BATCH):
        rows = order[start : start + _BATCH]
        yield start + len(rows), rows
