"""Periods in words: "in March 2021", "since 2023", "en los últimos dos años"."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.dates import Dated, dates_in, spaced
from knowledge.period import Period
from knowledge.span import Span

__all__ = ["NamedPeriod", "Period", "folded", "periods_in"]

_REACH = 60  # characters before a date in which words may lead to it
_BOUNDS: dict[str, Callable[[Period], Period]] = {
    "since": Period.since,
    "after": Period.after,
    "before": Period.before,
    "until": Period.until,
}
# "after late 2021" is not after 2021.
_BOUNDS_OF_PART = _BOUNDS | {"after": Period.since, "before": Period.until}
_LEADING = frozenset(("in", "on", "during", "throughout", "from", "dated", "en", "durante"))
_LEADING_DAY = _LEADING | {"el", "del"}
_OPENING = spaced(
    r"(?<!\w)(?:(?P<word>"
    r"(?P<since>(?:ever )?since|(?:starting|beginning)(?: in| from| on)?|desde|a partir del?)"
    r"|(?P<after>after|later than|despues del?|posterior(?:es)? al?)"
    r"|(?P<before>before|prior to|earlier than|antes del?|anterior(?:es)? al?|previ[oa]s? al?)"
    r"|(?P<until>(?:up )?until|till|through|hasta)"
    r"|in|on|during|throughout|within|over|from|of|for|as of|dated|between"
    r"|en|durante|del?|entre|por|el) )?"
    r"(?:(?:the|el|la|los|las) )?"
    r"(?:(?P<part>early|late|mid|beginning|start|end|middle|spring|summer|fall|autumn|winter"
    r"|(?:a )?(?:principios|comienzos|inicios|mediados|fin(?:al)?es)"
    r"|primavera|verano|otono|invierno) )?"
    r"(?:(?:of|del?) )?(?:(?:the|el) )?"
    r"(?:(?:year|month|ano|mes|dia|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lunes|martes|miercoles|jueves|viernes|sabado|domingo),? )?(?:(?:of|del?) )?$"
)
_JOINT = spaced(
    r" ?- ?| (?:(?P<and>and|y|e)|to|through|thru|until|till|al?|hasta)"
    r" (?:(?:the|el|year|ano|en|in) ){0,2}"
)
_DAY_FIRST = re.compile(r"[0-9]{1,2}(?![0-9])")
_ONWARDS = re.compile(r" +(?:onwards?|en adelante)(?!\w)")


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period named in a text, its place there, and what leads to it.

    `opening` is a word such as "since", "in" or "del", in small plain letters; "" where there is
    none, and where the period only describes a thing, as in "since the 2018 raids".
    """

    period: Period
    span: Span
    opening: str


def folded(text: str) -> str:
    """The text in small plain letters, character for character, so that places in it hold."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in "’‘`´ʼ":
        return "'"
    if character in "‐‑‒–—−":
        return "-"
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    letter = unicodedata.normalize("NFD", character)[0].lower()
    return letter if len(letter) == 1 else character


def periods_in(text: str, today: date) -> tuple[NamedPeriod, ...]:
    """The periods that a text names, in order.

    A month without a year is the last that has begun, a numeric date begins with its month, and
    four digits that count or number something ("fiscal year 2027", "2000 children") are no year.
    """
    plain = folded(text)
    dates = _ranges(plain, dates_in(text, plain, today))
    found = (_named_period(plain, dated, closed=closed) for dated, closed in dates)
    return tuple(period for period in found if period is not None)


def _ranges(plain: str, dates: Iterable[Dated]) -> Iterator[tuple[Dated, bool]]:
    """The dates, with "from … to …" and "between … and …" made one; and whether they were."""
    held: Dated | None = None
    for dated in dates:
        if held is not None and _is_range(plain, held, dated):
            span = Span(held.span.start, dated.span.end)
            yield Dated(held.period.to(dated.period), span, leaning=False), True
            held = None
            continue
        if held is not None:
            yield held, False
        held = dated
    if held is not None:
        yield held, False


def _is_range(plain: str, first: Dated, second: Dated) -> bool:
    joint = _JOINT.fullmatch(plain, first.span.end, second.span.start)
    if joint is None or first.leaning != second.leaning:
        return False
    return joint["and"] is None or _opening(plain, first).word in ("between", "entre")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What leads to a date: where it begins, and how it bounds the period."""

    start: int
    word: str
    bound: Callable[[Period], Period] | None


def _opening(plain: str, dated: Dated) -> _Opening:
    start = dated.span.start
    found = _OPENING.search(plain, max(0, start - _REACH), start)
    if found is None or not (found["word"] or found["part"]) or _describes(plain, dated, found):
        return _Opening(start, "", None)
    bounds = _BOUNDS_OF_PART if found["part"] else _BOUNDS
    bound = next((bounds[name] for name in bounds if found[name]), None)
    return _Opening(found.start(), " ".join((found["word"] or "").split()), bound)


def _describes(plain: str, dated: Dated, opening: re.Match[str]) -> bool:
    """Whether a date only describes what follows it: "since the 2018 raids", "on last year's"."""
    words = dated.span.of(plain)
    one_day = dated.period.first == dated.period.last
    return (
        words.endswith("'s")
        or (opening["word"] == "on" and not one_day)
        or (opening[0].endswith("the ") and _DAY_FIRST.match(words) is None)
    )


def _named_period(plain: str, dated: Dated, *, closed: bool) -> NamedPeriod | None:
    opening = _opening(plain, dated)
    onwards = _ONWARDS.match(plain, dated.span.end)
    bound = Period.since if onwards else opening.bound
    if dated.leaning and bound is None and opening.word not in _leading(dated):
        return None
    span = Span(opening.start, onwards.end() if onwards else dated.span.end)
    if bound is None or closed:
        return NamedPeriod(dated.period, span, opening.word)
    try:
        return NamedPeriod(bound(dated.period), span, opening.word)
    except ValueError:  # after the last day of all
        return None


def _leading(dated: Dated) -> frozenset[str]:
    """The words after which a day or a month without a year is one."""
    one_day = dated.period.first == dated.period.last
    return _LEADING_DAY if one_day else _LEADING
