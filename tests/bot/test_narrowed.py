"""How a question narrowed its answer, in the few bytes of a button."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.narrowed import NOT_NARROWED, Narrowed
from index.selection import Hit
from index.view import Answer, Narrowing
from knowledge.period import Period
from knowledge.quote import Quote
from tests.making import document

days = st.dates(date(1000, 1, 2), date(2435, 1, 1))
bounds = st.one_of(st.tuples(days, days), st.tuples(days, st.just(date.max)))
periods = st.one_of(
    bounds.filter(lambda two: two[0] <= two[1]).map(lambda two: Period(*two)),
    days.map(lambda day: Period(date.min, day)),
)
narrowed = st.builds(Narrowed, st.none() | periods, st.booleans(), st.booleans())


@given(narrowed)
def test_it_comes_back_as_it_was_from_at_most_five_bytes(given_one: Narrowed) -> None:
    packed = given_one.pack()
    assert len(packed) in {0, 5}
    assert Narrowed.unpack(packed) == given_one


@given(st.binary(max_size=12))
def test_any_other_bytes_are_refused(packed: bytes) -> None:
    try:
        found = Narrowed.unpack(packed)
    except ValueError:
        return
    assert found.pack() == packed


@given(st.dates(), st.dates())
def test_of_days_too_far_off_it_says_the_nearest_that_it_can(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    packed = Narrowed(period).pack()
    found = Narrowed.unpack(packed)
    assert found.pack() == packed
    for held, asked in zip(_bounds(found), _bounds(Narrowed(period)), strict=True):
        assert held == asked or not date(1000, 1, 2) <= asked <= date(2435, 1, 1)


def _bounds(narrowed: Narrowed) -> tuple[date, date]:
    period = narrowed.period or Period(date.min, date.max)
    return period.first, period.last


def test_what_is_not_narrowed_takes_no_room() -> None:
    assert NOT_NARROWED.pack() == b""
    assert Narrowed(Period(date.min, date.max)).pack() == b""


def _answer(narrowing: Narrowing, *dates: date | None) -> Answer:
    """An answer of documents of these dates."""
    held = [document("Beds.", date=day) for day in dates]
    quotes = (Quote(d, d.sentences[0].span.start, d.sentences[0].span.end) for d in held)
    hits = tuple(Hit(quote, 0.5) for quote in quotes)
    return Answer(answered=True, confidence=0.9, hits=hits, narrowing=narrowing)


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        (Narrowing(), NOT_NARROWED),
        (Narrowing(newest=True), Narrowed(newest=True)),
        (Narrowing(Period.of_year(2021)), Narrowed(Period.of_year(2021))),
        (Narrowing(speaker="Otto Brandt", speaker_asked=True), Narrowed(speaker=True)),
        (Narrowing(speaker_asked=True), Narrowed(speaker=True)),
    ],
)
def test_it_is_of_what_the_search_narrowed(narrowing: Narrowing, expected: Narrowed) -> None:
    assert Narrowed.of(_answer(narrowing)) == expected


OLD, NEW = date(2021, 3, 26), date(2024, 3, 1)


@pytest.mark.parametrize(
    ("dates", "newest"),
    [
        ([NEW], True),
        ([NEW, OLD], True),
        ([NEW, NEW, None], True),
        ([OLD, NEW], False),
        ([NEW, None, OLD], False),
    ],
)
def test_the_newest_are_said_to_go_first_only_where_they_do(
    dates: list[date | None], *, newest: bool
) -> None:
    assert Narrowed.of(_answer(Narrowing(newest=True), *dates)).newest is newest
    assert not Narrowed.of(_answer(Narrowing(), *dates)).newest
