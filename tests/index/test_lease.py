"""A snapshot's folder held in use."""

from pathlib import Path

import pytest

from index.errors import SnapshotError
from index.lease import Lease, is_in_use
from index.snapshots import Snapshots
from tests.index.holding import lease_elsewhere
from tests.index.test_snapshots import publish


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_a_folder_is_in_use_while_anybody_in_this_process_holds_it(tmp_path: Path) -> None:
    assert not is_in_use(tmp_path)
    with Lease(tmp_path) as first, Lease(tmp_path):
        assert is_in_use(tmp_path)
        first.close()
        assert is_in_use(tmp_path)
    assert not is_in_use(tmp_path)


def test_a_folder_is_in_use_until_who_holds_it_elsewhere_is_killed(tmp_path: Path) -> None:
    with lease_elsewhere(tmp_path) as process:
        assert is_in_use(tmp_path)
        with Lease(tmp_path):
            pass
        assert is_in_use(tmp_path)
        process.kill()
        process.wait()
        assert not is_in_use(tmp_path)


def test_to_let_go_twice_is_to_let_go_once(tmp_path: Path) -> None:
    before = open_files()
    lease, other = Lease(tmp_path), Lease(tmp_path)
    lease.close()
    lease.close()
    assert is_in_use(tmp_path)
    other.close()
    assert open_files() == before


def test_what_is_not_there_cannot_be_held(tmp_path: Path) -> None:
    before = open_files()
    with pytest.raises(FileNotFoundError):
        Lease(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        is_in_use(tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(NotADirectoryError):
        Lease(tmp_path / "file")
    assert open_files() == before


def test_a_snapshot_that_is_gone_is_named(tmp_path: Path) -> None:
    name = publish(tmp_path)
    snapshots = Snapshots(tmp_path)
    snapshots.remove(name)
    with pytest.raises(SnapshotError, match=f"{name}: cannot be used .No such file"):
        snapshots.lease(name)
