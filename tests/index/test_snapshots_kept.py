"""Which snapshots stay and which go: their order, what is cleared away, and what is in use."""

import errno
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from index.errors import SnapshotError
from index.snapshots import Snapshots, is_name
from tests.conftest import NOW
from tests.index.holding import lease_elsewhere, writer_elsewhere
from tests.index.test_snapshots import FILES, manifest, publish


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    """A folder with three snapshots of three days, the newest of which is current."""
    for days in range(3):
        publish(tmp_path, NOW + timedelta(days=days))
    return Snapshots(tmp_path)


def write(snapshots: Snapshots, what: str = "a test") -> None:
    """Write nothing, as a writer does."""
    with snapshots.writing(what):
        pass


def wrong(snapshots: Snapshots) -> str:
    with pytest.raises(SnapshotError) as error:
        snapshots.current()
    assert str(error.value).endswith("; run kind-reindex")
    return str(error.value)


def test_they_are_named_the_newest_first(snapshots: Snapshots) -> None:
    names = snapshots.names()
    assert [name[:8] for name in names] == ["20261126", "20261125", "20261124"]
    assert snapshots.current() == names[0]


def test_those_of_one_second_are_in_the_order_of_their_making(tmp_path: Path) -> None:
    made = [publish(tmp_path, NOW + timedelta(microseconds=n)) for n in (5, 0, 999_999, 70)]
    assert Snapshots(tmp_path).names() == (made[2], made[3], made[0], made[1])


def test_a_damaged_one_is_named_in_its_place(snapshots: Snapshots) -> None:
    names = snapshots.names()
    for file in ("manifest.json", "lamp.json"):
        (snapshots.folder_of(names[1]) / file).write_text("nonsense")
    assert snapshots.names() == names
    (snapshots.folder_of(names[1]) / "manifest.json").unlink()
    assert snapshots.names() == names


def test_what_has_no_name_of_theirs_is_none(snapshots: Snapshots) -> None:
    names = snapshots.names()
    for other in (".new-lamp", ".old-lamp", "lamp", f"{names[0]}.bak", names[0].upper()):
        (snapshots.folder / "snapshots" / other).mkdir()
        assert not is_name(other)
    assert snapshots.names() == names


def test_where_there_is_no_folder_there_are_none(tmp_path: Path) -> None:
    assert Snapshots(tmp_path / "nowhere").names() == ()
    (tmp_path / "snapshots").write_text("")
    assert Snapshots(tmp_path).names() == ()


def test_what_a_killed_writer_has_left_is_cleared_by_the_next(snapshots: Snapshots) -> None:
    names, before = snapshots.names(), sorted(snapshots.folder.rglob("*"))
    all_of_them = snapshots.folder / "snapshots"
    for rest in (".new-0a", ".old-0b", "../.import.new"):
        shutil.copytree(snapshots.folder_of(names[0]), all_of_them / rest)
    (snapshots.folder / ".current.123.new").write_text("half")
    (all_of_them / ".new-file").write_text("")
    (all_of_them / ".old-link").symlink_to(snapshots.folder_of(names[0]))
    (all_of_them / ".new-link").symlink_to("nowhere")
    assert snapshots.names() == names
    assert snapshots.current() == names[0]
    write(snapshots)
    assert sorted({*snapshots.folder.rglob("*")} - {snapshots.folder / "lock"}) == before


def test_what_cannot_be_cleared_away_keeps_nobody_from_writing(
    snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    (snapshots.folder / ".current.123.new").write_text("half")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        write(snapshots)
    write(snapshots)
    assert not (snapshots.folder / ".current.123.new").exists()


@pytest.mark.parametrize("kept", [1, 2, 3, 4])
def test_as_many_are_kept_as_are_wanted_and_the_oldest_go(snapshots: Snapshots, kept: int) -> None:
    names = snapshots.names()
    gone = snapshots.prune(kept)
    assert gone == names[kept:]
    assert snapshots.names() == names[:kept]
    assert snapshots.current() == names[0]


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_the_current_one_stays_however_old_it_is(snapshots: Snapshots, kept: int) -> None:
    newest, older, current = snapshots.names()
    snapshots.point(current)
    snapshots.prune(kept)
    assert snapshots.names() == ((newest, current) if kept == 2 else (current,))
    assert older not in snapshots.names()
    assert snapshots.current() == current


def test_one_in_use_elsewhere_stays_until_it_is_let_go(snapshots: Snapshots) -> None:
    current, older, oldest = snapshots.names()
    with lease_elsewhere(snapshots.folder_of(oldest)):
        assert not snapshots.remove(oldest)
        assert snapshots.prune(1) == (older,)
        assert snapshots.names() == (current, oldest)
    assert snapshots.prune(1) == (oldest,)


def test_one_in_use_here_stays_until_it_is_let_go(snapshots: Snapshots) -> None:
    current, older, oldest = snapshots.names()
    with snapshots.lease(older):
        assert snapshots.prune(1) == (oldest,)
    assert snapshots.prune(1) == (older,)
    assert snapshots.names() == (current,)


def test_one_in_use_goes_where_it_is_forced(snapshots: Snapshots) -> None:
    *_, oldest = snapshots.names()
    with lease_elsewhere(snapshots.folder_of(oldest)):
        assert snapshots.remove(oldest, force=True)
    assert oldest not in snapshots.names()


def test_one_that_is_gone_is_gone(snapshots: Snapshots) -> None:
    *_, oldest = snapshots.names()
    assert snapshots.remove(oldest)
    assert snapshots.remove(oldest)
    assert snapshots.remove(oldest, force=True)


@pytest.mark.parametrize("damage", ["manifest.json", "lamp.json"])
def test_a_damaged_one_is_pruned_like_any_other(snapshots: Snapshots, damage: str) -> None:
    *_, oldest = snapshots.names()
    (snapshots.folder_of(oldest) / damage).unlink()
    assert snapshots.prune(2) == (oldest,)


@pytest.mark.parametrize("content", [None, b"", b"20200101T000000Z-00000000\n"])
def test_where_it_is_not_sure_which_is_current_none_goes(
    snapshots: Snapshots, content: bytes | None
) -> None:
    names = snapshots.names()
    snapshots.pointer.unlink()
    if content is not None:
        snapshots.pointer.write_bytes(content)
    with pytest.raises(SnapshotError, match="current: "):
        snapshots.prune(1)
    assert snapshots.names() == names


def test_a_pointer_that_is_missing_while_there_are_snapshots_is_damage(
    snapshots: Snapshots,
) -> None:
    snapshots.pointer.unlink()
    assert "current: is missing, so that no snapshot is current" in wrong(snapshots)
    for name in snapshots.names():
        snapshots.remove(name)
    assert snapshots.current() is None


def test_where_it_cannot_be_told_what_the_pointer_names_that_is_said(
    snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "is_file", refuse)
    assert "current: names no snapshot" in wrong(snapshots)


@pytest.mark.parametrize(
    ("place", "what"),
    [(shutil, "rmtree"), (os, "fsync"), (Path, "rename")],
)
def test_a_removal_that_fails_midway_never_leaves_half_a_snapshot(
    snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch, place: object, what: str
) -> None:
    names = snapshots.names()

    def fail(*given: object, **_: object) -> None:
        if what == "rmtree":
            (Path(str(given[0])) / "lamp.json").unlink()
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(place, what, fail)
        with pytest.raises(SnapshotError, match="cannot be written: Input/output error"):
            snapshots.remove(names[1])
    for name in snapshots.names():
        assert snapshots.read(name, snapshots.manifest(name)) == FILES
    write(snapshots)
    assert not list((snapshots.folder / "snapshots").glob(".*"))


def test_adding_alone_changes_nothing_that_is_read(snapshots: Snapshots) -> None:
    current = snapshots.current()
    written = manifest(NOW + timedelta(days=9)).model_dump_json()
    name = snapshots.add(written.encode(), FILES)
    assert snapshots.names()[0] == name
    assert snapshots.current() == current
    snapshots.point(name)
    assert snapshots.current() == name


def test_to_publish_the_same_again_changes_no_file_of_it(snapshots: Snapshots) -> None:
    name, *others = snapshots.names()
    before = {path: path.stat().st_ino for path in snapshots.folder_of(name).iterdir()}
    snapshots.point(others[0])
    assert publish(snapshots.folder, NOW + timedelta(days=2)) == name == snapshots.current()
    assert {path: path.stat().st_ino for path in snapshots.folder_of(name).iterdir()} == before


def test_readers_need_no_lock(snapshots: Snapshots) -> None:
    with writer_elsewhere(snapshots.folder):
        name = snapshots.current()
        assert name is not None
        with snapshots.lease(name):
            assert snapshots.read(name, snapshots.manifest(name)) == FILES
