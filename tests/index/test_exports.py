"""Exports: snapshots as one file each."""

import errno
import os
import shutil
import stat
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest

from index.errors import SnapshotError
from index.exports import Export, Exports, bring_in, export, read_export
from index.index import Index
from index.manifest import MANIFEST
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from tests.conftest import NOW
from tests.index.test_snapshots import FILES, full_disk, publish

LATER = NOW + timedelta(days=1)
Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    """A folder with one small snapshot."""
    publish(tmp_path / "index")
    return Snapshots(tmp_path / "index")


@pytest.fixture
def name(snapshots: Snapshots) -> str:
    """The name of that snapshot."""
    (name,) = snapshots.names()
    return name


@pytest.fixture
def tar(snapshots: Snapshots, name: str, tmp_path: Path) -> Path:
    """That snapshot, exported."""
    export(snapshots, name, tmp_path / "lantern.tar", NOW)
    return tmp_path / "lantern.tar"


def members(file: Path) -> Members:
    with tarfile.open(file, "r:") as opened:
        return [(one, opened.extractfile(one).read()) for one in opened.getmembers()]  # type: ignore[union-attr]


def files_of(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.name != "lock"}


def test_what_is_exported_is_read_back(snapshots: Snapshots, name: str, tar: Path) -> None:
    written, files = read_export(tar)
    assert files == FILES
    assert written == (snapshots.folder_of(name) / MANIFEST).read_bytes()


def test_an_export_is_a_plain_tar_its_manifest_first_and_nobody_named(name: str, tar: Path) -> None:
    found = [member for member, _ in members(tar)]
    assert [member.name for member in found] == [f"{name}/{part}" for part in (MANIFEST, *FILES)]
    assert {(m.uid, m.gid, m.uname, m.gname, m.type) for m in found} == {
        (0, 0, "", "", tarfile.REGTYPE)
    }
    assert {member.mtime for member in found} == {int(NOW.timestamp())}


def test_the_same_snapshot_is_the_same_bytes(
    snapshots: Snapshots, name: str, tar: Path, tmp_path: Path
) -> None:
    export(snapshots, name, tmp_path / "again.tar", LATER)
    assert (tmp_path / "again.tar").read_bytes() == tar.read_bytes()


def test_an_export_is_listed_with_the_texts_in_it(
    snapshots: Snapshots, name: str, tar: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    export(snapshots, name, Path("again.tar"), LATER)
    first = Export(file=str(tar), snapshot=name, created=NOW, texts=["t"])
    second = first.model_copy(update={"file": str(tmp_path / "again.tar"), "created": LATER})
    exports = Exports(snapshots.folder)
    assert exports.all() == exports.holding({"t"}) == (first, second)
    assert exports.holding({"u"}) == ()
    tar.unlink()
    assert exports.all() == (first, second)


def test_it_is_listed_before_it_is_there(
    snapshots: Snapshots, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[tuple[Export, ...]] = []
    opened = Path.open

    def watched(path: Path, *arguments: object, **named: object) -> object:
        if path.name.startswith(".lantern"):
            listed.append(Exports(snapshots.folder).all())
        return opened(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", watched)
    made = export(snapshots, name, tmp_path / "lantern.tar", NOW)
    assert listed == [(made,)]


def test_without_an_export_the_list_is_empty(tmp_path: Path) -> None:
    assert Exports(tmp_path / "nowhere").all() == ()


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"exports": 3}', b"\xff", b'{"a": 1}'])
def test_a_damaged_list_is_named_and_nothing_is_exported(
    snapshots: Snapshots, name: str, tmp_path: Path, content: bytes
) -> None:
    (snapshots.folder / "exports.json").write_bytes(content)
    with pytest.raises(SnapshotError, match=r"exports\.json: the list of exports is damaged; rest"):
        export(snapshots, name, tmp_path / "lantern.tar", NOW)
    assert not (tmp_path / "lantern.tar").exists()


def test_a_file_that_is_there_is_replaced_only_when_that_is_asked(
    snapshots: Snapshots, name: str, tmp_path: Path
) -> None:
    file = tmp_path / "lantern.tar"
    file.write_text("theirs")
    with pytest.raises(SnapshotError, match="is there already; choose another name, or use --for"):
        export(snapshots, name, file, NOW)
    assert file.read_text() == "theirs"
    assert Exports(snapshots.folder).all() == ()
    made = export(snapshots, name, file, NOW, force=True)
    assert read_export(file)[1] == FILES
    assert Exports(snapshots.folder).all() == (made,)


def test_an_export_that_was_replaced_is_listed_no_more_and_one_that_was_moved_is(
    snapshots: Snapshots, name: str, tar: Path
) -> None:
    second = export(snapshots, name, tar, LATER, force=True)
    assert Exports(snapshots.folder).all() == (second,)
    tar.rename(tar.with_name("elsewhere.tar"))
    third = export(snapshots, name, tar, LATER)
    assert Exports(snapshots.folder).all() == (second, third)


@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_is_no_file_is_never_replaced(
    snapshots: Snapshots, name: str, tmp_path: Path, kind: str
) -> None:
    place = tmp_path / "there"
    if kind == "folder":
        place.mkdir()
    elif kind == "link":
        place.symlink_to(tmp_path / "nothing")
    else:
        os.mkfifo(place)
    before = stat.S_IFMT(place.lstat().st_mode)
    with pytest.raises(SnapshotError, match="there: is there already, and is no file; choose ano"):
        export(snapshots, name, place, NOW, force=True)
    assert stat.S_IFMT(place.lstat().st_mode) == before


@pytest.mark.parametrize("inside", ["current", "lantern.tar", "snapshots/lantern.tar"])
def test_nothing_is_exported_into_the_index(
    snapshots: Snapshots, name: str, tmp_path: Path, inside: str
) -> None:
    (tmp_path / "link").symlink_to(snapshots.folder)
    for folder in (snapshots.folder, tmp_path / "link", tmp_path / "no" / ".." / "index"):
        with pytest.raises(SnapshotError, match="lies within the index itself; choose another pl"):
            export(snapshots, name, folder / inside, NOW, force=True)
    assert snapshots.current() == name


def test_a_name_that_cannot_be_shown_is_refused(
    snapshots: Snapshots, name: str, tmp_path: Path
) -> None:
    for odd in ("lan\ntern.tar", "\udcff.tar"):
        with pytest.raises(SnapshotError) as error:
            export(snapshots, name, tmp_path / odd, NOW)
        assert str(error.value).isprintable()


@pytest.mark.parametrize("size", [2, 500, 20_000])
def test_a_disk_that_is_full_leaves_no_export_and_lists_none(
    snapshots: Snapshots, name: str, tmp_path: Path, size: int
) -> None:
    before = files_of(tmp_path)
    with (
        full_disk(size),
        pytest.raises(SnapshotError, match="cannot be written: File too large; choose another pl"),
    ):
        export(snapshots, name, tmp_path / "lantern.tar", NOW)
    assert files_of(tmp_path) - {Path("index/exports.json")} == before
    assert Exports(snapshots.folder).all() == ()


def test_a_disk_that_is_full_leaves_the_export_that_was_to_be_replaced(
    snapshots: Snapshots, name: str, tar: Path
) -> None:
    listed, content = Exports(snapshots.folder).all(), tar.read_bytes()
    with full_disk(20_000), pytest.raises(SnapshotError, match="File too large"):
        export(snapshots, name, tar, LATER, force=True)
    assert (Exports(snapshots.folder).all(), tar.read_bytes()) == (listed, content)


def test_a_folder_that_takes_nothing_is_named(
    snapshots: Snapshots, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SnapshotError, match=r"no/lantern\.tar: cannot be written: No such file"):
        export(snapshots, name, tmp_path / "no" / "lantern.tar", NOW)
    with pytest.raises(SnapshotError, match="cannot be written: File name too long"):
        export(snapshots, name, tmp_path / ("x" * 255), NOW)

    def read_only(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(tmp_path))

    monkeypatch.setattr(Path, "rename", read_only)
    with pytest.raises(SnapshotError, match="cannot be written: Read-only file system; choose"):
        export(snapshots, name, tmp_path / "lantern.tar", NOW)
    assert files_of(tmp_path).isdisjoint({Path("lantern.tar"), Path(".lantern.tar.new")})
    assert Exports(snapshots.folder).all() == ()


def test_what_a_killed_export_left_is_in_nobodys_way(
    snapshots: Snapshots, name: str, tmp_path: Path
) -> None:
    (tmp_path / ".lantern.tar.new").write_text("half")
    export(snapshots, name, tmp_path / "lantern.tar", NOW)
    assert not (tmp_path / ".lantern.tar.new").exists()
    assert read_export(tmp_path / "lantern.tar")[1] == FILES


@pytest.mark.parametrize("part", [MANIFEST, *FILES])
def test_a_damaged_snapshot_is_not_exported(
    snapshots: Snapshots, name: str, tmp_path: Path, part: str
) -> None:
    file = snapshots.folder_of(name) / part
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(SnapshotError, match=f"{part}: not the file that was written"):
        export(snapshots, name, tmp_path / "lantern.tar", NOW)
    assert not list(tmp_path.glob("*.tar"))
    assert not list(tmp_path.glob(".*"))
    assert Exports(snapshots.folder).all() == ()


def nothing(_: Snapshot) -> None:
    """Find nothing against a snapshot."""


@pytest.fixture(scope="module")
def lantern_export(lantern_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lantern House's snapshot, exported; the shared index is not written to."""
    folder = tmp_path_factory.mktemp("export")
    shutil.copytree(lantern_index, folder / "index")
    (name,) = Snapshots(folder / "index").names()
    export(Snapshots(folder / "index"), name, folder / "lantern.tar", NOW)
    return folder / "lantern.tar"


def test_what_is_brought_in_is_there_as_a_whole_and_not_yet_current(
    lantern_export: Path, tmp_path: Path, index: Index
) -> None:
    snapshots, seen = Snapshots(tmp_path), list[Snapshot]()
    with snapshots.writing("a test"):
        name = bring_in(snapshots, lantern_export, seen.append)
    assert snapshots.names() == (name,) == (index.snapshot.name,)
    assert [one.name for one in seen] == [name]
    assert seen[0].documents == Snapshot.read(snapshots, name).documents == index.snapshot.documents
    assert not snapshots.pointer.exists()
    assert not list(tmp_path.glob(".import*"))


def test_what_the_check_refuses_is_never_there(lantern_export: Path, tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)

    def refuse(_: Snapshot) -> None:
        assert snapshots.names() == ()
        raise SnapshotError("not this one")

    with snapshots.writing("a test"), pytest.raises(SnapshotError, match="not this one"):
        bring_in(snapshots, lantern_export, refuse)
    assert files_of(tmp_path) == set()


def test_a_snapshot_of_another_form_is_not_brought_in(tar: Path, tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path / "other")
    with (
        snapshots.writing("a test"),
        pytest.raises(SnapshotError, match=r"lantern\.tar: .* is not of this program's form; exp"),
    ):
        bring_in(snapshots, tar, nothing)
    assert files_of(tmp_path / "other") == set()


def test_a_damaged_snapshot_is_healed_by_its_export(lantern_export: Path, tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    with snapshots.writing("a test"):
        name = bring_in(snapshots, lantern_export, nothing)
        bring_in(snapshots, lantern_export, nothing)  # and a whole one stays as it is
        (snapshots.folder_of(name) / "keys.bin").write_bytes(b"")
        bring_in(snapshots, lantern_export, nothing)
    assert Snapshot.read(snapshots, name).name == name


def test_a_disk_that_is_full_brings_nothing_in(lantern_export: Path, tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    with (
        snapshots.writing("a test"),
        full_disk(20_000),
        pytest.raises(SnapshotError, match="cannot be written: File too large"),
    ):
        bring_in(snapshots, lantern_export, nothing)
    assert files_of(tmp_path) == set()
