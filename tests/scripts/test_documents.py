"""kind-documents: the catalogue of documents, to look at and to check."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.document import text_hash
from tests.conftest import NOW
from tests.guard.environment import guarded_environment
from tests.scripts.running import PROJECT, Done, command, refusal, write_settings

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


FERRIES = "ferry-fares-2024-03-01"


@pytest.fixture(scope="module")
def recorded(lantern: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which the documents' texts and readings are kept."""
    folder = tmp_path_factory.mktemp("recorded") / "archive"
    catalogue = Catalogue.load(lantern, Archive(folder), keep=True)
    Archive(folder).record(catalogue.documents, NOW)
    return folder


@pytest.fixture
def config(folder: Path, recorded: Path, tmp_path: Path) -> Path:
    """Settings of a folder that was read and recorded before."""
    shutil.copytree(recorded, tmp_path / "var" / "archive")
    return write_settings(tmp_path, documents=str(folder))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "var" / "archive")


def test_a_document_is_withdrawn_and_reinstated_and_each_is_said(
    config: Path, archive: Archive
) -> None:
    done = documents("withdraw", CURFEW, "--config", config)
    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first == (
        f"{CURFEW} is withdrawn: from the next question on, its words are shown to nobody."
    )
    assert second.endswith(f"To show it again: kind-documents reinstate {CURFEW}")
    (entry,) = archive.withdrawals.entries().values()
    assert entry.texts == archive.texts_of(CURFEW)
    again = documents("withdraw", CURFEW, "--config", config)
    assert again.stdout.startswith(f"{CURFEW} was withdrawn already, on ")
    assert archive.withdrawals.entries() == {CURFEW: entry}
    listed = documents("list", "--config", config).stdout.splitlines()
    assert [line.split()[4] for line in listed if "withdrawn here" in line] == [CURFEW]
    shown = documents("show", CURFEW, "--config", config).stdout
    assert re.search(r"^standing now +withdrawn$", shown, re.MULTILINE)
    assert f"withdrawn      since {entry.since.isoformat()}" in shown
    done = documents("reinstate", CURFEW, "--config", config)
    assert done.stdout.startswith(f"{CURFEW} is withdrawn no longer")
    assert archive.withdrawals.entries() == {}
    again = documents("reinstate", CURFEW, "--config", config)
    assert (again.returncode, again.stdout) == (
        0,
        f"{CURFEW} was not withdrawn by kind-documents; nothing has changed.\n",
    )


def test_in_json_it_is_told_in_one_object(config: Path, archive: Archive) -> None:
    told = [
        json.loads(documents(act, CURFEW, "--config", config, "--json").stdout)
        for act in ("withdraw", "withdraw", "reinstate", "reinstate")
    ]
    since = told[0].pop("since")
    assert told == [
        {"document": CURFEW, "withdrawn": True, "changed": True, "others": []},
        {"document": CURFEW, "withdrawn": True, "changed": False, "since": since, "others": []},
        {"document": CURFEW, "withdrawn": False, "changed": True, "withdrawn_as": [CURFEW]},
        {"document": CURFEW, "withdrawn": False, "changed": False, "withdrawn_as": []},
    ]
    archive.withdrawals.withdraw(CURFEW, NOW, ())
    listed = json.loads(documents("list", "--config", config, "--json").stdout)
    assert listed["withdrawn"] == {CURFEW: NOW.isoformat()}
    rows = {row["id"]: row["withdrawn_since"] for row in listed["documents"]}
    assert {identity for identity, since in rows.items() if since} == {CURFEW}


def test_an_unknown_id_is_refused_with_those_that_are_near(config: Path, archive: Archive) -> None:
    told = refusal(documents("withdraw", "harbor-curfew", "--config", config))
    assert told == f"harbor-curfew: there is no such document; did you mean {CURFEW}?"
    told = refusal(documents("reinstate", "harbor-curfew", "--config", config))
    assert told == f"harbor-curfew: there is no such document; did you mean {CURFEW}?"
    assert archive.withdrawals.entries() == {}


@pytest.mark.parametrize("identity", ["", "../../etc/passwd", "a\nb", "😀" * 200, b"\xff\xfe"])
def test_an_odd_id_is_refused_in_one_line(
    config: Path, archive: Archive, identity: str | bytes
) -> None:
    named = identity if isinstance(identity, str) else os.fsdecode(identity)
    told = refusal(documents("withdraw", named, "--config", config))
    assert "there is no such document; see kind-documents list" in told
    assert archive.withdrawals.entries() == {}


@pytest.mark.parametrize("trouble", ["no file", "no folder", "no ledger"])
def test_a_document_is_withdrawn_whatever_else_is_gone(
    config: Path, folder: Path, archive: Archive, tmp_path: Path, trouble: str
) -> None:
    texts = archive.texts_of(CURFEW)
    if trouble == "no file":
        (folder / f"{CURFEW}.txt").unlink()
    elif trouble == "no folder":
        shutil.rmtree(folder)
    else:
        (tmp_path / "var" / "archive" / "ledger.json").write_bytes(b"damaged")
    done = documents("withdraw", CURFEW, "--config", config)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{CURFEW} is withdrawn: ")
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == (
        ["warning"] if trouble != "no file" else []
    )
    assert archive.withdrawals.entries()[CURFEW].texts == texts
    if trouble == "no file":
        listed = documents("list", "--config", config).stdout
        assert f"withdrawn, and not in the folder: {CURFEW}\n" in listed


def test_a_text_that_was_never_indexed_is_withdrawn_too(
    config: Path, folder: Path, archive: Archive
) -> None:
    (folder / f"{CURFEW}.txt").write_text("The Curfew\n\nIt was revised today.\n", "utf-8")
    assert documents("withdraw", CURFEW, "--config", config).returncode == 0
    assert text_hash("The Curfew\n\nIt was revised today.\n") in (
        archive.withdrawals.entries()[CURFEW].texts
    )


def test_a_document_whose_file_is_broken_is_withdrawn_by_its_id(
    config: Path, folder: Path, archive: Archive
) -> None:
    (folder / f"{CURFEW}.txt").write_text(BAD, "utf-8")
    done = documents("withdraw", CURFEW, "--config", config)
    assert done.returncode == 0
    assert done.stderr.startswith(f"warning: {CURFEW}.txt, line 2: unknown key 'titel'")
    assert set(archive.withdrawals.entries()) == {CURFEW}


def test_a_renamed_document_is_withdrawn_with_its_text_and_reinstated_by_either_name(
    config: Path, folder: Path, archive: Archive
) -> None:
    documents("withdraw", CURFEW, "--config", config)
    (folder / f"{CURFEW}.txt").rename(folder / "renamed.txt")
    shown = documents("show", "renamed", "--config", config).stdout
    assert re.search(r"^standing now +withdrawn$", shown, re.MULTILINE)
    archive.record(Catalogue.load(folder, archive).documents, NOW)
    told = documents("withdraw", CURFEW, "--config", config).stdout.splitlines()
    assert told[1] == "So is renamed, where it has the same text."
    done = documents("reinstate", "renamed", "--config", config)
    assert done.stdout.splitlines() == [
        "renamed is withdrawn no longer: from the next question on, its own status counts.",
        f"It had been withdrawn as {CURFEW}, which is withdrawn no longer either.",
    ]
    assert archive.withdrawals.entries() == {}


def test_where_it_is_not_known_what_was_withdrawn_nothing_is_changed(
    config: Path, tmp_path: Path
) -> None:
    file = tmp_path / "var" / "archive" / "withdrawals.json"
    documents("withdraw", CURFEW, "--config", config)
    file.write_bytes(b"damaged")
    for act in ("withdraw", "reinstate"):
        told = refusal(documents(act, FERRIES, "--config", config))
        assert told.startswith(f"{file}: this file of the archive is damaged")
    assert file.read_bytes() == b"damaged"


def test_an_index_has_withdrawals_of_its_own(
    config: Path, archive: Archive, tmp_path: Path
) -> None:
    index = tmp_path / "trial"
    done = documents("withdraw", CURFEW, "--config", config, "--index", index)
    assert done.returncode == 0
    assert archive.withdrawals.entries() == {}
    assert set(Archive(index / "archive").withdrawals.entries()) == {CURFEW}


def test_no_model_is_loaded_to_withdraw() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import sys, scripts.documents; print(*sys.modules)"],
        capture_output=True,
        check=True,
        cwd=PROJECT,
        env=guarded_environment(),
    ).stdout.decode()
    assert not {"torch", "faiss", "transformers", "sentence_transformers"} & set(told.split())
