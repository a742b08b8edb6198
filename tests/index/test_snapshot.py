"""A snapshot in memory, read from disk with every byte checked."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from index.errors import SnapshotError
from index.index import Index
from index.indexed import write_documents
from index.manifest import seal
from index.model import Model
from index.snapshot import Snapshot, write_pins
from index.snapshots import Snapshots
from tests.index.making import without

SPACES = tuple(
    f"{number}-{part}"
    for number in (0, 1)
    for part in ("passages.faiss", "sentences.faiss", "tokens.npz")
)
SEALED = ("documents.jsonl", "glossary.yaml", "pins.json", "keys.bin", *SPACES)
FILES = ("manifest.json", *SEALED)
Models = tuple[Model, ...]


def file_of(folder: Path, name: str) -> Path:
    (file,) = folder.glob(f"snapshots/*/{name}")
    return file


def refused(folder: Path, models: Models) -> str:
    with pytest.raises(SnapshotError) as error:
        Snapshot.load(folder, models)
    told = str(error.value)
    assert "\n" not in told
    assert "kind-reindex" in told
    return told


def republish(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Publish the current snapshot with other files, or without some, its seals all right."""
    snapshots = Snapshots(folder)
    name = snapshots.current()
    assert name is not None
    manifest = snapshots.manifest(name)
    held = {**snapshots.read(name, manifest), **files}
    kept = {file: content for file, content in held.items() if content is not None}
    seals = {file: seal(content) for file, content in kept.items()}
    told = sha256(repr(seals).encode()).hexdigest()
    snapshots.publish(manifest.model_copy(update={"files": seals, "fingerprint": told}), kept)


def test_it_is_read_back(lantern_copy: Path, index: Index, models: Models) -> None:
    read = Snapshot.load(lantern_copy, models)
    assert read.name == index.snapshot.name
    assert read.documents == index.snapshot.documents
    assert read.manifest == index.snapshot.manifest
    assert read.glossary.written == index.snapshot.glossary.written
    assert read.pins == index.snapshot.pins
    assert len(read.spaces) == 2
    for one, other in zip(read.spaces, index.snapshot.spaces, strict=True):
        assert one.files(0) == other.files(0)


def test_what_staff_know_is_in_it(index: Index) -> None:
    assert index.snapshot.glossary.expand("the NSP")["en"] == ("night school",)
    assert [pin.name for pin in index.snapshot.pins.pins] == ["harbor-curfew", "night-school-cost"]
    documents = {held.document.id: held.document for held in index.snapshot.documents}
    for pin in index.snapshot.pins.pins:
        assert pin.quote.document is documents[pin.quote.document.id]


def test_its_files_are_those_that_the_manifest_names(lantern_index: Path) -> None:
    manifest = file_of(lantern_index, "manifest.json")
    written = json.loads(manifest.read_bytes())
    assert set(written["files"]) == set(SEALED)
    assert {path.name for path in manifest.parent.iterdir()} == set(FILES)


def test_a_passage_s_words_are_those_of_its_head_too(index: Index) -> None:
    snapshot = index.snapshot
    assert len(snapshot.passage_terms) == len(snapshot.spaces[0].passages)
    curfew = next(i for i, d in enumerate(snapshot.documents) if "curfew" in d.document.id)
    first = sum(len(held.passages) for held in snapshot.documents[:curfew])
    for row in range(first, first + len(snapshot.documents[curfew].passages)):
        assert {"shelter", "2023"} <= set(snapshot.passage_terms[row])


def test_where_nothing_was_published_there_is_no_index(tmp_path: Path, models: Models) -> None:
    assert "there is no index here yet" in refused(tmp_path, models)
    assert "there is no index here yet" in refused(tmp_path / "nowhere", models)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, models: Models) -> None:
    (tmp_path / "index").write_text("")
    assert str(tmp_path / "index") in refused(tmp_path / "index", models)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("size", [0.0, 0.5, 0.999])
def test_a_file_cut_short_is_named(
    lantern_copy: Path, models: Models, name: str, size: float
) -> None:
    file = file_of(lantern_copy, name)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * size)])
    assert str(file) in refused(lantern_copy, models)


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_one_bit_changed_is_named(
    lantern_copy: Path, models: Models, name: str
) -> None:
    file = file_of(lantern_copy, name)
    content = file.read_bytes()
    for part in range(16):
        changed = bytearray(content)
        changed[part * (len(content) - 1) // 15] ^= 1
        file.write_bytes(changed)
        assert str(file) in refused(lantern_copy, models)


@pytest.mark.parametrize("name", SEALED)
def test_a_file_that_is_gone_is_named(lantern_copy: Path, models: Models, name: str) -> None:
    file = file_of(lantern_copy, name)
    file.unlink()
    assert f"{file}: cannot be read (No such file" in refused(lantern_copy, models)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_is_named(
    lantern_copy: Path, models: Models, name: str
) -> None:
    file = file_of(lantern_copy, name)
    file.unlink()
    file.mkdir()
    named = file if name != "manifest.json" else lantern_copy / "current"
    assert str(named) in refused(lantern_copy, models)


@pytest.mark.parametrize("name", SEALED)
def test_a_manifest_without_a_file_is_refused(
    lantern_copy: Path, models: Models, name: str
) -> None:
    republish(lantern_copy, {name: None})
    assert "is damaged" in refused(lantern_copy, models)


@pytest.mark.parametrize("name", SEALED)
@pytest.mark.parametrize("content", [b"\xff", b"[[", b"lamp"])
def test_a_file_that_holds_something_else_is_refused(
    lantern_copy: Path, models: Models, name: str, content: bytes
) -> None:
    republish(lantern_copy, {name: content})
    assert "is damaged" in refused(lantern_copy, models)


def test_vectors_of_other_models_are_refused_by_all_names(
    lantern_copy: Path, models: Models
) -> None:
    other = replace(models[0], name="another-model", weights="0" * 64)
    told = refused(lantern_copy, (other, models[1]))
    assert f"built by the model multilingual-e5-small ({models[0].weights[:12]})" in told
    assert "and the model all-MiniLM-L6-v2 (53aa51172d14)" in told
    assert "settings name the model another-model (000000000000) and the model all-Min" in told


@pytest.mark.parametrize("choose", [lambda m: m[:1], lambda m: m[1:], lambda m: m[::-1]])
def test_fewer_models_or_another_order_are_refused(
    lantern_copy: Path, models: Models, choose: Callable[[Models], Models]
) -> None:
    assert "the index was built by" in refused(lantern_copy, choose(models))


def test_a_model_of_the_same_weights_and_another_name_is_the_same(
    lantern_copy: Path, models: Models
) -> None:
    renamed = tuple(replace(model, name=f"/a/{model.name}") for model in models)
    assert Snapshot.load(lantern_copy, renamed).documents


def test_vectors_of_another_length_than_the_manifest_s_are_refused(
    lantern_copy: Path, models: Models
) -> None:
    snapshots = Snapshots(lantern_copy)
    name = snapshots.current()
    assert name is not None
    manifest = snapshots.manifest(name)
    seals = (manifest.models[0].model_copy(update={"dimensions": 383}), manifest.models[1])
    changed = manifest.model_copy(update={"models": seals})
    snapshots.publish(changed, snapshots.read(name, manifest))
    assert "its vectors and its documents do not agree" in refused(lantern_copy, models)


def test_vectors_and_documents_that_do_not_agree_are_refused(
    lantern_copy: Path, index: Index, models: Models
) -> None:
    fewer = without(index, "harbor-curfew-2023-05-04").snapshot
    whole = index.snapshot
    exchanged = {
        "0-passages.faiss": whole.spaces[0].sentences.to_bytes(),
        "0-sentences.faiss": whole.spaces[0].passages.to_bytes(),
    }
    for files in (
        {"documents.jsonl": write_documents(fewer.documents), "pins.json": b"[]"},
        fewer.spaces[0].files(0),
        fewer.spaces[1].files(1),
        {"1-tokens.npz": fewer.spaces[1].tokens.to_bytes()},
        exchanged,
    ):
        republish(lantern_copy, {**whole.spaces[0].files(0), **whole.spaces[1].files(1), **files})
        assert "its vectors and its documents do not agree" in refused(lantern_copy, models)


def test_a_document_whose_text_is_not_its_hash_s_is_refused(
    lantern_copy: Path, index: Index, models: Models
) -> None:
    written = write_documents(index.snapshot.documents)
    forged = written.replace(b"must keep the harbor open", b"must keep the harbor shut")
    assert forged != written
    republish(lantern_copy, {"documents.jsonl": forged})
    assert "its text is not the one its hash names" in refused(lantern_copy, models)


PIN = {
    "name": "night-school-cost",
    "questions": ["How much does the night school cost?"],
    "document": "night-school-2024-02-12",
    "start": 279,
    "end": 332,
}


def test_a_pin_is_a_quote_of_its_document(lantern_copy: Path, models: Models) -> None:
    republish(lantern_copy, {"pins.json": json.dumps([PIN]).encode()})
    (pin,) = Snapshot.load(lantern_copy, models).pins.pins
    assert pin.quote.text == "A place at the night school costs 950 dollars a year."


@pytest.mark.parametrize(
    "pins",
    [
        [{**PIN, "document": "no-such-document"}],
        [{**PIN, "start": 268}],
        [{**PIN, "end": 10**9}],
        [{**PIN, "start": -5}],
        [{**PIN, "start": 5, "end": 0}],
        [{**PIN, "start": 0, "end": 10}],
        [{**PIN, "questions": "How much?"}],
        [{**PIN, "more": 1}],
        [{key: value for key, value in PIN.items() if key != "document"}],
        [1],
        {"pins": []},
    ],
)
def test_pins_that_were_not_written_so_are_refused(
    lantern_copy: Path, models: Models, pins: object
) -> None:
    republish(lantern_copy, {"pins.json": json.dumps(pins).encode()})
    assert "is damaged" in refused(lantern_copy, models)


@pytest.mark.parametrize("content", [b"1", b"null", b"[" * 100_000, b'["\\ud800"]', b""])
def test_pins_that_are_no_list_are_refused(
    lantern_copy: Path, models: Models, content: bytes
) -> None:
    republish(lantern_copy, {"pins.json": content})
    assert "is damaged" in refused(lantern_copy, models)


@pytest.mark.parametrize("content", [b"1", b"null", b"[" * 100_000, b"[null]", b'{"id": 1}'])
def test_documents_that_are_no_list_are_refused(
    lantern_copy: Path, models: Models, content: bytes
) -> None:
    republish(lantern_copy, {"documents.jsonl": content, "pins.json": b"[]"})
    assert "is damaged" in refused(lantern_copy, models)


@pytest.mark.parametrize(
    "content",
    [
        "a: [b",
        "- a",
        "a: {en: [a lamp]}",
        "a: {xx: [a lamp, a light]}",
        "a: {en: [a lamp, a light]}\nb: {en: [a lamp, an oil lamp]}",
        "a: &x [*x]",
        "[" * 20_000,
        "a: !!python/object/apply:os.getcwd []",
        "\0",
    ],
)
def test_a_glossary_that_cannot_be_used_is_refused(
    lantern_copy: Path, models: Models, content: str
) -> None:
    republish(lantern_copy, {"glossary.yaml": content.encode()})
    assert "is damaged" in refused(lantern_copy, models)


def test_pins_are_written_as_they_are_read(
    lantern_copy: Path, index: Index, models: Models
) -> None:
    republish(lantern_copy, {"pins.json": write_pins(index.snapshot.pins)})
    assert Snapshot.load(lantern_copy, models).pins == index.snapshot.pins
    republish(lantern_copy, {"pins.json": b"[]", "glossary.yaml": b""})
    bare = Snapshot.load(lantern_copy, models)
    assert (len(bare.pins.pins), len(bare.glossary)) == (0, 0)
