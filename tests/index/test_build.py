"""A catalogue to a published snapshot."""

import json
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.draft import texts_of
from index.encoder import Encoder
from index.errors import BuildError, ModelError
from index.index import Index
from index.indexed import Indexed
from index.model import Model
from index.settings import IndexSettings
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.glossary import Glossary
from knowledge.pins import CheckedPins
from knowledge.speakers import Affiliation
from knowledge.staff import StaffKnowledge
from tests.conftest import NOW, ORGANISATION
from tests.making import document

LATER = NOW + timedelta(days=1)


@pytest.fixture
def settings(lantern_settings: IndexSettings, lantern_copy: Path) -> IndexSettings:
    """The settings of an index that may be changed."""
    return lantern_settings.model_copy(update={"index": lantern_copy})


@pytest.fixture
def small(settings: IndexSettings) -> IndexSettings:
    """The same with the smaller model alone, which is loaded sooner."""
    return settings.model_copy(update={"model": "all-MiniLM-L6-v2", "second_model": None})


@pytest.fixture
def lamp(tmp_path: Path) -> Path:
    """A document of one sentence, in a folder of its own."""
    file = tmp_path / "documents" / "lamp.txt"
    file.parent.mkdir()
    file.write_text("---\ntitle: The Lamp\n---\nThe lamp is out.\n", "utf-8")
    return file


def read(file: Path) -> Catalogue:
    return Catalogue.load(file.parent, Archive(file.parent.parent / "archive"))


def test_what_was_built_is_read_back(
    lantern_catalogue: Catalogue, index: Index, models: tuple[Model, ...]
) -> None:
    snapshot, manifest = index.snapshot, index.snapshot.manifest
    assert tuple(d.document for d in snapshot.documents) == lantern_catalogue.documents
    assert manifest.created == NOW
    assert [(m.name, m.weights, m.dimensions) for m in manifest.models] == [
        (model.name, model.weights, 384) for model in models
    ]
    assert len(manifest.documents) == len(lantern_catalogue.documents)
    for space in snapshot.spaces:
        assert (manifest.passages, manifest.sentences) == space.tokens.rows
        assert (manifest.passages, manifest.sentences) == (
            len(space.passages),
            len(space.sentences),
        )


def test_whose_words_they_are_is_read_by_the_settings_names(index: Index) -> None:
    said = [one for held in index.snapshot.documents for s in held.said.values() for one in s]
    by = {one.name: one.affiliation for one in said}
    assert by["Ines Calloway"] is Affiliation.ours
    assert by["Otto Brandt"] is Affiliation.other


def test_a_vector_stands_in_the_row_of_its_text(
    index: Index, encoders: tuple[Encoder, ...]
) -> None:
    texts = texts_of(index.snapshot.documents)
    for space, encoder in zip(index.snapshot.spaces, encoders, strict=True):
        for written, kept in ((texts.passages, space.passages), (texts.sentences, space.sentences)):
            assert len(written) == len(kept)
            for row in (0, len(written) // 2, len(written) - 1):
                vector = encoder.encode([written[row]], "passage").vectors
                assert kept.scores(vector, np.array([row]))[0] == pytest.approx(1, abs=1e-4)


def test_a_sentence_s_tokens_are_those_it_has_within_its_passage(
    index: Index, encoders: tuple[Encoder, ...]
) -> None:
    texts = texts_of(index.snapshot.documents)
    for space, encoder in zip(index.snapshot.spaces, encoders, strict=True):
        for row in (0, 17, len(texts.sentences) - 1):
            place = texts.within[row]
            (tokens,) = encoder.encode([texts.passages[place.passage]], "passage").tokens
            first, last = space.tokens.sentences[row] - space.tokens.passages[place.passage]
            written = texts.passages[place.passage][tokens.starts[first] : tokens.ends[last - 1]]
            assert written.strip() == " ".join(texts.sentences[row].split()) or (
                written.strip() == texts.sentences[row]
            )


def test_what_is_encoded_are_passages_with_their_heads_and_the_quotable_sentences() -> None:
    text = "The Lamp\n\nIt is lit. It burns.\n\nMedia Contact: Ines Roe, ines@lantern-house.example"
    texts = texts_of([Indexed.of(document(text, date="2024-05-04"), ORGANISATION)])
    assert texts.sentences == ["It is lit.", "It burns."]
    head = "The Lamp\nMay 4, 2024\n"
    assert texts.passages[0] == f"{head}The Lamp\n\nIt is lit. It burns."
    for place, sentence in zip(texts.within, texts.sentences, strict=True):
        assert texts.passages[place.passage][place.start : place.end] == sentence


def test_a_second_build_encodes_nothing_and_publishes_nothing(
    lantern_catalogue: Catalogue,
    lantern_staff: StaffKnowledge,
    settings: IndexSettings,
    models: tuple[Model, ...],
) -> None:
    before = sorted({*settings.index.rglob("*"), settings.index / "lock"})
    told: list[str] = []
    built = build(
        lantern_catalogue,
        settings,
        now=LATER,
        staff=lantern_staff,
        progress=lambda phase, _, __: told.append(phase),
    )
    assert built.encoded == 0
    assert built.reused == len(models) * (built.passages + built.sentences)
    assert built.snapshot == Snapshots(settings.index).current()
    assert set(told) == {"dividing"}
    assert not built.published
    assert sorted(settings.index.rglob("*")) == before


def test_a_changed_document_makes_a_new_snapshot_beside_the_old(
    lamp: Path, settings: IndexSettings, models: tuple[Model, ...]
) -> None:
    old = Snapshots(settings.index).current()
    told: list[tuple[str, int, int]] = []
    built = build(read(lamp), settings, now=LATER, progress=lambda *step: told.append(step))
    assert (built.documents, built.sentences, built.encoded, built.reused) == (1, 1, 4, 0)
    assert told[:-2] == [("dividing", 1, 1), *(("encoding", done, 4) for done in (1, 2, 3, 4))]
    assert [(phase, done) for phase, done, _ in told[-2:]] == [("writing", 0), ("writing", 10)]
    assert Snapshots(settings.index).current() == built.snapshot != old
    names = {path.name for path in (settings.index / "snapshots").iterdir()}
    assert names == {built.snapshot, old}
    held = Snapshot.load(settings.index, models)
    assert [d.document.id for d in held.documents] == ["lamp"]
    assert (len(held.pins.pins), len(held.glossary)) == (0, 0)


def test_what_changes_staff_s_knowledge_metadata_or_the_models_is_published(
    lamp: Path, small: IndexSettings, models: tuple[Model, ...]
) -> None:
    glossary = StaffKnowledge(Glossary("lamp: {en: [lamp, light]}", "g"), CheckedPins(()))

    def built(staff: StaffKnowledge, **changed: object) -> str:
        return build(read(lamp), small.model_copy(update=changed), now=NOW, staff=staff).snapshot

    names = [built(StaffKnowledge.none()), built(glossary)]
    lamp.write_text(lamp.read_text("utf-8").replace("title", "status: draft\ntitle"), "utf-8")
    names.append(built(glossary))
    names.append(built(glossary, second_model="multilingual-e5-small"))
    assert len(set(names)) == 4
    (held,) = Snapshot.load(small.index, models[::-1]).documents
    assert held.document.metadata.status == "draft"


def test_what_changes_whose_words_they_are_is_published(lamp: Path, small: IndexSettings) -> None:
    def built(*organisation: str) -> str:
        named = small.model_copy(update={"organisation": organisation})
        return build(read(lamp), named, now=NOW).snapshot

    # Nobody speaks, so that it makes no difference.
    assert built("Lantern House") == built("Beacon Trust")
    quoted = "\n“We light it,” said Ines Roe, Director of Lantern House.\n"
    lamp.write_text(lamp.read_text("utf-8") + quoted, "utf-8")
    assert built("Lantern House") != built("Beacon Trust")


def test_a_damaged_snapshot_is_built_anew(
    lamp: Path, small: IndexSettings, models: tuple[Model, ...]
) -> None:
    first = build(read(lamp), small, now=NOW)
    folder = small.index / "snapshots" / first.snapshot
    files = {"0-passages.faiss": 2, "0-tokens.npz": 2, "keys.bin": 2, "pins.json": 0}
    for days, (file, encoded) in enumerate(files.items(), start=1):
        (folder / file).write_bytes(b"")
        built = build(read(lamp), small, now=NOW + timedelta(days=days))
        assert built.encoded == encoded
        assert Snapshot.load(small.index, models[1:]).name == built.snapshot
        folder = small.index / "snapshots" / built.snapshot


def test_without_documents_the_index_stays_as_it_was(settings: IndexSettings) -> None:
    before = Snapshots(settings.index).current()
    with pytest.raises(BuildError, match="no document to index; the index stays"):
        build(Catalogue((), ()), settings, now=NOW)
    assert Snapshots(settings.index).current() == before


def test_without_its_model_the_index_stays_as_it_was(
    lantern_catalogue: Catalogue, settings: IndexSettings
) -> None:
    before = sorted(settings.index.rglob("*"))
    for changed in ({"model": "/nowhere"}, {"second_model": "/nowhere"}):
        with pytest.raises(ModelError, match="model /nowhere"):
            build(lantern_catalogue, settings.model_copy(update=changed), now=NOW)
    assert sorted(settings.index.rglob("*")) == before


def test_a_snapshot_says_what_it_is_without_the_program(lantern_index: Path) -> None:
    (manifest,) = lantern_index.glob("snapshots/*/manifest.json")
    written = json.loads(manifest.read_bytes())
    assert (written["format"], written["created"]) == (3, "2026-11-24T12:00:00Z")
    assert [model["name"] for model in written["models"]] == [
        "multilingual-e5-small",
        "all-MiniLM-L6-v2",
    ]
    for name, sealed in written["files"].items():
        assert (manifest.parent / name).stat().st_size == sealed["size"]
