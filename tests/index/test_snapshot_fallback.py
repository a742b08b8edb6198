"""Where the current snapshot is damaged, the newest whole one answers; and what holds it in use."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from index.build import rebuild_without
from index.errors import SnapshotError
from index.manifest import MANIFEST
from index.snapshot import Snapshot, open_snapshot
from index.snapshots import Snapshots
from tests.conftest import NOW
from tests.index.growing import HOUSE, Folder
from tests.index.holding import lease_elsewhere
from tests.index.test_snapshot import FILES

POINTERS = (None, b"", b"\xff", b"20200101T000000Z-00000000\n", b"../../etc\n", b"x" * 5000)
ONE_MODEL = tuple(name for name in FILES if not name.startswith("1-"))
Damage = Callable[[Path], object]


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES = (cut, flip, Path.unlink, folder_instead)


@pytest.fixture
def three(folder: Folder) -> Folder:
    """A folder of three snapshots, each with a document less than the one before."""
    for hours, gone in enumerate(HOUSE.documents[:2], start=1):
        rebuild_without(folder.settings, frozenset({gone.sha256}), NOW + timedelta(hours=hours))
    return folder


def documents(snapshot: Snapshot) -> list[str]:
    return [held.document.id for held in snapshot.documents]


def test_a_whole_current_one_is_opened_and_nothing_is_wrong(three: Folder) -> None:
    opened = open_snapshot(three.settings.index, three.models)
    assert (opened.snapshot.name, opened.trouble) == (three.name, None)
    assert documents(opened.snapshot) == [document.id for document in HOUSE.documents[2:]]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("file", ONE_MODEL)
def test_where_it_is_damaged_the_newest_whole_one_is_opened_and_it_is_told_why(
    three: Folder, file: str, damage: Damage
) -> None:
    current, newest, _ = three.snapshots.names()
    damage(three.path(file))
    opened = open_snapshot(three.settings.index, three.models)
    assert opened.snapshot.name == newest
    assert documents(opened.snapshot) == [document.id for document in HOUSE.documents[1:]]
    assert isinstance(opened.trouble, SnapshotError)
    told = str(opened.trouble)
    # Without its manifest, it is the pointer that leads to no snapshot.
    assert (f"{current}/{file}: " in told) or (file == MANIFEST and "names no snapshot" in told)


@pytest.mark.parametrize("content", POINTERS)
def test_where_the_pointer_is_damaged_the_newest_whole_one_is_opened(
    three: Folder, content: bytes | None
) -> None:
    newest, *_ = three.snapshots.names()
    three.snapshots.pointer.unlink()
    if content is not None:
        three.snapshots.pointer.write_bytes(content)
    opened = open_snapshot(three.settings.index, three.models)
    assert opened.snapshot.name == newest
    assert str(three.snapshots.pointer) in str(opened.trouble)


def test_a_pointer_to_one_that_was_removed_leads_to_the_newest_whole_one(three: Folder) -> None:
    newest, older, oldest = three.snapshots.names()
    three.snapshots.point(older)
    three.snapshots.remove(older)
    flip(three.snapshots.folder_of(newest) / "keys.bin")
    opened = open_snapshot(three.settings.index, three.models)
    assert opened.snapshot.name == oldest
    assert "current: names no snapshot" in str(opened.trouble)


def test_a_newer_one_than_the_current_is_fallen_back_to_as_well(three: Folder) -> None:
    newest, older, _ = three.snapshots.names()
    three.snapshots.point(older)
    flip(three.path("keys.bin"))
    assert open_snapshot(three.settings.index, three.models).snapshot.name == newest


def test_where_none_is_whole_it_is_told_of_the_current_one(three: Folder) -> None:
    names = three.snapshots.names()
    for name, file in zip(names, ("pins.json", "keys.bin", "documents.jsonl"), strict=True):
        flip(three.snapshots.folder_of(name) / file)
    for current, file in ((names[0], "pins.json"), (names[2], "documents.jsonl")):
        three.snapshots.point(current)
        with pytest.raises(SnapshotError, match=rf"{current}/{file}: not the file that was"):
            open_snapshot(three.settings.index, three.models)


def test_where_there_is_none_at_all_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="there is no index here yet"):
        open_snapshot(tmp_path, ())


def test_to_one_of_other_models_there_is_no_way_back(three: Folder) -> None:
    others = tuple(replace(model, weights="0" * 64) for model in three.models)
    with pytest.raises(SnapshotError, match="the index was built by"):
        open_snapshot(three.settings.index, others)
    flip(three.path("keys.bin"))
    with pytest.raises(SnapshotError, match="the index was built by"):
        open_snapshot(three.settings.index, others)


def test_one_of_other_models_is_passed_over_on_the_way_back(
    three: Folder, lantern_index: Path
) -> None:
    _, newest, oldest = three.snapshots.names()
    both = Snapshots(lantern_index)
    (name,) = both.names()
    files = both.read(name, both.manifest(name))
    three.snapshots.add((both.folder_of(name) / MANIFEST).read_bytes(), files)
    for damaged in (three.name, newest, oldest):
        assert open_snapshot(three.settings.index, three.models).snapshot.name != name
        flip(three.snapshots.folder_of(damaged) / "keys.bin")
    with pytest.raises(SnapshotError, match=rf"{three.name}/keys\.bin"):
        open_snapshot(three.settings.index, three.models)


def test_what_is_wrong_holds_on_to_nothing_that_was_read(three: Folder) -> None:
    flip(three.path("pins.json"))
    trouble = open_snapshot(three.settings.index, three.models).trouble
    assert trouble is not None
    assert (trouble.__traceback__, trouble.__context__, trouble.__cause__) == (None, None, None)


def test_what_is_the_same_as_before_is_not_made_again(three: Folder) -> None:
    newest, older, _ = (Snapshot.read(three.snapshots, name) for name in three.snapshots.names())
    again = Snapshot.read(three.snapshots, newest.name, before=older)
    assert (again.name, again.documents, again.pins) == (newest.name, newest.documents, newest.pins)
    assert len(again.documents) == len(older.documents) - 1
    for mine, theirs in zip(again.documents, older.documents[1:], strict=True):
        assert mine is theirs
    # Its vectors are fewer, and so are others.
    assert again.spaces[0] is not older.spaces[0]
    assert again.spaces[0].files(0) == newest.spaces[0].files(0)


def test_vectors_that_are_the_same_as_before_are_not_made_again(three: Folder) -> None:
    before = three.read()
    name = rebuild_without(three.settings, frozenset(), NOW + timedelta(hours=9))
    assert name is not None
    again = Snapshot.read(three.snapshots, name, three.models, before=before)
    assert again.name != before.name
    assert [mine is theirs for mine, theirs in zip(again.spaces, before.spaces, strict=True)] == [
        True
    ]


def test_of_before_only_whole_files_are_trusted_not_the_memory(three: Folder) -> None:
    before = three.read()
    flip(three.path("0-tokens.npz"))
    with pytest.raises(SnapshotError, match=r"0-tokens\.npz: not the file that was written"):
        Snapshot.read(three.snapshots, three.name, three.models, before=before)


def test_a_document_of_another_status_is_another(three: Folder) -> None:
    before = three.read()
    relabelled = replace(
        HOUSE,
        papers={
            known: replace(paper, metadata={**paper.metadata, "status": "withdrawn"})
            for known, paper in HOUSE.papers.items()
        },
    )
    three.build(relabelled)
    after = Snapshot.read(three.snapshots, three.name, before=before)
    assert {held.document.metadata.status for held in after.documents} == {"withdrawn"}
    assert {held.document.metadata.status for held in before.documents} == {"approved"}


def test_while_it_is_in_memory_it_is_in_use_and_no_longer(three: Folder) -> None:
    newest, older, oldest = three.snapshots.names()
    held = [Snapshot.read(three.snapshots, oldest), Snapshot.read(three.snapshots, oldest)]
    assert three.snapshots.prune(1) == (older,)
    held.pop()
    assert three.snapshots.prune(1) == ()
    gc.disable()
    try:
        held.pop()  # no cycle holds it until the next collection
        assert three.snapshots.prune(1) == (oldest,)
    finally:
        gc.enable()
    assert three.snapshots.names() == (newest,)


def test_an_index_holds_its_snapshot_in_use(three: Folder) -> None:
    *_, oldest = three.snapshots.names()
    three.snapshots.point(oldest)
    held = [three.index()]
    gone = weakref.ref(held[0].snapshot)
    held[0].prepare(NOW)
    three.snapshots.point(three.snapshots.names()[0])
    assert oldest not in three.snapshots.prune(1)
    held.clear()
    assert gone() is None
    assert three.snapshots.prune(1) == (oldest,)


@pytest.mark.parametrize("file", ONE_MODEL)
def test_one_that_could_not_be_read_is_not_in_use(three: Folder, file: str) -> None:
    *_, oldest = three.snapshots.names()
    flip(three.snapshots.folder_of(oldest) / file)
    with pytest.raises(SnapshotError):
        Snapshot.read(three.snapshots, oldest)
    assert oldest in three.snapshots.prune(1)


def test_what_is_read_here_is_not_removed_by_others_and_the_other_way_round(
    three: Folder,
) -> None:
    _, older, oldest = three.snapshots.names()
    held = Snapshot.read(three.snapshots, older)
    with lease_elsewhere(three.snapshots.folder_of(oldest)):
        assert three.snapshots.prune(1) == ()
        assert Snapshot.read(three.snapshots, oldest).documents
    assert three.snapshots.prune(1) == (oldest,)
    assert held.documents


def test_one_that_is_removed_by_force_is_whole_in_memory(three: Folder) -> None:
    held = three.read()
    assert three.snapshots.remove(three.name, force=True)
    assert [d.document.intact for d in held.documents] == [True]
    with pytest.raises(SnapshotError, match=r"cannot be used .No such file"):
        Snapshot.read(three.snapshots, held.name)
