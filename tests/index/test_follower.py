"""The index kept up with the pointer of its folder."""

import gc
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from threading import Event
from time import sleep

import pytest

from index.build import rebuild_without
from index.errors import SnapshotError
from index.follower import Follower
from index.index import Index
from index.snapshot import open_snapshot
from knowledge.access import Role
from knowledge.errors import ArchiveError
from tests.conftest import NOW
from tests.index.growing import HOUSE, Folder, damage, one_thread

QUESTIONS = ("What did the tide take?", "Who is turned away?", "What does the night school cost?")


@pytest.fixture
def grown(folder: Folder) -> Folder:
    """A folder of two snapshots, the older of which is current."""
    first = folder.name
    publish(folder, 1)
    folder.snapshots.point(first)
    return folder


@pytest.fixture
def index(grown: Folder) -> Index:
    """An index over the older one."""
    return grown.index()


@pytest.fixture
def follower(grown: Folder, index: Index) -> Follower:
    """What follows the folder, and has seen how it is."""
    made = follower_of(grown)
    assert made.next(index) is None
    return made


def follower_of(folder: Folder) -> Follower:
    return Follower(folder.snapshots, folder.models, lambda: NOW)


def publish(folder: Folder, hours: int) -> str:
    """Publish the current snapshot without its first document; the new one's name."""
    first = folder.read().documents[0].document
    name = rebuild_without(folder.settings, frozenset({first.sha256}), NOW + timedelta(hours=hours))
    assert name is not None
    return name


def taken(follower: Follower, index: Index) -> Index:
    fresh = follower.next(index)
    assert fresh is not None
    return fresh


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@contextmanager
def no_collections() -> Iterator[None]:
    """What goes meanwhile goes by itself, not with a collection of cycles."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_a_new_pointer_gives_a_new_index_over_what_it_names(
    grown: Folder, index: Index, follower: Follower
) -> None:
    newest, _ = grown.snapshots.names()
    grown.snapshots.point(newest)
    fresh = taken(follower, index)
    assert fresh is not index
    assert fresh.snapshot.name == newest
    assert fresh.trouble is None
    assert (fresh.archive, fresh.judgement, fresh.models) == (
        index.archive,
        index.judgement,
        index.models,
    )
    assert [held.document for held in fresh.snapshot.documents] == list(HOUSE.documents[1:])
    assert follower.next(fresh) is None


def test_while_the_pointer_stays_nothing_is_read(
    grown: Folder, index: Index, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(grown.snapshots), "current", lambda _: pytest.fail("read"))
    assert [follower.next(index) for _ in range(3)] == [None] * 3


def test_a_pointer_that_is_written_anew_and_says_the_same_is_no_news(
    grown: Folder, index: Index, follower: Follower
) -> None:
    grown.snapshots.point(grown.name)
    assert follower.next(index) is None


def test_a_pointer_that_changed_while_the_index_was_opened_is_seen(
    grown: Folder, index: Index
) -> None:
    newest, _ = grown.snapshots.names()
    grown.snapshots.point(newest)
    assert taken(follower_of(grown), index).snapshot.name == newest


def test_a_new_index_is_prepared_for_every_role(
    grown: Folder, index: Index, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(Index, "prepare", lambda one, now: seen.append((one, now)))
    grown.snapshots.point(grown.snapshots.names()[0])
    assert seen == [(taken(follower, index), NOW)]


def test_what_the_old_index_has_in_memory_is_not_made_again(
    grown: Folder, index: Index, follower: Follower
) -> None:
    grown.snapshots.point(grown.snapshots.names()[0])
    fresh = taken(follower, index)
    for mine, theirs in zip(fresh.snapshot.documents, index.snapshot.documents[1:], strict=True):
        assert mine is theirs


def test_the_way_back_is_followed_like_the_way_on(
    grown: Folder, index: Index, follower: Follower
) -> None:
    newest, older = grown.snapshots.names()
    for name in (newest, older, newest):
        grown.snapshots.point(name)
        index = taken(follower, index)
        assert index.snapshot.name == name


@pytest.mark.parametrize("file", ["manifest.json", "documents.jsonl", "0-tokens.npz"])
def test_of_a_damaged_one_it_is_told_once_and_the_old_index_goes_on(
    grown: Folder, index: Index, follower: Follower, file: str
) -> None:
    newest, older = grown.snapshots.names()
    grown.snapshots.point(newest)
    damage(grown.path(file), 1)
    with pytest.raises(SnapshotError, match=rf"{newest}/{file}: "):
        follower.next(index)
    assert [follower.next(index) for _ in range(3)] == [None] * 3
    assert index.snapshot.name == older
    assert index.view(Role.staff, NOW).search(QUESTIONS[0]).hits


def test_what_stood_in_the_way_for_a_while_does_not_for_ever(grown: Folder, index: Index) -> None:
    moments = iter([NOW, NOW + timedelta(seconds=59), NOW + timedelta(seconds=60)])
    follower = Follower(grown.snapshots, grown.models, lambda: next(moments))
    newest, _ = grown.snapshots.names()
    grown.snapshots.point(newest)
    file = grown.path("keys.bin")
    file.rename(file.with_suffix(".away"))
    with pytest.raises(SnapshotError, match="No such file"):
        follower.next(index)
    file.with_suffix(".away").rename(file)
    assert follower.next(index) is None
    assert taken(follower, index).snapshot.name == newest


def test_after_a_damaged_one_the_next_whole_one_is_taken(
    grown: Folder, index: Index, follower: Follower
) -> None:
    newest, _ = grown.snapshots.names()
    whole = publish(grown, 2)
    grown.snapshots.point(newest)
    damage(grown.path("keys.bin"), 1)
    with pytest.raises(SnapshotError):
        follower.next(index)
    grown.snapshots.point(whole)
    assert taken(follower, index).snapshot.name == whole


def test_after_a_damaged_one_the_way_back_is_news_once(
    grown: Folder, index: Index, follower: Follower
) -> None:
    """Who was told that something is wrong must hear that it no longer is."""
    newest, older = grown.snapshots.names()
    grown.snapshots.point(newest)
    damage(grown.path("keys.bin"), 1)
    with pytest.raises(SnapshotError):
        follower.next(index)
    grown.snapshots.point(older)
    back = taken(follower, index)
    assert (back.snapshot.name, back.trouble) == (older, None)
    assert back.snapshot.spaces == index.snapshot.spaces
    grown.snapshots.point(older)
    assert follower.next(back) is None


@pytest.mark.parametrize("content", [b"", b"\xff", b"20200101T000000Z-00000000\n"])
def test_a_pointer_that_leads_nowhere_is_told_of_once(
    grown: Folder, index: Index, follower: Follower, content: bytes
) -> None:
    grown.snapshots.pointer.write_bytes(content)
    with pytest.raises(SnapshotError, match="current: "):
        follower.next(index)
    assert follower.next(index) is None


def test_a_pointer_that_is_gone_is_told_of_once_and_its_return_is_news(
    grown: Folder, index: Index, follower: Follower
) -> None:
    name = grown.name
    grown.snapshots.pointer.unlink()
    with pytest.raises(SnapshotError, match="current: is missing"):
        follower.next(index)
    assert follower.next(index) is None
    grown.snapshots.point(name)
    assert taken(follower, index).snapshot.name == name


def test_a_pointer_that_was_gone_before_it_was_first_looked_at_is_told_of(
    grown: Folder, index: Index
) -> None:
    grown.snapshots.pointer.unlink()
    with pytest.raises(SnapshotError, match="current: is missing"):
        follower_of(grown).next(index)


def test_an_index_that_is_gone_altogether_is_told_of(
    grown: Folder, index: Index, follower: Follower
) -> None:
    grown.snapshots.pointer.unlink()
    for name in grown.snapshots.names():
        grown.snapshots.remove(name, force=True)
    with pytest.raises(SnapshotError, match="the index is gone; run kind-reindex"):
        follower.next(index)
    assert index.view(Role.staff, NOW).search(QUESTIONS[0]).hits


def test_one_of_other_models_is_refused(grown: Folder, index: Index) -> None:
    others = tuple(replace(model, weights="0" * 64) for model in grown.models)
    grown.snapshots.point(grown.snapshots.names()[0])
    with pytest.raises(SnapshotError, match="the index was built by"):
        Follower(grown.snapshots, others, lambda: NOW).next(index)


def test_an_index_that_was_fallen_back_to_is_left_as_soon_as_the_pointer_is_right(
    grown: Folder, index: Index
) -> None:
    newest, older = grown.snapshots.names()
    grown.snapshots.point(newest)
    damage(grown.path("keys.bin"), 1)
    opened = open_snapshot(grown.settings.index, grown.models)
    index.trouble = opened.trouble
    follower = follower_of(grown)
    with pytest.raises(SnapshotError):
        follower.next(index)
    assert follower.next(index) is None
    grown.snapshots.point(older)
    back = taken(follower, index)
    assert (back.snapshot.name, back.trouble) == (older, None)


def test_whatever_else_goes_wrong_is_told_once_too(
    grown: Folder, index: Index, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, older = grown.snapshots.names()

    def fail(*_: object) -> None:
        raise MemoryError

    grown.snapshots.point(newest)
    with monkeypatch.context() as patch:
        patch.setattr(Index, "prepare", fail)
        with pytest.raises(MemoryError):
            follower.next(index)
    assert follower.next(index) is None
    grown.snapshots.point(older)
    assert taken(follower, index).snapshot.name == older


def test_a_damaged_archive_keeps_no_new_index_away(
    grown: Folder, index: Index, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither index answers while it lasts; once it is mended, the new one shall."""
    newest, _ = grown.snapshots.names()

    def fail(*_: object) -> None:
        raise ArchiveError("the archive is damaged")

    monkeypatch.setattr(Index, "prepare", fail)
    grown.snapshots.point(newest)
    assert taken(follower, index).snapshot.name == newest


def test_a_failure_leaves_the_snapshot_to_be_removed(
    grown: Folder, index: Index, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest, older = grown.snapshots.names()
    grown.snapshots.point(newest)
    with monkeypatch.context() as patch:
        patch.setattr(Index, "over", lambda *_: pytest.fail("as it shall"))
        with pytest.raises(pytest.fail.Exception):
            follower.next(index)
    gc.collect()
    grown.snapshots.point(older)
    assert grown.snapshots.remove(newest)


def test_many_swaps_leave_no_file_open_and_no_index_behind(
    grown: Folder, index: Index, follower: Follower
) -> None:
    newest, older = grown.snapshots.names()
    grown.snapshots.point(newest)
    current = [taken(follower, index)]
    gone: list[weakref.ref[Index]] = []
    with no_collections():
        before = open_files()
        for name in islice(cycle((older, newest)), 50):
            grown.snapshots.point(name)
            fresh = taken(follower, current[0])
            gone.append(weakref.ref(fresh))
            current[0] = fresh
            del fresh
            assert [ref() for ref in gone[:-1]] == [None] * (len(gone) - 1)
        assert open_files() == before
        assert gone[-1]() is current[0]


def test_the_old_index_and_its_snapshot_are_there_until_the_last_view_is_gone(
    grown: Folder, index: Index, follower: Follower
) -> None:
    newest, older = grown.snapshots.names()
    grown.snapshots.point(newest)
    first = taken(follower, index)
    grown.snapshots.point(older)
    second = taken(follower, first)
    gone = weakref.ref(first)
    views = [first.view(Role.staff, NOW), first.view(Role.journalist, NOW)]
    with no_collections():
        del first
        for view in views:
            assert view.search(QUESTIONS[0]).hits
        del view
        assert grown.snapshots.prune(1) == ()
        views.pop()
        assert gone() is not None
        assert grown.snapshots.prune(1) == ()
        views.pop()
        assert gone() is None
        assert grown.snapshots.prune(1) == (newest,)
    assert second.snapshot.name == older


def marked(generation: int) -> dict[str, object]:
    return {"kind": f"of generation {generation}"}


def generations(folder: Folder, count: int) -> list[str]:
    """Snapshots whose documents are all marked by their generation; each lacks another one."""
    names = []
    for generation in range(count):
        papers = {
            known: replace(paper, metadata={**paper.metadata, **marked(generation)})
            for number, (known, paper) in enumerate(HOUSE.papers.items())
            if number != generation % len(HOUSE.papers)
        }
        names.append(folder.build(replace(HOUSE, papers=papers)).snapshot)
        assert folder.encoded == []
    return names


def test_while_it_swaps_each_answer_is_wholly_of_one_snapshot(folder: Folder) -> None:
    names = generations(folder, 6)
    current = [folder.index()]
    follower = follower_of(folder)
    follower.next(current[0])
    seen: set[str] = set()
    swapped = Event()

    def ask(question: str) -> None:
        while not swapped.is_set():
            index = current[0]
            answer = index.view(Role.journalist, NOW).search(question)
            held = [one.document for one in index.snapshot.documents]
            assert {hit.quote.document for hit in answer.hits} <= set(held)
            kinds = {hit.quote.document.metadata.kind for hit in answer.hits}
            assert kinds == {held[0].metadata.kind}
            assert all(hit.quote.document.intact for hit in answer.hits)
            seen.add(index.snapshot.name)

    with one_thread(), ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(ask, question) for question in (*QUESTIONS, QUESTIONS[0])]
        try:
            for name in islice(cycle(names), 30):
                folder.snapshots.point(name)
                current[0] = taken(follower, current[0])
                while name not in seen and not any(one.done() for one in asking):
                    sleep(0.001)
        finally:
            swapped.set()
        for one in asking:
            one.result()
    assert seen == set(names)
