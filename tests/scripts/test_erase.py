"""kind-erase: a document removed for good."""

import json
import shutil
import sys
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings
from index.build import rebuild_without
from index.exports import Exports, export
from index.index import Index
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.errors import ArchiveError
from scripts import erase as kind_erase
from scripts import erasing
from scripts.command import CommandError, settings_for
from tests.conftest import NOW
from tests.index.making import opened, quotes_of
from tests.making import document
from tests.scripts.running import write_settings

CURFEW = "harbor-curfew-2023-05-04"
FERRIES = "ferry-fares-2024-03-01"
SAID = "No child should"
FORMER = "Curfew\n\nThe curfew of old ended at nine, and nobody minded it at all."


class World:
    """A folder of documents, its index and archive, and all that quotes one of them."""

    def __init__(self, folder: Path, index: Path, lantern: Path, readings: Path) -> None:
        self.root, self.index = folder, index
        self.documents = shutil.copytree(lantern, folder / "documents")
        shutil.copytree(readings, index / "archive" / "readings")
        self.archive = Archive(index / "archive")
        self.archive.record([document(FORMER, CURFEW)], NOW)
        catalogue = Catalogue.load(self.documents, self.archive, keep=True)
        self.archive.record(catalogue.documents, NOW)
        self.held = next(held for held in catalogue.documents if held.id == CURFEW)
        self.pinned = folder / "pinned.yaml"
        self.config = write_settings(
            folder, documents=str(self.documents), pinned="pinned.yaml", glossary="glossary.yaml"
        )
        (folder / "glossary.yaml").write_text("", "utf-8")
        self.pinned.write_text("", "utf-8")
        self.snapshots = Snapshots(index)

    @property
    def settings(self) -> Settings:
        return settings_for(self.config, self.index)

    def erase(self, identity: str = CURFEW, *, yes: bool = True) -> None:
        kind_erase.erase(identity, index=self.index, config=self.config, yes=yes, json=True)

    def files_with(self, *words: str) -> list[Path]:
        """The files under the root in which any of these words stands."""
        files = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return [path for path in files if any(w.encode() in path.read_bytes() for w in words)]

    def older_snapshot(self) -> str:
        """Another snapshot of the same documents, not the current one."""
        current = self.snapshots.current()
        assert current is not None
        manifest = self.snapshots.manifest(current)
        older = manifest.model_copy(update={"created": datetime(2026, 1, 1, tzinfo=UTC)})
        files = self.snapshots.read(current, manifest)
        with self.snapshots.writing("a test"):
            return self.snapshots.add(older.model_dump_json(indent=1).encode(), files)


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory, lantern: Path) -> Path:
    """What was read of the documents, so that each test need not read them."""
    folder = tmp_path_factory.mktemp("read")
    Catalogue.load(lantern, Archive(folder), keep=True)
    return folder / "readings"


@pytest.fixture
def world(tmp_path: Path, lantern_copy: Path, lantern: Path, readings: Path) -> World:
    return World(tmp_path, lantern_copy, lantern, readings)


def last(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    told = json.loads(capsys.readouterr().out)
    assert isinstance(told, dict)
    return told


def test_nothing_on_this_machine_holds_its_words_afterwards(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    older, before = world.older_snapshot(), world.snapshots.current()
    assert len(world.files_with(SAID)) == 5  # its file, text, reading, and two snapshots
    world.erase()
    row = last(capsys)
    assert world.files_with(SAID, "The curfew of old") == []
    assert row["texts"] == sorted(row["texts"])
    assert len(row["texts"]) == 2
    assert set(row["removed"]) == {older, before}
    assert row["files"] == [str(world.documents / f"{CURFEW}.txt")]
    assert world.snapshots.names() == (row["snapshot"],)
    assert world.snapshots.current() == row["snapshot"]
    assert CURFEW not in (world.index / "archive" / "erasures.json").read_text("utf-8")
    snapshot = Snapshot.read(world.snapshots, row["snapshot"])
    assert len(snapshot.documents) == len(list(world.documents.iterdir()))
    assert CURFEW not in {held.document.id for held in snapshot.documents}


def test_the_other_documents_answer_as_before_and_nothing_is_encoded(
    world: World, index: Index, capsys: pytest.CaptureFixture[str]
) -> None:
    world.erase()
    snapshot = Snapshot.read(world.snapshots, last(capsys)["snapshot"])
    there = opened(index, snapshot, world.archive).view(Role.journalist, NOW)
    running = opened(index, index.snapshot, world.archive).view(Role.journalist, NOW)
    asked = "Should children pay for the ferry?"
    assert [h.quote.reference for h in there.search(asked).hits] == [
        h.quote.reference for h in running.search(asked).hits
    ]
    for view in (there, running):
        assert view.resolve(quotes_of(index, CURFEW)[0].reference) is None
        assert all(h.quote.document.id != CURFEW for h in view.search(SAID).hits)


def test_it_can_not_be_published_again_in_any_form(world: World) -> None:
    world.erase()
    for name in (f"{CURFEW}.txt", "a-new-name.md", "another.txt"):
        words = world.held.text if name != "another.txt" else world.held.text.replace("\n", " \n ")
        (world.documents / name).write_text(words, "utf-8")
        catalogue = Catalogue.load(world.documents, world.archive, keep=True)
        assert [refusal.file for refusal in catalogue.refused] == [name]
        assert "it cannot be published again" in catalogue.refused[0].error
        (world.documents / name).unlink()
    with pytest.raises(ArchiveError, match="erased"):
        world.archive.record([world.held], NOW)
    assert world.files_with(SAID) == []


def test_without_a_terminal_and_without_yes_nothing_is_erased(world: World) -> None:
    before = sorted(world.files_with(SAID))
    with pytest.raises(CommandError, match="nothing was erased; answer on a terminal, or say"):
        world.erase(yes=False)
    assert world.files_with(SAID) == before
    assert world.archive.erasures.pending == {}


class Terminal(StringIO):
    """Somebody who answers."""

    def isatty(self) -> bool:
        return True


def asked(world: World, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    kind_erase.erase(CURFEW, index=world.index, config=world.config)


def test_on_a_terminal_it_asks(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(world, monkeypatch, "y\n")
    out = capsys.readouterr().out
    assert f"file to be removed: {world.documents}/{CURFEW}.txt\n" in out
    assert out.count("a text of it, first seen 2026-11-24, last 2026-11-24\n") == 2
    assert f"Erased {CURFEW}: texts: 2; files: 4; snapshots: 1. " in out
    assert "version control" in out
    assert world.files_with(SAID) == []


@pytest.mark.parametrize("answer", ["n\n", "\n"])
def test_who_does_not_mean_it_erases_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    before = world.files_with(SAID)
    with pytest.raises(CommandError, match=f"{CURFEW}: nothing was erased"):
        asked(world, monkeypatch, answer)
    assert world.files_with(SAID) == before
    assert world.archive.erasures.pending == {}


def test_an_unknown_id_is_refused_with_those_that_are_near(world: World) -> None:
    with pytest.raises(CommandError, match=f"harbor-curfew: .* did you mean {CURFEW}"):
        world.erase("harbor-curfew")


def test_what_quotes_it_and_what_was_exported_is_named_and_left_alone(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = max(
        (s.span.of(world.held.text) for s in world.held.sentences if s.quotable), key=len
    )
    (world.documents / "digest.txt").write_text(f"A Digest\n\nWe said it. {sentence}\n", "utf-8")
    pins = {
        "curfew": {"questions": ["A curfew?"], "document": CURFEW, "words": "Anything."},
        "copied": {"questions": ["A copy?"], "document": "digest", "words": sentence},
        "ferries": {"questions": ["Ferries?"], "document": FERRIES, "words": "Anything."},
    }
    world.pinned.write_text(yaml.safe_dump(pins, width=1000, allow_unicode=True), "utf-8")
    current = world.snapshots.current()
    assert current is not None
    file = world.root.parent / f"{world.root.name}.tar"
    with world.snapshots.writing("a test"):
        export(world.snapshots, current, file, NOW)
    try:
        world.erase()
    finally:
        file.unlink()
    row = last(capsys)
    assert row["pins"] == [f"{world.pinned}: copied", f"{world.pinned}: curfew"]
    assert row["quoting"] == ["digest"]
    assert row["exports"] == [
        {"file": str(file), "snapshot": current, "created": "2026-11-24T12:00:00Z"}
    ]
    assert world.files_with(sentence[:30]) == [world.documents / "digest.txt", world.pinned]
    assert Exports(world.index).all()


def test_the_same_text_under_other_names_goes_too_with_its_sidecars(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    content = (world.documents / f"{CURFEW}.txt").read_bytes()
    (world.documents / f"{CURFEW}.txt").unlink()
    bare = world.held.text
    (world.documents / f"{CURFEW}.txt").write_text(bare, "utf-8")
    (world.documents / f"{CURFEW}.txt.yaml").write_text("title: The Curfew\n", "utf-8")
    deeper = world.documents / "deeper"
    deeper.mkdir()
    (deeper / "same-bytes.txt").write_bytes(content)
    (deeper / "same-words.txt").write_text(bare.replace(". ", ".\n"), "utf-8")
    (deeper / "same-words.txt.yaml").write_text("title: The Same\n", "utf-8")
    world.erase()
    row = last(capsys)
    assert sorted(Path(path).name for path in row["files"]) == [
        f"{CURFEW}.txt",
        f"{CURFEW}.txt.yaml",
        "same-bytes.txt",
        "same-words.txt",
        "same-words.txt.yaml",
    ]
    assert "same-words" in row["others"]
    assert world.files_with(SAID) == []
    assert list(deeper.iterdir()) == []


def test_a_withdrawn_document_is_erased_with_its_withdrawal(world: World) -> None:
    texts = world.archive.texts_of(CURFEW)
    world.archive.withdrawals.withdraw(CURFEW, NOW, texts)
    world.archive.withdrawals.withdraw(FERRIES, NOW, ())
    world.erase()
    assert set(world.archive.withdrawals.entries()) == {FERRIES}


def test_a_document_that_is_in_a_snapshot_alone_is_erased(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    (world.documents / f"{CURFEW}.txt").unlink()
    shutil.rmtree(world.index / "archive")
    world.archive = Archive(world.index / "archive")
    world.erase()
    assert last(capsys)["texts"] == [world.held.sha256]
    assert world.files_with(SAID) == []


def test_the_last_document_leaves_no_index(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    current = world.snapshots.current()
    assert current is not None
    for identity in sorted(world.snapshots.manifest(current).documents):
        world.erase(identity)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["snapshot"] is None
    assert world.snapshots.names() == ()
    assert world.snapshots.current() is None
    assert list(world.documents.iterdir()) == []


def test_a_snapshot_that_cannot_be_read_goes_since_it_may_hold_the_text(world: World) -> None:
    older = world.older_snapshot()
    (world.snapshots.folder_of(older) / "manifest.json").write_bytes(b"damaged")
    world.erase()
    assert older not in world.snapshots.names()
    assert world.files_with(SAID) == []


@pytest.mark.parametrize("damaged", ["a file", "the manifest", "the pointer"])
def test_a_damaged_index_is_no_hindrance_and_a_reindex_is_asked_for(
    world: World, capsys: pytest.CaptureFixture[str], damaged: str
) -> None:
    current = world.snapshots.current()
    assert current is not None
    folder = world.snapshots.folder_of(current)
    part = {
        "a file": folder / "documents.jsonl",
        "the manifest": folder / "manifest.json",
        "the pointer": world.snapshots.pointer,
    }[damaged]
    part.write_bytes(part.read_bytes()[:-2])
    kind_erase.erase(CURFEW, index=world.index, config=world.config, yes=True)
    assert "run kind-reindex.\n" in capsys.readouterr().out
    assert world.files_with(SAID) == []
    assert world.archive.erasures.pending == {}
    assert world.snapshots.names() == ()
    assert world.snapshots.current() is None


def test_while_another_writes_the_index_it_is_to_be_run_again(world: World) -> None:
    again = pytest.raises(CommandError, match=f"a test.* run kind-erase {CURFEW} again")
    with world.snapshots.writing("a test"), again:
        world.erase()
    assert set(world.archive.erasures.pending) == {CURFEW}
    world.erase()
    assert world.archive.erasures.pending == {}
    assert world.files_with(SAID) == []


class EndedError(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", [*range(12), *range(12, 80, 6)])
def test_an_erasure_that_ends_anywhere_is_finished_by_running_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    world.older_snapshot()
    left = step

    def ending(name: str) -> None:
        plain = getattr(Path, name)

        def act(path: Path, *arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise EndedError
            return plain(path, *arguments, **named)

        monkeypatch.setattr(Path, name, act)

    for name in ("unlink", "replace", "rename", "mkdir"):
        ending(name)
    try:
        world.erase()
    except EndedError:
        monkeypatch.undo()
        # A reindex in between does not bring it back.
        held = Catalogue.load(world.documents, world.archive, keep=True).documents
        if world.archive.erasures.holds(world.held.text):
            assert CURFEW not in {one.id for one in held}
        world.erase()
    monkeypatch.undo()
    assert world.files_with(SAID, "The curfew of old") == []
    assert world.archive.erasures.pending == {}
    current = world.snapshots.current()
    assert current is not None
    Snapshot.read(world.snapshots, current)
    assert current in world.snapshots.names()


def test_ctrl_c_says_what_is_left_to_do(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(erasing, "rebuild_without", stop)
    with pytest.raises(CommandError, match=f"stopped; .* run kind-erase {CURFEW} again"):
        world.erase()
    monkeypatch.undo()
    world.erase()
    assert world.files_with(SAID) == []


def test_a_snapshot_that_was_published_meanwhile_goes_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = world.snapshots.current()
    assert current is not None
    manifest = world.snapshots.manifest(current)
    files = world.snapshots.read(current, manifest)
    late = manifest.model_copy(update={"created": datetime(2099, 1, 1, tzinfo=UTC)})
    plain, done = rebuild_without, list[bool]()

    def slow(*arguments: Any) -> str | None:  # noqa: ANN401 (handed on)
        made = plain(*arguments)
        if not done:
            world.snapshots.publish(late, files)
        done.append(True)
        return made

    monkeypatch.setattr(erasing, "rebuild_without", slow)
    world.erase()
    assert world.files_with(SAID) == []
    assert len(world.snapshots.names()) == 1


def test_the_command_tells_errors_in_one_line(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--config", str(world.config), "--index", str(world.index)]
    monkeypatch.setattr(sys, "argv", ["kind-erase", "no\nbody", *options])
    with pytest.raises(SystemExit) as ended:
        kind_erase.main()
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "no\\nbody: there is no such document; see kind-documents list\n"
