"""kind-index export and import."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.exports import Exports, export, read_export
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from knowledge.archive import Archive
from tests.conftest import NOW
from tests.index.test_snapshots import full_disk
from tests.scripts.snapshots.kind_index import MINILM, Index, Run, Three


def test_the_current_snapshot_is_exported_and_listed(index: Index, tmp_path: Path) -> None:
    file = tmp_path / "lantern.tar"
    done = index.run("export", file)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Exported {index.third} with 8 documents to {file}\n"
    (made,) = Exports(index.folder).all()
    assert (made.file, made.snapshot) == (str(file), index.third)
    assert set(made.texts) == index.snapshots.manifest(index.third).texts
    assert "is there already" in index.run("export", file, index.first).refusal
    told = index.run("export", file, index.first, "--force", "--json").told
    assert told == {"snapshot": index.first, "file": str(file), "documents": 10}
    assert read_export(file)[0] == index.file(index.first, "manifest.json").read_bytes()


def test_an_export_that_fails_leaves_nothing(index: Index, tmp_path: Path) -> None:
    with full_disk(100_000):
        told = index.run("export", tmp_path / "lantern.tar").refusal
    assert "lantern.tar: cannot be written: File too large" in told
    assert "is no file" in index.run("export", tmp_path, "--force").refusal
    assert "No such file" in index.run("export", tmp_path / "no" / "lantern.tar").refusal
    assert not list(tmp_path.glob("*.tar*"))
    assert Exports(index.folder).all() == ()


@pytest.fixture
def exported(three: Three, tmp_path: Path) -> Path:
    """The first of the snapshots, exported from another folder."""
    folder, names = three
    elsewhere = Snapshots(shutil.copytree(folder, tmp_path / "elsewhere"))
    export(elsewhere, names[0], tmp_path / "lantern.tar", NOW)
    shutil.rmtree(elsewhere.folder)
    return tmp_path / "lantern.tar"


def test_an_index_is_restored_from_an_export_alone(
    run: Run, exported: Path, three: Three, tmp_path: Path
) -> None:
    done = run("import", exported)
    assert (done.code, done.err) == (0, "")
    folder, (name, *_) = three
    snapshot = Snapshot.read(Snapshots(folder), name)
    assert done.out == f"Imported {name}; it is current\n"
    assert Snapshots(tmp_path / "index").current() == name
    archive = Archive(tmp_path / "index" / "archive")
    assert archive.entries().keys() == snapshot.manifest.texts
    for held in snapshot.documents:
        assert archive.bounds(held.document.text) == held.document.sentences
    assert run("verify").code == 0


def test_what_is_imported_becomes_current_and_the_one_before_stays(
    index: Index, exported: Path
) -> None:
    shutil.rmtree(index.file(index.first).parent)
    done = index.run("import", exported)
    assert done.out == f"Imported {index.first}; it is current; before, it was {index.third}\n"
    assert index.current == index.first
    assert index.snapshots.names() == (index.third, index.second, index.first)
    told = index.run("import", exported, "--json").told  # again, which changes nothing
    assert told == {"snapshot": index.first, "current": index.first, "before": index.first}


def test_what_is_only_added_leaves_the_current_one(index: Index, exported: Path) -> None:
    shutil.rmtree(index.file(index.first).parent)
    done = index.run("import", exported, "--only-add")
    assert done.out.startswith(f"Imported {index.first}; the current one stays")
    assert index.current == index.third
    assert index.first in index.snapshots.names()


def test_a_damaged_export_is_not_imported(index: Index, exported: Path) -> None:
    shutil.rmtree(index.file(index.first).parent)
    content = exported.read_bytes()
    for damaged in (content[: len(content) // 2], content[:-20_000] + b"x" + content[-19_999:]):
        exported.write_bytes(damaged)
        told = index.run("import", exported).refusal
        assert told.startswith(f"{exported}: not an export that can be used: ")
    assert index.current == index.third
    assert index.first not in index.snapshots.names()


def test_an_export_of_other_models_is_not_imported(
    run: Run, exported: Path, tmp_path: Path
) -> None:
    told = run("import", exported, model=MINILM, second_model=None).refusal
    assert told.startswith(f"{exported}: built by the model multilingual-e5-small (")
    assert Snapshots(tmp_path / "index").names() == ()
    assert Archive(tmp_path / "index" / "archive").entries() == {}


def erase(folder: Path, identity: str, text: str) -> None:
    """Mark a text as erased, as kind-erase does."""
    Archive(folder / "archive").erasures.begin(identity, [text], set(), NOW)


@pytest.mark.parametrize("change", [str, str.upper, lambda text: text.replace("\n", " ")])
def test_an_export_with_a_text_that_was_erased_is_not_imported(
    run: Run, exported: Path, three: Three, tmp_path: Path, change: Callable[[str], str]
) -> None:
    folder, (name, *_) = three
    document = Snapshot.read(Snapshots(folder), name).documents[0].document
    erase(tmp_path / "index", document.id, change(document.text))
    for options in ((), ("--only-add",)):
        told = run("import", exported, *options).refusal
        assert told == f"{exported}: holds {document.id}, which was erased; import another export"
    assert Snapshots(tmp_path / "index").names() == ()
    assert Archive(tmp_path / "index" / "archive").entries() == {}


def test_nobody_goes_back_to_a_text_that_was_erased(index: Index) -> None:
    newer, older = (Snapshot.read(index.snapshots, n) for n in (index.third, index.first))
    kept = {held.document.id for held in newer.documents}
    gone = next(held.document for held in older.documents if held.document.id not in kept)
    erase(index.folder, gone.id, gone.text)
    assert f"holds {gone.id}, which was erased" in index.run("rollback", index.first).refusal
    assert index.current == index.third


def test_on_a_disk_that_is_full_nothing_is_imported(
    run: Run, exported: Path, tmp_path: Path
) -> None:
    with full_disk(100_000):
        assert "cannot be written: File too large" in run("import", exported).refusal
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["lock"]
