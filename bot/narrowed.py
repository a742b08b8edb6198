"""How a question narrowed its answer, in so few bytes that every button carries it."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from index.view import Answer
from knowledge.period import Period

_BITS = 19  # of a day: 1,435 years of them
_UNBOUNDED = (1 << _BITS) - 1
_BEFORE_ALL = date(1000, 1, 1).toordinal()
_ALWAYS = Period(date.min, date.max)
_NOTHING = _UNBOUNDED  # no first day, no last day, and neither of the others
_BYTES = 5


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What every passage of an answer says of the question.

    `period` is when the statements shall be of, `newest` whether the newest go first, and `speaker`
    whether somebody's own words were asked for.
    """

    period: Period | None = None
    newest: bool = False
    speaker: bool = False

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """What an answer was narrowed to; the newest go first only where they do."""
        narrowing = answer.narrowing
        dates = [hit.quote.document.metadata.date or date.min for hit in answer.hits]
        ordered = dates == sorted(dates, reverse=True)
        return cls(narrowing.period, narrowing.newest and ordered, narrowing.speaker_asked)

    def pack(self) -> bytes:
        """It in five bytes, or in none where there is nothing to say.

        Of 40 bits, two are `newest` and `speaker`, and 19 each the first and the last day. Of days
        outside of the years 1000 to 2435 it keeps the nearest.
        """
        period = self.period or _ALWAYS
        number = self.newest << 1 | self.speaker
        for day in (period.first, period.last):
            place = max(0, min(day.toordinal() - _BEFORE_ALL, _UNBOUNDED))
            number = number << _BITS | place
        return b"" if number == _NOTHING else number.to_bytes(_BYTES, "big")

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """What `pack` made these bytes of. Raises ValueError for bytes that it cannot have made."""
        if not packed:
            return cls()
        number = int.from_bytes(packed, "big")
        flags, first, last = number >> 2 * _BITS, number >> _BITS & _UNBOUNDED, number & _UNBOUNDED
        period = Period(
            date.fromordinal(_BEFORE_ALL + first) if first else date.min,
            date.fromordinal(_BEFORE_ALL + last) if last < _UNBOUNDED else date.max,
        )
        found = cls(period if period != _ALWAYS else None, bool(flags & 2), bool(flags & 1))
        if found.pack() != packed:
            raise ValueError("not packed so")
        return found


NOT_NARROWED = Narrowed()
