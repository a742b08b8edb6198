"""What is withdrawn or erased while an index answers: it counts from the next view on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from index.index import Index
from index.indexed import Indexed
from index.resolution import Currency, Resolved
from index.view import View
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.errors import ArchiveError
from knowledge.quote import Quote
from tests.conftest import NOW
from tests.index.making import changed, of, opened, quotes_of, relabelled, without
from tests.making import document

HARBOR, FERRIES = "harbor-curfew-2023-05-04", "ferry-fares-2024-03-01"
FORMER_FERRIES = "ferry-fares-2022-08-15"  # superseded by the other
END = NOW + timedelta(hours=1)
ASK = "Should there be a night curfew at the harbor?"
PINNED = "Does Lantern House support the harbor curfew?"
OLD = "Curfew\n\nThe curfew should end at nine. It ended at ten."


def withdraw(archive: Archive, identity: str, *texts: str) -> None:
    known = archive.texts_of(identity)
    archive.withdrawals.withdraw(identity, NOW, {*known, *texts})


@pytest.fixture
def archive(index: Index, tmp_path: Path) -> Archive:
    """An archive of the index's documents."""
    made = Archive(tmp_path / "archive")
    made.record((held.document for held in index.snapshot.documents), NOW)
    return made


@pytest.fixture
def running(index: Index, archive: Archive) -> Index:
    return opened(index, index.snapshot, archive)


def shown(view: View, quote: Quote) -> str:
    """What a reference to a quote shows: its words, what became of them, or nothing."""
    resolved = view.resolve(quote.reference)
    if resolved is None:
        return "nothing"
    return resolved.quote.text if resolved.quote else str(resolved.currency)


def test_it_counts_from_the_next_view_on_and_until_it_is_reinstated(
    running: Index, archive: Archive
) -> None:
    before = running.view(Role.journalist, NOW)
    quote = quotes_of(running, HARBOR)[0]
    withdraw(archive, HARBOR)
    there = running.view(Role.journalist, NOW)
    never = without(running, HARBOR).view(Role.journalist, NOW)
    assert (before.stands, there.stands) == (False, True)
    for question in (ASK, PINNED):
        assert there.search(question) == never.search(question)
    assert len(there) == len(before) - 1
    resolved = there.resolve(quote.reference)
    assert resolved is not None
    assert (resolved.currency, resolved.quote) == (Currency.withdrawn, None)
    assert resolved.metadata.title == quote.document.metadata.title
    archive.withdrawals.reinstate(HARBOR)
    again = running.view(Role.journalist, NOW)
    assert again.search(PINNED) == before.search(PINNED)
    assert again.search(PINNED).confidence == 1.0


def renamed(index: Index, archive: Path, name: str) -> Index:
    """The index in which the harbor's document is called otherwise."""

    def rename(held: Indexed) -> Indexed:
        if held.document.id != HARBOR:
            return held
        return replace(held, document=replace(held.document, id=name))

    bare = opened(index, replace(index.snapshot, pins=replace(index.snapshot.pins, pins=())))
    return changed(bare, rename, archive)


def test_a_renamed_file_stays_withdrawn(index: Index, archive: Archive, tmp_path: Path) -> None:
    quote = quotes_of(index, HARBOR)[0]
    withdraw(archive, HARBOR)
    there = renamed(index, tmp_path / "archive", "a-new-name")
    view = there.view(Role.journalist, NOW)
    assert shown(view, quote) == "withdrawn"
    assert view.extent == running_extent(index, archive)


def running_extent(index: Index, archive: Archive) -> tuple[int, ...]:
    return opened(index, index.snapshot, archive).view(Role.journalist, NOW).extent


def test_a_former_text_stays_withdrawn_and_so_does_the_text_that_comes_next(
    index: Index, archive: Archive
) -> None:
    old = document(OLD, HARBOR)
    archive.record([old], NOW - timedelta(days=1))
    withdraw(archive, HARBOR)
    archive.record([revised := document(f"{OLD} It is over.", HARBOR)], NOW)
    view = opened(index, index.snapshot, archive).view(Role.journalist, NOW)
    assert shown(view, Quote(old, 8, len(OLD))) == "withdrawn"
    # It never was shown, so that its references lead nowhere.
    assert shown(view, Quote(revised, 8, len(OLD))) == "nothing"
    # Of a document that is gone from the folder too.
    view = opened(index, without(index, HARBOR).snapshot, archive).view(Role.journalist, NOW)
    assert shown(view, Quote(old, 8, len(OLD))) == "withdrawn"
    assert shown(view, quotes_of(index, HARBOR)[0]) == "withdrawn"


def test_a_former_text_that_another_document_has_had_is_withdrawn_with_it(
    index: Index, archive: Archive
) -> None:
    old = document(OLD, FERRIES)
    archive.record([old], NOW - timedelta(days=1))
    withdraw(archive, "long-renamed", old.sha256)
    view = opened(index, index.snapshot, archive).view(Role.journalist, NOW)
    assert shown(view, Quote(old, 8, len(OLD))) == "withdrawn"
    quote = quotes_of(index, FERRIES)[0]
    assert shown(view, quote) == quote.text


@pytest.mark.parametrize("withdrawn", [FERRIES, FORMER_FERRIES])
def test_of_a_chain_of_successors_no_withdrawn_one_is_named(
    running: Index, archive: Archive, withdrawn: str
) -> None:
    quote = quotes_of(running, FORMER_FERRIES)[0]
    withdraw(archive, withdrawn)
    resolved = running.view(Role.journalist, NOW).resolve(quote.reference)
    assert resolved is not None
    assert resolved.successor is None
    words = quote if withdrawn == FERRIES else None
    assert resolved.quote == words
    assert resolved.currency is (Currency.superseded if words else Currency.withdrawn)


@pytest.mark.parametrize(
    ("metadata", "public", "internal"),
    [
        ({}, "withdrawn", "withdrawn"),
        ({"audience": "staff"}, None, "withdrawn"),
        ({"embargo_until": END}, None, "withdrawn"),
        ({"status": "embargoed"}, None, "withdrawn"),
        ({"status": "draft"}, None, None),
        ({"status": "superseded", "superseded_by": FERRIES}, "withdrawn", "withdrawn"),
        ({"status": "withdrawn"}, "withdrawn", "withdrawn"),
    ],
)
def test_to_who_may_not_see_it_a_withdrawn_document_is_as_unknown(
    index: Index, tmp_path: Path, metadata: dict[str, Any], public: str | None, internal: str | None
) -> None:
    quote = quotes_of(index, HARBOR)[0]
    there = relabelled(index, HARBOR, archive=tmp_path, title="Told to Some", **metadata)
    hidden = there.view(Role.journalist, NOW)
    withdraw(there.archive, HARBOR)
    for role, stands in ((Role.journalist, public), (Role.staff, internal)):
        view = there.view(role, NOW)
        never = without(there, HARBOR).view(role, NOW)
        for question in (ASK, PINNED, "What is the latest on the harbor?"):
            assert view.search(question) == never.search(question)
        assert (len(view), view.newest) == (len(never), never.newest)
        resolved = view.resolve(quote.reference)
        assert (resolved and str(resolved.currency)) == stands
        if resolved is not None:
            assert resolved.quote is None
            assert resolved.successor is None
    if public is None:
        there_now = there.view(Role.journalist, NOW).resolve(quote.reference)
        assert there_now == hidden.resolve(quote.reference)


def test_a_withdrawn_document_is_told_only_to_whom_its_former_text_was_shown(
    index: Index, tmp_path: Path
) -> None:
    old = document(OLD, HARBOR, audience="staff")
    quote = Quote(old, 8, len(OLD))
    Archive(tmp_path).record([old], NOW)
    there = opened(index, index.snapshot, Archive(tmp_path))
    withdraw(there.archive, HARBOR)
    assert shown(there.view(Role.journalist, NOW), quote) == "nothing"
    assert shown(there.view(Role.staff, NOW), quote) == "withdrawn"


def test_an_erased_text_is_at_once_as_one_that_was_never_there(
    running: Index, archive: Archive
) -> None:
    old = document(OLD, HARBOR)
    archive.record([old], NOW - timedelta(days=1))
    quotes = [quotes_of(running, HARBOR)[0], Quote(old, 8, len(OLD))]
    before = running.view(Role.staff, NOW)
    texts = [of(running, HARBOR).text, OLD]
    archive.erasures.begin(HARBOR, texts, [], NOW)
    assert not before.stands
    for role in Role:
        there, never = (i.view(role, NOW) for i in (running, without(running, HARBOR)))
        for question in (ASK, PINNED):
            assert there.search(question) == never.search(question)
        assert [shown(there, quote) for quote in quotes] == ["nothing", "nothing"]
        assert (len(there), there.newest) == (len(never), never.newest)
    archive.erase(HARBOR, NOW)
    archive.erasures.finish(HARBOR)
    for role in Role:
        there = running.view(role, NOW)
        assert [shown(there, quote) for quote in quotes] == ["nothing", "nothing"]


def test_an_erased_file_is_known_by_its_bytes_whatever_was_read_off_it(
    running: Index, archive: Archive
) -> None:
    held = of(running, HARBOR)
    archive.erasures.begin(HARBOR, [], [held.source], NOW)
    assert shown(running.view(Role.staff, NOW), quotes_of(running, HARBOR)[0]) == "nothing"


def cut(content: bytes) -> bytes:
    return content[:-1]


def emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("name", ["withdrawals.json", "erasures.json"])
@pytest.mark.parametrize("damage", [cut, emptied, None])
def test_while_it_is_not_known_what_was_taken_back_there_is_no_view(
    running: Index,
    archive: Archive,
    tmp_path: Path,
    name: str,
    damage: Callable[[bytes], bytes] | None,
) -> None:
    withdraw(archive, HARBOR)
    archive.erasures.begin(FERRIES, ["A text."], [], NOW)
    before = running.view(Role.journalist, NOW)
    file = tmp_path / "archive" / name
    content = file.read_bytes()
    if damage:
        file.write_bytes(damage(content))
    else:
        file.unlink()
    for look in (lambda: running.view(Role.journalist, NOW), lambda: before.stands):
        with pytest.raises(ArchiveError, match=name):
            look()
    file.write_bytes(content)
    assert before.stands
    assert HARBOR not in found(running.view(Role.journalist, NOW))


def found(view: View) -> list[str]:
    return [hit.quote.document.id for hit in view.search(ASK).hits]


def test_the_metadata_of_a_withdrawn_document_says_that_it_is(
    running: Index, archive: Archive
) -> None:
    withdraw(archive, FORMER_FERRIES)
    quote = quotes_of(running, FORMER_FERRIES)[0]
    resolved = running.view(Role.journalist, NOW).resolve(quote.reference)
    metadata = quote.document.metadata.model_copy(
        update={"status": "withdrawn", "superseded_by": None}
    )
    assert resolved == Resolved(Currency.withdrawn, metadata, None)
