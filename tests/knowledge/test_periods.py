"""Periods in words, and the days that they hold."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.periods import Period, folded, periods_in

TODAY = date(2026, 11, 24)  # a Tuesday


def period(words: str) -> Period:
    """`2021-03-01 2021-03-31`; `…` at an end is no bound."""
    first, last = words.split()
    return Period(
        date.min if first == "…" else date.fromisoformat(first),
        date.max if last == "…" else date.fromisoformat(last),
    )


def only(text: str) -> Period:
    (found,) = periods_in(text, TODAY)
    return found.period


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("March 2021", "2021-03-01 2021-03-31"),
        ("march, 2021", "2021-03-01 2021-03-31"),
        ("MARCH 2021", "2021-03-01 2021-03-31"),
        ("Sept. 2021", "2021-09-01 2021-09-30"),
        ("may 2021", "2021-05-01 2021-05-31"),
        ("February 2024", "2024-02-01 2024-02-29"),
        ("03/2021", "2021-03-01 2021-03-31"),
        ("2021-03", "2021-03-01 2021-03-31"),
        ("2021", "2021-01-01 2021-12-31"),
        ("2019–2021", "2019-01-01 2021-12-31"),
        ("2019-20", "2019-01-01 2020-12-31"),
        ("March 26, 2021", "2021-03-26 2021-03-26"),
        ("Mar. 26th 2021", "2021-03-26 2021-03-26"),
        ("26 March 2021", "2021-03-26 2021-03-26"),
        ("the 26th of March, 2021", "2021-03-26 2021-03-26"),
        ("2021-03-26", "2021-03-26 2021-03-26"),
        ("3/26/2021", "2021-03-26 2021-03-26"),
        ("3/4/21", "2021-03-04 2021-03-04"),
        ("26/3/2021", "2021-03-26 2021-03-26"),
        ("March 3-5, 2021", "2021-03-03 2021-03-05"),
        ("March 3 to April 5, 2021", "2021-03-03 2021-04-05"),
        ("March to June 2021", "2021-03-01 2021-06-30"),
        ("marzo de 2021", "2021-03-01 2021-03-31"),
        ("marzo del 2021", "2021-03-01 2021-03-31"),
        ("marzo del año 2021", "2021-03-01 2021-03-31"),
        ("setiembre 2022", "2022-09-01 2022-09-30"),
        ("26 de marzo de 2021", "2021-03-26 2021-03-26"),
        ("1º de enero de 2022", "2022-01-01 2022-01-01"),
        ("del 3 al 5 de marzo de 2021", "2021-03-03 2021-03-05"),
        ("enero a marzo de 2021", "2021-01-01 2021-03-31"),
    ],
)
def test_a_date_is_the_days_that_it_names(words: str, expected: str) -> None:
    assert only(words) == period(expected)
    assert only(f"Of lamps {words}, and of boats") == period(expected)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("in March 2021", "2021-03-01 2021-03-31"),
        ("during 2021", "2021-01-01 2021-12-31"),
        ("in the year 2021", "2021-01-01 2021-12-31"),
        ("in early 2021", "2021-01-01 2021-12-31"),
        ("in the summer of 2021", "2021-01-01 2021-12-31"),
        ("on Friday, March 26, 2021", "2021-03-26 2021-03-26"),
        ("since 2023", "2023-01-01 …"),
        ("since March 2023", "2023-03-01 …"),
        ("from 2023 onwards", "2023-01-01 …"),
        ("after June 2022", "2022-07-01 …"),
        ("after March 26, 2021", "2021-03-27 …"),
        ("after late 2021", "2021-01-01 …"),
        ("before 2020", "… 2019-12-31"),
        ("prior to March 2020", "… 2020-02-29"),
        ("before the end of 2021", "… 2021-12-31"),
        ("until 2020", "… 2020-12-31"),
        ("through March 2021", "… 2021-03-31"),
        ("between 2019 and 2021", "2019-01-01 2021-12-31"),
        ("between January and March 2021", "2021-01-01 2021-03-31"),
        ("from 2019 to 2021", "2019-01-01 2021-12-31"),
        ("since 2019 until 2021", "2019-01-01 2021-12-31"),
        ("between 2021 and 2019", "2019-01-01 2021-12-31"),
        ("en marzo de 2021", "2021-03-01 2021-03-31"),
        ("en el año 2021", "2021-01-01 2021-12-31"),
        ("a finales de 2021", "2021-01-01 2021-12-31"),
        ("el viernes 26 de marzo de 2021", "2021-03-26 2021-03-26"),
        ("desde 2023", "2023-01-01 …"),
        ("desde el 26 de marzo de 2021", "2021-03-26 …"),
        ("a partir de marzo de 2021", "2021-03-01 …"),
        ("a partir del 2021", "2021-01-01 …"),
        ("de 2023 en adelante", "2023-01-01 …"),
        ("después de 2020", "2021-01-01 …"),
        ("DESPUÉS DE JUNIO DE 2022", "2022-07-01 …"),
        ("antes de 2020", "… 2019-12-31"),
        ("hasta el año 2000", "… 2000-12-31"),
        ("entre 2019 y 2021", "2019-01-01 2021-12-31"),
        ("de 2019 a 2021", "2019-01-01 2021-12-31"),
        ("desde marzo de 2019 hasta enero de 2021", "2019-03-01 2021-01-31"),
    ],
)
def test_what_leads_to_a_date_bounds_the_period_and_is_part_of_its_place(
    words: str, expected: str
) -> None:
    text = f"Lamps {words}?"
    (found,) = periods_in(text, TODAY)
    assert found.period == period(expected)
    assert found.span.of(text) == words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("this year", "2026-01-01 2026-12-31"),
        ("last year", "2025-01-01 2025-12-31"),
        ("last year's", "2025-01-01 2025-12-31"),
        ("this month", "2026-11-01 2026-11-30"),
        ("last month", "2026-10-01 2026-10-31"),
        ("this week", "2026-11-23 2026-11-29"),
        ("last week", "2026-11-16 2026-11-22"),
        ("today", "2026-11-24 2026-11-24"),
        ("yesterday", "2026-11-23 2026-11-23"),
        ("since yesterday", "2026-11-23 …"),
        ("since last month", "2026-10-01 …"),
        ("in the last two years", "2024-11-24 2026-11-24"),
        ("past six months", "2026-05-24 2026-11-24"),
        ("over the past 18 months", "2025-05-24 2026-11-24"),
        ("the last couple of weeks", "2026-11-10 2026-11-24"),
        ("the past year", "2025-11-24 2026-11-24"),
        ("the last 9 days", "2026-11-15 2026-11-24"),
        ("in March", "2026-03-01 2026-03-31"),
        ("in december", "2025-12-01 2025-12-31"),
        ("since November", "2026-11-01 …"),
        ("in May", "2026-05-01 2026-05-31"),
        ("last March", "2026-03-01 2026-03-31"),
        ("on March 26", "2026-03-26 2026-03-26"),
        ("on December 1", "2025-12-01 2025-12-01"),
        ("on February 29", "2024-02-29 2024-02-29"),
        ("este año", "2026-01-01 2026-12-31"),
        ("el año pasado", "2025-01-01 2025-12-31"),
        ("el mes pasado", "2026-10-01 2026-10-31"),
        ("la semana pasada", "2026-11-16 2026-11-22"),
        ("esta semana", "2026-11-23 2026-11-29"),
        ("hoy", "2026-11-24 2026-11-24"),
        ("ayer", "2026-11-23 2026-11-23"),
        ("en los últimos dos años", "2024-11-24 2026-11-24"),
        ("los dos últimos años", "2024-11-24 2026-11-24"),
        ("en los últimos 6 meses", "2026-05-24 2026-11-24"),
        ("en el último año", "2025-11-24 2026-11-24"),
        ("desde el año pasado", "2025-01-01 …"),
        ("en marzo", "2026-03-01 2026-03-31"),
        ("en mayo", "2026-05-01 2026-05-31"),
        ("marzo pasado", "2026-03-01 2026-03-31"),
        ("el 26 de marzo", "2026-03-26 2026-03-26"),
    ],
)
def test_a_date_is_counted_from_today(words: str, expected: str) -> None:
    assert only(words) == period(expected)
    assert only(f"Lamps {words}?") == period(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Title 42",
        "H.R. 2",
        "H.R. 2021",
        "the 118th Assembly",
        "5 million lamps",
        "1,300 lamps",
        "2,000 children",
        "2000 children",
        "over 2000 lamps",
        "casi 2000 faroles",
        "2000 niños",
        "more than 2000",
        "$2021",
        "2021%",
        "12021",
        "20211",
        "1-800-2021",
        "the 1970s",
        "the 1980's",
        "década de 1970",
        "fiscal year 2027",
        "FY 2027",
        "el año fiscal 2027",
        "by 2027",
        "para 2027",
        "the keepers may be 5",
        "it may march on Sunday",
        "the land they live in may change",
        "in march",
        "MAY",
        "they march for 26 boats",
        "the last contract",
        "at last",
        "last of all",
        "in the last week of the voyage",
        "la última vez",
        "hoy en día",
        "a día de hoy",
        "Plaza de Mayo",
        "Captain April Calloway",
        "13/13/2021",
        "2021-02-30",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert periods_in(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("since the 2018 raids", "2018"),
        ("on the 2023 Lantern Act", "2023"),
        ("on last year's raids", "last year's"),
        ("about the March 2021 release", "March 2021"),
        ("on 2021 fares", "2021"),
    ],
)
def test_a_date_that_describes_a_thing_is_not_led_to(text: str, place: str) -> None:
    (found,) = periods_in(text, TODAY)
    assert (found.opening, found.span.of(text)) == ("", place)
    assert found.period.last < date.max


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("since 2023", "since"),
        ("A PARTIR  DE 2023", "a partir de"),
        ("the Act of 2025", "of"),
        ("la ley de 2008", "de"),
        ("lamps 2021", ""),
    ],
)
def test_a_period_tells_what_leads_to_it(text: str, opening: str) -> None:
    assert [found.opening for found in periods_in(text, TODAY)] == [opening]


def test_several_dates_stand_in_order() -> None:
    found = periods_in("lamps 2022 vs 2011, and since March 2023", TODAY)
    assert [named.period.first.year for named in found] == [2022, 2011, 2023]


def test_a_day_that_is_not_in_the_calendar_leaves_its_year() -> None:
    assert only("February 30, 2023") == period("2023-01-01 2023-12-31")


def test_a_period_holds_its_first_and_its_last_day() -> None:
    march = Period.of_month(2021, 3)
    assert march.holds(date(2021, 3, 1))
    assert march.holds(date(2021, 3, 31))
    assert not march.holds(date(2021, 2, 28))
    assert not march.holds(date(2021, 4, 1))


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period(date(2021, 3, 2), date(2021, 3, 1))


@pytest.mark.parametrize("today", [date.min, date.max, date(2024, 2, 29), date(2023, 1, 1)])
def test_at_any_time_the_words_are_read(today: date) -> None:
    text = (
        "last year, last month, last week, today, yesterday, after today, before today, on May 5, "
        "in December, the last 999 years, the past 999 days, on February 29, this week"
    )
    assert all(named.period.first <= named.period.last for named in periods_in(text, today))


def test_the_last_day_of_a_longer_month_is_not_lost() -> None:
    (found,) = periods_in("the last six months", date(2021, 8, 31))
    assert found.period == Period(date(2021, 2, 28), date(2021, 8, 31))


@given(st.text(st.characters(), max_size=80))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


PIECES = st.sampled_from(
    "2021 2,000 since from to and between in on the last this two year months March may 26 3/26/21 "
    "desde hasta el año pasado de marzo últimos today's - – 2021-03-26 , \ud800 9999 0/0/0000 29 "
    "February mayo mil 's".split()
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14), st.dates())
def test_any_words_give_periods_in_their_places(words: list[str], today: date) -> None:
    text = " ".join(words)
    end = 0
    for found in periods_in(text, today):
        assert found.period.first <= found.period.last
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
