"""What is known about a document besides its words."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from knowledge.metadata import Audience, Metadata, Status


def metadata(**values: object) -> Metadata:
    return Metadata.model_validate({"title": "The Lamp", **values})


def test_only_a_title_is_needed() -> None:
    found = metadata()
    assert (found.status, found.audience, found.language) == (
        Status.approved,
        Audience.public,
        "en",
    )
    assert found.date is None


@pytest.mark.parametrize(
    "values",
    [
        {"date": "2021-03-26"},
        {"date": date(2021, 3, 26)},
        {"url": "https://lantern-house.example/news?id=1#top"},
        {"url": "http://lantern-house.example"},
        {"embargo_until": "2026-12-01T09:00-05:00"},
        {"embargo_until": "2026-12-01T14:00:00Z"},
        {"embargo_until": datetime(2026, 12, 1, tzinfo=UTC)},
        {"embargo_until": None},
        {"status": "superseded", "superseded_by": "lamp-2"},
        {"language": "es"},
    ],
)
def test_these_are_taken(values: dict[str, object]) -> None:
    assert metadata(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"title": "   "},
        {"title": "two\nlines"},
        {"title": "x" * 251},
        {"title": 5},
        {"title": None},
        {"date": "26.3.2021"},
        {"date": "2021-02-30"},
        {"date": 20210326},
        {"date": datetime(2021, 3, 26, 10, tzinfo=UTC)},
        {"approved_on": "yesterday"},
        {"url": "lantern-house.example"},
        {"url": "javascript:alert(1)"},
        {"url": "https://"},
        {"url": "https://lantern house.example"},
        {"url": "https://lantern-house.example/\u202egnp.exe"},
        {"url": "https://[broken"},
        {"status": "Approved"},
        {"audience": "press"},
        {"language": "English"},
        {"status": "superseded", "superseded_by": "Not an id"},
        {"superseded_by": "lamp-2"},
        {"status": "approved", "superseded_by": "lamp-2"},
        {"translation_of": "../lamp"},
        {"sttaus": "draft"},
    ],
)
def test_these_are_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        metadata(**values)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-12-01T09:00",
        "2026-12-01",
        "tomorrow",
        datetime(2026, 12, 1),  # noqa: DTZ001 (without an offset is the point)
        date(2026, 12, 1),
        2026,
        20261201,
        45000,
        1.5,
        "1764597600",
        True,
    ],
)
def test_an_embargo_ends_at_a_moment_with_an_offset_and_never_in_1970(moment: object) -> None:
    with pytest.raises(ValidationError, match="a moment is written with its offset"):
        metadata(embargo_until=moment)


def test_it_outlives_being_written_as_json() -> None:
    found = metadata(date="2021-03-26", embargo_until="2026-12-01T09:00-05:00", audience="staff")
    assert Metadata.model_validate_json(found.model_dump_json()) == found


def test_it_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        metadata().status = Status.draft  # type: ignore[misc]
