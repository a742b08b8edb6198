"""A catalogue to a published snapshot."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from index.build import build, passage_text
from index.errors import BuildError
from index.index import Index
from index.model import Model
from index.snapshot import Snapshot, Snapshots
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue


def catalogue(folder: Path, archive: Path) -> Catalogue:
    return Catalogue.load(folder, Archive(archive))


@pytest.fixture
def read(lantern: Path, lantern_copy: Path) -> Catalogue:
    return catalogue(lantern, lantern_copy / "archive")


def test_what_was_built_is_read_back(
    read: Catalogue, index: Index, model: Model, now: datetime
) -> None:
    snapshot = index.snapshot
    assert tuple(d.document for d in snapshot.documents) == read.documents
    manifest = snapshot.manifest
    assert manifest.created == now
    assert (manifest.model.name, manifest.model.weights) == (model.name, model.weights)
    assert manifest.documents == len(read.documents)
    assert manifest.passages == len(snapshot.passages)
    assert manifest.sentences == len(snapshot.sentences)
    assert set(manifest.files) == {"documents.json", "passages.faiss", "sentences.faiss"}


def test_a_vector_stands_in_the_row_of_its_text(index: Index) -> None:
    sentences = [
        s.span.of(d.document.text)
        for d in index.snapshot.documents
        for s in d.document.sentences
        if s.quotable
    ]
    passages = [
        passage_text(d, number)
        for d in index.snapshot.documents
        for number in range(len(d.passages))
    ]
    for texts, kept in ((sentences, index.snapshot.sentences), (passages, index.snapshot.passages)):
        assert len(texts) == len(kept)
        for row in (0, len(texts) // 2, len(texts) - 1):
            vector = index._encoder.encode([texts[row]])
            assert kept.scores(vector, np.array([row]))[0] == pytest.approx(1, abs=1e-4)


def test_a_second_build_encodes_nothing_and_publishes_nothing(
    read: Catalogue, lantern_copy: Path, model: Model, now: datetime
) -> None:
    before = sorted(lantern_copy.rglob("*"))
    told: list[int] = []
    built = build(
        read,
        model,
        lantern_copy,
        now=now + timedelta(days=1),
        progress=lambda done, _: told.append(done),
    )
    assert built.encoded == 0
    assert built.reused == built.passages + built.sentences
    assert built.snapshot == Snapshots(lantern_copy).current()
    assert told == []
    assert sorted(lantern_copy.rglob("*")) == before


def test_a_changed_document_makes_a_new_snapshot_beside_the_old(
    lantern_copy: Path, model: Model, now: datetime, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "lamp.txt").write_text("The Lamp\n\nThe lamp is out.\n", "utf-8")
    old = Snapshots(lantern_copy).current()
    told: list[tuple[int, int]] = []
    built = build(
        catalogue(folder, tmp_path / "archive"),
        model,
        lantern_copy,
        now=now + timedelta(days=1),
        progress=lambda done, texts: told.append((done, texts)),
    )
    assert (built.documents, built.sentences, built.reused) == (1, 1, 0)
    assert told == [(2, 2)]
    assert Snapshots(lantern_copy).current() == built.snapshot != old
    assert {path.name for path in (lantern_copy / "snapshots").iterdir()} == {built.snapshot, old}
    assert [d.document.id for d in Snapshot.load(lantern_copy, model).documents] == ["lamp"]


def test_changed_metadata_alone_is_published(
    lantern_copy: Path, model: Model, now: datetime, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    file = folder / "lamp.txt"
    file.write_text("---\ntitle: The Lamp\n---\nThe lamp is out.\n", "utf-8")
    first = build(catalogue(folder, tmp_path / "archive"), model, lantern_copy, now=now)
    file.write_text(file.read_text("utf-8").replace("title", "status: draft\ntitle"), "utf-8")
    second = build(catalogue(folder, tmp_path / "archive"), model, lantern_copy, now=now)
    assert first.snapshot != second.snapshot
    (held,) = Snapshot.load(lantern_copy, model).documents
    assert held.document.metadata.status == "draft"


def test_a_damaged_snapshot_is_built_anew(
    read: Catalogue, lantern_copy: Path, model: Model, now: datetime
) -> None:
    (file,) = lantern_copy.glob("snapshots/*/passages.faiss")
    file.write_bytes(b"")
    built = build(read, model, lantern_copy, now=now + timedelta(days=1))
    assert built.encoded == built.passages + built.sentences
    assert Snapshot.load(lantern_copy, model).name == built.snapshot


def test_without_documents_the_index_stays_as_it_was(
    lantern_copy: Path, model: Model, now: datetime
) -> None:
    before = Snapshots(lantern_copy).current()
    with pytest.raises(BuildError, match="no document to index; the index stays"):
        build(Catalogue((), ()), model, lantern_copy, now=now)
    assert Snapshots(lantern_copy).current() == before


def test_a_snapshot_says_what_it_is_without_the_program(lantern_index: Path) -> None:
    (manifest,) = lantern_index.glob("snapshots/*/manifest.json")
    written = json.loads(manifest.read_bytes())
    assert written["created"] == "2026-11-24T12:00:00Z"
    for name, sealed in written["files"].items():
        assert (manifest.parent / name).stat().st_size == sealed["size"]
