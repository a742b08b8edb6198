"""What an incremental build takes from damaged snapshots, from other versions, beside others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from index import build as building
from index import draft as drafting
from index.build import rebuild_without
from index.encoder import Encoded
from index.indexed import Indexed
from index.manifest import DOCUMENTS, GLOSSARY, KEYS, MANIFEST, PINS
from index.snapshots import Snapshots
from knowledge.document import Document
from tests.conftest import NOW
from tests.index.edits import TITLES, Paper
from tests.index.growing import (
    HOUSE,
    VECTORS,
    Folder,
    Noting,
    assert_same,
    assert_same_answers,
    changed,
    damage,
    labelled,
    rows,
    states,
    titled,
)


@pytest.mark.parametrize("size", [0, 1 / 2, 1])
@pytest.mark.parametrize("file", [MANIFEST, KEYS, *VECTORS])
def test_nothing_is_taken_from_a_damaged_snapshot(
    folder: Folder, other: Folder, file: str, size: float
) -> None:
    damage(folder.path(file), size)
    house = changed(HOUSE, labelled(kind="testimony"))
    everything = other.build(house).encoded
    built = folder.build(house)
    assert (built.encoded, built.encoded + built.reused) == (everything, len(rows(house)))
    assert_same(folder, other)


@pytest.mark.parametrize("file", [DOCUMENTS, GLOSSARY, PINS])
def test_the_vectors_of_a_snapshot_that_is_damaged_elsewhere_are_taken(
    folder: Folder, other: Folder, file: str
) -> None:
    damage(folder.path(file), 1)
    other.build(HOUSE)
    built = folder.build(HOUSE)
    assert (built.encoded, built.published) == (0, True)
    assert built.before == (() if file == DOCUMENTS else HOUSE.documents)
    assert_same(folder, other)


@pytest.mark.parametrize("file", [MANIFEST, KEYS, *VECTORS])
def test_where_the_current_one_is_damaged_older_ones_are_taken_from(
    folder: Folder, file: str
) -> None:
    house = changed(HOUSE, titled("A Lamp for the Cape"))
    heads = folder.build(house).encoded
    damage(folder.path(file), 1)
    built = folder.build(house)
    assert (built.encoded, built.published) == (heads, True)
    assert folder.read().name == built.snapshot


def test_where_all_are_damaged_the_build_ends_and_nothing_is_taken(
    folder: Folder, other: Folder
) -> None:
    house = HOUSE
    for title in TITLES:
        house = changed(house, titled(title))
        folder.build(house)
    for name in folder.snapshots.names():
        damage(folder.snapshots.folder_of(name) / VECTORS[0], 1)
    assert folder.build(house).encoded == other.build(house).encoded
    assert_same(folder, other)


@contextmanager
def noted_divisions() -> Iterator[list[str]]:
    """The ids of the documents that are divided meanwhile."""
    seen: list[str] = []

    class Seen(Indexed):
        @classmethod
        def of(cls, document: Document, organisation: Sequence[str]) -> Indexed:
            seen.append(document.id)
            return Indexed.of(document, organisation)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafting, "Indexed", Seen)
        yield seen


def test_only_new_texts_are_divided(folder: Folder) -> None:
    first, second, *_ = HOUSE.papers
    house = changed(HOUSE, titled("A Lamp for the Cape"))
    house = house.having(second, Paper("The Oil", (("There is no oil.",),)))
    with noted_divisions() as seen:
        folder.build(house)
    assert seen == [second]
    assert first in house.papers


def of_another_version(patch: pytest.MonkeyPatch, version: str = "0.2.0+1") -> None:
    for used in (building, drafting):
        patch.setattr(used, "code_version", lambda: version)


def test_another_version_of_the_program_divides_everything_anew(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = changed(HOUSE, labelled(kind="testimony"))
    of_another_version(monkeypatch)
    for wanted in (list(HOUSE.papers), []):
        with noted_divisions() as seen:
            built = folder.build(house)
        assert (seen, built.encoded) == (wanted, 0)
    assert folder.manifest.code == "0.2.0+1"


def test_an_organisation_of_other_names_divides_everything_anew(folder: Folder) -> None:
    folder.settings = folder.settings.model_copy(update={"organisation": ("Beacon Trust",)})
    with noted_divisions() as seen:
        built = folder.build(HOUSE)
    assert (seen, built.encoded, built.published) == (list(HOUSE.papers), 0, True)
    assert folder.manifest.organisation == ("Beacon Trust",)


def test_an_erasure_by_another_version_leaves_the_rest_to_be_divided_anew(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = folder.manifest.code
    gone = HOUSE.documents[-1]
    of_another_version(monkeypatch)
    rebuild_without(folder.settings, frozenset({gone.sha256}), NOW + timedelta(hours=1))
    assert folder.manifest.code == code
    left = HOUSE.lacking(gone.id)
    relabelled = changed(left, labelled(kind="testimony"))
    with noted_divisions() as seen:
        folder.build(relabelled)
    assert seen == list(left.papers)


def test_an_erasure_leaves_what_a_build_without_the_document_makes(
    folder: Folder, other: Folder
) -> None:
    gone = HOUSE.documents[1]
    other.build(HOUSE.lacking(gone.id))
    name = rebuild_without(folder.settings, frozenset({gone.sha256}), NOW + timedelta(hours=1))
    assert folder.name == name
    assert_same(folder, other)
    assert_same_answers(folder, other)


def test_an_erasure_takes_the_pins_with_the_document_and_the_last_one_not_at_all(
    folder: Folder,
) -> None:
    first, *others = HOUSE.documents
    assert len(folder.read().pins.pins) == 1
    rebuild_without(folder.settings, frozenset({first.sha256}), NOW + timedelta(hours=1))
    assert folder.read().pins.pins == ()
    name = folder.name
    everything = frozenset(document.sha256 for document in others)
    assert rebuild_without(folder.settings, everything, NOW + timedelta(hours=2)) is None
    assert folder.name == name


def test_where_another_writer_was_quicker_the_build_still_has_the_last_word(
    folder: Folder,
) -> None:
    """Between the division of the documents and the writing, somebody rolls back."""
    old = folder.name
    house = HOUSE.lacking(next(iter(HOUSE.papers)))
    new = folder.build(house).snapshot

    def roll_back(phase: str, *_: int) -> None:
        assert phase == "dividing"
        folder.snapshots.point(old)

    built = folder.build(house, progress=roll_back)
    assert (built.snapshot, built.published) == (new, True)
    assert folder.name == new


def test_where_another_writer_removes_what_was_counted_on_it_is_encoded(folder: Folder) -> None:
    house = HOUSE.lacking(next(iter(HOUSE.papers)))
    folder.build(house)
    back = changed(HOUSE, labelled(kind="testimony"))
    missing = len(set(rows(HOUSE)) - set(rows(house)))

    removed = False
    original = folder.snapshots.writing

    def writing(what: str) -> Any:  # noqa: ANN401
        nonlocal removed
        if not removed:
            removed = True
            folder.snapshots.prune(1)
        return original(what)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Snapshots, "writing", lambda _, what: writing(what))
        assert folder.build(back).encoded == missing > 0
    assert folder.read().name == folder.name


def test_a_build_that_fails_while_it_encodes_leaves_the_old_snapshot_and_no_rest(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = states(folder.settings.index / "snapshots")
    name = folder.name

    def fail(*_: object) -> Encoded:
        raise KeyboardInterrupt

    monkeypatch.setattr(Noting, "encode", fail)
    with pytest.raises(KeyboardInterrupt):
        folder.build(HOUSE, full=True)
    assert states(folder.settings.index / "snapshots") == before
    monkeypatch.undo()
    assert folder.name == name
    assert folder.build(changed(HOUSE, titled("Oil"))).published
