"""What one line of a release says of itself: a date, a contact, a list item, a heading.

The tables of words here are the only place where blocks know English and Spanish. Every pattern
is tried on a short string only (`_SHORT`), so none can become slow on a long text.
"""

import re
from dataclasses import dataclass

from knowledge.span import Span

_SHORT = 300
_CLOSERS = "\"'”’»›)]}*_"

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
)
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo)"
)
_DAY = (
    rf"(?:{_WEEKDAY},?\s+)?(?:"
    rf"{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.?º)?(?:\s+de)?\s+{_MONTH}\.?(?:,?(?:\s+del?)?\s+\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d))"
)
DATE = re.compile(rf"\b{_DAY}\b", re.IGNORECASE)
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
_DATE_LABEL = re.compile(
    r"^(?:date|posted|published|released|updated|last updated|fecha|publicado|actualizado)"
    r"(?: on| el)?:?\s+",
    re.IGNORECASE,
)
_PARTICLES = frozenset("de del la las los el y of and".split())
_NOT_PLACES = frozenset(
    "on in at since by until before after from for during as the this today "
    "en desde hasta durante tras para por hoy este esta".split()
)
# Places that stand alone in a dateline, without a state, a country or a date beside them.
_CITIES = frozenset(
    "washington|new york|nueva york|los angeles|los ángeles|san francisco|san diego|houston|boston"
    "|baltimore|atlanta|chicago|seattle|miami|newark|denver|el paso|dallas|phoenix|philadelphia"
    "|geneva|ginebra|brussels|bruselas|london|londres|paris|parís|rome|roma|madrid|berlin|berlín"
    "|mexico city|ciudad de méxico|tijuana|ciudad juárez|tapachula|guatemala city|guatemala"
    "|ciudad de guatemala|san salvador|tegucigalpa|san pedro sula|panama city|bogotá".split("|")
)
_DASH = re.compile(r"\s+(?:[–—−-]|--)(?=\s)|\s?(?:—|--)")

_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_URL = (
    r"(?:https?://|www\.)\S+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|gov|edu|info|int|example)\b(?:/\S*)?"
)
_PHONE = (
    r"(?<![\w$€.,])(?!(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d\b)"
    r"\+?\(?\d(?:[\s().–/-]{0,3}\d){6,14}(?!\d)(?:,?\s?(?:x|ext\.?)\s?\d+)?"
)
_HANDLE = r"(?<!\w)@\w{2,}"
_DETAIL = re.compile(rf"{_EMAIL}|{_URL}|{_PHONE}|{_HANDLE}", re.IGNORECASE)
_CONTACT_WORDS = frozenset(
    "at or and on us e-mail email mail tel phone telephone cell mobile office fax web website ext "
    "o y en al a correo electrónico teléfono celular móvil oficina sitio".split()
)
_LABEL = re.compile(
    r"(?:for\s+)?(?:media|press|news)\s+(?:contacts?|inquir(?:y|ies)|enquir(?:y|ies)|office|queries)"
    r"|(?:contactos?|oficina|consultas)\s+(?:de|para|con)\s+(?:la\s+|los\s+)?"
    r"(?:prensa|medios(?:\s+de\s+comunicación)?|comunicación)"
    r"|contacts?|contactos?",
    re.IGNORECASE,
)
_INFORMATION = re.compile(
    r"(?:for\s+(?:more|further|additional)\s+information|to\s+learn\s+more)[^.?!]{0,60}?[\s,:]"
    r"(?:please\s+)?(?:contact|visit|call|e-?mail|write|go\s+to)\b"
    r"|para\s+(?:más|mayor|obtener\s+más)\s+(?:información|informes)[^.?!]{0,60}?[\s,:]"
    r"(?:por\s+favor,?\s+)?(?:contact|comun[ií]|visit|escrib|llam|póngase|ponerse)\w*",
    re.IGNORECASE,
)
_END_MARK = re.compile(r"(?:#\s*){2,}|[-–—~]*\s*(?:30|end|ends|fin)\s*[-–—~]+", re.IGNORECASE)

_BULLET = re.compile(
    r"(?:[•▪■●◦‣∙·○□➢✓→*–-]|o(?=\s)"
    r"|\(?\d{1,2}[.)]|\([a-zA-Z]\)|[a-zA-Z]\)|[a-z]\.|\(?[ivx]{2,4}[.)])(?=\s|$)"
)
_STRONG_BULLETS = frozenset("•▪■●◦‣∙○□➢✓→")

_HEADING_WORDS = 12
_TITLE_WORDS = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its trimmed span, its first column, the marker it starts with."""

    span: Span
    text: str
    indent: int
    marker: int

    @property
    def width(self) -> int:
        """The column its last character ends at."""
        return self.indent + len(self.text)

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence or a clause may."""
        return self.text.rstrip(_CLOSERS)[-1:] in tuple(".!?…:;")

    @property
    def strong(self) -> bool:
        """Whether its marker can be nothing but a bullet."""
        return self.text[0] in _STRONG_BULLETS


def runs(text: str) -> list[list[Line]]:
    """The lines of `text` that are not blank, in runs that blank lines separate."""
    found: list[list[Line]] = [[]]
    start = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if line:
            indent = len(raw) - len(raw.lstrip())
            span = Span(start + indent, start + indent + len(line))
            marker = _BULLET.match(line)
            found[-1].append(Line(span, line, indent, marker.end() if marker else 0))
        elif found[-1]:
            found.append([])
        start += len(raw)
    return [run for run in found if run]


def is_bare(text: str) -> bool:
    """Whether there is no letter and no digit in it: rules, stars, invisible characters."""
    return not any(character.isalnum() for character in text)


def is_end_mark(text: str) -> bool:
    """Whether the line is a release's end mark: `###`, `# # #`, `-30-`, `-FIN-`."""
    return len(text) < _SHORT and _END_MARK.fullmatch(text) is not None


def is_dateline(text: str) -> bool:
    """Whether the line is only a date or a release note, perhaps with a place."""
    if len(text) > _SHORT // 2:
        return False
    rest, released = _RELEASE.subn("|", text)
    rest, labelled = _DATE_LABEL.subn("", rest.strip(" |:–—-"))
    rest, dated = DATE.subn("|", rest)
    if not dated and _MONTH_OF_YEAR.fullmatch(rest.strip(" .|:")):
        return True
    if not (released or dated):
        return False
    rest = _CLOCK.sub("", rest)
    return ":" not in rest.strip("|: ") and _is_place(rest, bare=True)


def _is_place(text: str, *, bare: bool) -> bool:
    """Whether the words are a place's; `bare`: whether there may be none at all."""
    words = re.findall(r"[^\s,|()\[\]/·•;:–—-]+", text)
    if not words:
        return bare
    if len(words) > 6 or words[0].lower() in _NOT_PLACES:
        return False
    return words[0][0].isupper() and all(
        (word[0].isupper() or word.lower() in _PARTICLES) and not any(map(str.isdigit, word))
        for word in words
    )


def run_in(text: str) -> int:
    """The length of the place-and-date run-in that `text` starts with, its dash included; or 0."""
    start = text[:160]
    found = 0
    for dash in _DASH.finditer(start):
        head, rest = start[: dash.start()], start[dash.end() :].lstrip()
        tight = not dash.group()[0].isspace()
        if rest and not rest[0].islower() and _is_run_in(head, tight=tight):
            found = dash.end()
    return found or _parenthesised(start)


def _is_run_in(head: str, *, tight: bool) -> bool:
    rest, dated = DATE.subn("|", re.sub(r"/[^/\s]{2,20}/", "", head))
    if dated:
        return _is_place(rest, bare=True) and not re.search(r"[.!?] ", rest.replace(". |", "|"))
    place = rest.strip(" ()[]")
    if not _is_place(place, bare=False) or (tight and not place.isupper()):
        return False
    city, comma, region = place.partition(",")
    if comma:
        return bool(city.strip()) and 0 < len(region.split()) <= 3
    return place.lower() in _CITIES or (place.isupper() and len(place.split()) > 1)


def _parenthesised(start: str) -> int:
    opening = start.find("(")
    closing = start.find(")", opening)
    if opening < 1 or closing < 0 or not DATE.fullmatch(start[opening + 1 : closing].strip()):
        return 0
    rest = start[closing + 1 :].lstrip()
    placed = _is_place(start[:opening], bare=False) and rest and not rest[0].islower()
    return closing + 1 if placed else 0


def is_contact(text: str) -> bool:
    """Whether the line or sentence serves only to say how somebody is reached."""
    if len(text) > _SHORT:
        return False
    detailed = _DETAIL.search(text) is not None
    label = _LABEL.match(text)
    if label:
        rest = text[label.end() :].lstrip()
        if not rest or rest[0] in ":–—-" or (detailed and rest[0] in ",|("):
            return True
    if _INFORMATION.match(text):
        return detailed or text.endswith(":")
    return detailed and _only_details(text)


def is_label(text: str) -> bool:
    """Whether a contact's name, address and number may follow on lines of their own."""
    return len(text) < _SHORT and bool(_LABEL.match(text) or _INFORMATION.match(text))


def has_detail(text: str) -> bool:
    """Whether there is an e-mail address, a telephone number, a web address or a handle in it."""
    return len(text) < _SHORT and _DETAIL.search(text) is not None


def _only_details(text: str) -> bool:
    words = re.findall(r"[^\W\d_][\w’'-]*", _DETAIL.sub(" ", text))
    return len(words) <= 10 and all(
        word[0].isupper() or word.lower() in _CONTACT_WORDS | _PARTICLES for word in words
    )


def is_name(text: str) -> bool:
    """Whether the line is a few capitalised words: a person, a post, an organisation."""
    words = text.split()
    return len(words) <= 8 and all(
        word[0].isupper() or word.lower() in _PARTICLES or word == "&" for word in words
    )


def is_title_case(text: str) -> bool:
    """Whether all but the small words begin with a capital."""
    words = [word.strip("“”\"'‘’«»()[],:;") for word in text[: 4 * _SHORT].split()]
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return bool(long) and 4 * sum(word[0].isupper() for word in long) >= 3 * len(long)


def is_heading(text: str, *, first: bool) -> bool:
    """Whether a lone line is a heading; `first`: whether it stands where the title does."""
    if text.startswith("#"):
        return True
    words = len(text.split())
    if len(text) > 2 * _SHORT or words > _TITLE_WORDS:
        return False
    end = text.rstrip(_CLOSERS)[-1:]
    if end in tuple(".…"):
        return first and is_title_case(text) and re.search(r"(?:\b\w\.){2,}$", text) is not None
    if end in tuple("!?"):
        return first
    if end in tuple(",;"):
        return False
    if end == ":" and words >= 8:
        return is_title_case(text)
    if text[0] in "“\"«" and text[-1] in "”\"»":
        return False
    return first or words <= _HEADING_WORDS or (words <= 2 * _HEADING_WORDS and is_title_case(text))
