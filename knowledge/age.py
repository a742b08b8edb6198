"""A length of time as people name it: 2 years, 18 months, 90 days."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from dateutil.relativedelta import relativedelta
from pydantic import PlainSerializer, PlainValidator

_UNITS = {
    "years": relativedelta(years=1),
    "months": relativedelta(months=1),
    "days": relativedelta(days=1),
}
_FORM = re.compile(r"([1-9][0-9]{0,4}) (year|month|day)s?")


@dataclass(frozen=True, slots=True)
class Age:
    """A number of years, months or days, counted by the calendar."""

    number: int
    unit: str

    @classmethod
    def parse(cls, written: object) -> Self:
        """The age written as `2 years`, `18 months` or `90 days`. Raises ValueError for others."""
        form = _FORM.fullmatch(written) if isinstance(written, str) else None
        if form is None:
            raise ValueError("an age is a number of years, months or days, such as `2 years`")
        return cls(int(form[1]), f"{form[2]}s")

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"

    def is_over(self, since: date, today: date) -> bool:
        """Whether more than this has gone by from the day `since` to `today`."""
        try:
            return since + self.number * _UNITS[self.unit] < today
        except (ValueError, OverflowError):
            return False  # it ends after the last day that there is


WrittenAge = Annotated[Age, PlainValidator(Age.parse), PlainSerializer(str)]
