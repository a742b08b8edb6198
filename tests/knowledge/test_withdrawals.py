"""What was withdrawn at once, kept outside of every snapshot."""

import json
import multiprocessing
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.archive import Archive
from knowledge.errors import ArchiveError
from knowledge.withdrawals import Withdrawal, Withdrawals, Withdrawn
from tests.making import document

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "withdrawals.json"


@pytest.fixture
def withdrawals(tmp_path: Path) -> Withdrawals:
    return Withdrawals(tmp_path)


def test_where_nothing_was_ever_withdrawn_nothing_is(withdrawals: Withdrawals, file: Path) -> None:
    assert withdrawals.entries() == {}
    assert withdrawals.withdrawn() == Withdrawn()
    assert not file.exists()


def test_a_document_is_withdrawn_by_its_id_and_by_its_texts(withdrawals: Withdrawals) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])
    withdrawn = withdrawals.withdrawn()
    assert withdrawn.holds(TWO, "lamp")
    assert withdrawn.holds(ONE, "lantern")
    assert withdrawn.holds(TWO, "lantern", "lamp")
    assert not withdrawn.holds(TWO, "lantern")


def test_withdrawing_again_keeps_the_moment_and_adds_the_texts(withdrawals: Withdrawals) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])
    assert withdrawals.withdraw("lamp", LATER, [TWO]) == Withdrawal(
        since=NOW, texts=frozenset((ONE, TWO))
    )


def test_withdrawing_the_same_again_writes_nothing(withdrawals: Withdrawals, file: Path) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])
    before = file.stat()
    withdrawals.withdraw("lamp", LATER, [ONE])
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_reinstated_is_withdrawn_no_longer(withdrawals: Withdrawals) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])
    withdrawals.withdraw("bell", NOW, [TWO])
    assert withdrawals.reinstate("lamp")
    assert not withdrawals.reinstate("lamp")
    assert set(withdrawals.entries()) == {"bell"}
    assert not withdrawals.withdrawn().holds(ONE, "lamp")


def test_who_reads_already_learns_of_it_at_once(withdrawals: Withdrawals, tmp_path: Path) -> None:
    running = Withdrawals(tmp_path)
    for turn in range(20):
        assert not running.withdrawn().holds(ONE, "lamp")
        withdrawals.withdraw("lamp", NOW, [ONE])
        assert running.withdrawn().holds(TWO, "lamp"), turn
        withdrawals.reinstate("lamp")


def test_it_is_read_again_only_where_it_changed(
    withdrawals: Withdrawals, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])
    known = withdrawals.withdrawn()

    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(Path, "open", refuse)
    assert withdrawals.withdrawn() is known


@pytest.mark.parametrize(
    "identity", ["", ".", "../../etc/passwd", "a\nb", "a\x00b", "Ünïcode 😀", "-", "x" * 5000, "{}"]
)
def test_any_id_is_kept_as_it_is(withdrawals: Withdrawals, tmp_path: Path, identity: str) -> None:
    withdrawals.withdraw(identity, NOW, [])
    assert set(Withdrawals(tmp_path).entries()) == {identity}
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "withdrawals.json",
        "withdrawals.lock",
    ]


def test_a_document_that_is_revised_and_then_renamed_stays_withdrawn(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, revised = document("It is lit.", "lamp"), document("It is not lit.", "lamp")
    archive.record([first], NOW)
    archive.withdrawals.withdraw("lamp", NOW, archive.texts_of("lamp"))
    archive.record([revised], NOW)
    renamed = document("It is not lit.", "lantern")
    assert archive.withdrawals.withdrawn().holds(renamed.sha256, renamed.id)


def test_a_document_that_is_renamed_and_then_revised_stays_withdrawn(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.record([first := document("It is lit.", "lamp")], NOW)
    archive.withdrawals.withdraw("lamp", NOW, [first.sha256])
    archive.record([document("It is lit.", "lantern")], NOW)
    revised = document("It is not lit.", "lantern")
    assert archive.withdrawals.withdrawn().holds(revised.sha256, revised.id)
    assert archive.withdrawals.covering("lantern", ()) == ("lamp",)


def test_a_document_that_is_saved_in_another_form_and_renamed_stays_withdrawn(
    tmp_path: Path,
) -> None:
    archive = Archive(tmp_path)
    archive.record([document("It is lit.\n\nIt burns.", "lamp")], NOW)
    archive.withdrawals.withdraw("lamp", NOW, archive.texts_of("lamp"))
    renamed, other = document("It is\nlit. It burns.", "lantern"), document("It is out.", "bell")
    archive.record([renamed, other], NOW)
    withdrawn = archive.withdrawals.withdrawn()
    assert withdrawn.holds(renamed.sha256)
    assert withdrawn.holds("", "lantern")
    assert not withdrawn.holds(other.sha256, other.id)


def test_what_is_withdrawn_does_not_become_public_in_the_archive(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    embargoed = document("It is lit.", "lamp", embargo_until=NOW + timedelta(hours=1))
    archive.record([embargoed], NOW)
    archive.withdrawals.withdraw("lamp", NOW, [embargoed.sha256])
    archive.record([revised := document("It is not lit.", "lamp")], LATER)
    assert archive.entries()[embargoed.sha256].audience == "staff"
    assert archive.entries()[revised.sha256].audience is None
    archive.withdrawals.reinstate("lamp")
    archive.record([revised], LATER)
    assert archive.entries()[revised.sha256].audience == "public"


def emptied(_: bytes) -> bytes:
    return b""


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def without_its_end(content: bytes) -> bytes:
    return content[:-1]


def prolonged(content: bytes) -> bytes:
    return content + b"\n"


def without_its_seal(content: bytes) -> bytes:
    return content.partition(b"\n")[2]


def of_another_form(_: bytes) -> bytes:
    written = b'{"hello": []}'
    return sha256(written).hexdigest().encode() + b"\n" + written


@pytest.mark.parametrize(
    "damage", [emptied, halved, without_its_end, prolonged, without_its_seal, of_another_form]
)
@pytest.mark.parametrize("running", [True, False])
def test_a_damaged_file_is_named_and_left_as_it_is(
    withdrawals: Withdrawals,
    file: Path,
    damage: Callable[[bytes], bytes],
    running: bool,  # noqa: FBT001
) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])
    damaged = damage(file.read_bytes())
    file.write_bytes(damaged)
    reader = withdrawals if running else Withdrawals(file.parent)
    for act in (
        reader.withdrawn,
        reader.entries,
        lambda: reader.withdraw("bell", NOW, []),
        lambda: reader.reinstate("lamp"),
    ):
        with pytest.raises(ArchiveError, match=r"withdrawals\.json: .* restore it from a backup"):
            act()
    assert file.read_bytes() == damaged


def test_no_byte_of_it_can_be_changed_unnoticed(withdrawals: Withdrawals, file: Path) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])
    whole = file.read_bytes()
    for place in range(len(whole)):
        for bit in (1, 128):
            flipped = bytearray(whole)
            flipped[place] ^= bit
            file.write_bytes(flipped)
            with pytest.raises(ArchiveError, match=r"withdrawals\.json"):
                withdrawals.withdrawn()
    file.write_bytes(whole)
    assert withdrawals.withdrawn().holds(ONE)


def test_one_that_is_gone_while_this_runs_is_as_a_damaged_one(
    withdrawals: Withdrawals, file: Path
) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])
    withdrawals.withdrawn()
    content = file.read_bytes()
    file.unlink()
    with pytest.raises(ArchiveError, match="gone"):
        withdrawals.withdrawn()
    with pytest.raises(ArchiveError, match="gone"):
        withdrawals.withdraw("bell", NOW, [])
    file.write_bytes(content)
    assert withdrawals.withdrawn().holds(ONE)


def test_one_that_was_damaged_when_this_began_and_is_then_gone_is_none_that_never_was(
    withdrawals: Withdrawals, file: Path
) -> None:
    file.write_bytes(b"")
    with pytest.raises(ArchiveError):
        withdrawals.withdrawn()
    file.unlink()
    with pytest.raises(ArchiveError, match="gone"):
        withdrawals.withdrawn()


def test_one_that_cannot_be_read_is_named(withdrawals: Withdrawals, file: Path) -> None:
    file.mkdir()
    with pytest.raises(ArchiveError, match=r"withdrawals\.json: .*Is a directory"):
        withdrawals.withdrawn()


def test_a_folder_that_is_no_folder_is_named(file: Path) -> None:
    file.write_text("a file")
    with pytest.raises(ArchiveError, match="Not a directory"):
        Withdrawals(file).withdrawn()


def test_a_disk_that_takes_nothing_leaves_what_was_there(
    withdrawals: Withdrawals, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawals.withdraw("lamp", NOW, [ONE])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(ArchiveError, match="No space left on device"):
            withdrawals.withdraw("bell", NOW, [])
    assert set(Withdrawals(file.parent).entries()) == {"lamp"}
    assert not list(file.parent.glob("*.new"))


def _withdraw(folder: Path, number: int, start: Barrier) -> None:
    withdrawals = Withdrawals(folder)
    start.wait(60)
    for turn in range(20):
        withdrawals.withdraw(f"lamp-{number}-{turn}", NOW, [ONE])


def test_two_who_withdraw_at_once_both_succeed(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    writers = [spawn.Process(target=_withdraw, args=(tmp_path, n, start)) for n in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    assert len(Withdrawals(tmp_path).entries()) == 40


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.sampled_from([ONE, TWO]))))
def test_any_run_of_withdrawals_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bool, str]]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    expected: dict[str, set[str]] = {}
    for identity, given_back, text in steps:
        if given_back:
            Withdrawals(folder).reinstate(identity)
            expected.pop(identity, None)
        else:
            Withdrawals(folder).withdraw(identity, NOW, [text])
            expected.setdefault(identity, set()).add(text)
    told = {name: set(one.texts) for name, one in Withdrawals(folder).entries().items()}
    assert told == expected


def test_it_holds_no_words(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.record([document("The lamp is lit.", "lamp")], NOW)
    archive.withdrawals.withdraw("lamp", NOW, archive.texts_of("lamp"))
    written = (tmp_path / "withdrawals.json").read_text("utf-8")
    assert "lit" not in written
    assert set(json.loads(written.partition("\n")[2])["withdrawals"]) == {"lamp"}
