"""Datelines: a line that is only a date, and the place and date that a release starts with."""

import re

_LONGEST = 150
_PLACE_WORDS = 6
_REGION_WORDS = 3

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
)
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.?º)?(?:\s?[–-]\s?\d{1,2})?"
_DATE = re.compile(
    rf"\b(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\.?\s+{_DAY}(?:,?\s+\d{{4}})?"
    rf"|{_DAY}(?:\s+de)?\s+{_MONTH}\.?(?:,?(?:\s+del?)?\s+\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d))\b",
    re.IGNORECASE,
)
_MONTH_OF_YEAR = re.compile(rf"{_MONTH}\.?,?\s+(?:del?\s+)?\d{{4}}", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b\d{1,2}(?::\d\d)?\s?(?:[ap]\.?\s?m\b\.?|horas|hrs?\b\.?)(?:\s*\(?[ECMP][SD]?T\b\)?)?",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"for (?:immediate )?release|(?:strictly )?embargoed(?: (?:until|for))?"
    r"|para (?:su )?(?:publicación|difusión|divulgación|distribución) inmediata"
    r"|embargad[oa](?: hasta(?: el)?)?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:date|posted|published|released|updated|last updated|fecha|publicado|actualizado)"
    r"(?: on| el)?:?\s+",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(r"\d|release|embarg|inmediata", re.IGNORECASE)

_WIRE = re.compile(r"/[^/\s]{2,20}/")
_DASH = re.compile(r"\s+(?:[–—−-]|--)(?=\s)|\s?(?:—|--)")
_WORD = re.compile(r"[^\s,|()\[\]/·•;:–—-]+")
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "el", "y", "of", "and"))
_NO_PLACE = re.compile(
    r"(?:on|in|at|since|by|until|before|after|from|for|during|as|the|this|today"
    r"|en|desde|hasta|durante|tras|para|por|hoy|este|esta)\b",
    re.IGNORECASE,
)
# Places that stand alone, without a state, a country or a date beside them.
_CITIES = re.compile(
    r"washington|new york|nueva york|los [aá]ngeles|san francisco|san diego|houston|boston|miami"
    r"|baltimore|atlanta|chicago|seattle|newark|denver|el paso|dallas|phoenix|philadelphia"
    r"|geneva|ginebra|brussels|bruselas|london|londres|par[ií]s|rom[ae]|madrid|berl[ií]n"
    r"|mexico city|ciudad de méxico|tijuana|ciudad juárez|tapachula|guatemala(?: city)?"
    r"|ciudad de guatemala|san salvador|tegucigalpa|san pedro sula|panama city|bogotá",
    re.IGNORECASE,
)


def is_dateline(line: str) -> bool:
    """Whether the line is only a date or a release note, perhaps with a place."""
    if len(line) > _LONGEST or not _POSSIBLE.search(line):
        return False
    rest, released = _RELEASE.subn("|", line)
    rest = _LABEL.sub("", rest.strip(" |:–—-"), count=1)
    rest, dated = _DATE.subn("|", rest)
    if not (released or dated):
        return _MONTH_OF_YEAR.fullmatch(rest.strip(" .|:")) is not None
    rest = _CLOCK.sub("", rest)
    return ":" not in rest.strip("|: ") and (not _WORD.search(rest) or _is_place(rest))


def run_in(paragraph: str) -> int:
    """The length of the place and date that `paragraph` starts with, the dash included; or 0."""
    start = paragraph[:_LONGEST]
    found = _parenthesised(start)
    for dash in _DASH.finditer(start):
        head, rest = start[: dash.start()], start[dash.end() :].lstrip()
        tight = not dash.group()[0].isspace()
        if rest and not rest[0].islower() and _is_head(head, tight=tight):
            found = max(found, dash.end())
    return found


def _is_head(head: str, *, tight: bool) -> bool:
    """Whether the words before a dash are a run-in's; `tight`: the dash has no space before it."""
    rest, dated = _DATE.subn("|", _WIRE.sub("", head))
    if dated:
        rest = rest.rstrip(".")  # Spanish agencies write a full stop before the dash
        return not _WORD.search(rest) or _is_place(rest)
    place = rest.strip(" ()[]")
    if not _is_place(place) or (tight and not place.isupper()):
        return False
    city, comma, region = place.partition(",")
    if comma:
        return bool(city.strip()) and 0 < len(region.split()) <= _REGION_WORDS
    return bool(_CITIES.fullmatch(place)) or (place.isupper() and " " in place)


def _parenthesised(start: str) -> int:
    """The length of a run-in such as `TUCSON (June 1, 2024)`; or 0."""
    opening = start.find("(")
    closing = start.find(")", opening)
    if opening < 1 or closing < 0 or not _DATE.fullmatch(start[opening + 1 : closing].strip()):
        return 0
    rest = start[closing + 1 :].lstrip()
    placed = _is_place(start[:opening]) and rest and not rest[0].islower()
    return closing + 1 if placed else 0


def _is_place(text: str) -> bool:
    """Whether the words are few and capitalised, as a place's are."""
    words = _WORD.findall(text)
    return (
        0 < len(words) <= _PLACE_WORDS
        and not _NO_PLACE.fullmatch(words[0])
        and words[0][0].isupper()
        and all(word[0].isupper() or word.lower() in _PARTICLES for word in words)
        and not any(map(str.isdigit, text))
    )
