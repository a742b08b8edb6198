"""Indexes that differ from the shared one in a known way; the vectors are the same."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from index.corpus import Corpus
from index.index import Index
from index.snapshot import Indexed, Snapshot
from index.vectors import Rows, VectorIndex
from knowledge.archive import Archive
from knowledge.metadata import Metadata


def opened(index: Index, snapshot: Snapshot, archive: Archive | None = None) -> Index:
    """An index of another snapshot, with everything else of this one."""
    return Index(
        snapshot,
        index._encoder,
        archive or index.archive,
        index.calibration,
        index.threshold,
    )


def relabelled(
    index: Index,
    identity: str,
    *,
    archive: Path | None = None,
    **metadata: Any,  # noqa: ANN401
) -> Index:
    """The index with other metadata for one document."""

    def label(held: Indexed) -> Indexed:
        document = held.document
        if document.id != identity:
            return held
        values = document.metadata.model_dump(exclude_defaults=True) | metadata
        return replace(held, document=replace(document, metadata=Metadata.model_validate(values)))

    snapshot = replace(index.snapshot, documents=tuple(map(label, index.snapshot.documents)))
    return opened(index, snapshot, Archive(archive) if archive else None)


def without(index: Index, *identities: str) -> Index:
    """The index as if some documents had never been in the folder."""
    kept = tuple(
        position
        for position, held in enumerate(index.snapshot.documents)
        if held.document.id not in identities
    )
    corpus = Corpus(index.snapshot, kept)
    snapshot = replace(
        index.snapshot,
        documents=tuple(index.snapshot.documents[position] for position in kept),
        passages=_rows(index.snapshot.passages, corpus.passages),
        sentences=_rows(index.snapshot.sentences, corpus.sentences),
    )
    return opened(index, snapshot)


def _rows(kept: VectorIndex, rows: Rows) -> VectorIndex:
    return VectorIndex.of(kept._index.reconstruct_batch(rows))
