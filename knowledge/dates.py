"""Dates in words, without what leads to them: "March 2021", "3/26/2021", "el año pasado"."""

import re
from calendar import isleap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.period import Period
from knowledge.span import Span

_FULL = (
    "january february march april may june july august september october november december",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
_COUNTING = (
    "one two three four five six seven eight nine ten eleven twelve",
    "un dos tres cuatro cinco seis siete ocho nueve diez once doce",
)


def _numbered(*lists: str) -> dict[str, int]:
    return {name: place for names in lists for place, name in enumerate(names.split(), start=1)}


MONTHS = _numbered(*_FULL, "jan feb mar apr may jun jul aug sep oct nov dec") | {
    "sept": 9,
    "setiembre": 9,
}
"""The months by their names, and by short English ones, in small letters."""

_MONTHS = MONTHS | {"ene": 1, "abr": 4, "ago": 8, "dic": 12}
_WORDS_ALSO = frozenset(("may", "march"))  # by themselves a month only where capitalised
_COUNTS = _numbered(*_COUNTING) | {"couple": 2, "couple of": 2, "par de": 2}
_IN_MONTHS = {"year": 12, "ano": 12, "month": 1, "mes": 1}
_IN_DAYS = {"week": 7, "semana": 7, "day": 1, "dia": 1}
_CENTURY = 100
_LEAP_YEARS = 8  # from one 29 February to the next, at most
_REACH = 40  # characters before a number in which words may tell that it is no year


@dataclass(frozen=True, slots=True)
class Dated:
    """A date's place and period; a `leaning` one is a date only if a word leads to it."""

    period: Period
    span: Span
    leaning: bool


def dates_in(text: str, plain: str, today: date) -> list[Dated]:
    """The dates of a text in order; `plain` is the text as `knowledge.periods.folded` gives it."""
    found: list[Dated] = []
    for pattern, reading in (*_COMPLETE, *_LEANING):
        left = plain
        for match in pattern.finditer(plain):
            period = _read(reading, match, text, today)
            if period is not None:
                leaning = (pattern, reading) in _LEANING
                found.append(Dated(period, Span(*match.span()), leaning))
                left = left[: match.start()] + "\0" * len(match[0]) + left[match.end() :]
        plain = left
    return sorted(found, key=lambda dated: dated.span)


_Reading = Callable[[re.Match[str], date], Period | None]


def _read(reading: _Reading, match: re.Match[str], text: str, today: date) -> Period | None:
    if reading is _late_month and match["month"] in _WORDS_ALSO:
        start, end = match.span("month")
        if not text[start:end].istitle():
            return None
    try:
        return reading(match, today)
    except ValueError:  # 30 February
        return None


def _month_number(word: str) -> int:
    return _MONTHS.get(word) or int(word)


def _months(match: re.Match[str], _today: date) -> Period:
    year = int(match["year"])
    first, last = (Period.of_month(year, _MONTHS[match[name]]) for name in ("month", "month2"))
    return Period(first.first, last.last)


def _days(match: re.Match[str], _today: date) -> Period:
    """One day, or from a first to a last of one year."""
    groups = match.groupdict()
    month, day = groups["month"], groups.get("day") or groups["day2"]
    last_month, last_day = groups.get("month2") or month, groups.get("day2") or day
    year = int(groups["year"])
    first = Period.of_day(year, _month_number(month), int(day))
    last = Period.of_day(year, _month_number(last_month), int(last_day))
    return Period(first.first, last.last)


def _numeric_day(match: re.Match[str], _today: date) -> Period:
    """The month first, as in the United States; the day only where there is no such month."""
    first, second, year = (int(match[name]) for name in ("first", "second", "year"))
    year += 20 * _CENTURY if year < _CENTURY else 0
    try:
        return Period.of_day(year, first, second)
    except ValueError:
        return Period.of_day(year, second, first)


def _month(match: re.Match[str], _today: date) -> Period:
    return Period.of_month(int(match["year"]), _month_number(match["month"]))


def _years(match: re.Match[str], _today: date) -> Period | None:
    """2019; 2019–2021; 2019-20; but 2021-03 is a month."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    if _COUNTING_BEFORE.search(before) or _COUNTED_BEHIND.match(match.string, match.end()):
        return None
    first = int(match["year"])
    last = int(match.groupdict().get("year2") or first)
    if last <= first % _CENTURY:
        return Period.of_month(first, last)
    if last < _CENTURY:
        last += first - first % _CENTURY
    return Period(Period.of_year(first).first, Period.of_year(last).last)


def _late_day(match: re.Match[str], today: date) -> Period | None:
    """The last such day that has come."""
    month, day = _MONTHS[match["month"]], int(match["day"])
    for year in range(today.year, max(today.year - _LEAP_YEARS, 1) - 1, -1):
        if (month, day) != (2, 29) or isleap(year):
            found = Period.of_day(year, month, day)
            if found.first <= today:
                return found
    return None


def _late_month(match: re.Match[str], today: date) -> Period:
    """The last such month that has begun."""
    month = _MONTHS[match["month"]]
    return Period.of_month(today.year - (month > today.month), month)


def _calendar(match: re.Match[str], today: date) -> Period:
    """This year, the last month; a week begins on Monday."""
    unit, past = match["unit"], match.groupdict().get("past") is not None
    if unit in _IN_DAYS:
        return Period.of_week(Period.up_to(today, days=_IN_DAYS[unit] * past).first)
    then = Period.up_to(today.replace(day=1), months=_IN_MONTHS[unit] * past).first
    if _IN_MONTHS[unit] > 1:
        return Period.of_year(then.year)
    return Period.of_month(then.year, then.month)


def _rolling(match: re.Match[str], today: date) -> Period:
    """The last two years, up to today."""
    number = " ".join((match.groupdict().get("number") or "1").split())
    count, unit = _COUNTS.get(number) or int(number), match["unit"]
    months, days = count * _IN_MONTHS.get(unit, 0), count * _IN_DAYS.get(unit, 0)
    return Period.up_to(today, months=months, days=days)


def _today(_match: re.Match[str], today: date) -> Period:
    return Period(today, today)


def _yesterday(_match: re.Match[str], today: date) -> Period:
    day = Period.up_to(today, days=1).first
    return Period(day, day)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def spaced(pattern: str) -> re.Pattern[str]:
    """A pattern that for each of its spaces takes one or more."""
    return re.compile(pattern.replace(" ?", r"\x20*").replace(" ", " +"))


def _pattern(words: str) -> re.Pattern[str]:
    """A pattern of whole words and numbers, and not of part of a price or of a longer number."""
    return spaced(rf"(?<![\w$€£#/-])(?<![0-9][.,])(?:{words})(?![\w%$€£]|[.,/:-][0-9])")


_NAME, _NAME_2 = (rf"(?P<{group}>{_any(_MONTHS)})\.?" for group in ("month", "month2"))
_FULL_NAME = rf"(?P<month>{_any(_numbered(*_FULL))})"
_DAY, _DAY_2 = (rf"(?P<{group}>[0-9]{{1,2}})(?:st|nd|rd|th|\.?º)?" for group in ("day", "day2"))
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_OF_YEAR = rf",? (?:of |del? )?(?:ano )?{_YEAR}"
_TO = r"(?: ?- ?| (?:to|through|and|al?|y|hasta) )"
_NUMBER = rf"(?P<number>[0-9]{{1,3}}|{_any(_COUNTS)})"
_UNIT, _UNIDAD = r"(?P<unit>year|month|week|day)s?", r"(?P<unit>ano|mes|semana|dia)(?:e?s)?"

_Patterns = tuple[tuple[re.Pattern[str], _Reading], ...]
_COMPLETE: _Patterns = (
    (_pattern(rf"{_NAME}{_TO}{_NAME_2}{_OF_YEAR}"), _months),
    (_pattern(rf"{_YEAR}-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})"), _days),
    (_pattern(rf"{_NAME} {_DAY}{_TO}{_NAME_2} {_DAY_2}{_OF_YEAR}"), _days),
    (_pattern(rf"{_DAY} (?:de )?{_NAME}{_TO}{_DAY_2} (?:de )?{_NAME_2}{_OF_YEAR}"), _days),
    (_pattern(rf"{_NAME} {_DAY}(?:{_TO}{_DAY_2})?{_OF_YEAR}"), _days),
    (_pattern(rf"(?:{_DAY}{_TO})?{_DAY_2} (?:of |de )?{_NAME}{_OF_YEAR}"), _days),
    (
        _pattern(r"(?P<first>[0-9]{1,2})/(?P<second>[0-9]{1,2})/(?P<year>(?:20)?[0-9]{2})"),
        _numeric_day,
    ),
    (_pattern(rf"{_NAME}{_OF_YEAR}"), _month),
    (_pattern(rf"(?P<month>[0-9]{{1,2}})/{_YEAR}"), _month),
    (_pattern(rf"{_YEAR} ?[-/] ?(?P<year2>(?:19|20)[0-9]{{2}}|[0-9]{{2}})"), _years),
    (_pattern(rf"{_YEAR}(?!'s)"), _years),
    (_pattern(rf"(?:the )?(?:last|past) {_NUMBER} {_UNIT}"), _rolling),
    (_pattern(rf"(?:l[oa]s )?ultim[oa]s {_NUMBER} {_UNIDAD}"), _rolling),
    (_pattern(rf"(?:l[oa]s )?{_NUMBER} ultim[oa]s {_UNIDAD}"), _rolling),
    (_pattern(r"(?:(?:the )?past|the last) (?P<unit>year|month|week)(?! of\b)"), _rolling),
    (_pattern(r"(?:el |la )?ultim[oa] (?P<unit>ano|mes|semana)"), _rolling),
    (_pattern(r"(?:this|(?P<past>last)) (?P<unit>year|month|week)(?:'s)?(?! of\b)"), _calendar),
    (_pattern(r"est[ea] (?P<unit>ano|mes|semana)"), _calendar),
    (_pattern(r"(?:el |la )?(?P<unit>ano|mes|semana) (?P<past>pasad[oa])"), _calendar),
    (_pattern(r"(?:el |la )?(?P<past>pasad[oa]) (?P<unit>ano|mes|semana)"), _calendar),
    (_pattern(r"today(?:'s)?|(?<!dia\x20de\x20)hoy(?! en dia)"), _today),
    (_pattern(r"yesterday(?:'s)?|ayer"), _yesterday),
    (_pattern(rf"(?:last|this|this past|(?:el )?pasado) {_FULL_NAME}"), _late_month),
    (_pattern(rf"(?:el )?{_FULL_NAME} pasado"), _late_month),
)
# Words that are a date only where another leads to it.
_LEANING: _Patterns = (
    (_pattern(rf"{_NAME} {_DAY}"), _late_day),
    (_pattern(rf"{_DAY} (?:of |de )?{_NAME}"), _late_day),
    (_pattern(_FULL_NAME), _late_month),
)
# What makes of four digits something other than a year.
_COUNTING_BEFORE = re.compile(
    r"(?<!\w)(?:fiscal years?|fy|anos? fiscal(?:es)?|ejercicio|class of|decada de|by|para|than"
    r"|h\.? ?r\.?|s\.|titles?|titulos?|sections?|seccion|bill|resolution|resolucion|public law"
    r"|article|articulo|room|pages?|paginas?|number|numero|no\.|over|nearly|almost|at least|about"
    r"|around|some|approximately|up to|mas de|menos de|casi|unos|unas|al menos|cerca de"
    r"|aproximadamente|alrededor de) *$"
)
_COUNTED_BEHIND = re.compile(
    r" +(?:(?:unaccompanied|migrant|separated|detained|immigrant|more|new|mil) +)?(?:child(?:ren)?"
    r"|kids|minors|people|persons|migrants|refugees|families|parents|cases|clients|beds|lawyers"
    r"|attorneys|volunteers|dollars|percent|thousand|million|billion|years|days|hours|miles|men"
    r"|women|girls|boys|students|ninos|ninas|menores|personas|migrantes|refugiados|familias"
    r"|padres|casos|clientes|camas|abogad[oa]s|voluntari[oa]s|dolares|por ciento|millones|anos"
    r"|dias|horas|kilometros|millas|hombres|mujeres|estudiantes)(?!\w)"
)
