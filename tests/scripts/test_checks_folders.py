"""What kind-doctor checks of the folders: documents, room on the disk, the right to write."""

import errno
import os
from functools import partial
from pathlib import Path
from stat import S_ISDIR

import pytest

from index.snapshots import Snapshots
from knowledge.archive import Archive
from scripts.checks import disk
from scripts.checks.check import State
from scripts.checks.running import run_check
from tests.conftest import NOW
from tests.scripts.test_checks import Make, installation_in, only, states

MIB = 2**20


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Makes an installation in the test's own folder."""
    return partial(installation_in, tmp_path)


def test_documents_are_counted(made: Make, lantern: Path) -> None:
    line = only(run_check("documents", made(documents=str(lantern))))
    assert line.state is State.ok
    assert line.message.split()[0].isdecimal()


def test_a_folder_of_no_document_is_a_warning_and_none_at_all_an_error(
    made: Make, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert only(run_check("documents", made(documents="empty"))).state is State.warning
    assert only(run_check("documents", made(documents="nowhere"))).state is State.error


@pytest.mark.parametrize(
    ("free", "state"),
    [(100 * MIB - 1, State.error), (100 * MIB, State.ok)],
)
def test_a_full_disk_is_an_error(made: Make, free: int, state: State) -> None:
    line = only(list(disk.judged(made(), lambda _: free)))
    assert line.state is state
    assert "index, archive, models" in line.message


def test_a_disk_without_room_for_two_more_snapshots_is_a_warning(
    made: Make, lantern_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "_LEAST", 0)  # more than twice so small an index
    snapshots = Snapshots(lantern_index)
    needed = 2 * snapshots.manifest(str(snapshots.current())).size
    installation = made(index=str(lantern_index))
    assert only(list(disk.judged(installation, lambda _: needed))).state is State.ok
    assert only(list(disk.judged(installation, lambda _: needed - 1))).state is State.warning


def test_a_disk_without_room_for_a_model_that_is_to_be_made_is_a_warning(made: Make) -> None:
    installation = made(model="lantern/house", models="models")
    assert only(list(disk.judged(installation, lambda _: 500 * MIB - 1))).state is State.warning
    assert only(list(disk.judged(installation, lambda _: 500 * MIB))).state is State.ok


def test_each_disk_is_a_line(made: Make) -> None:
    lines = run_check("disk", made(index="/proc/self"))
    assert len(lines) == 2
    assert "free for index" in lines[0].message
    assert "free for archive, models" in lines[1].message


def test_folders_that_can_be_written_to_are_right_and_left_as_they_were(
    made: Make, tmp_path: Path
) -> None:
    (tmp_path / "var" / "index" / "snapshots").mkdir(parents=True)
    installation = made()
    before = sorted(tmp_path.rglob("*"))
    assert states(run_check("rights", installation)) == [("rights", State.ok)] * 3
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["index", "archive", "models"])
def test_a_folder_that_nobody_can_write_to_is_an_error(made: Make, name: str) -> None:
    # The kernel takes no files there, not even from root.
    found = {line.message: line for line in run_check("rights", made(**{name: "/proc/self"}))}
    (wrong,) = (line for line in found.values() if line.state is State.error)
    assert f"`{name}`: /proc/self cannot be written to" in wrong.message
    assert "right to write" in wrong.remedy


@pytest.mark.parametrize("place", ["var", "var/index"])
def test_a_file_in_place_of_a_folder_is_an_error(made: Make, tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("a lamp")
    lines = run_check("rights", made())
    assert lines[0].state is State.error
    assert f"{tmp_path / place} is no folder" in lines[0].message


def test_a_link_to_nowhere_is_an_error(made: Make, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "index").symlink_to(tmp_path / "nowhere")
    assert run_check("rights", made())[0].state is State.error


def test_a_folder_within_that_another_user_made_is_an_error(made: Make, tmp_path: Path) -> None:
    (tmp_path / "var" / "archive").mkdir(parents=True)
    (tmp_path / "var" / "archive" / "texts").symlink_to("/proc/self")
    line = run_check("rights", made())[1]
    assert line.state is State.error
    assert "texts cannot be written to" in line.message


@pytest.mark.parametrize("call", ["fsync", "fsync of a folder", "rename"])
def test_a_disk_that_keeps_nothing_is_an_error_and_nothing_is_left(
    made: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def broken(what: object, *_: object) -> None:
        if "folder" not in call or (isinstance(what, int) and S_ISDIR(os.fstat(what).st_mode)):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    installation = made()
    assert installation.settings
    before = sorted(tmp_path.rglob("*"))
    with monkeypatch.context() as patch:
        patch.setattr(os, call.partition(" ")[0], broken)
        lines = run_check("rights", installation)
    assert states(lines) == [("rights", State.error)] * 3
    assert "Input/output error" in lines[0].message
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_withdrawn_is_counted_and_an_erasure_half_done_is_an_error(made: Make) -> None:
    installation = made()
    archive = Archive(installation.settings.archive)
    archive.withdrawals.withdraw("lamp", NOW, {"a" * 64})
    line = only(run_check("taken_back", installation))
    assert (line.state, line.message) == (
        State.ok,
        "withdrawn: 1; no erasure is left half done",
    )
    archive.erasures.begin("lamp", {"The lamp is out."}, {"b" * 64}, NOW)
    line = only(run_check("taken_back", installation))
    assert (line.state, line.remedy) == (State.error, "run kind-erase lamp")
    (installation.settings.archive / "withdrawals.json").write_text("x")
    assert only(run_check("taken_back", installation)).state is State.error
