"""What the archive tells of a text, and to whom: never what only fewer could ever see."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.access import Role, published_to, reaches
from knowledge.archive import Archive, Entry
from knowledge.metadata import Audience
from tests.making import document

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT, REVISED = "The lamp is lit.", "The lamp is out."
STAFF: dict[str, Any] = {"audience": "staff"}
DRAFT: dict[str, Any] = {"status": "draft"}
WITHDRAWN: dict[str, Any] = {"status": "withdrawn"}
PUBLIC: dict[str, Any] = {}


def embargo(hours: float) -> dict[str, Any]:
    """Metadata with an embargo until some hours after the start."""
    return {"status": "embargoed", "embargo_until": START + hours * HOUR}


def entry_of(folder: Path, seen: list[dict[str, Any] | None]) -> Entry:
    """What is known of a text that every hour's reindex saw so; None where it was revised."""
    archive = Archive(folder)
    for hour, metadata in enumerate(seen):
        if metadata is None:
            held = document(REVISED)
        else:
            held = document(TEXT, **{"title": f"Title {hour}", **metadata})
        archive.record([held], START + hour * HOUR)
    return archive.entries()[document(TEXT).sha256]


# How every hour's reindex saw a text, then its widest audience and the hour it is told of by.
LIVES: dict[str, tuple[list[dict[str, Any] | None], str | None, int]] = {
    "draft, then approved with the same text": ([DRAFT, PUBLIC], "public", 1),
    "draft, then approved with another text": ([DRAFT, None], None, 0),
    "draft, then withdrawn, then approved with another text": ([DRAFT, WITHDRAWN, None], None, 1),
    "public, then for staff": ([PUBLIC, STAFF], "public", 0),
    "public, then for staff, then revised": ([PUBLIC, STAFF, None], "public", 0),
    "for staff, then public": ([STAFF, PUBLIC], "public", 1),
    "for staff, then a draft": ([STAFF, DRAFT, None], "staff", 0),
    "public, then a draft": ([PUBLIC, DRAFT], "public", 0),
    "public, a draft, then public": ([PUBLIC, DRAFT, PUBLIC], "public", 2),
    "public, with another title": ([PUBLIC, PUBLIC], "public", 1),
    "embargoed, revised before the end": ([embargo(9), None, None], "staff", 0),
    "embargoed, ended, then revised": ([embargo(0.5), None], "public", 0),
    "embargoed, ended at the reindex that revised it": ([embargo(1), None], "public", 0),
    "embargoed, a draft before the end, then revised": ([embargo(1.5), DRAFT, None], "staff", 0),
    "embargoed for longer before the end": ([embargo(1.5), embargo(9), None], "staff", 1),
    "public, then embargoed, revised before the end": ([PUBLIC, embargo(9), None], "public", 0),
    "public, then embargoed, ended, then revised": ([PUBLIC, embargo(1.5), None], "public", 1),
    "for staff, then embargoed, ended": ([STAFF, embargo(1.5), None], "public", 1),
    "embargoed without end": ([{"status": "embargoed"}, None], "staff", 0),
    "embargoed for staff, ended": ([{**embargo(0.5), **STAFF}, None], "staff", 0),
    "public, withdrawn, public": ([PUBLIC, WITHDRAWN, PUBLIC], "public", 2),
    "public, withdrawn with another title": ([PUBLIC, WITHDRAWN], "public", 0),
    "for staff, withdrawn for the public": ([STAFF, WITHDRAWN], "staff", 0),
    "superseded from the first": ([{"status": "superseded"}], "public", 0),
}


@pytest.mark.parametrize("life", LIVES)
def test_a_text_is_told_of_as_its_widest_audience_last_saw_it(tmp_path: Path, life: str) -> None:
    seen, audience, hour = LIVES[life]
    entry = entry_of(tmp_path, seen)
    assert entry.audience == audience
    assert entry.metadata.title == f"Title {hour}"


def test_a_text_that_a_hidden_document_has_too_is_still_the_published_one_s(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.record([document(TEXT, "lamp")], START)
    archive.record([document(REVISED, "lamp"), document(TEXT, "secret", **DRAFT)], START + HOUR)
    assert archive.entries()[document(TEXT).sha256].document == "lamp"


def test_a_ledger_from_before_is_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.record([document(TEXT)], START)
    ledger = tmp_path / "ledger.json"
    written = ledger.read_text("utf-8")
    assert '"narrower": null' in written
    ledger.write_text(written.replace(',\n   "narrower": null', ""), "utf-8")
    assert "narrower" not in ledger.read_text("utf-8")
    assert entry_of(tmp_path, [DRAFT]).audience is Audience.public


sightings = st.none() | st.fixed_dictionaries(
    {"status": st.sampled_from(["approved", "draft", "embargoed", "superseded", "withdrawn"])},
    optional={
        "audience": st.sampled_from(["public", "staff"]),
        "embargo_until": st.integers(0, 12).map(lambda half: START + half * HOUR / 2),
    },
)


@settings(deadline=None)
@given(st.lists(sightings, min_size=1, max_size=6))
def test_whoever_is_told_of_a_text_could_once_see_it_called_so(
    seen: list[dict[str, Any] | None],
) -> None:
    # Who could see the text under the title of each hour: at its reindex, or just before the next.
    could: dict[str, set[Audience | None]] = {}
    for hour, metadata in enumerate(seen):
        if metadata is not None:
            held = document(TEXT, **{"title": f"Title {hour}", **metadata}).metadata
            last = hour + 1 if hour + 1 < len(seen) else hour
            moments = (START + hour * HOUR, START + last * HOUR)
            could[held.title] = {published_to(held, moment) for moment in moments}
    if not could:
        return
    with TemporaryDirectory() as folder:
        entry = entry_of(Path(folder), seen)
    everybody = set[Audience | None]().union(*could.values())
    widest = next((a for a in (Audience.public, Audience.staff) if a in everybody), None)
    assert entry.audience is widest
    for role in Role:
        if widest is not None and reaches(widest, role):
            assert any(a and reaches(a, role) for a in could[entry.metadata.title])
