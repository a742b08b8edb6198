"""Counts, days and periods in words."""

from datetime import date, datetime

import pytest

from bot.parts import Value
from bot.rendering import label
from bot.values import count, day, moment, time
from knowledge.language import Language
from knowledge.period import Period

MARCH, YEAR = Period.of_month(2021, 3), Period.of_year(2023)
DAY = Period.of_day(2021, 3, 26)

TIMES = [
    (DAY, "from March 26, 2021", "del 26 de marzo de 2021"),
    (MARCH, "from March 2021", "de marzo de 2021"),
    (YEAR, "from 2023", "de 2023"),
    (Period.of_year(2019).to(YEAR), "from 2019 to 2023", "de 2019 a 2023"),
    (
        MARCH.to(Period.of_month(2021, 12)),
        "from March 2021 to December 2021",
        "de marzo de 2021 a diciembre de 2021",
    ),
    (
        YEAR.to(Period.of_month(2024, 2)),
        "from January 2023 to February 2024",
        "de enero de 2023 a febrero de 2024",
    ),
    (
        Period.of_week(date(2021, 3, 26)),
        "from March 22, 2021 to March 28, 2021",
        "del 22 de marzo de 2021 al 28 de marzo de 2021",
    ),
    (YEAR.since(), "since 2023", "desde 2023"),
    (YEAR.after(), "since 2024", "desde 2024"),
    (MARCH.since(), "since March 2021", "desde marzo de 2021"),
    (DAY.since(), "since March 26, 2021", "desde el 26 de marzo de 2021"),
    (YEAR.before(), "before 2023", "anteriores a 2023"),
    (YEAR.until(), "before 2024", "anteriores a 2024"),
    (MARCH.before(), "before March 2021", "anteriores a marzo de 2021"),
    (DAY.until(), "until March 26, 2021", "hasta el 26 de marzo de 2021"),
]


@pytest.mark.parametrize(("period", "english", "spanish"), TIMES)
def test_a_period_is_told_by_the_largest_units_that_it_is_made_of(
    period: Period, english: str, spanish: str
) -> None:
    assert label(time(period, "en"), "en") == english
    assert label(time(period, "es"), "es") == spanish


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("period", [Period.of_year(9999), Period.of_day(1, 1, 1)])
def test_the_first_and_the_last_days_of_all_are_told_too(
    period: Period, language: Language
) -> None:
    assert label(time(period, language), language)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "March 26, 2021"), ("es", "26 de marzo de 2021")]
)
def test_a_date_is_in_words(language: Language, words: str) -> None:
    assert day(date(2021, 3, 26), language) == Value(words)


MOMENTS = [
    (
        "2026-12-01T09:00-05:00",
        "December 1, 2026, 9:00\u202fAM (UTC-05:00)",
        "1 de diciembre de 2026, 9:00 h (UTC-05:00)",
    ),
    (
        "2026-12-01T23:59:59+05:30",
        "December 1, 2026, 11:59:59\u202fPM (UTC+05:30)",
        "1 de diciembre de 2026, 23:59:59 h (UTC+05:30)",
    ),
    (
        "2027-01-01T00:00Z",
        "January 1, 2027, 12:00\u202fAM (UTC+00:00)",
        "1 de enero de 2027, 0:00 h (UTC+00:00)",
    ),
]


@pytest.mark.parametrize(("written", "english", "spanish"), MOMENTS)
def test_a_moment_is_told_on_the_clock_that_it_was_given_by(
    written: str, english: str, spanish: str
) -> None:
    given = datetime.fromisoformat(written)
    assert label(moment(given, "en"), "en") == english
    assert label(moment(given, "es"), "es") == spanish


def test_a_number_is_written_as_its_language_writes_it() -> None:
    assert count(12345, "en").text == "12,345"
    assert count(12345, "es").text == "12.345"
