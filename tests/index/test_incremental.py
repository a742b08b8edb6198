"""What an incremental build encodes, and that it comes to what a full one does."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Encoder
from index.indexed import Indexed
from index.settings import IndexSettings
from tests.conftest import ORGANISATION
from tests.index.edits import EDITS, Edit, House
from tests.index.growing import (
    HOUSE,
    Change,
    Folder,
    assert_same,
    assert_same_answers,
    changed,
    divided,
    every_text,
    labelled,
    states,
    titled,
)


@contextmanager
def two_folders(settings: IndexSettings, encoders: Sequence[Encoder]) -> Iterator[list[Folder]]:
    """Two folders for one example."""
    with TemporaryDirectory() as place:
        yield [Folder(Path(place) / name, settings, encoders) for name in ("one", "other")]


def edited(folder: Folder, house: House, edits: Sequence[tuple[Edit, int]]) -> House:
    """What becomes of a house; after each edit it is built, and no text encoded needlessly."""
    for edit, number in edits:
        house = edit(house, Random(number))  # noqa: S311 (not for secrets)
        if not number % 4:
            folder.snapshots.prune(1)
        new = folder.new(house)
        tried = folder.build(house, dry_run=True)
        built = folder.build(house)
        assert built.encoded == len(folder.encoded) == new
        assert len(folder.loaded) == (len(folder.models) if new else 0)
        assert (built.encoded, built.reused) == (tried.encoded, tried.reused)
        assert built.snapshot == folder.name
    return house


edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 2**32)), min_size=1, max_size=5)


@given(seed=st.integers(0, 2**32), edits=edits)
@settings(max_examples=12, deadline=None)
def test_an_incremental_build_comes_to_what_a_full_one_does(
    lantern_settings: IndexSettings,
    encoders: tuple[Encoder, ...],
    seed: int,
    edits: list[tuple[Edit, int]],
) -> None:
    with two_folders(lantern_settings, encoders[1:]) as (grown, whole):
        grown.build(House.of(seed))
        house = edited(grown, House.of(seed), edits)
        whole.build(house)
        assert_same(grown, whole)
        assert_same_answers(grown, whole)


def test_so_it_does_for_two_models(
    lantern_settings: IndexSettings, encoders: tuple[Encoder, ...]
) -> None:
    with two_folders(lantern_settings, encoders) as (grown, whole):
        grown.build(House.of(5))
        house = edited(grown, House.of(5), [(edit, 3) for edit in EDITS])
        whole.build(house)
        assert_same(grown, whole)
        assert_same_answers(grown, whole)


def test_a_first_build_encodes_each_text_once_however_often_it_stands(
    built: tuple[Path, list[str]],
) -> None:
    texts = divided(HOUSE)
    assert len(texts.sentences) > len(set(texts.sentences))
    assert len(texts.passages) > len(HOUSE.papers)
    assert sorted(built[1]) == sorted(every_text(HOUSE))


def test_where_nothing_changed_nothing_is_encoded_and_no_model_loaded(folder: Folder) -> None:
    name = folder.name
    built = folder.build(HOUSE)
    assert (built.encoded, built.snapshot, built.published) == (0, name, False)
    assert (folder.encoded, folder.loaded) == ([], [])


@pytest.mark.parametrize(
    "label",
    [
        {"status": "withdrawn"},
        {"status": "draft"},
        {"kind": "testimony"},
        {"url": "https://lantern-house.example/lamp"},
        {"audience": "staff"},
        {"approved_by": "Ines Calloway"},
        {"language": "es"},
    ],
)
def test_what_stands_above_no_passage_is_changed_without_any_model(
    folder: Folder, label: dict[str, object]
) -> None:
    before = folder.name
    # In Spanish a date is written otherwise, and stands above the passages.
    house = changed(HOUSE, labelled(date=None))
    folder.build(house)
    relabelled = changed(house, labelled(**label))
    built = folder.build(relabelled)
    assert (built.encoded, built.published, folder.loaded) == (0, True, [])
    assert built.snapshot == folder.name != before
    assert [held.document for held in folder.read().documents] == list(relabelled.documents)


@pytest.mark.parametrize(
    "change",
    [
        titled("A Lamp for the Cape"),
        labelled(date="2018-05-04"),
        labelled(date=None),
        labelled(language="es"),
    ],
)
def test_what_stands_above_passages_encodes_these_of_its_document_and_no_sentence(
    folder: Folder, change: Change
) -> None:
    house = changed(HOUSE, change)
    folder.build(house)
    first = Indexed.of(house.documents[0], ORGANISATION)
    assert len(first.passages) > 1
    assert sorted(folder.encoded) == sorted(map(first.passage_text, range(len(first.passages))))


def test_a_renamed_document_is_known_by_its_text(folder: Folder) -> None:
    identity, paper = next(iter(HOUSE.papers.items()))
    renamed = HOUSE.lacking(identity).having("zinc", paper)
    assert folder.build(renamed).encoded == 0
    assert "zinc" in folder.manifest.documents


def test_a_text_that_is_put_back_is_known_from_an_older_snapshot(folder: Folder) -> None:
    gone = next(iter(HOUSE.papers))
    folder.build(HOUSE.lacking(gone))
    # With another address, so that it is not the older snapshot as a whole.
    back = changed(HOUSE, labelled(kind="testimony"))
    assert folder.build(back).encoded == 0


def test_a_state_that_is_put_back_is_its_older_snapshot_again(folder: Folder) -> None:
    first = folder.name
    folder.build(HOUSE.lacking(next(iter(HOUSE.papers))))
    built = folder.build(HOUSE)
    assert (built.snapshot, built.published, built.encoded) == (first, True, 0)
    assert folder.name == first
    assert len(folder.snapshots.names()) == 2


def test_what_no_kept_snapshot_holds_any_more_is_encoded_again(folder: Folder) -> None:
    folder.build(HOUSE.lacking(next(iter(HOUSE.papers))))
    folder.snapshots.prune(1)
    new = folder.new(HOUSE)
    assert folder.build(HOUSE).encoded == new > 0


def test_a_full_build_encodes_everything(folder: Folder) -> None:
    first = folder.name
    built = folder.build(HOUSE, full=True)
    assert sorted(folder.encoded) == sorted(every_text(HOUSE))
    assert built.encoded == len(folder.encoded)
    assert built.published
    assert built.snapshot == folder.name != first


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("edit", [None, *EDITS[:6]])
def test_a_dry_run_writes_nothing_and_tells_what_the_build_will(
    folder: Folder, edit: Edit | None, *, full: bool
) -> None:
    house = edit(HOUSE, Random(1)) if edit else HOUSE  # noqa: S311 (not for secrets)
    before = states(folder.settings.index)
    tried = folder.build(house, full=full, dry_run=True)
    assert states(folder.settings.index) == before
    assert (folder.encoded, folder.loaded) == ([], [])
    built = folder.build(house, full=full)
    assert tried.before == built.before == HOUSE.documents
    assert replace(tried, snapshot=built.snapshot, published=built.published) == built
    assert tried.snapshot == ("" if built.published else built.snapshot)


def test_a_dry_run_where_there_is_no_folder_makes_none(other: Folder) -> None:
    tried = other.build(HOUSE, dry_run=True)
    assert not other.settings.index.exists()
    assert tried.encoded == other.build(HOUSE).encoded == len(every_text(HOUSE))


def test_before_are_the_documents_of_the_current_snapshot(folder: Folder) -> None:
    house = HOUSE.lacking(next(iter(HOUSE.papers)))
    assert folder.build(house).before == HOUSE.documents
    assert folder.build(house).before == house.documents
