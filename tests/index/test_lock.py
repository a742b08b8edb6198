"""One writer at a time."""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.errors import LockError, SnapshotError
from index.lock import writer_lock
from index.snapshots import Snapshots
from tests.index.holding import writer_elsewhere
from tests.index.test_snapshots import publish


def refused(folder: Path) -> str:
    """What somebody is told who wants to write now."""
    with pytest.raises(LockError) as error, Snapshots(folder).writing("a second"):
        pytest.fail("two write at once")
    told = str(error.value)
    assert "\n" not in told
    return told


def test_a_second_writer_is_told_who_writes_what_and_since_when(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    with writer_elsewhere(tmp_path, "a build") as process:
        told = refused(tmp_path)
        since = told.partition("since ")[2].partition(" UTC")[0]
        assert told == (
            f"{tmp_path / 'lock'}: a build (process {process.pid}) is writing here since {since} "
            "UTC; wait until it has ended, or end it, and run this again"
        )
        assert before <= datetime.fromisoformat(f"{since}+00:00") <= datetime.now(UTC)
        assert refused(tmp_path) == told


def test_a_second_writer_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path)
    half_done = tmp_path / "snapshots" / ".new-lamp"
    with writer_elsewhere(tmp_path):
        # It is the first writer's, who is not done yet.
        half_done.mkdir()
        before = sorted(tmp_path.rglob("*"))
        refused(tmp_path)
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_the_lock_dies_with_its_holder(tmp_path: Path, how: signal.Signals) -> None:
    with writer_elsewhere(tmp_path) as process:
        refused(tmp_path)
        process.send_signal(how)
        process.wait(30)
        with Snapshots(tmp_path).writing("the next"):
            assert json.loads((tmp_path / "lock").read_bytes())["what"] == "the next"


def test_a_holder_that_has_stopped_still_holds_it(tmp_path: Path) -> None:
    with writer_elsewhere(tmp_path) as process:
        process.send_signal(signal.SIGSTOP)
        assert f"process {process.pid}" in refused(tmp_path)


def test_within_one_process_too_two_do_not_write(tmp_path: Path) -> None:
    with Snapshots(tmp_path).writing("a build"):
        assert f"a build (process {os.getpid()})" in refused(tmp_path)
    with Snapshots(tmp_path).writing("the next"):
        pass


def test_who_writes_may_have_a_part_of_it_written_by_the_same_folder(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    with snapshots.writing("a build"):
        with snapshots.writing("its part"):
            assert "a build" in refused(tmp_path)
        assert "a build" in refused(tmp_path)  # the part's end is not the whole's


def test_it_is_let_go_also_where_the_writing_fails(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path)
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error), snapshots.writing("a build"):
            raise error
    with Snapshots(tmp_path).writing("the next"):
        refused(tmp_path)


@contextmanager
def held(path: Path, content: bytes) -> Iterator[None]:
    """A lock that is held, with this in its file."""
    with writer_lock(path, "a build"):
        path.write_bytes(content)
        yield


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b'{"pid": 1}',
        b'{"pid": "lamp", "what": "a build", "since": "2026-11-24T12:00:00+00:00"}',
        b'{"pid": 1, "what": "a build", "since": "yesterday"}',
        b'{"pid": 1, "what": "a build", "since": 5}',
        b"[" * 2000,
    ],
)
def test_where_the_holder_does_not_say_who_it_is_it_still_holds_it(
    tmp_path: Path, content: bytes
) -> None:
    with held(tmp_path / "lock", content):
        assert "lock: another process is writing here; wait until" in refused(tmp_path)


def test_what_an_earlier_holder_has_said_is_gone(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("x" * 5000)
    with Snapshots(tmp_path).writing("a build"):
        assert json.loads((tmp_path / "lock").read_bytes())["pid"] == os.getpid()


def test_where_no_lock_can_be_made_the_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    writing = Snapshots(tmp_path).writing("a build")
    with pytest.raises(SnapshotError, match="lock: the snapshot cannot be written: Is a"), writing:
        pytest.fail("written")
