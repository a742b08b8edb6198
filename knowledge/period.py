"""A period: days from a first to a last."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

_MONTHS = 12
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; `date.min` and `date.max` mean no bound.

    Every method that gives a period raises ValueError where the calendar has no such days.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"not a period: {self.first} to {self.last}")

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.first <= day <= self.last

    @classmethod
    def of_day(cls, year: int, month: int, day: int) -> Self:
        """One day."""
        found = date(year, month, day)
        return cls(found, found)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """One month of a year."""
        first = date(year, month, 1)
        return cls(first, first.replace(day=monthrange(year, month)[1]))

    @classmethod
    def of_year(cls, year: int) -> Self:
        """One year."""
        return cls(date(year, 1, 1), date(year, _MONTHS, 31))

    @classmethod
    def of_week(cls, day: date) -> Self:
        """The week of a day, Monday to Sunday."""
        monday = day.toordinal() - day.weekday()
        return cls(_day(monday), _day(monday + _WEEK - 1))

    @classmethod
    def up_to(cls, day: date, *, months: int = 0, days: int = 0) -> Self:
        """So many months or days that end with a day; no further back than dates go."""
        year, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
        if year < date.min.year:
            return cls(date.min, day)
        start = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return cls(_day(max(date.min.toordinal(), start.toordinal() - days)), day)

    def to(self, other: "Period") -> "Period":
        """From the first of both to the last of both."""
        return Period(min(self.first, other.first), max(self.last, other.last))

    def since(self) -> "Period":
        """From its first day on."""
        return Period(self.first, date.max)

    def after(self) -> "Period":
        """From the day after its last one on."""
        return Period(_day(self.last.toordinal() + 1), date.max)

    def before(self) -> "Period":
        """Up to the day before its first one."""
        return Period(date.min, _day(self.first.toordinal() - 1))

    def until(self) -> "Period":
        """Up to its last day."""
        return Period(date.min, self.last)


def _day(ordinal: int) -> date:
    """As `date.fromordinal`, but outside of the calendar always ValueError."""
    if not date.min.toordinal() <= ordinal <= date.max.toordinal():
        raise ValueError(f"not a day: {ordinal}")
    return date.fromordinal(ordinal)
