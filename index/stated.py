"""Whether a time in a question is when somebody spoke, and not when something happened."""

import re
from collections.abc import Iterable

from index.asking import (
    ABOUT,
    ADVERBS,
    ANYTHING,
    AUX,
    BEGIN,
    DECIR,
    END,
    LEADING,
    LEADING_WORDS,
    NAME,
    NO_WORD,
    OPINAR,
    ORG,
    ORGANISATION,
    PUBLISH,
    SAY,
    SAYING,
    THINK,
    VIEW,
    WHEN,
    WHO,
    compiled,
)
from knowledge.periods import NamedPeriod, folded

_WHOSE = rf"[{ORGANISATION}{NAME}]"
_BY = rf"(?: (?:from|by|of|del?) (?:{_WHOSE}+|you))"
# A view is somebody's; a statement is the organisation's where nobody else is named.
_NOUN = rf"(?:{SAYING}{_BY}?|(?:(?<={_WHOSE}\x20)|(?<={_WHOSE}'s\x20)){VIEW}|{VIEW}{_BY})"
_SPOKEN = (
    rf"(?:{AUX} {WHO}{ADVERBS} (?:{SAY}|{PUBLISH}|{THINK})"
    rf"|{_WHOSE}+{ADVERBS} (?:(?:has|have) )?(?:{SAY}|{PUBLISH}|{DECIR})"
    rf"|(?:{DECIR}|{OPINAR}|{PUBLISH}) {WHO}|{SAY} {ORG}"
    rf"|(?:ha|han) {WHO} (?:dicho|declarado|comentado|publicado)){ANYTHING}"
    rf"(?: (?:an?|any|un|una|algun|alguna) (?:\w+ )?{SAYING})?"
)
_LATEST = (
    rf"(?:(?:latest|newest|most recent)(?: (?:news|updates?|{_NOUN}))?|recent {SAYING}"
    rf"|lo (?:ultimo|mas reciente)|ultim[oa]s? (?:noticias|{_NOUN})|{_NOUN} mas recientes?){_BY}?"
)
_TIME = rf"(?P<when>{WHEN})"
_TOPIC = r"(?P<topic>[^?.!]{1,160}?),?"

# What follows a time that does not itself belong to a thing, as in "the 2018 raids".
_AFTER = rf"(?={END}|[,;:]|(?: (?:{ABOUT}|that|que|to|{WHO})(?!\w)))"

_BESIDE_A_VERB = (
    compiled(rf"{_SPOKEN},? {_TIME}{_AFTER}"),
    compiled(rf"{DECIR} {_TIME} {WHO}"),
    compiled(rf"{BEGIN}{_TIME}{NO_WORD}(?:(?:what|how|why|que|q|como) )?{_SPOKEN}"),
)
_BEFORE_A_NOUN = (
    compiled(rf"{BEGIN}{_TIME}{NO_WORD}{LEADING_WORDS}{_NOUN}"),
    compiled(rf"{LEADING}{_TIME} (?:(?:\w+|{_WHOSE}+) )?{SAYING}"),
    compiled(rf"{LEADING}(?:(?<={_WHOSE}\x20)|(?<={_WHOSE}'s\x20)){_TIME} {VIEW}"),
)
_AFTER_A_NOUN = (
    compiled(rf"{LEADING}{_NOUN} {_TIME}(?P<alone>{_AFTER})?"),
    compiled(rf"{_LATEST} {_TIME}(?P<alone>{_AFTER})?"),
)
_BEHIND_A_TOPIC = (
    compiled(rf"{_SPOKEN} {ABOUT} {_TOPIC} {_TIME}{END}"),
    compiled(rf"{LEADING}{_NOUN} {ABOUT} {_TOPIC} {_TIME}{END}"),
    compiled(rf"{_LATEST} {ABOUT} {_TOPIC} {_TIME}{END}"),
)
_BEHIND_KEYWORDS = (compiled(rf"{BEGIN}(?P<topic>[^?.!,]{{1,60}}?) {SAYING} {_TIME}{END}"),)

_ABOUT_A_TIME = frozenset(("of", "de", "del", "for", "por"))  # "what did they say of 2019"
_BOUNDS = ("since", "after", "before", "until", "desde", "a partir", "despues", "antes", "hasta")
_AT = frozenset(("in", "on", "during", "throughout", "between", "en", "durante", "entre", "el"))
_WITH = frozenset(("", "from", "de", "del", "dated"))  # with a day or with several years
_PRESENT = compiled(rf"(?:does|do) {WHO}|(?:dice|dicen|opina|piensa) {WHO}|{ORG} (?:says|dice)")
_MOST_WORDS = 9  # of a topic that a time behind it may be taken past
_WORD = re.compile(r"[^\W\d_]+")
# A topic with one of these happened at some time, which may be the one that is named.
_EVENTS = frozenset(
    """
    announcement announcements decision decisions order orders election elections summit meeting
    trip visit surge influx arrivals crossings apprehensions encounters numbers figures data number
    death deaths killing killings massacre attack attacks shooting shootings earthquake quake
    hurricane storm invasion war coup caravan caravans raid raids fire flood case cases report
    reports study statement statements comment comments remarks speech testimony tweet interview
    separations deportations expulsions releases events incident closure shutdown cuts end start
    repeal rollout launch came went fled left held sent took won began ran met was were had did who
    that which when where after before because while how why if
    anuncio anuncios decision decisiones orden ordenes eleccion elecciones cumbre reunion viaje
    visita aumento oleada llegada llegadas cruces detenciones aprehensiones cifras numeros datos
    numero muerte muertes asesinato asesinatos masacre ataque ataques tiroteo terremoto huracan
    tormenta invasion guerra golpe caravana caravanas redada redadas incendio inundacion caso casos
    informe informes estudio declaracion declaraciones discurso testimonio tuit entrevista
    separaciones deportaciones expulsiones hechos incidente cierre recortes fin inicio llego
    llegaron cruzaron entraron fueron era eran que quien quienes cuando donde despues antes porque
    mientras como si
    """.split()
)
_HAPPENED = re.compile(r"\w{2,}(?:ed|ing)|\w{2,}(?:[ai]d[oa]s?|aron|ieron)")
_NO_EVENTS = frozenset(
    """
    unaccompanied undocumented united need speed
    acompanado acompanados acompanada acompanadas indocumentado indocumentados refugiado refugiados
    refugiada refugiadas estado estados unido unidos juzgado juzgados senado cuidado abogado
    abogados abogada abogadas vida salida partido
    """.split()
)


def stated(text: str, plain: str, times: Iterable[NamedPeriod]) -> NamedPeriod | None:
    """The first of the times that the question's words say is when somebody spoke; or None.

    `plain` is the text folded, with the signs of `index.asking` for the organisation, for the
    name of whoever is asked for, and for the times.
    """
    at = {time.span.start: time for time in times}
    found = (
        time
        for patterns, holds in _RULES
        for pattern in patterns
        for match in pattern.finditer(plain)
        if (time := at.get(match.start("when"))) is not None and holds(match, time, text)
    )
    return min(found, key=lambda time: time.span, default=None)


def _of_verb(match: re.Match[str], time: NamedPeriod, text: str) -> bool:
    return time.opening not in _ABOUT_A_TIME and not _is_now(match, time, text)


def _is_now(match: re.Match[str], time: NamedPeriod, text: str) -> bool:
    """Whether "today" only means now: "what does it say today", "qué dice hoy"."""
    return is_day_word(text, time) and _PRESENT.search(match.string) is not None


def _of_noun_behind(_match: re.Match[str], _time: NamedPeriod, _text: str) -> bool:
    return True


def _of_noun_before(match: re.Match[str], time: NamedPeriod, _text: str) -> bool:
    return bool(time.opening) or match["alone"] is not None


def _of_what_is_said(match: re.Match[str], time: NamedPeriod, text: str) -> bool:
    """Whether a time at a question's end is of its verb, and not of the words before it."""
    if _is_event(match["topic"]) or _is_now(match, time, text):
        return False
    if time.opening in _AT or time.opening.startswith(_BOUNDS):
        return True
    first, last = time.period.first, time.period.last
    if any(map(str.isdigit, time.span.of(text))):
        return time.opening in _WITH and (first == last or first.year < last.year)
    return time.opening not in _ABOUT_A_TIME


def _of_keywords(match: re.Match[str], time: NamedPeriod, _text: str) -> bool:
    return time.opening.startswith(_BOUNDS) and not _is_event(match["topic"])


def is_day_word(text: str, time: NamedPeriod) -> bool:
    """Whether the time is "today" or "yesterday", which seldom narrows anything."""
    return folded(time.span.of(text)).endswith(("today", "today's", "yesterday", "hoy", "ayer"))


def _is_event(topic: str) -> bool:
    words = _WORD.findall(topic)
    return len(words) > _MOST_WORDS or any(
        word in _EVENTS or (word not in _NO_EVENTS and _HAPPENED.fullmatch(word)) for word in words
    )


_RULES = (
    (_BESIDE_A_VERB, _of_verb),
    (_BEFORE_A_NOUN, _of_noun_behind),
    (_AFTER_A_NOUN, _of_noun_before),
    (_BEHIND_A_TOPIC, _of_what_is_said),
    (_BEHIND_KEYWORDS, _of_keywords),
)
