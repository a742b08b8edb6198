"""Marks of what was erased for good, and what they keep from coming back."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.document import text_hash
from knowledge.erasures import Erasures, Marks, folded_hash
from knowledge.errors import ArchiveError
from tests.making import document

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TEXT = "The Lamp\n\nThe lamp is lit. “It burns,” she said."
SOURCE = "5" * 64


@pytest.fixture
def erasures(tmp_path: Path) -> Erasures:
    return Erasures(tmp_path)


def test_where_nothing_was_ever_erased_nothing_is(erasures: Erasures, tmp_path: Path) -> None:
    assert erasures.erased() == Marks()
    assert not erasures.holds(TEXT, SOURCE)
    assert erasures.pending == {}
    assert not list(tmp_path.iterdir())


def test_a_text_and_its_source_are_known_again(erasures: Erasures) -> None:
    erasures.begin("lamp", [TEXT], [SOURCE], NOW)
    assert erasures.holds(TEXT)
    assert erasures.holds("Something else.", SOURCE)
    assert not erasures.holds("Something else.", "6" * 64)
    assert erasures.erased() == Marks(frozenset([text_hash(TEXT)]), frozenset([SOURCE]))
    assert erasures.when(TEXT) == NOW


@pytest.mark.parametrize(
    "text",
    [
        "The Lamp\r\n\r\nThe lamp is\nlit. “It burns,” she said.\n\n",
        'THE LAMP\n\nThe lamp is lit. "It burns", she said',
        "The Lamp The lamp is lit It burns she said",
        "The Lamp. The lamp is l\u00adit. — It burns, she said.",
        "\ufeffThe Lamp\n\nThe lamp is lit. “It burns,” she said.",
        "Ｔｈｅ Lamp\n\nThe lamp is lit. “It burns,” she said.",
        unicodedata.normalize("NFD", TEXT),
    ],
)
def test_the_same_words_are_known_again_in_another_form(erasures: Erasures, text: str) -> None:
    erasures.begin("lamp", [TEXT], [], NOW)
    assert text_hash(text) not in erasures.erased().texts or text == TEXT
    assert erasures.holds(text)


@pytest.mark.parametrize(
    "text", ["The Lamp\n\nThe lamp is out. “It burns,” she said.", f"{TEXT} Not.", "", "…", "The"]
)
def test_other_words_are_other_words(erasures: Erasures, text: str) -> None:
    erasures.begin("lamp", [TEXT, "!!!"], [], NOW)
    assert not erasures.holds(text)


def test_the_document_is_named_only_while_its_erasure_lasts(
    erasures: Erasures, tmp_path: Path
) -> None:
    erasures.begin("lamp-of-jane-doe", [TEXT], [SOURCE], NOW)
    erasures.begin("lamp-of-jane-doe", ["More."], [], LATER)
    pending = Erasures(tmp_path).pending["lamp-of-jane-doe"]
    assert pending.since == NOW
    assert pending.texts == {text_hash(TEXT), text_hash("More.")}
    assert pending.sources == {SOURCE}
    erasures.finish("lamp-of-jane-doe")
    assert erasures.pending == {}
    assert erasures.holds(TEXT)
    assert erasures.holds(None, SOURCE)
    written = (tmp_path / "erasures.json").read_text("utf-8")
    for word in ("jane", "lamp", "Lamp", "burns", "lit"):
        assert word not in written


def test_a_text_that_is_not_at_hand_is_marked_by_its_hash(erasures: Erasures) -> None:
    erasures.begin("lamp", [], [], NOW, hashes=[text_hash(TEXT)])
    assert erasures.holds(TEXT)
    erasures.begin("lamp", [TEXT], [], LATER, hashes=[text_hash(TEXT)])
    assert erasures.holds(TEXT.upper())
    assert erasures.when(TEXT) == NOW


def test_no_byte_of_it_can_be_changed_unnoticed(erasures: Erasures, tmp_path: Path) -> None:
    erasures.begin("lamp", [TEXT], [SOURCE], NOW)
    file = tmp_path / "erasures.json"
    whole = file.read_bytes()
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        file.write_bytes(flipped)
        with pytest.raises(ArchiveError, match=r"erasures\.json"):
            erasures.erased()
    file.unlink()
    with pytest.raises(ArchiveError, match="gone"):
        erasures.holds(TEXT)


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.sampled_from(["NFC", "NFD", "NFKC"]))
def test_a_fold_does_not_see_form_space_or_case_of_any_text(text: str, form: str) -> None:
    folded = folded_hash(text)
    spaced = f" {text.replace(' ', chr(10))}\n"
    assert folded_hash(unicodedata.normalize(form, spaced)) == folded  # type: ignore[arg-type]
    assert folded_hash(text.casefold()) == folded


# The archive.

FORMER, OTHER = "The lamp was lit.", "The bell rings at night."


def filled(folder: Path) -> Archive:
    """An archive with two texts of the lamp's document, and one of another's."""
    archive = Archive(folder)
    archive.record([document(FORMER), document(OTHER, "bell")], NOW)
    archive.record([document(TEXT), document(OTHER, "bell")], LATER)
    return archive


def words_in(folder: Path) -> str:
    """Everything that any file under a folder holds."""
    return "".join(p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file())


def test_all_texts_of_a_document_are_removed_and_those_of_others_stay(tmp_path: Path) -> None:
    archive = filled(tmp_path)
    erased = archive.erase("lamp", LATER)
    assert erased.texts == {text_hash(TEXT), text_hash(FORMER)}
    assert erased.ids == {"lamp"}
    assert (erased.files, erased.unread) == (2, ())
    assert set(archive.entries()) == {text_hash(OTHER)}
    assert archive.find(text_hash(TEXT)) is None
    assert archive.bounds(TEXT) is None
    assert archive.find(text_hash(OTHER)) is not None
    assert all(word not in words_in(tmp_path) for word in ("burns", "was lit", "The Lamp\\n"))


def test_an_erased_text_is_not_recorded_again_whatever_it_is_called(tmp_path: Path) -> None:
    archive = filled(tmp_path)
    archive.erase("lamp", LATER)
    for again in (document(TEXT), document(TEXT.upper(), "lantern")):
        with pytest.raises(ArchiveError, match=r"its text was erased on 2026-11-25; it cannot"):
            archive.record([document(OTHER, "bell"), again], LATER)
    assert set(archive.entries()) == {text_hash(OTHER)}


def test_the_same_words_under_another_id_go_too_and_that_is_told(tmp_path: Path) -> None:
    archive = filled(tmp_path)
    archive.record([document(TEXT.replace(" ", "\n"), "lantern")], LATER)
    archive.record([document(FORMER, "old-lamp", audience="staff")], LATER)
    erased = archive.erase("lamp", LATER)
    assert erased.ids == {"lamp", "lantern", "old-lamp"}
    assert set(archive.entries()) == {text_hash(OTHER)}


def test_what_a_killed_run_left_half_written_goes_too(tmp_path: Path) -> None:
    archive = filled(tmp_path)
    orphan = document("It burns to this day.", "lamp")
    archive.record([orphan], LATER)
    ledger = tmp_path / "ledger.json"
    entries = json.loads(ledger.read_text("utf-8"))
    del entries["texts"][orphan.sha256]
    ledger.write_text(json.dumps(entries), "utf-8")
    (tmp_path / "texts" / "0.new").write_text(TEXT, "utf-8")
    (tmp_path / ".ledger.json.1.new").write_text("The Lamp", "utf-8")
    withdrawing = tmp_path / ".withdrawals.json.1.new"
    withdrawing.write_text("somebody is just writing this", "utf-8")
    archive.erasures.begin("lamp", [orphan.text], [], LATER)
    archive.erase("lamp", LATER)
    withdrawing.unlink()
    assert "burns" not in words_in(tmp_path)
    assert not list(tmp_path.rglob("*.new"))


def test_a_damaged_text_of_it_goes_and_one_of_another_is_told(tmp_path: Path) -> None:
    archive = filled(tmp_path)
    for text in (TEXT, OTHER):
        (tmp_path / "texts" / f"{text_hash(text)}.json").write_text(f"damaged {text}", "utf-8")
    erased = archive.erase("lamp", LATER)
    other = tmp_path / "texts" / f"{text_hash(OTHER)}.json"
    assert other in erased.unread
    assert "burns" not in words_in(tmp_path)
    assert other.exists()


@pytest.mark.parametrize("step", range(14))
def test_an_erasure_that_ends_anywhere_is_finished_by_running_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    archive = filled(tmp_path)
    left = step

    class EndedError(BaseException):
        pass

    def ends(name: str) -> None:
        plain = getattr(Path, name)

        def act(path: Path, *arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise EndedError
            return plain(path, *arguments, **named)

        monkeypatch.setattr(Path, name, act)

    with monkeypatch.context():
        for name in ("unlink", "replace"):
            ends(name)
        try:
            archive.erase("lamp", LATER)
        except EndedError:
            # Whatever it had come to, nothing is broken: a text is either found or marked.
            monkeypatch.undo()
            for text in (TEXT, FORMER):
                assert archive.erasures.holds(text) or archive.find(text_hash(text)) is not None
    monkeypatch.undo()
    archive.erase("lamp", LATER)
    archive.erasures.finish("lamp")
    assert all(word not in words_in(tmp_path) for word in ("burns", "was lit", "lamp"))
    assert set(archive.entries()) == {text_hash(OTHER)}


# The catalogue.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "documents"
    made.mkdir()
    (made / "lamp.txt").write_text(f"{TEXT}\n", "utf-8")
    (made / "bell.txt").write_text(f"The Bell\n\n{OTHER}\n", "utf-8")
    return made


def test_a_file_is_refused_by_its_bytes_and_by_its_words_and_not_read(
    folder: Path, tmp_path: Path
) -> None:
    archive = Archive(tmp_path / "archive")
    (folder / "copy.md").write_text(TEXT.replace(". ", ".\n\n"), "utf-8")
    archive.erasures.begin("lamp", [TEXT], [], NOW)
    catalogue = Catalogue.load(folder, archive, keep=True)
    assert [held.id for held in catalogue.documents] == ["bell"]
    reason = "its text was erased on 2026-11-24; it cannot be published again; remove the file"
    assert [refusal.error for refusal in catalogue.refused] == [
        f"copy.md: {reason}",
        f"lamp.txt: {reason}",
    ]
    assert "burns" not in words_in(tmp_path / "archive")


def test_a_file_is_refused_by_its_source_alone(folder: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    source = sha256((folder / "lamp.txt").read_bytes()).hexdigest()
    archive.erasures.begin("lamp", [], [source], NOW)
    catalogue = Catalogue.load(folder, archive, keep=True)
    assert [held.id for held in catalogue.documents] == ["bell"]
    assert "burns" not in words_in(tmp_path / "archive")


def test_readings_of_it_are_removed_wherever_they_came_from(folder: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    (folder / "lantern.md").write_text(TEXT.replace(". ", ".\n\n"), "utf-8")
    catalogue = Catalogue.load(folder, archive, keep=True)
    archive.record(catalogue.documents, NOW)
    readings = tmp_path / "archive" / "readings"
    assert len(list(readings.iterdir())) == 3
    (readings / f".{'0' * 64}.txt.json.99999999.new").write_text("It burns", "utf-8")
    archive.erase("lamp", NOW)
    assert len(list(readings.iterdir())) == 1
    assert "burns" not in words_in(tmp_path / "archive")
    held = Catalogue.load(folder, archive, keep=True)
    assert [document.id for document in held.documents] == ["bell"]


def test_a_damaged_reading_is_told(folder: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    archive.record(Catalogue.load(folder, archive, keep=True).documents, NOW)
    readings = tmp_path / "archive" / "readings"
    for path in readings.iterdir():
        path.write_text("damaged", "utf-8")
    bell = sha256((folder / "bell.txt").read_bytes()).hexdigest()
    erased = archive.erase("lamp", NOW)
    assert erased.unread == (readings / f"{bell}.txt.json",)
    assert list(readings.iterdir()) == [readings / f"{bell}.txt.json"]
