"""What staff know besides the documents."""

from pathlib import Path

import pytest

from knowledge.errors import KindError
from knowledge.glossary import GlossaryError
from knowledge.pins import PinsError
from knowledge.staff import StaffKnowledge
from knowledge.yaml_mapping import MappingError
from tests.conftest import NOW
from tests.making import document

TEXT = "The Lamp\n\nThe lamp is lit. It burns."
GLOSSARY = "lamp: {en: [lamp, light]}\n"
PIN = "lit: {questions: ['Is the lamp lit?'], document: lamp, words: The lamp is lit.}\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    glossary, pinned = tmp_path / "glossary.yaml", tmp_path / "pinned.yaml"
    glossary.write_text(GLOSSARY, "utf-8")
    pinned.write_text(PIN, "utf-8")
    return glossary, pinned


def test_names_and_answers_are_read(files: tuple[Path, Path]) -> None:
    held = document(TEXT)
    known = StaffKnowledge.load(*files, [held], NOW)
    assert known.glossary.expand("a light")["en"] == ("lamp",)
    quote = known.pins.match("is the lamp lit")
    assert quote is not None
    assert quote.document is held
    assert quote.text == "The lamp is lit."
    assert known.pins.refused == ()


@pytest.mark.parametrize(
    ("text", "metadata", "told"),
    [
        (TEXT.replace("lit", "out"), {}, "its words"),
        (TEXT, {"status": "draft"}, "is a draft"),
        (TEXT, {"audience": "staff"}, "for staff only"),
        (TEXT, {"embargo_until": "2099-01-01T00:00Z"}, "under embargo"),
    ],
)
def test_an_answer_that_does_not_stand_is_refused_by_name(
    files: tuple[Path, Path], text: str, metadata: dict[str, str], told: str
) -> None:
    known = StaffKnowledge.load(*files, [document(text, **metadata)], NOW)
    assert known.pins.pins == ()
    (refusal,) = known.pins.refused
    assert refusal.file == "pinned.yaml"
    assert "the pin 'lit'" in refusal.error
    assert told in refusal.error


@pytest.mark.parametrize(
    ("number", "content", "error", "told"),
    [
        (0, None, GlossaryError, "glossary.yaml: the glossary cannot be read"),
        (0, b"\xff", GlossaryError, "glossary.yaml: the glossary cannot be read"),
        (0, b"lamp: [", MappingError, "glossary.yaml, line 1"),
        (0, b"lamp: {en: [lamp]}", GlossaryError, "lamp has only one name"),
        (1, None, PinsError, "pinned.yaml: the pins cannot be read"),
        (1, b"\xff", PinsError, "pinned.yaml: the pins cannot be read"),
        (1, b"lit: {questions: []}", MappingError, "pinned.yaml, line 1"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    files: tuple[Path, Path],
    number: int,
    content: bytes | None,
    error: type[KindError],
    told: str,
) -> None:
    if content is None:
        files[number].unlink()
    else:
        files[number].write_bytes(content)
    with pytest.raises(error, match=told):
        StaffKnowledge.load(*files, [document(TEXT)], NOW)


def test_staff_may_know_nothing(files: tuple[Path, Path]) -> None:
    for known in (StaffKnowledge.none(), StaffKnowledge.load(*_empty(files), [], NOW)):
        assert len(known.glossary) == 0
        assert known.glossary.expand("a light") == {"en": (), "es": ()}
        assert (known.pins.pins, known.pins.refused) == ((), ())
        assert known.pins.match("Is the lamp lit?") is None


def _empty(files: tuple[Path, Path]) -> tuple[Path, Path]:
    for file in files:
        file.write_text("# Nothing yet.\n", "utf-8")
    return files
