"""Faults at what a build does to the disk, met by the real command."""

import errno
import json
import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from index.errors import LockError, SnapshotError
from index.lock import writer_lock
from index.snapshots import Snapshots
from knowledge.archive import Archive
from knowledge.files import replace_file
from scripts.faulting import tracing
from tests.conftest import NOW
from tests.index.test_snapshots import full_disk, publish
from tests.making import document
from tests.scripts.running import module

# Else the command would make them, and say so, where these tests are the first ones run.
pytestmark = pytest.mark.usefixtures("models")

MINILM = "all-MiniLM-L6-v2"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the small corpus is built by the first of these tests, and used by the others."""
    return tmp_path_factory.mktemp("faults")


def faults(folder: Path, *options: str) -> dict[str, Any]:
    """What is told of faults after which nothing was wrong."""
    done = module("scripts.faults", "--folder", folder, "--model", MINILM, "--json", *options)
    told: dict[str, Any] = json.loads(done.stdout)
    assert [outcome for outcome in told["outcomes"] if outcome["wrong"]] == []
    assert (done.returncode, done.stderr, told["failed"]) == (0, "", 0)
    assert told["tried"] == len(told["outcomes"]) > 0
    return told


def stood(told: dict[str, Any]) -> list[str]:
    """Which state stood, in the order of the points."""
    return [outcome["stood"] for outcome in told["outcomes"]]


def test_killed_before_any_call_a_build_leaves_the_old_index_or_the_new(folder: Path) -> None:
    told = faults(folder, "--within", "--kinds", "kill")
    states = stood(told)
    # The pointer decides, in one step: there is no way back, and nothing between.
    assert states == sorted(states, reverse=True)
    assert {"old", "new"} == set(states)
    calls = Counter(outcome["call"] for outcome in told["outcomes"])
    assert calls == Counter({p["call"]: p["points"] for p in told["points"] if p["changes"]})
    assert calls["os.rename"] >= 3
    assert calls["os.fsync"] >= 15


def test_of_an_error_one_line_is_told_and_the_old_index_stays(folder: Path) -> None:
    told = faults(folder, "--within", "--kinds", "ENOSPC,EIO,EROFS", "--points", "11")
    assert {outcome["kind"] for outcome in told["outcomes"]} == {"ENOSPC", "EIO", "EROFS"}
    for outcome in told["outcomes"]:
        assert (outcome["stood"], outcome["code"]) in {("old", 1), ("new", 0)}


def test_faults_at_system_calls_are_survived(folder: Path) -> None:
    if reason := tracing.why_not():
        pytest.skip(reason)
    told = faults(folder, "--kinds", "kill,ENOSPC,EIO,EROFS", "--quick", "--points", "61")
    assert told["skipped"] == []
    assert {"write", "fsync", "rename", "openat", "mkdir", "flock"} <= {
        point["call"] for point in told["points"]
    }
    assert {outcome["code"] for outcome in told["outcomes"]} <= {0, 1, -9}


def test_full_and_read_only_disks_are_told_of(folder: Path) -> None:
    told = faults(folder, "--kinds", "read-only,no-rights,full", "--quick", "--points", "14")
    if not told["outcomes"]:
        pytest.skip("; ".join(told["skipped"]))


def test_unknown_kinds_are_refused() -> None:
    done = module("scripts.faults", "--kinds", "kill,flood")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("--kinds: unknown: flood; known: kill, ENOSPC")


@pytest.mark.parametrize(
    ("disk", "current"), [(["unkept"], "old"), (["refused"], "old"), (["unkept", "refused"], "new")]
)
def test_a_pointer_that_the_disk_may_not_keep_is_put_back_or_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, disk: list[str], current: str
) -> None:
    snapshots = Snapshots(tmp_path)
    names = {"old": publish(tmp_path), "new": publish(tmp_path, NOW + timedelta(days=1))}
    snapshots.point(names["old"])
    failures = iter(disk)

    def failing(path: Path, content: bytes) -> None:
        failure = next(failures, None)
        if failure != "refused":
            replace_file(path, content)
        if failure:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("index.snapshots.replace_file", failing)
    with pytest.raises(SnapshotError, match="cannot be written: Input/output error") as error:
        snapshots.point(names["new"])
    assert snapshots.current() == names[current]
    told = f"; {names['new']} is current, but may not outlast a power cut"
    assert str(error.value).endswith(told) == (current == "new")


def test_the_lock_is_held_on_a_full_disk_too(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with (
        full_disk(0),
        writer_lock(lock, "a removal"),
        pytest.raises(LockError, match="another process is writing here"),
        writer_lock(lock, "a build"),
    ):
        pass


def test_what_killed_runs_left_in_the_archive_goes_with_the_next(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.record([document("The lamp is lit.")], NOW)
    for half in (
        ".ledger.json.1.new",
        "texts/.a.json.1.new",
        f"readings/.b.txt.json.{os.getpid()}.new",
    ):
        (tmp_path / half).parent.mkdir(exist_ok=True)
        (tmp_path / half).write_text("The lamp")
    archive.record([document("The lamp is lit again.")], NOW)
    assert list(tmp_path.rglob("*.new")) == []
    assert len(archive.entries()) == 2
