"""What README says to back up is enough to restore from."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Settings
from index.index import Index
from index.resolution import Currency
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.quote import Quote
from tests.conftest import DOCUMENTS, NOW
from tests.index.making import opened
from tests.scripts.running import command, write_settings

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
LATER = NOW + timedelta(days=1)
WITHDRAWN, ERASED = "harbor-curfew-2023-05-04", "night-school-2024-02-12"
KEPT = ("settings.yaml", "documents", "glossary.yaml", "pinned.yaml", "var/archive")


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory, lantern_index: Path) -> Settings:
    """A place whose backup alone was left, restored in another."""
    place = tmp_path_factory.mktemp("place")
    write_settings(place, documents="documents", glossary="glossary.yaml", pinned="pinned.yaml")
    shutil.copytree(DOCUMENTS / "lantern", place / "documents")
    shutil.copy(DOCUMENTS / "lantern-glossary.yaml", place / "glossary.yaml")
    shutil.copy(DOCUMENTS / "lantern-pinned.yaml", place / "pinned.yaml")
    shutil.copytree(lantern_index, place / "var" / "index")
    shutil.move(place / "var" / "index" / "archive", place / "var" / "archive")
    archive = Archive(place / "var" / "archive")
    archive.withdrawals.withdraw(WITHDRAWN, LATER, archive.texts_of(WITHDRAWN))
    archive.erase(ERASED, LATER)
    archive.erasures.finish(ERASED)

    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in KEPT:
        kept, copy = place / name, elsewhere / name
        copy.parent.mkdir(exist_ok=True)
        (shutil.copytree if kept.is_dir() else shutil.copy)(kept, copy)
    shutil.rmtree(place)
    done = command("kind-reindex", "--config", elsewhere / "settings.yaml", "--json")
    assert done.returncode == 3
    assert ERASED in {Path(r["file"]).stem for r in json.loads(done.stdout)["rejected"]}
    return Settings.load(elsewhere / "settings.yaml")


@pytest.fixture
def again(restored: Settings, index: Index) -> Index:
    """The index of the restored place, with models that are loaded already."""
    snapshots = Snapshots(restored.index)
    name = snapshots.current()
    assert name is not None
    snapshot = Snapshot.read(snapshots, name, index.models)
    return opened(index, snapshot, Archive(restored.archive))


@pytest.mark.parametrize("name", KEPT)
def test_the_readme_names_what_is_kept(name: str) -> None:
    told = README.partition("\nBack up ")[2].partition("\n\n")[0]
    assert ("settings file" if name == "settings.yaml" else name) in told


def test_references_lead_to_their_words_again(again: Index, index: Index) -> None:
    old, view = index.view(Role.staff, LATER), again.view(Role.staff, LATER)
    found = 0
    for held in index.snapshot.documents:
        document = held.document
        sentence = next(s for s in document.sentences if s.quotable)
        reference = Quote(document, sentence.span.start, sentence.span.end).reference
        before, after = old.resolve(reference), view.resolve(reference)
        if document.id == ERASED:
            assert after is None
        elif document.id == WITHDRAWN:
            assert after is not None
            assert (after.currency, after.quote) == (Currency.withdrawn, None)
        else:
            assert (before and replace(before, quote=None)) == (
                after and replace(after, quote=None)
            )
            assert (before and before.quote and before.quote.text) == (
                after and after.quote and after.quote.text
            )
            found += after is not None and after.quote is not None
    assert found >= 3


def test_what_was_taken_back_stays_so(again: Index) -> None:
    view = again.view(Role.staff, LATER)
    for question in ("Does Lantern House oppose the harbor curfew?", "What does the school cost?"):
        ids = {hit.quote.document.id for hit in view.search(question).hits}
        assert not ids & {WITHDRAWN, ERASED}
