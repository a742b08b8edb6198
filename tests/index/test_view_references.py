"""What a reference leads to, by what has become of its text and for whom."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from index.caution import Caution
from index.index import Index
from index.resolution import Currency, Resolved
from index.view import View
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.metadata import Audience
from knowledge.quote import Quote
from knowledge.reference import Reference
from tests.conftest import NOW
from tests.index.making import opened, quotes_of, relabelled, without
from tests.making import document

HARBOR, FERRIES = "harbor-curfew-2023-05-04", "ferry-fares-2024-03-01"
END = NOW + timedelta(hours=1)


def test_every_quote_resolves_to_itself(index: Index) -> None:
    view = index.view(Role.journalist, NOW)
    for quote in quotes_of(index, HARBOR):
        reference = Reference.parse(str(quote.reference))
        assert view.resolve(reference) == Resolved(Currency.current, quote.document.metadata, quote)


def test_a_forged_reference_leads_nowhere(index: Index) -> None:
    view = index.view(Role.staff, NOW)
    quote = quotes_of(index, HARBOR)[0]
    real = quote.reference
    sentences = quote.document.sentences
    heading = sentences[0].span
    forged = [
        replace(real, text="0" * 16),
        replace(real, start=real.start + 1, length=real.length - 1),
        replace(real, length=real.length - 1),
        replace(real, length=real.length + 1),
        replace(real, start=10**9),
        replace(real, length=10**9),
        replace(real, start=heading.start, length=len(heading)),
        replace(real, start=sentences[-1].span.start, length=len(sentences[-1].span)),
        replace(real, start=0, length=len(quote.document.text)),
    ]
    assert [view.resolve(reference) for reference in forged] == [None] * len(forged)


OLD = "Ferries\n\nThe fare should be fifty cents. It was a dollar."


def former(index: Index, archive: Path, old: dict[str, Any], **present: Any) -> View:  # noqa: ANN401
    """A journalist's view of an index that once held another text of the ferries' document."""
    Archive(archive).record([document(OLD, FERRIES, **old)], NOW)
    return relabelled(index, FERRIES, archive=archive, **present).view(Role.journalist, NOW)


def old_quote() -> Quote:
    held = document(OLD, FERRIES)
    return Quote(held, 9, len(OLD))


@pytest.mark.parametrize(
    ("present", "currency"),
    [
        ({}, Currency.revised),
        ({"status": "superseded"}, Currency.superseded),
        ({"status": "withdrawn"}, Currency.withdrawn),
        ({"status": "draft"}, Currency.gone),
        ({"status": "embargoed"}, Currency.gone),
        ({"embargo_until": END}, Currency.gone),
        ({"audience": "staff"}, Currency.gone),
    ],
)
def test_an_old_reference_says_what_became_of_its_document(
    index: Index, tmp_path: Path, present: dict[str, Any], currency: Currency
) -> None:
    resolved = former(index, tmp_path, {}, **present).resolve(old_quote().reference)
    assert resolved is not None
    assert resolved.currency is currency
    assert resolved.metadata.title == "The Lamp"
    shown = resolved.quote.text if resolved.quote else None
    whole = old_quote().text if currency in (Currency.revised, Currency.superseded) else None
    assert shown == whole


def test_an_old_reference_to_a_document_that_is_gone_shows_its_title_alone(
    index: Index, tmp_path: Path
) -> None:
    Archive(tmp_path).record([document(OLD, "long-gone")], NOW)
    view = opened(index, index.snapshot, Archive(tmp_path)).view(Role.journalist, NOW)
    resolved = view.resolve(old_quote().reference)
    assert resolved is not None
    assert (resolved.currency, resolved.quote) == (Currency.gone, None)


@pytest.mark.parametrize(
    "old", [{"audience": "staff"}, {"status": "draft"}, {"embargo_until": END}]
)
def test_an_old_reference_to_what_was_never_public_leads_nowhere(
    index: Index, tmp_path: Path, old: dict[str, Any]
) -> None:
    assert former(index, tmp_path, old).resolve(old_quote().reference) is None


def test_staff_follow_old_references_to_what_was_theirs(index: Index, tmp_path: Path) -> None:
    former(index, tmp_path, {"audience": "staff"})
    view = opened(index, index.snapshot, Archive(tmp_path)).view(Role.staff, NOW)
    resolved = view.resolve(old_quote().reference)
    assert resolved is not None
    assert (resolved.currency, resolved.audience) == (Currency.revised, Audience.staff)
    assert view.caution(old_quote().document, resolved.audience) == Caution(internal=True)


@pytest.mark.parametrize(
    "hidden", [{"audience": "staff"}, {"status": "draft"}, {"embargo_until": END}]
)
def test_a_hidden_document_is_to_its_references_as_one_that_is_not_there(
    index: Index, tmp_path: Path, hidden: dict[str, Any]
) -> None:
    quote = quotes_of(index, FERRIES)[0]
    for recorded, currency in (([], None), ([quote.document], Currency.gone)):
        Archive(tmp_path).record(recorded, NOW)
        there = relabelled(index, FERRIES, archive=tmp_path, title="Hidden", **hidden)
        never = opened(there, without(index, FERRIES).snapshot, Archive(tmp_path))
        found = [i.view(Role.journalist, NOW).resolve(quote.reference) for i in (there, never)]
        assert found[0] == found[1]
        assert (found[0] and found[0].currency) == currency


FOLLOWER = "ferry-fares-2024-03-01"


@pytest.mark.parametrize(
    ("metadata", "roles"),
    [
        ({}, set(Role)),
        ({"audience": "staff"}, {Role.staff, Role.admin}),
        ({"embargo_until": END}, {Role.staff, Role.admin}),
        ({"status": "draft"}, set()),
        ({"status": "withdrawn"}, set()),
    ],
)
def test_a_reference_to_a_superseded_document_names_its_successor_to_who_may_see_it(
    index: Index, tmp_path: Path, metadata: dict[str, Any], roles: set[Role]
) -> None:
    superseded = "ferry-fares-2022-08-15"
    old = document(OLD, superseded)
    Archive(tmp_path).record([old], NOW - timedelta(days=1))
    labelled = relabelled(index, FOLLOWER, archive=tmp_path, **metadata)
    present = quotes_of(index, superseded)[0]
    for role in Role:
        view = labelled.view(role, NOW)
        for quote in (present, Quote(old, 9, len(OLD))):
            resolved = view.resolve(quote.reference)
            assert resolved is not None
            assert (resolved.currency, resolved.quote) == (Currency.superseded, quote)
            named = resolved.successor and resolved.successor.id
            assert named == (FOLLOWER if role in roles else None)


def test_an_old_reference_that_cuts_a_sentence_leads_nowhere(index: Index, tmp_path: Path) -> None:
    reference = old_quote().reference
    view = former(index, tmp_path, {})
    assert view.resolve(replace(reference, length=reference.length - 3)) is None
