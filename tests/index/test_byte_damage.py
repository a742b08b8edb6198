"""Every file of a folder of snapshots damaged everywhere: an error with a name, or a whole index.

Never a traceback, and never a document, a vector or a pin that nobody has built.
"""

from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from index.build import rebuild_without
from index.errors import SnapshotError
from index.exports import Exports, export
from index.follower import Follower
from index.index import Index
from index.manifest import MANIFEST
from index.snapshot import Opened, Snapshot, open_snapshot
from index.snapshots import Snapshots
from tests.conftest import NOW
from tests.index.growing import HOUSE, Folder, assert_same
from tests.index.test_snapshot import FILES

REGIONS, LENGTHS = 64, 8
CURRENT, EXPORTS, LOCK = "current", "exports.json", "lock"
OURS = tuple(name for name in FILES if not name.startswith("1-"))
Contents = tuple[object, ...]


@dataclass
class Damaged:
    """A folder of two snapshots, what each holds, and an index over the older one."""

    folder: Folder
    wholes: dict[str, Contents]
    older: Index

    @property
    def snapshots(self) -> Snapshots:
        return self.folder.snapshots

    def path(self, file: str, name: str) -> Path:
        """A file of the folder, or of one of its snapshots."""
        outside = file in {CURRENT, EXPORTS, LOCK}
        return (self.snapshots.folder if outside else self.snapshots.folder_of(name)) / file


@pytest.fixture
def damaged(folder: Folder, tmp_path: Path) -> Damaged:
    older = folder.index()
    gone = HOUSE.documents[0]
    rebuild_without(folder.settings, frozenset({gone.sha256}), NOW + timedelta(hours=1))
    with folder.snapshots.writing("an export"):
        export(folder.snapshots, folder.name, tmp_path / "lantern.tar", NOW)
    held = {name: Snapshot.read(folder.snapshots, name) for name in folder.snapshots.names()}
    return Damaged(folder, {name: contents(one) for name, one in held.items()}, older)


def contents(snapshot: Snapshot) -> Contents:
    """All that answers are made of."""
    spaces = [space.files(number) for number, space in enumerate(snapshot.spaces)]
    return snapshot.documents, snapshot.pins, snapshot.glossary.written, spaces


def flipped(content: bytes, regions: int = REGIONS) -> Iterator[bytes]:
    """The content with one bit changed, or a whole byte, in each of its regions."""
    size = len(content)
    for number in range(min(regions, size)):
        first, stop = number * size // min(regions, size), (number + 1) * size // min(regions, size)
        # The place within a region and the bit differ from one region to the next.
        place = first + number * 7919 % (stop - first)
        for change in (1 << number % 8, 0xFF):
            changed = bytearray(content)
            changed[place] ^= change
            yield bytes(changed)


def cut(content: bytes) -> Iterator[bytes | None]:
    """The content cut short at several lengths, made longer, emptied of sense; None for none."""
    yield from (content[: number * len(content) // LENGTHS] for number in range(LENGTHS))
    yield from (content[:-1], content + b"\0", content + content, bytes(len(content)), None)


def put(file: Path, content: bytes | None) -> None:
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)


def opened(damaged: Damaged) -> Opened | str:
    """What is opened, which is whole; or what is said, in one line that tells what to do."""
    try:
        found = open_snapshot(damaged.snapshots.folder, damaged.folder.models)
    except SnapshotError as error:
        return said(error)
    assert contents(found.snapshot) == damaged.wholes[found.snapshot.name]
    if found.trouble is not None:
        said(found.trouble)
    return found


def said(error: SnapshotError) -> str:
    told = str(error)
    assert "\n" not in told
    assert "kind-reindex" in told
    return told


def followed(damaged: Damaged) -> Index | str | None:
    """What a bot that answers from the older snapshot makes of it."""
    follower = Follower(damaged.snapshots, damaged.folder.models, lambda: NOW)
    try:
        fresh = follower.next(damaged.older)
    except SnapshotError as error:
        assert follower.next(damaged.older) is None
        return said(error)
    if fresh is not None:
        assert contents(fresh.snapshot) == damaged.wholes[fresh.snapshot.name]
    return fresh


@pytest.mark.parametrize("file", OURS)
def test_a_changed_byte_of_the_current_snapshot_leads_to_the_other(
    damaged: Damaged, file: str
) -> None:
    current, older = damaged.snapshots.names()
    path = damaged.path(file, current)
    whole = path.read_bytes()
    for content in flipped(whole):
        path.write_bytes(content)
        found = opened(damaged)
        assert isinstance(found, Opened)
        assert found.snapshot.name == older
        assert f"{current}/{file}: " in str(found.trouble)
        assert f"{current}/{file}: " in str(followed(damaged))


@pytest.mark.parametrize("file", OURS)
def test_so_does_a_file_cut_short_or_gone(damaged: Damaged, file: str) -> None:
    current, older = damaged.snapshots.names()
    path = damaged.path(file, current)
    for content in cut(path.read_bytes()):
        put(path, content)
        found = opened(damaged)
        assert isinstance(found, Opened)
        assert found.snapshot.name == older
        assert isinstance(followed(damaged), str)


@pytest.mark.parametrize("file", OURS)
def test_damage_to_another_snapshot_is_no_trouble(damaged: Damaged, file: str) -> None:
    current, older = damaged.snapshots.names()
    path = damaged.path(file, older)
    whole = path.read_bytes()
    for content in (*flipped(whole, 4), *cut(whole)):
        put(path, content)
        found = opened(damaged)
        assert isinstance(found, Opened)
        assert (found.snapshot.name, found.trouble) == (current, None)
        fresh = followed(damaged)
        assert isinstance(fresh, Index)
        assert fresh.snapshot.name == current


@pytest.mark.parametrize("file", OURS)
def test_where_both_are_damaged_the_file_of_the_current_one_is_named(
    damaged: Damaged, file: str
) -> None:
    current, older = damaged.snapshots.names()
    damaged.path(file, older).write_bytes(b"")
    path = damaged.path(file, current)
    whole = path.read_bytes()
    for content in (*flipped(whole, 8), *cut(whole)):
        put(path, content)
        told = opened(damaged)
        named = "current: names no snapshot" if (content, file) == (None, MANIFEST) else file
        assert isinstance(told, str)
        assert named in told


def test_every_bit_of_the_pointer_changed_leads_to_a_whole_snapshot(damaged: Damaged) -> None:
    whole = damaged.path(CURRENT, "").read_bytes()
    changed = [
        whole[:place] + bytes([byte ^ 1 << bit]) + whole[place + 1 :]
        for place, byte in enumerate(whole)
        for bit in range(8)
    ]
    for content in (*changed, *flipped(whole), *cut(whole)):
        put(damaged.path(CURRENT, ""), content)
        found = opened(damaged)
        assert isinstance(found, Opened)
        assert found.snapshot.name == damaged.snapshots.names()[0]
        if found.trouble is not None:
            assert str(damaged.path(CURRENT, "")) in str(found.trouble)
            assert isinstance(followed(damaged), str)
        else:
            # White space after a name is none of it.
            assert content is not None
            assert content.split() == whole.split()


@pytest.mark.parametrize("file", [EXPORTS, LOCK])
def test_what_is_beside_the_snapshots_is_no_matter_to_them(damaged: Damaged, file: str) -> None:
    path = damaged.path(file, "")
    whole = path.read_bytes()
    exports = Exports(damaged.snapshots.folder)
    for content in (*flipped(whole), *cut(whole)):
        put(path, content)
        found = opened(damaged)
        assert isinstance(found, Opened)
        assert found.trouble is None
        with suppress(SnapshotError) if file == EXPORTS else nullcontext():
            exports.all()
        with damaged.snapshots.writing("a test"):
            pass


@pytest.mark.parametrize("file", OURS)
def test_a_build_over_it_makes_a_whole_one(damaged: Damaged, other: Folder, file: str) -> None:
    house = HOUSE.lacking(HOUSE.documents[0].id)
    other.build(house)
    for content in (*flipped(damaged.folder.path(file).read_bytes(), 2), b"", None):
        put(damaged.folder.path(file), content)
        built = damaged.folder.build(house)
        assert damaged.folder.read().name == built.snapshot
        assert_same(damaged.folder, other)
