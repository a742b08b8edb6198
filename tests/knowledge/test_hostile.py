"""A folder of hostile and broken files: each is refused by name, and the rest is published."""

import os
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.knowledge.hostile import TAKEN
from tests.knowledge.hostile.trial import TABLE, Trial, tried

# Else the command would make them where these tests are the first ones run.
pytestmark = pytest.mark.usefixtures("models")

# MiB, for what is encoded more, and two files of 20 at a time; the folder's would need thousands.
_ROOM = 250
_ANEW = "write it anew with `python -m tests.knowledge.hostile`, and look at what has changed"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return tmp_path_factory.mktemp("good"), tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def good(places: tuple[Path, Path]) -> Trial:
    """A run on the good documents alone."""
    return tried(places[0], hostile=False)


@pytest.fixture(scope="module")
def hostile(places: tuple[Path, Path]) -> Trial:
    """A run on the good documents with all of the hostile files among them."""
    return tried(places[1], hostile=True)


def test_good_documents_alone_are_all_published(good: Trial) -> None:
    assert (good.code, good.told["rejected"]) == (0, [])


def test_what_is_good_is_published_whatever_lies_beside_it(good: Trial, hostile: Trial) -> None:
    assert hostile.code == 3
    assert hostile.documents == good.documents | TAKEN


def test_every_file_is_published_or_refused_by_name(
    hostile: Trial, places: tuple[Path, Path]
) -> None:
    refused = {told["file"] for told in hostile.told["rejected"]}
    for name in os.listdir(places[1] / "documents"):  # noqa: PTH208 (names, not paths)
        file = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
        known = {file, f"{file}/"} & refused
        beside = file.removesuffix(".yaml") in refused
        assert known or beside or name.startswith(".") or Path(name).stem in hostile.documents


def test_each_refusal_begins_with_the_name_and_is_one_line_a_mistake(hostile: Trial) -> None:
    for told in hostile.told["rejected"]:
        for line in told["error"].splitlines():
            assert line.startswith(told["file"])
            assert line.isprintable()
            assert len(line) < 500


def test_no_traceback_reaches_the_user(hostile: Trial) -> None:
    assert "Traceback" not in hostile.errors
    told = "".join(f"refused: {told['error']}\n" for told in hostile.told["rejected"])
    assert hostile.errors == told


def test_the_memory_of_the_process_stays_bounded(good: Trial, hostile: Trial) -> None:
    assert 0 < hostile.memory < good.memory + _ROOM


def test_the_table_of_refused_files_is_what_the_program_says(hostile: Trial) -> None:
    committed = TABLE.read_text("utf-8").splitlines() if TABLE.exists() else []
    said = hostile.table().splitlines()
    difference = unified_diff(committed, said, TABLE.name, "what the program says", lineterm="")
    assert committed == said, "\n".join([f"{TABLE}: {_ANEW}", *difference])
