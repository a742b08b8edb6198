"""kind-reindex: documents to a new published snapshot."""

import json
import shutil
from pathlib import Path

import pytest

from knowledge.archive import Archive
from knowledge.metadata import Audience
from tests.scripts.running import Done, command, refusal

KEYS = ["snapshot", "documents", "passages", "sentences", "encoded", "reused", "rejected"]


def reindex(*arguments: str | Path, **variables: str) -> Done:
    return command("kind-reindex", *arguments, **variables)


def current(folder: Path) -> str:
    return (folder / "current").read_text("utf-8").strip()


def test_documents_are_published_and_what_is_refused_is_told(lantern: Path, tmp_path: Path) -> None:
    documents, index = tmp_path / "documents", tmp_path / "index"
    shutil.copytree(lantern, documents)
    bad = documents / "bad.txt"
    bad.write_text("---\ntitel: The Lamp\n---\nThe lamp is lit.\n", "utf-8")
    options = ("--documents", documents, "--index", index)

    done = reindex(*options, "--json")
    assert done.returncode == 3
    assert done.stderr.startswith("refused: bad.txt, line 2: unknown key 'titel'")
    told = json.loads(done.stdout)
    assert list(told)[: len(KEYS)] == KEYS
    assert told["snapshot"] == current(index)
    assert told["documents"] == 10
    assert told["encoded"] == told["passages"] + told["sentences"] > 0
    assert told["reused"] == 0
    assert [r["file"] for r in told["rejected"]] == ["bad.txt"]
    assert "did you mean 'title'?" in told["rejected"][0]["error"]
    assert 0 < told["seconds"] < 100

    archived = Archive(index / "archive").entries()
    assert len(archived) == 10
    by_id = {entry.document: entry.audience for entry in archived.values()}
    assert by_id["harbor-curfew-2023-05-04"] is Audience.public
    assert by_id["hotline-script"] is Audience.staff
    assert by_id["lighthouse-merger"] is by_id["winter-beds-2099"] is None

    bad.unlink()
    done = reindex(*options)
    assert (done.returncode, done.stderr) == (0, "")
    assert told["snapshot"] == current(index)
    assert "10 documents" in done.stdout
    assert "nothing had changed" in done.stdout


@pytest.mark.parametrize("content", [None, "", "---\ntitle: [\n---\nThe lamp.\n"])
def test_without_a_usable_document_the_index_stays(
    lantern_copy: Path, tmp_path: Path, content: str | None
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    if content is not None:
        (documents / "lamp.txt").write_text(content, "utf-8")
    before = current(lantern_copy)
    done = reindex("--documents", documents, "--index", lantern_copy, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    *refused, last = done.stderr.splitlines()
    assert "no document to index; the index stays as it was" in last
    assert [line.startswith("refused: lamp.txt") for line in refused] == [True] * bool(
        content is not None
    )
    assert current(lantern_copy) == before


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    told = refusal(reindex("--documents", tmp_path / "nowhere", "--index", tmp_path / "index"))
    assert told.startswith(f"{tmp_path}/nowhere: there is no such folder")


def test_a_model_that_is_not_there_is_named(lantern: Path, tmp_path: Path) -> None:
    config = tmp_path / "settings.yaml"
    config.write_text("model: nothing\n", "utf-8")
    done = reindex("--documents", lantern, "--config", config)
    assert f"model {tmp_path / 'nothing'}: " in refusal(done)


def test_a_damaged_archive_is_named(lantern: Path, lantern_copy: Path) -> None:
    (lantern_copy / "archive" / "ledger.json").write_text("{")
    told = refusal(reindex("--documents", lantern, "--index", lantern_copy))
    assert "ledger.json: this file of the archive is damaged" in told


def test_a_place_that_takes_no_files_is_named(lantern: Path, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    told = refusal(reindex("--documents", lantern, "--index", tmp_path / "index"))
    assert str(tmp_path / "index") in told


def test_wrong_usage_is_told_as_such() -> None:
    done = reindex("--nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: kind-reindex" in done.stderr
