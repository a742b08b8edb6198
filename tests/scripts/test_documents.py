"""kind-documents: the catalogue of documents, to look at and to check."""

import json
import shutil
from pathlib import Path

import pytest

from tests.scripts.running import Done, command, refusal, write_settings

BAD = "---\ntitel: The Lamp\n---\nThe lamp is lit.\n"
CURFEW = "harbor-curfew-2023-05-04"


@pytest.fixture
def folder(lantern: Path, tmp_path: Path) -> Path:
    return shutil.copytree(lantern, tmp_path / "documents")


def documents(*arguments: str | Path, **variables: str) -> Done:
    return command("kind-documents", *arguments, **variables)


def listed(folder: Path, *arguments: str) -> list[str]:
    """The ids of the documents that are listed, in that order."""
    done = documents("list", "--documents", folder, "--json", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return [row["id"] for row in json.loads(done.stdout)["documents"]]


def test_all_documents_are_listed_the_newest_first_and_undated_ones_last(folder: Path) -> None:
    (folder / "lamp.txt").write_text("The Lamp\n\nThe lamp is lit.\n", "utf-8")
    found = listed(folder)
    assert sorted(found) == sorted(path.stem for path in folder.iterdir())
    assert found[:2] == ["winter-beds-2099", "lighthouse-merger"]
    assert found[-1] == "lamp"
    done = documents("list", "--documents", folder)
    _, second, *_, last = done.stdout.splitlines()
    assert second.startswith(
        "2024-10-01  draft                en  lighthouse-merger  Lantern House"
    )
    assert last == "Documents: 11 of 11"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--status", "superseded"), ["ferry-fares-2022-08-15"]),
        (("--status", "draft"), ["lighthouse-merger"]),
        (("--language", "es"), ["refugio-de-faroles-2024-09-10"]),
        (("--year", "2023"), ["captain-testimony", CURFEW]),
        (("--year", "2023", "--language", "es"), []),
        (("--kind", "nothing of the kind"), []),
    ],
)
def test_they_are_chosen_by_what_is_known_of_them(
    folder: Path, arguments: tuple[str, ...], expected: list[str]
) -> None:
    assert listed(folder, *arguments) == expected


def test_a_kind_is_found_in_any_case(folder: Path) -> None:
    (folder / "lamp.txt").write_text("---\nkind: Fact Sheet\n---\nThe Lamp\n\nIt is lit.\n")
    assert listed(folder, "--kind", "fact sheet")[-1] == "lamp"


def test_one_document_is_shown_with_where_each_value_came_from(folder: Path) -> None:
    (folder / "lamp.txt").write_text("The Lamp\n\nMay 4, 2023\n\nThe lamp is lit.\n", "utf-8")
    (folder / "lamp.txt.yaml").write_text("# ours\nkind: statement\n", "utf-8")
    done = documents("show", "lamp", "--documents", folder)
    lines = {" ".join(line.split()) for line in done.stdout.splitlines()}
    assert lines >= {
        "id lamp",
        "file lamp.txt",
        "standing now current",
        "words 9",
        "title The Lamp (its text)",
        "date 2023-05-04 (its text)",
        "kind statement (lamp.txt.yaml, line 2)",
        "url - (default)",
    }
    told = json.loads(documents("show", "lamp.txt", "--documents", folder, "--json").stdout)
    assert told["metadata"]["kind"] == {
        "value": "statement",
        "origin": "given",
        "place": "lamp.txt.yaml, line 2",
    }
    assert told["metadata"]["date"] == {"value": "2023-05-04", "origin": "text"}


def test_why_one_is_refused_is_shown(folder: Path) -> None:
    (folder / "bad.txt").write_text(BAD, "utf-8")
    told = refusal(documents("show", "bad", "--documents", folder))
    assert told == "refused: bad.txt, line 2: unknown key 'titel'; did you mean 'title'?"


def test_one_that_is_not_there_is_named(folder: Path) -> None:
    told = refusal(documents("show", "lamp", "--documents", folder))
    assert told == "lamp: there is no such document; see kind-documents list"


def test_a_folder_is_checked_and_nothing_is_built(folder: Path, tmp_path: Path) -> None:
    config = write_settings(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    done = documents("validate", folder, "--config", config)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Documents that can be used: 10; refused: 0\n"
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_refused_and_what_is_doubtful_is_told(folder: Path) -> None:
    (folder / "bad.txt").write_text(BAD, "utf-8")
    (folder / "lamp.txt").write_text("---\ntranslation_of: lampe\n---\nThe Lamp\n\nIt is lit.\n")
    done = documents("validate", folder)
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "refused: bad.txt, line 2: unknown key 'titel'; did you mean 'title'?",
        "doubtful: lamp.txt: translation_of: there is no other document 'lampe'",
    ]
    told = json.loads(documents("validate", folder, "--json").stdout)
    assert told["documents"] == 11
    assert [r["file"] for r in told["rejected"]] == ["bad.txt"]
    assert [d["file"] for d in told["doubtful"]] == ["lamp.txt"]


def test_the_pins_are_checked_with_the_folder_of_the_settings(
    lantern: Path, tmp_path: Path
) -> None:
    (tmp_path / "glossary.yaml").write_text("", "utf-8")
    (tmp_path / "pinned.yaml").write_text(
        f"lost: {{questions: ['Who pays?'], document: {CURFEW}, words: Nobody said this.}}\n",
        "utf-8",
    )
    config = write_settings(
        tmp_path, glossary="glossary.yaml", pinned="pinned.yaml", documents=str(lantern)
    )
    done = documents("validate", "--config", config)
    assert done.returncode == 3
    assert done.stderr.startswith("refused: pinned.yaml, line 1: the pin 'lost'")
    assert documents("validate", lantern, "--config", config).returncode == 0


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    for asked in (("validate", tmp_path / "no"), ("list", "--documents", tmp_path / "no")):
        assert refusal(documents(*asked)).startswith(f"{tmp_path}/no: there is no such folder")


@pytest.mark.parametrize("arguments", [("lst",), ("list", "--status", "aproved"), ("show",)])
def test_wrong_usage_is_told_as_such(arguments: tuple[str, ...]) -> None:
    done = documents(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: kind-documents" in done.stderr
