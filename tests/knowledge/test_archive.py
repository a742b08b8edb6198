"""Every text ever published, by hash."""

import json
import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.archive import Archive
from knowledge.document import Document, text_hash
from knowledge.errors import ArchiveError
from knowledge.metadata import Audience
from knowledge.sentences import sentence_rows, sentences, sentences_of
from tests.making import document

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TEXT = "The lamp is lit. It burns all night.\n\nWe wait."


def entry_audience(archive: Archive, held: Document) -> Audience | None:
    return archive.entries()[held.sha256].audience


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def text_file(tmp_path: Path, text: str = TEXT) -> Path:
    return tmp_path / "archive" / "texts" / f"{text_hash(text)}.json"


def test_an_archive_that_is_not_there_is_empty(archive: Archive, tmp_path: Path) -> None:
    assert archive.entries() == {}
    assert archive.find("0" * 16) is None
    assert archive.bounds(TEXT) is None
    assert not list(tmp_path.iterdir())


def test_what_is_recorded_is_found_by_the_beginning_of_its_hash(archive: Archive) -> None:
    held = document(TEXT, date="2023-05-04")
    archive.record([held], NOW)
    found = archive.find(held.sha256[:16])
    assert found is not None
    assert found[0] == held
    assert found[1].document == "lamp"
    assert archive.find("f" * 16 if held.sha256[0] != "f" else "0" * 16) is None


def test_a_beginning_that_two_texts_share_finds_neither(archive: Archive) -> None:
    archive.record([document(TEXT), document("We wait.", "wait")], NOW)
    assert archive.find("") is None


def test_it_keeps_what_is_no_longer_among_the_documents(archive: Archive) -> None:
    old, new = document(TEXT), document("The lamp is out.")
    archive.record([old], NOW)
    archive.record([new], LATER)
    assert archive.find(old.sha256[:16]) is not None
    assert set(archive.entries()) == {old.sha256, new.sha256}


def test_it_remembers_when_a_text_was_first_and_last_seen(archive: Archive) -> None:
    held = document(TEXT)
    archive.record([held], NOW)
    archive.record([held], LATER)
    entry = archive.entries()[held.sha256]
    assert (entry.first_seen, entry.last_seen) == (NOW, LATER)


def test_it_remembers_the_last_metadata_of_the_widest_audience(archive: Archive) -> None:
    archive.record([document(TEXT)], NOW)
    archive.record([document(TEXT, "lantern", title="The Lantern")], LATER)
    found = archive.find(text_hash(TEXT)[:16])
    assert found is not None
    assert (found[0].id, found[0].metadata.title) == ("lantern", "The Lantern")


def test_a_text_keeps_its_bounds_when_the_splitter_changes(
    archive: Archive, tmp_path: Path
) -> None:
    archive.record([document(TEXT)], NOW)
    file = text_file(tmp_path)
    kept = json.loads(file.read_text("utf-8"))
    (start, _, kind, block), (_, end, *_), last = kept["sentences"]
    kept["sentences"] = [(start, end, kind, block), last]  # as an earlier splitter saw it
    file.write_text(json.dumps(kept), "utf-8")
    assert [s.span.of(TEXT) for s in archive.bounds(TEXT) or ()] == [
        "The lamp is lit. It burns all night.",
        "We wait.",
    ]
    archive.record([document(TEXT)], LATER)
    found = archive.find(text_hash(TEXT)[:16])
    assert found is not None
    assert len(found[0].sentences) == 2


@pytest.mark.parametrize(
    ("first", "second", "widest"),
    [
        ({"audience": "staff"}, {}, Audience.public),
        ({}, {"audience": "staff"}, Audience.public),
        ({"audience": "staff"}, {"audience": "staff"}, Audience.staff),
        ({"status": "draft"}, {"status": "draft"}, None),
        ({"status": "draft"}, {}, Audience.public),
        ({"status": "draft"}, {"audience": "staff"}, Audience.staff),
        ({}, {"status": "draft"}, Audience.public),
        ({}, {"status": "withdrawn"}, Audience.public),
        ({"status": "withdrawn"}, {"status": "withdrawn"}, None),
        ({"status": "draft"}, {"status": "withdrawn"}, None),
        ({"status": "withdrawn"}, {}, Audience.public),
        ({"status": "superseded"}, {"status": "withdrawn"}, Audience.public),
        ({"embargo_until": LATER + timedelta(1)}, {"status": "draft"}, Audience.staff),
        ({"embargo_until": LATER}, {"status": "draft"}, Audience.public),
        ({"embargo_until": LATER + timedelta(1), "status": "withdrawn"}, {"status": "draft"}, None),
        ({"embargo_until": LATER}, {"embargo_until": LATER}, Audience.public),
        ({"status": "embargoed"}, {"status": "embargoed"}, Audience.staff),
    ],
)
def test_the_widest_audience_grows_and_never_shrinks(
    archive: Archive, first: dict[str, Any], second: dict[str, Any], widest: Audience | None
) -> None:
    archive.record([document(TEXT, **first)], NOW)
    archive.record([held := document(TEXT, **second)], LATER)
    assert entry_audience(archive, held) is widest


def test_an_embargo_that_ended_before_a_revision_made_the_old_text_public(
    archive: Archive,
) -> None:
    archive.record([old := document(TEXT, embargo_until=NOW + timedelta(hours=1))], NOW)
    assert entry_audience(archive, old) is Audience.staff
    archive.record([document("The lamp is out.")], LATER)
    assert entry_audience(archive, old) is Audience.public


def test_an_embargo_that_ended_after_the_text_was_gone_made_nothing_public(
    archive: Archive,
) -> None:
    archive.record([old := document(TEXT, embargo_until=LATER)], NOW)
    archive.record([document("The lamp is out.")], NOW + timedelta(hours=1))
    archive.record([document("The lamp is out.")], LATER + timedelta(hours=1))
    assert entry_audience(archive, old) is Audience.staff


def _record(folder: Path, number: int, start: Barrier) -> None:
    archive = Archive(folder)
    start.wait(60)
    for turn in range(20):
        held = document(
            f"The lamp of writer {number} is lit {turn} times.", f"lamp-{number}-{turn}"
        )
        archive.record([held], NOW)


def test_two_writers_at_once_both_keep_theirs(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    writers = [
        spawn.Process(target=_record, args=(tmp_path / "archive", n, start)) for n in range(2)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    archive = Archive(tmp_path / "archive")
    assert len(archive.entries()) == 40
    assert all(archive.find(name) for name in archive.entries())


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def emptied(_: bytes) -> bytes:
    return b""


def garbled(content: bytes) -> bytes:
    return b"\xff" + content[1:]


def of_another_form(_: bytes) -> bytes:
    return b'{"hello": []}'


DAMAGES = [cut, emptied, garbled, of_another_form]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_named(
    archive: Archive, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    archive.record([document(TEXT)], NOW)
    ledger = tmp_path / "archive" / "ledger.json"
    before = damage(ledger.read_bytes())
    ledger.write_bytes(before)
    with pytest.raises(ArchiveError, match=r"ledger\.json: .* damaged"):
        archive.find("0" * 16)
    with pytest.raises(ArchiveError, match=r"ledger\.json"):
        archive.record([document("We wait.")], LATER)
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_text_is_named(
    archive: Archive, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    archive.record([document(TEXT)], NOW)
    file = text_file(tmp_path)
    file.write_bytes(damage(file.read_bytes()))
    for read in (lambda: archive.find(text_hash(TEXT)), lambda: archive.bounds(TEXT)):
        with pytest.raises(ArchiveError, match=rf"{file.name}: .* damaged") as error:
            read()
        assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("was", "became"),
    [
        ("The lamp is lit", "The lamp is not lit"),
        ("[0, 16", "[4, 16"),
        ("[0, 16", "[0, 12"),
        ("[0, 16", "[0, 26"),
        ("[0, 16", "[16, 0"),
        ("[17, 36", "[-7, 36"),
        ("[38, 46", "[38, 99"),
        ('"paragraph"', '"paragraf"'),
        ("We wait", "\\ud800e wait"),
    ],
)
def test_a_text_or_bounds_that_are_not_those_written_are_refused(
    archive: Archive, tmp_path: Path, was: str, became: str
) -> None:
    archive.record([document(TEXT)], NOW)
    file = text_file(tmp_path)
    written = file.read_text("utf-8")
    assert was in written
    file.write_text(written.replace(was, became, 1), "utf-8")
    with pytest.raises(ArchiveError, match=file.name):
        archive.find(text_hash(TEXT))


def test_a_text_that_the_ledger_knows_and_is_gone_is_named(
    archive: Archive, tmp_path: Path
) -> None:
    archive.record([document(TEXT)], NOW)
    text_file(tmp_path).unlink()
    with pytest.raises(ArchiveError, match="missing"):
        archive.find(text_hash(TEXT))


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("not a folder")
    with pytest.raises(ArchiveError, match=r"archive: the archive cannot be written"):
        Archive(tmp_path / "archive").record([document(TEXT)], NOW)


def test_what_a_killed_run_left_half_written_is_no_hindrance(
    archive: Archive, tmp_path: Path
) -> None:
    half = text_file(tmp_path).with_suffix(".new")
    half.parent.mkdir(parents=True)
    half.write_bytes(b'{"text": "The la')
    archive.record([document(TEXT)], NOW)
    assert archive.find(text_hash(TEXT)) is not None


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_the_bounds_of_any_text_are_read_as_they_were_written(text: str) -> None:
    found = sentences(text)
    assert sentences_of(json.loads(json.dumps(sentence_rows(found)))) == found


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_kept(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    archive = Archive(tmp_path_factory.getbasetemp() / "any")
    archive.record([held := document(text)], NOW)
    found = archive.find(held.sha256)
    assert found is not None
    assert found[0] == held
