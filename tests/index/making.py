"""Indexes that differ from the shared one in a known way; the vectors are the same."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from index.corpus import Corpus
from index.index import Index
from index.indexed import Indexed
from index.manifest import Manifest
from index.reader import Reader
from index.snapshot import Snapshot
from index.space import Space
from index.tokens import TokenVectors
from index.vectors import Rows, VectorIndex
from knowledge.archive import Archive
from knowledge.document import Document
from knowledge.glossary import Glossary
from knowledge.metadata import Metadata
from knowledge.pins import CheckedPins
from knowledge.quote import Quote
from tests.conftest import NOW, ORGANISATION


def opened(
    index: Index,
    snapshot: Snapshot,
    archive: Archive | None = None,
    *,
    threshold: float | None = None,
) -> Index:
    """An index of another snapshot, with everything else of this one."""
    judgement = (
        index.judgement if threshold is None else replace(index.judgement, threshold=threshold)
    )
    return Index(snapshot, index._reader, archive or index.archive, judgement)


def untranslated(index: Index) -> Index:
    """The index where no translator is installed."""
    reader = Reader(index._reader._encoders, index._reader.organisation)
    return Index(index.snapshot, reader, index.archive, index.judgement)


def of(index: Index, identity: str) -> Document:
    """A document of an index."""
    return next(d.document for d in index.snapshot.documents if d.document.id == identity)


def quotes_of(index: Index, identity: str) -> list[Quote]:
    """Each sentence of a document that can be quoted, as a quote."""
    held = of(index, identity)
    return [Quote(held, s.span.start, s.span.end) for s in held.sentences if s.quotable]


def changed(
    index: Index, change: Callable[[Indexed], Indexed], archive: Path | None = None
) -> Index:
    """The index with other documents, and pins of these."""
    documents = tuple(map(change, index.snapshot.documents))
    snapshot = replace(
        index.snapshot, documents=documents, pins=_pinned(index.snapshot.pins, documents)
    )
    return opened(index, snapshot, Archive(archive) if archive else None)


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

    return changed(index, label, archive)


def without(index: Index, *identities: str) -> Index:
    """The index as if some documents had never been in the folder."""
    kept = tuple(
        position
        for position, held in enumerate(index.snapshot.documents)
        if held.document.id not in identities
    )
    corpus = Corpus(index.snapshot, kept)
    documents = tuple(index.snapshot.documents[position] for position in kept)
    snapshot = replace(
        index.snapshot,
        documents=documents,
        spaces=tuple(_part(space, corpus) for space in index.snapshot.spaces),
        pins=_pinned(index.snapshot.pins, documents),
    )
    return opened(index, snapshot)


def corpus_of(*documents: Document, organisation: Sequence[str] = ORGANISATION) -> Corpus:
    """A corpus of documents, for what needs no vectors."""
    return Corpus(snapshot_of(*documents, organisation=organisation), tuple(range(len(documents))))


def snapshot_of(*documents: Document, organisation: Sequence[str] = ORGANISATION) -> Snapshot:
    """A snapshot of documents without any model's vectors, and without staff's knowledge."""
    manifest = bare_manifest(organisation)
    indexed = tuple(Indexed.of(document, organisation) for document in documents)
    return Snapshot("none", manifest, indexed, (), Glossary("", ""), CheckedPins(()))


def bare_manifest(organisation: Sequence[str] = ORGANISATION) -> Manifest:
    """What a snapshot of no files is made of."""
    return Manifest(
        code="",
        organisation=tuple(organisation),
        created=NOW,
        fingerprint="",
        models=(),
        documents={},
        passages=0,
        sentences=0,
        files={},
    )


def _pinned(pins: CheckedPins, documents: Sequence[Indexed]) -> CheckedPins:
    known = {held.document.id: held.document for held in documents}
    return CheckedPins(
        tuple(
            replace(pin, quote=Quote(known[quote.document.id], quote.start, quote.end))
            for pin in pins.pins
            if (quote := pin.quote).document.id in known
        )
    )


def _part(space: Space, corpus: Corpus) -> Space:
    """The rows of a space that a corpus holds."""
    return Space(
        _rows(space.passages, corpus.passages),
        _rows(space.sentences, corpus.sentences),
        _tokens(space.tokens, corpus.passages, corpus.sentences),
    )


def _rows(kept: VectorIndex, rows: Rows) -> VectorIndex:
    return VectorIndex.of(kept._index.reconstruct_batch(rows))


def _tokens(kept: TokenVectors, passages: Rows, sentences: Rows) -> TokenVectors:
    runs = [np.arange(kept.passages[row], kept.passages[row + 1]) for row in passages]
    held = np.concatenate(runs)
    starts = np.cumsum([0, *map(len, runs)])
    within = np.searchsorted(passages, kept.within[sentences])
    moved = starts[within] - kept.passages[passages[within]]
    return TokenVectors(
        kept.codes[held],
        kept.scales[held],
        kept.ids[held],
        starts.astype(np.int64),
        kept.sentences[sentences] + moved[:, None],
        within,
        kept.bounds[held],
    )
