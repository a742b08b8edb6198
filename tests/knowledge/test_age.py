"""A length of time as people name it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.age import Age

UNITS = ("years", "months", "days")
LEAP = date(2024, 2, 29)


@pytest.mark.parametrize("written", ["2 years", "18 months", "90 days", "1 years", "10000 days"])
def test_an_age_is_told_as_it_was_written(written: str) -> None:
    assert str(Age.parse(written)) == written


@pytest.mark.parametrize(
    ("written", "age"), [("1 year", Age(1, "years")), ("1 day", Age(1, "days"))]
)
def test_one_of_them_may_be_written_as_one(written: str, age: Age) -> None:
    assert Age.parse(written) == age


@pytest.mark.parametrize(
    "written",
    ["", "2", 2, None, "years", "2years", "2  years", "0 years", "-1 years", "02 years",
     "1.5 years", "2 weeks", "two years", "2 years ", "2 years\n", "100000 days", "２ years"],
)  # fmt: skip
def test_anything_else_is_none_and_says_how_one_is_written(written: object) -> None:
    with pytest.raises(ValueError, match="such as `2 years`"):
        Age.parse(written)


@pytest.mark.parametrize(
    ("age", "since", "last"),
    [
        (Age(2, "years"), date(2024, 11, 24), date(2026, 11, 24)),
        (Age(1, "years"), LEAP, date(2025, 2, 28)),
        (Age(4, "years"), LEAP, date(2028, 2, 29)),
        (Age(18, "months"), date(2024, 8, 31), date(2026, 2, 28)),
        (Age(1, "months"), date(2026, 1, 31), date(2026, 2, 28)),
        (Age(90, "days"), date(2026, 1, 1), date(2026, 4, 1)),
    ],
)
def test_it_is_over_on_the_day_after_its_last(age: Age, since: date, last: date) -> None:
    assert not age.is_over(since, last)
    assert age.is_over(since, last + timedelta(days=1))


ages = st.builds(Age, st.integers(1, 99_999), st.sampled_from(UNITS))


@given(ages, st.dates(), st.dates())
def test_any_age_of_any_day_is_over_or_not_and_stays_so(age: Age, since: date, today: date) -> None:
    over = age.is_over(since, today)
    assert over <= (since < today)
    if over and today < date.max:
        assert age.is_over(since, today + timedelta(days=1))
    assert Age.parse(str(age)) == age
