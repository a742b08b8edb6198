"""The snapshot on disk."""

import errno
import json
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from index.errors import SnapshotError
from index.index import Index
from index.model import Model
from index.snapshot import Manifest, Snapshot, Snapshots, seal, snapshot_files, write_documents
from index.vectors import VectorIndex

FILES = ("manifest.json", "documents.json", "passages.faiss", "sentences.faiss")


def file_of(folder: Path, name: str) -> Path:
    (file,) = folder.glob(f"snapshots/*/{name}")
    return file


def republish(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    """Publish the snapshot with another manifest, sealed as the program would have sealed it."""
    old = file_of(folder, "manifest.json")
    written = json.loads(old.read_bytes())
    change(written)
    content = json.dumps(written).encode()
    name = f"20261124T120000Z-{sha256(content).hexdigest()[:8]}"
    shutil.copytree(old.parent, folder / "snapshots" / name)
    (folder / "snapshots" / name / "manifest.json").write_bytes(content)
    (folder / "current").write_text(name)


def refused(folder: Path, model: Model) -> str:
    with pytest.raises(SnapshotError) as error:
        Snapshot.load(folder, model)
    assert "\n" not in str(error.value)
    assert "kind-reindex" in str(error.value)
    return str(error.value)


def test_it_is_read_back(lantern_copy: Path, index: Index, model: Model) -> None:
    read = Snapshot.load(lantern_copy, model)
    assert read.name == index.snapshot.name
    assert read.documents == index.snapshot.documents
    assert read.manifest == index.snapshot.manifest


def test_where_nothing_was_published_there_is_no_index(tmp_path: Path, model: Model) -> None:
    assert "there is no index here yet" in refused(tmp_path, model)
    assert "there is no index here yet" in refused(tmp_path / "nowhere", model)


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, model: Model) -> None:
    (tmp_path / "index").write_text("")
    assert str(tmp_path / "index") in refused(tmp_path / "index", model)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("size", [0.0, 0.5, 0.999])
def test_a_file_cut_short_is_named(
    lantern_copy: Path, model: Model, name: str, size: float
) -> None:
    file = file_of(lantern_copy, name)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * size)])
    assert str(file) in refused(lantern_copy, model)


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_one_bit_changed_is_named(lantern_copy: Path, model: Model, name: str) -> None:
    file = file_of(lantern_copy, name)
    content = file.read_bytes()
    for part in range(16):
        changed = bytearray(content)
        changed[part * (len(content) - 1) // 15] ^= 1
        file.write_bytes(changed)
        assert str(file) in refused(lantern_copy, model)


@pytest.mark.parametrize("name", FILES[1:])
def test_a_file_that_is_gone_is_named(lantern_copy: Path, model: Model, name: str) -> None:
    file = file_of(lantern_copy, name)
    file.unlink()
    assert f"{file}: cannot be read (No such file" in refused(lantern_copy, model)


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_the_place_of_a_file_is_named(
    lantern_copy: Path, model: Model, name: str
) -> None:
    file = file_of(lantern_copy, name)
    file.unlink()
    file.mkdir()
    named = file if name != "manifest.json" else lantern_copy / "current"
    assert str(named) in refused(lantern_copy, model)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b".",
        b"..",
        b"../..",
        b"/etc",
        b"snapshots",
        b"20200101T000000Z-00000000",
        b"\xff\xfe",
        b"\0",
        b"x" * 5000,
    ],
)
def test_a_pointer_that_names_no_snapshot_is_refused(
    lantern_copy: Path, model: Model, content: bytes
) -> None:
    shutil.copy(file_of(lantern_copy, "manifest.json"), lantern_copy / "manifest.json")
    (lantern_copy / "current").write_bytes(content)
    assert str(lantern_copy / "current") in refused(lantern_copy, model)


def test_a_pointer_to_a_snapshot_that_is_gone_is_refused(lantern_copy: Path, model: Model) -> None:
    shutil.rmtree(lantern_copy / "snapshots")
    assert "current: names no snapshot" in refused(lantern_copy, model)


def test_a_renamed_snapshot_is_refused(lantern_copy: Path, model: Model) -> None:
    folder = file_of(lantern_copy, "manifest.json").parent
    folder.rename(folder.with_name("20261124T120000Z-00000000"))
    (lantern_copy / "current").write_text("20261124T120000Z-00000000")
    assert "manifest.json: not the file that was written" in refused(lantern_copy, model)


def test_another_format_is_refused(lantern_copy: Path, model: Model) -> None:
    republish(lantern_copy, lambda manifest: manifest.update(format=2))
    assert "manifest.json: damaged, or of another version" in refused(lantern_copy, model)


def test_a_manifest_that_names_a_file_elsewhere_is_refused(
    lantern_copy: Path, model: Model
) -> None:
    def outside(manifest: dict[str, object]) -> None:
        files = manifest["files"]
        assert isinstance(files, dict)
        files["../../../secret"] = {"size": 0, "sha256": ""}

    republish(lantern_copy, outside)
    assert "lies outside its snapshot" in refused(lantern_copy, model)


def test_a_manifest_without_a_file_is_refused(lantern_copy: Path, model: Model) -> None:
    republish(lantern_copy, lambda manifest: manifest.update(files={}))
    assert "is damaged" in refused(lantern_copy, model)


def test_vectors_of_another_model_are_refused_by_both_names(
    lantern_copy: Path, model: Model
) -> None:
    other = replace(model, name="another-model", weights="0" * 64)
    told = refused(lantern_copy, other)
    assert "built by the model all-MiniLM-L6-v2 (53aa5117" in told
    assert "settings name another-model (000000000000)" in told


def test_vectors_and_documents_that_do_not_agree_are_refused(
    index: Index, tmp_path: Path, model: Model
) -> None:
    for documents, passages, sentences in (
        (index.snapshot.documents[1:], index.snapshot.passages, index.snapshot.sentences),
        (index.snapshot.documents, index.snapshot.sentences, index.snapshot.passages),
    ):
        publish(index, tmp_path, write_documents(list(documents)), passages, sentences)
        assert "do not agree" in refused(tmp_path, model)


def test_a_document_whose_text_is_not_its_hash_s_is_refused(
    index: Index, tmp_path: Path, model: Model
) -> None:
    written = write_documents(list(index.snapshot.documents))
    forged = written.replace(b"must keep the harbor open", b"must keep the harbor shut")
    assert forged != written
    publish(index, tmp_path, forged, index.snapshot.passages, index.snapshot.sentences)
    assert "its text is not the one its hash names" in refused(tmp_path, model)


def publish(
    index: Index, folder: Path, documents: bytes, passages: VectorIndex, sentences: VectorIndex
) -> str:
    """Publish as the program would, its seals all right."""
    files = snapshot_files(documents, passages, sentences)
    seals = {name: seal(content) for name, content in files.items()}
    manifest = index.snapshot.manifest.model_copy(
        update={"files": seals, "fingerprint": seals["documents.json"].sha256 + str(len(passages))}
    )
    return Snapshots(folder).publish(manifest, files)


def later(index: Index, days: int = 1) -> tuple[Manifest, dict[str, bytes]]:
    files = snapshot_files(
        write_documents(list(index.snapshot.documents)),
        index.snapshot.passages,
        index.snapshot.sentences,
    )
    created = index.snapshot.manifest.created + timedelta(days=days)
    return index.snapshot.manifest.model_copy(update={"created": created}), files


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """A disk that takes no file of more than `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_leaves_the_old_snapshot_and_no_rest(
    lantern_copy: Path, index: Index, model: Model
) -> None:
    before = sorted(lantern_copy.rglob("*"))
    for size in (10, 4000, 20_000):
        with (
            full_disk(size),
            pytest.raises(SnapshotError, match="cannot be written: File too large; check the disk"),
        ):
            Snapshots(lantern_copy).publish(*later(index))
        assert sorted(lantern_copy.rglob("*")) == before
    assert Snapshot.load(lantern_copy, model).name == index.snapshot.name
    Snapshots(lantern_copy).publish(*later(index))
    assert Snapshot.load(lantern_copy, model).name != index.snapshot.name


def test_a_disk_that_takes_nothing_leaves_the_old_snapshot(
    lantern_copy: Path, index: Index, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(lantern_copy))

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(SnapshotError, match="index: the snapshot cannot be written: Read-only"):
        Snapshots(lantern_copy).publish(*later(index))
    assert Snapshot.load(lantern_copy, model).name == index.snapshot.name


def test_a_file_in_the_way_is_named(tmp_path: Path, index: Index) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(SnapshotError, match="cannot be written: Not a directory"):
        Snapshots(tmp_path / "index").publish(*later(index))


def test_one_pointer_decides_which_snapshot_is_read(
    lantern_copy: Path, index: Index, model: Model
) -> None:
    names = [Snapshots(lantern_copy).publish(*later(index, days)) for days in (1, 2)]
    assert Snapshot.load(lantern_copy, model).name == names[1]
    (lantern_copy / "current").write_text(f"{names[0]}\n")
    assert Snapshot.load(lantern_copy, model).name == names[0]
