"""kind-index: the snapshots of the index."""

import fcntl
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from index.build import rebuild_without
from index.exports import Exports, export, read_export
from index.model import Model
from index.settings import IndexSettings
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from knowledge.archive import Archive
from scripts import index_snapshots
from tests.conftest import MODELS, NOW
from tests.index.test_snapshots import full_disk
from tests.scripts.running import write_settings

MINILM = "all-MiniLM-L6-v2"
KEYS = ["id", "current", "in_use", "error", "created", "documents", "size", "code", "models"]


@dataclass
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        """The object that --json says."""
        return dict(json.loads(self.out))

    @property
    def refusal(self) -> str:
        """The one line of a command that did nothing."""
        assert (self.code, self.out) == (1, "")
        (line,) = self.err.splitlines()
        return line


Run = Callable[..., Ended]
Three = tuple[Path, tuple[str, str, str]]


@dataclass
class Index:
    """Lantern House's index, with its snapshots from the oldest on, and the command over it."""

    folder: Path
    first: str
    second: str
    third: str
    run: Run

    @property
    def snapshots(self) -> Snapshots:
        return Snapshots(self.folder)

    @property
    def current(self) -> str:
        return (self.folder / "current").read_text().strip()

    def file(self, name: str, part: str = "keys.bin") -> Path:
        return self.folder / "snapshots" / name / part

    def damage(self, *names: str) -> None:
        for name in names:
            content = self.file(name).read_bytes()
            self.file(name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


@cache
def found(names: tuple[str, ...]) -> tuple[Model, ...]:
    """The models of these names."""
    return tuple(Model.find(name, MODELS) for name in names)


def found_once(settings: IndexSettings, _: Callable[[str], None]) -> tuple[Model, ...]:
    """The settings' models, whose files are hashed once for all tests: that takes its time."""
    return found(settings.model_names)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, run within the test to its end; no traceback may reach its user."""

    monkeypatch.setattr(index_snapshots, "find_models", found_once)

    def run(*arguments: str | Path, index: Path = tmp_path / "index", **settings: object) -> Ended:
        config = write_settings(tmp_path, **settings)
        given = ["kind-index", *arguments, "--index", index, "--config", config]
        monkeypatch.setattr(sys, "argv", list(map(str, given)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            index_snapshots.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(int(str(ended.value.code)), said.out, said.err)

    return run


@pytest.fixture(scope="session")
def three(
    lantern_index: Path, lantern_settings: IndexSettings, tmp_path_factory: pytest.TempPathFactory
) -> Three:
    """Lantern House's index with two more snapshots, each of fewer documents; only to be read."""
    folder = shutil.copytree(lantern_index, tmp_path_factory.mktemp("three") / "index")
    settings = lantern_settings.model_copy(update={"index": folder})
    snapshots = Snapshots(folder)
    for day in (1, 2):
        texts = sorted(snapshots.manifest(snapshots.names()[0]).texts)
        rebuild_without(settings, frozenset(texts[:1]), NOW + timedelta(days=day))
    third, second, first = snapshots.names()
    return folder, (first, second, third)


@pytest.fixture
def index(three: Three, tmp_path: Path, run: Run) -> Index:
    """A copy of it that a test may change."""
    folder, names = three
    shutil.copytree(folder, tmp_path / "index")
    return Index(tmp_path / "index", *names, run)


def test_snapshots_are_listed_the_newest_first(index: Index) -> None:
    done = index.run("list", "--json")
    assert (done.code, done.err) == (0, "")
    assert (done.told["current"], done.told["error"]) == (index.third, None)
    rows = done.told["snapshots"]
    assert [row["id"] for row in rows] == [index.third, index.second, index.first]
    assert [row["documents"] for row in rows] == [8, 9, 10]
    assert [row["current"] for row in rows] == [True, False, False]
    assert {tuple(row) for row in rows} == {tuple(KEYS)}
    assert rows[2]["created"] == "2026-11-24T12:00:00+00:00"
    assert rows[2]["models"] == ["multilingual-e5-small", MINILM]
    size = sum(f.stat().st_size for f in index.file(index.first).parent.iterdir())
    assert size - 10_000 < rows[2]["size"] < size


def test_a_line_of_the_list_tells_it_to_a_person(index: Index) -> None:
    with index.snapshots.lease(index.second):
        done = index.run("list")
    third, second, first = done.out.splitlines()
    assert third.startswith(f"{index.third}  2026-11-26 12:00 UTC  8 documents  ")
    assert "  current  " in third
    assert "  in use  " in second
    assert "  -  " in first
    assert first.endswith(f"multilingual-e5-small, {MINILM}")


def test_a_damaged_manifest_and_pointer_are_told_in_the_list(index: Index) -> None:
    index.file(index.second, "manifest.json").write_text("{")
    index.file(index.first, "manifest.json").unlink()
    (index.folder / "current").write_text("elsewhere")
    done = index.run("list")
    assert done.code == 0
    _, second, first = done.out.splitlines()
    assert second.startswith(f"{index.second}  damaged  -  {index.file(index.second).parent}")
    assert "manifest.json: cannot be read (No such file or directory)" in first
    assert done.err == (
        f"{index.folder}/current: names no snapshot: 'elsewhere'; run kind-reindex\n"
    )
    told = index.run("list", "--json").told
    assert told["current"] is None
    assert "names no snapshot" in told["error"]
    assert [bool(row["error"]) for row in told["snapshots"]] == [False, True, True]


def test_where_there_is_no_index_the_list_is_empty(run: Run, tmp_path: Path) -> None:
    done = run("list")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{tmp_path}/index: there is no index here yet; run kind-reindex\n"


def test_who_looks_keeps_nobody_from_using_it(index: Index) -> None:
    looking = os.open(index.snapshots.folder_of(index.third), os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_EX)
    Timer(0.03, os.close, (looking,)).start()
    index.snapshots.lease(index.third).close()


def test_all_whole_snapshots_are_told_as_such(index: Index) -> None:
    done = index.run("verify")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{index.third}  whole, current",
        f"{index.second}  whole",
        f"{index.first}  whole",
    ]


def test_one_snapshot_is_verified_alone(index: Index) -> None:
    index.damage(index.second)
    assert index.run("verify", index.first).out == f"{index.first}  whole\n"
    done = index.run("verify", index.second[:10])
    assert done.code == 3
    assert done.out.startswith(f"{index.second}  damaged: {index.file(index.second)}: not ")


def test_an_older_one_that_is_damaged_is_told_by_the_exit_code(index: Index) -> None:
    index.damage(index.first)
    done = index.run("verify", "--json")
    assert (done.code, done.err) == (3, "")
    assert (done.told["current"], done.told["error"]) == (index.third, None)
    assert [bool(row["damage"]) for row in done.told["snapshots"]] == [False, False, True]


def test_a_damaged_current_one_is_told_with_what_the_bot_falls_back_to(index: Index) -> None:
    index.damage(index.third, index.second)
    for arguments in ((), (index.third,)):
        done = index.run("verify", *arguments)
        assert done.code == 1
        assert f"{index.third}  damaged, current: " in done.out
        assert done.err == (
            f"{index.file(index.third)}: not the file that was written, damaged; a bot that "
            f"starts now answers from {index.first}, the newest whole one; run kind-reindex, or "
            "kind-index rollback\n"
        )
        assert index.run("verify", *arguments, "--json").told["fallback"] == index.first


def test_where_none_is_whole_that_is_told(index: Index) -> None:
    index.damage(index.third, index.second, index.first)
    done = index.run("verify")
    assert done.code == 1
    assert done.err.endswith("damaged; no other is whole; run kind-reindex\n")


@pytest.mark.parametrize("content", [None, "", "20200101T000000Z-00000000"])
def test_a_pointer_that_leads_nowhere_is_told(index: Index, content: str | None) -> None:
    pointer = index.folder / "current"
    pointer.unlink() if content is None else pointer.write_text(content)
    for arguments in ((), (index.first,)):
        done = index.run("verify", *arguments)
        assert done.code == 1
        assert done.err.startswith(f"{pointer}: ")
        assert f"a bot that starts now answers from {index.third}" in done.err


def test_where_there_is_no_index_nothing_is_whole(run: Run, tmp_path: Path) -> None:
    assert run("verify").refusal.startswith(f"{tmp_path}/index: there is no index here yet; no ")
    assert (
        run("rollback").refusal == f"{tmp_path}/index: there is no snapshot here; run kind-reindex"
    )
    assert run("prune").refusal == f"{tmp_path}/index: there is no snapshot here; run kind-reindex"
    assert run("export", tmp_path / "a.tar").refusal.endswith("here; run kind-reindex")
    assert not (tmp_path / "index").exists()


def test_other_models_than_the_settings_are_warned_of(index: Index) -> None:
    done = index.run("verify", index.third, model=MINILM, second_model=None)
    assert (done.code, done.out) == (0, f"{index.third}  whole, current\n")
    assert done.err.startswith(f"warning: {index.third}: made by multilingual-e5-small (")
    assert f") and {MINILM} (" in done.err
    assert f"and the settings name {MINILM} (" in done.err
    assert done.err.endswith("); the bot does not use it\n")


def test_models_that_are_not_there_are_warned_of(index: Index) -> None:
    done = index.run("verify", model="no-such-model")
    assert done.code == 0
    assert done.err.startswith("warning: whether the snapshots are of the settings' models is not")


def test_the_snapshot_before_becomes_the_current_one(index: Index) -> None:
    done = index.run("rollback")
    assert (done.code, done.err) == (0, "")
    assert index.current == index.second
    assert done.out == (
        f"{index.second} is current, with 9 documents; before, it was {index.third}.\n"
        "Withdrawn statements stay withdrawn. A running bot follows within 2 seconds. The next "
        "kind-reindex publishes the documents' present state again.\n"
    )
    assert index.run("rollback", "--json").told == {
        "snapshot": index.first,
        "before": index.second,
        "documents": 10,
    }
    assert index.run("rollback").refusal.startswith(
        f"{index.folder}: there is no whole snapshot before the current one; name one"
    )
    assert index.current == index.first


def test_any_snapshot_can_be_named_by_how_it_begins(index: Index) -> None:
    assert index.run("rollback", index.first[:8]).code == 0
    assert index.current == index.first
    assert index.run("rollback", index.third).code == 0
    assert index.current == index.third
    done = index.run("rollback", index.third)
    assert (done.code, index.current) == (0, index.third)


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("2020", "'2020': there is no such snapshot; see kind-index list"),
        ("", "'': there is no such snapshot; see kind-index list"),
        ("../snapshots", "'../snapshots': there is no such snapshot; see kind-index list"),
        ("a\nb", r"'a\nb': there is no such snapshot; see kind-index list"),
        ("2026", "'2026': begins more than one ("),
    ],
)
def test_what_names_no_snapshot_is_refused(index: Index, start: str, why: str) -> None:
    for command in ("rollback", "verify"):
        assert index.run(command, start).refusal.startswith(why)
    assert index.current == index.third


def test_a_damaged_snapshot_is_not_gone_back_to(index: Index) -> None:
    index.damage(index.second)
    assert "damaged" in index.run("rollback", index.second).refusal
    assert index.current == index.third
    done = index.run("rollback")
    assert (done.code, index.current) == (0, index.first)
    assert done.err.startswith(f"passed over: {index.second}: ")


@pytest.mark.parametrize("content", [None, "", "20200101T000000Z-00000000"])
def test_with_a_damaged_pointer_the_newest_whole_one_becomes_current(
    index: Index, content: str | None
) -> None:
    pointer = index.folder / "current"
    pointer.unlink() if content is None else pointer.write_text(content)
    index.damage(index.third)
    assert index.run("rollback").code == 0
    assert index.current == index.second


def test_a_snapshot_of_other_models_is_not_gone_back_to(index: Index) -> None:
    told = index.run("rollback", index.first, model=MINILM, second_model=None).refusal
    assert "the index was built by the model multilingual-e5-small" in told
    assert index.current == index.third


def test_nobody_goes_back_while_another_writes(index: Index) -> None:
    with index.snapshots.writing("a build"):
        told = index.run("rollback").refusal
    assert f"{index.folder}/lock: a build (process " in told
    assert index.current == index.third


def test_the_oldest_snapshots_are_removed(index: Index) -> None:
    done = index.run("prune")
    assert (done.code, done.out, done.err) == (0, "Removed: 0; kept: 3\n", "")
    done = index.run("prune", "--keep", "2")
    assert done.out == f"{index.first}  removed\nRemoved: 1; kept: 2\n"
    assert index.snapshots.names() == (index.third, index.second)


def test_how_many_are_kept_is_a_setting(index: Index) -> None:
    told = index.run("prune", "--json", snapshots_kept=1).told
    assert told == {
        "removed": [index.second, index.first],
        "kept": [index.third],
        "in_use": [],
    }


def test_one_that_is_in_use_stays_and_that_is_told(index: Index) -> None:
    with index.snapshots.lease(index.first):
        done = index.run("prune", "--keep", "1")
    assert done.out.splitlines() == [
        f"{index.second}  removed",
        f"{index.first}  stays, because it is in use",
        "Removed: 1; kept: 2",
    ]


def test_the_current_one_stays_however_old_it_is(index: Index) -> None:
    index.run("rollback", index.first)
    assert index.run("prune", "--keep", "1").code == 0
    assert index.snapshots.names() == (index.first,)


def test_nothing_is_removed_while_the_current_one_is_not_whole(index: Index) -> None:
    index.damage(index.third)
    assert "damaged" in index.run("prune", "--keep", "1").refusal
    (index.folder / "current").unlink()
    assert "is missing" in index.run("prune", "--keep", "1").refusal
    assert len(index.snapshots.names()) == 3


@pytest.mark.parametrize(
    "arguments",
    [("prune", "--keep", "0"), ("lst",), ("export",), ("import",), ("rollback", "a", "b")],
)
def test_wrong_usage_is_told_as_such(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert re.search(r"Usage: .*kind-index", done.err)


def test_the_current_snapshot_is_exported_and_listed(index: Index, tmp_path: Path) -> None:
    file = tmp_path / "lantern.tar"
    done = index.run("export", file)
    assert (done.code, done.err) == (0, "")
    assert done.out == f"Exported {index.third} with 8 documents to {file}\n"
    (made,) = Exports(index.folder).all()
    assert (made.file, made.snapshot) == (str(file), index.third)
    assert set(made.texts) == index.snapshots.manifest(index.third).texts
    assert "is there already" in index.run("export", file, index.first).refusal
    told = index.run("export", file, index.first, "--force", "--json").told
    assert told == {"snapshot": index.first, "file": str(file), "documents": 10}
    assert read_export(file)[0] == index.file(index.first, "manifest.json").read_bytes()


def test_an_export_that_fails_leaves_nothing(index: Index, tmp_path: Path) -> None:
    with full_disk(100_000):
        told = index.run("export", tmp_path / "lantern.tar").refusal
    assert "lantern.tar: cannot be written: File too large" in told
    assert "is no file" in index.run("export", tmp_path, "--force").refusal
    assert "No such file" in index.run("export", tmp_path / "no" / "lantern.tar").refusal
    assert not list(tmp_path.glob("*.tar*"))
    assert Exports(index.folder).all() == ()


@pytest.fixture
def exported(three: Three, tmp_path: Path) -> Path:
    """The first of the snapshots, exported from another folder."""
    folder, names = three
    elsewhere = Snapshots(shutil.copytree(folder, tmp_path / "elsewhere"))
    export(elsewhere, names[0], tmp_path / "lantern.tar", NOW)
    shutil.rmtree(elsewhere.folder)
    return tmp_path / "lantern.tar"


def test_an_index_is_restored_from_an_export_alone(
    run: Run, exported: Path, three: Three, tmp_path: Path
) -> None:
    done = run("import", exported)
    assert (done.code, done.err) == (0, "")
    folder, (name, *_) = three
    snapshot = Snapshot.read(Snapshots(folder), name)
    assert done.out == f"Imported {name}; it is current\n"
    assert Snapshots(tmp_path / "index").current() == name
    archive = Archive(tmp_path / "index" / "archive")
    assert archive.entries().keys() == snapshot.manifest.texts
    for held in snapshot.documents:
        assert archive.bounds(held.document.text) == held.document.sentences
    assert run("verify").code == 0


def test_what_is_imported_becomes_current_and_the_one_before_stays(
    index: Index, exported: Path
) -> None:
    shutil.rmtree(index.file(index.first).parent)
    done = index.run("import", exported)
    assert done.out == f"Imported {index.first}; it is current; before, it was {index.third}\n"
    assert index.current == index.first
    assert index.snapshots.names() == (index.third, index.second, index.first)
    told = index.run("import", exported, "--json").told  # again, which changes nothing
    assert told == {"snapshot": index.first, "current": index.first, "before": index.first}


def test_what_is_only_added_leaves_the_current_one(index: Index, exported: Path) -> None:
    shutil.rmtree(index.file(index.first).parent)
    done = index.run("import", exported, "--only-add")
    assert done.out.startswith(f"Imported {index.first}; the current one stays")
    assert index.current == index.third
    assert index.first in index.snapshots.names()


def test_a_damaged_export_is_not_imported(index: Index, exported: Path) -> None:
    shutil.rmtree(index.file(index.first).parent)
    content = exported.read_bytes()
    for damaged in (content[: len(content) // 2], content[:-20_000] + b"x" + content[-19_999:]):
        exported.write_bytes(damaged)
        told = index.run("import", exported).refusal
        assert told.startswith(f"{exported}: not an export that can be used: ")
    assert index.current == index.third
    assert index.first not in index.snapshots.names()


def test_an_export_of_other_models_is_not_imported(
    run: Run, exported: Path, tmp_path: Path
) -> None:
    told = run("import", exported, model=MINILM, second_model=None).refusal
    assert told.startswith(f"{exported}: made by multilingual-e5-small (")
    assert Snapshots(tmp_path / "index").names() == ()
    assert Archive(tmp_path / "index" / "archive").entries() == {}


def erase(folder: Path, identity: str, text: str) -> None:
    """Mark a text as erased, as kind-erase does."""
    Archive(folder / "archive").erasures.begin(identity, [text], set(), NOW)


@pytest.mark.parametrize("change", [str, str.upper, lambda text: text.replace("\n", " ")])
def test_an_export_with_a_text_that_was_erased_is_not_imported(
    run: Run, exported: Path, three: Three, tmp_path: Path, change: Callable[[str], str]
) -> None:
    folder, (name, *_) = three
    document = Snapshot.read(Snapshots(folder), name).documents[0].document
    erase(tmp_path / "index", document.id, change(document.text))
    for options in ((), ("--only-add",)):
        told = run("import", exported, *options).refusal
        assert told == f"{exported}: holds {document.id}, which was erased; import another export"
    assert Snapshots(tmp_path / "index").names() == ()
    assert Archive(tmp_path / "index" / "archive").entries() == {}


def test_nobody_goes_back_to_a_text_that_was_erased(index: Index) -> None:
    newer, older = (Snapshot.read(index.snapshots, n) for n in (index.third, index.first))
    kept = {held.document.id for held in newer.documents}
    gone = next(held.document for held in older.documents if held.document.id not in kept)
    erase(index.folder, gone.id, gone.text)
    assert f"holds {gone.id}, which was erased" in index.run("rollback", index.first).refusal
    assert index.current == index.third


def test_on_a_disk_that_is_full_nothing_is_imported(
    run: Run, exported: Path, tmp_path: Path
) -> None:
    with full_disk(100_000):
        assert "cannot be written: File too large" in run("import", exported).refusal
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["lock"]
