"""Counts, days and periods in words."""

from datetime import date, datetime, timedelta

from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.numbers import format_decimal

from bot.parts import Phrase, Value
from knowledge.language import Language
from knowledge.period import Period

_DAY = timedelta(days=1)
_MONTH, _YEAR = "yMMMM", "y"  # as CLDR names what is written of a date


def count(number: int, language: Language) -> Value:
    """A number as the language writes it."""
    return Value(format_decimal(number, locale=language))


def day(value: date, language: Language) -> Value:
    """A date in words."""
    return Value(format_date(value, "long", locale=language))


def moment(value: datetime, language: Language) -> Phrase:
    """A moment as it was given: its day, the time on the clock there, and that clock's offset."""
    # Without its offset, or it would be put into another one.
    clock = value.replace(tzinfo=None)
    length = "medium" if value.second or value.microsecond else "short"
    offset = format_datetime(value, "xxx", tzinfo=value.tzinfo, locale=language)
    slots = {
        "day": day(value.date(), language),
        "clock": Value(format_time(clock, length, locale=language)),
        "offset": Value(offset),
    }
    return Phrase("moment", slots)


def time(period: Period, language: Language) -> Phrase:
    """A period in words that follow "statements": "from March 2021", "since 2023"."""
    if period.last == date.max:
        return _since(period.first, language)
    if period.first == date.min:
        return _until(period.last, language)
    if period.first == period.last:
        return Phrase("time_day", {"day": day(period.first, language)})
    unit = _unit(period.first, period.last + _DAY)
    if unit is None:
        first, last = (day(value, language) for value in (period.first, period.last))
        return Phrase("time_from_day_to_day", {"first": first, "last": last})
    first, last = (_named(value, unit, language) for value in (period.first, period.last))
    if first == last:
        return Phrase("time_of", {"period": first})
    return Phrase("time_from_to", {"first": first, "last": last})


def _since(first: date, language: Language) -> Phrase:
    unit = _unit(first)
    if unit is None:
        return Phrase("time_since_day", {"day": day(first, language)})
    return Phrase("time_since", {"period": _named(first, unit, language)})


def _until(last: date, language: Language) -> Phrase:
    unit = _unit(last + _DAY)
    if unit is None:
        return Phrase("time_until_day", {"day": day(last, language)})
    return Phrase("time_before", {"period": _named(last + _DAY, unit, language)})


def _unit(*bounds: date) -> str | None:
    """What begins on all these days: a year, at least a month, or neither."""
    if any(bound.day > 1 for bound in bounds):
        return None
    return _MONTH if any(bound.month > 1 for bound in bounds) else _YEAR


def _named(value: date, unit: str, language: Language) -> Value:
    """The year or the month that a day is in."""
    return Value(format_skeleton(unit, value, locale=language))
