"""The folder of snapshots."""

import errno
import json
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from index.errors import SnapshotError
from index.manifest import DocumentSeal, FileSeal, Manifest, ModelSeal, seal
from index.snapshots import Snapshots
from tests.conftest import NOW

FILES = {"lamp.json": b"[1]", "0-lamp.faiss": bytes(range(256)) * 200, "empty.yaml": b""}


def manifest(created: datetime = NOW, **changed: object) -> Manifest:
    values: dict[str, object] = {
        "code": "0.1.0+a1",
        "organisation": ("Lantern House",),
        "created": created,
        "fingerprint": "f",
        "models": (ModelSeal(name="lamp", weights="a1", prefix="", dimensions=4),),
        "documents": {"lamp": DocumentSeal(text="t", source="s")},
        "passages": 2,
        "sentences": 3,
        "files": {name: seal(content) for name, content in FILES.items()},
    }
    return Manifest.model_validate(values | changed)


def publish(folder: Path, created: datetime = NOW) -> str:
    return Snapshots(folder).publish(manifest(created), FILES)


def republish(folder: Path, change: Callable[[dict[str, object]], None]) -> str:
    """Publish with another manifest, sealed as the program would have sealed it; its name."""
    (old,) = folder.glob("snapshots/*/manifest.json")
    written = json.loads(old.read_bytes())
    change(written)
    content = json.dumps(written).encode()
    name = f"20261124T120000Z-{sha256(content).hexdigest()[:8]}"
    shutil.copytree(old.parent, folder / "snapshots" / name)
    (folder / "snapshots" / name / "manifest.json").write_bytes(content)
    (folder / "current").write_text(name)
    return name


def read(folder: Path) -> dict[str, bytes]:
    """The files of the current snapshot of a folder."""
    snapshots = Snapshots(folder)
    name = snapshots.current()
    assert name is not None
    return snapshots.read(name, snapshots.manifest(name))


def refused(folder: Path) -> str:
    """What is said of a folder whose current snapshot cannot be read."""
    with pytest.raises(SnapshotError) as error:
        read(folder)
    told = str(error.value)
    assert "\n" not in told
    assert told.endswith("; run kind-reindex")
    return told


def test_what_is_published_is_read_back(tmp_path: Path) -> None:
    name = publish(tmp_path / "index")
    snapshots = Snapshots(tmp_path / "index")
    assert snapshots.current() == name
    assert snapshots.manifest(name) == manifest()
    assert read(tmp_path / "index") == FILES


def test_a_name_says_when_it_was_made_and_seals_the_manifest(tmp_path: Path) -> None:
    name = publish(tmp_path)
    content = (tmp_path / "snapshots" / name / "manifest.json").read_bytes()
    assert name == f"20261124T120000Z-{sha256(content).hexdigest()[:8]}"
    assert json.loads(content)["format"] == 3


def test_a_seal_is_of_size_and_hash() -> None:
    assert seal(b"lamp") == FileSeal(size=4, sha256=sha256(b"lamp").hexdigest())


def test_where_nothing_was_published_there_is_none(tmp_path: Path) -> None:
    assert Snapshots(tmp_path).current() is None
    assert Snapshots(tmp_path / "nowhere").current() is None


def test_the_pointer_decides_which_is_current(tmp_path: Path) -> None:
    names = [publish(tmp_path, NOW + timedelta(days=days)) for days in (1, 2)]
    assert Snapshots(tmp_path).current() == names[1]
    assert {path.name for path in (tmp_path / "snapshots").iterdir()} == set(names)
    (tmp_path / "current").write_text(f"{names[0]}\n")
    assert Snapshots(tmp_path).current() == names[0]


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
def test_a_pointer_that_names_no_snapshot_is_refused(tmp_path: Path, content: bytes) -> None:
    name = publish(tmp_path)
    shutil.copy(tmp_path / "snapshots" / name / "manifest.json", tmp_path)
    (tmp_path / "current").write_bytes(content)
    assert str(tmp_path / "current") in refused(tmp_path)


def test_a_pointer_to_a_snapshot_that_is_gone_is_refused(tmp_path: Path) -> None:
    publish(tmp_path)
    shutil.rmtree(tmp_path / "snapshots")
    assert "current: names no snapshot" in refused(tmp_path)


def test_a_folder_in_the_place_of_the_pointer_is_refused(tmp_path: Path) -> None:
    publish(tmp_path)
    (tmp_path / "current").unlink()
    (tmp_path / "current").mkdir()
    assert "current: cannot be read" in refused(tmp_path)


def test_a_renamed_snapshot_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "snapshots" / publish(tmp_path)
    folder.rename(folder.with_name("20261124T120000Z-00000000"))
    (tmp_path / "current").write_text("20261124T120000Z-00000000")
    assert "manifest.json: not the file that was written" in refused(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 1},
        {"format": 2},
        {"format": 4},
        {"format": None},
        {"model": {"name": "lamp", "weights": "a1", "dimensions": 4}},
        {"models": "lamp"},
        {"created": "2026-11-24T12:00:00"},
        {"passages": -1},
        {"files": {"lamp.json": {"size": -1, "sha256": ""}}},
    ],
)
def test_a_manifest_of_another_form_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    publish(tmp_path)
    republish(tmp_path, lambda written: written.update(change))
    assert "manifest.json: damaged, or of another version of this program" in refused(tmp_path)


@pytest.mark.parametrize("name", ["../../../secret", "/etc/hostname", "a/b", ".", "a/.."])
def test_a_manifest_that_names_a_file_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    publish(tmp_path)
    republish(tmp_path, lambda written: written.update(files={name: {"size": 0, "sha256": ""}}))
    assert "lies outside its snapshot" in refused(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_as_it_was_written_is_named(tmp_path: Path, name: str) -> None:
    file = tmp_path / "snapshots" / publish(tmp_path) / name
    content = file.read_bytes()
    for damaged in (content + b"x", content[:-1] + b"x", b"x"):
        file.write_bytes(damaged)
        assert f"{file}: not the file that was written, damaged" in refused(tmp_path)
    file.unlink()
    assert f"{file}: cannot be read (No such file" in refused(tmp_path)
    file.mkdir()
    assert f"{file}: cannot be read (Is a directory" in refused(tmp_path)


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """A disk that takes no file of more than `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_leaves_the_old_snapshot_and_no_rest(tmp_path: Path) -> None:
    old = publish(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    for size in (2, 500, 20_000):
        with (
            full_disk(size),
            pytest.raises(SnapshotError, match="cannot be written: File too large; check the disk"),
        ):
            publish(tmp_path, NOW + timedelta(days=1))
        assert sorted(tmp_path.rglob("*")) == before
    assert Snapshots(tmp_path).current() == old
    assert publish(tmp_path, NOW + timedelta(days=1)) == Snapshots(tmp_path).current() != old


def test_a_disk_that_takes_nothing_leaves_the_old_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = publish(tmp_path)

    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(tmp_path))

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(SnapshotError, match="the snapshot cannot be written: Read-only"):
        publish(tmp_path, NOW + timedelta(days=1))
    assert Snapshots(tmp_path).current() == old


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(SnapshotError, match="cannot be written: File exists"):
        publish(tmp_path / "index")
    assert str(tmp_path / "index") in refused(tmp_path / "index")
