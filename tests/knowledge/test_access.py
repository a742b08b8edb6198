"""Who may see a document, and when."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from knowledge.access import Role, Standing, Viewer, may_answer, published_to, reaches
from knowledge.metadata import Audience, Metadata, Status

END = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
BEFORE, AFTER = END - timedelta(microseconds=1), END + timedelta(microseconds=1)
DENIED, GIVEN = False, True

# Status, whether there is an embargo: the standing before its end, and from its end on. Staff see
# it as it is from its end on already before.
STANDINGS = {
    ("approved", False): ("current", "current"),
    ("approved", True): ("pending", "current"),
    ("draft", False): ("pending", "pending"),
    ("draft", True): ("pending", "pending"),
    ("embargoed", False): ("pending", "pending"),
    ("embargoed", True): ("pending", "current"),
    ("superseded", False): ("superseded", "superseded"),
    ("superseded", True): ("pending", "superseded"),
    ("withdrawn", False): ("withdrawn", "withdrawn"),
    ("withdrawn", True): ("pending", "withdrawn"),
}
REACHES = {
    ("public", "journalist"): GIVEN,
    ("public", "staff"): GIVEN,
    ("public", "admin"): GIVEN,
    ("staff", "journalist"): DENIED,
    ("staff", "staff"): GIVEN,
    ("staff", "admin"): GIVEN,
}


def metadata(status: str, audience: str = "public", *, embargo: bool = False) -> Metadata:
    return Metadata(
        title="The Lamp",
        status=Status(status),
        audience=Audience(audience),
        embargo_until=END if embargo else None,
    )


def test_every_status_and_audience_is_in_the_tables() -> None:
    assert set(STANDINGS) == set(PUBLISHED) == set(product(Status, (True, False)))
    assert set(REACHES) == set(product(Audience, Role))


@pytest.mark.parametrize(("case", "standings"), STANDINGS.items())
def test_a_standing_follows_from_status_embargo_and_clock(
    case: tuple[str, bool], standings: tuple[str, str]
) -> None:
    held = metadata(case[0], embargo=case[1])
    found = [Standing.of(held, moment) for moment in (BEFORE, END, AFTER)]
    assert found == [standings[0], standings[1], standings[1]]


@pytest.mark.parametrize(("case", "given"), REACHES.items())
def test_an_audience_reaches_a_role(case: tuple[str, str], given: bool) -> None:  # noqa: FBT001
    assert reaches(Audience(case[0]), Role(case[1])) is given


@pytest.mark.parametrize(
    ("case", "who", "moment"), list(product(STANDINGS, REACHES, ((BEFORE, 0), (AFTER, 1))))
)
def test_only_what_stands_answers_and_only_whom_it_is_for(
    case: tuple[str, bool], who: tuple[str, str], moment: tuple[datetime, int]
) -> None:
    held = metadata(case[0], who[0], embargo=case[1])
    stands = _seen(case, who, moment[1]) == "current"
    assert may_answer(held, Role(who[1]), moment[0]) is stands


@pytest.mark.parametrize(
    ("case", "who", "moment"), list(product(STANDINGS, REACHES, ((BEFORE, 0), (END, 1))))
)
def test_to_whom_a_document_is_not_shown_there_is_none(
    case: tuple[str, bool], who: tuple[str, str], moment: tuple[datetime, int]
) -> None:
    held = metadata(case[0], who[0], embargo=case[1])
    assert Viewer(Role(who[1]), moment[0]).standing(held) == _seen(case, who, moment[1])


def _seen(case: tuple[str, bool], who: tuple[str, str], ended: int) -> str | None:
    """The standing to somebody, before the end of the embargo or from it on."""
    ahead = who[1] != "journalist"
    standing = STANDINGS[case][ended]
    if ahead and standing == "pending":
        # As it is from its end on; an embargo that does not end is seen through all the same.
        standing = "current" if case == ("embargoed", False) else STANDINGS[case][1]
    return standing if REACHES[who] and standing != "pending" else None


# Status, whether there is an embargo: to whom the words of a public document are shown, before the
# end of the embargo and from it on.
PUBLISHED: dict[tuple[str, bool], tuple[str | None, str | None]] = {
    ("approved", False): ("public", "public"),
    ("approved", True): ("staff", "public"),
    ("draft", False): (None, None),
    ("draft", True): (None, None),
    ("embargoed", False): ("staff", "staff"),
    ("embargoed", True): ("staff", "public"),
    ("superseded", False): ("public", "public"),
    ("superseded", True): ("staff", "public"),
    ("withdrawn", False): (None, None),
    ("withdrawn", True): (None, None),
}


@pytest.mark.parametrize(("case", "audience"), list(product(PUBLISHED, Audience)))
def test_words_are_published_to_whom_they_are_shown(
    case: tuple[str, bool], audience: Audience
) -> None:
    held = metadata(case[0], audience, embargo=case[1])
    for moment, widest in zip((BEFORE, END), PUBLISHED[case], strict=True):
        assert published_to(held, moment) == (audience if widest == "public" else widest)


def test_an_embargo_ends_at_the_same_moment_everywhere() -> None:
    local = Metadata.model_validate(
        {"title": "The Lamp", "embargo_until": "2026-12-01T09:00-05:00"}
    )
    assert Standing.of(local, BEFORE) is Standing.pending
    assert Standing.of(local, END) is Standing.current
