"""What a question's words narrow it to: a time, a speaker, the newest, the organisation's view."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.asking import (
    ABOUT,
    ADVERBS,
    ANYTHING,
    AUX,
    BEGIN,
    DECIR,
    END,
    FUNCTION,
    LEADING,
    NAME,
    NOUN,
    OPINAR,
    ORG,
    ORGANISATION,
    SAY,
    SAYING,
    THINK,
    TIME,
    VIEW,
    compiled,
    masked,
)
from index.stated import is_day_word, stated
from index.voice import Voice, voice_in
from knowledge.periods import NamedPeriod, Period, folded, periods_in
from knowledge.span import Span

KIND = ("KIND", "Kids in Need of Defense", "Kids in Need of Defence", "SupportKIND")
_LONGEST = 4096  # characters that are read; what follows them stays in the subject


@dataclass(frozen=True, slots=True)
class Intent:
    """How a question narrows or orders what answers it.

    `period` is the time of the statements asked for where it is `strict`; else it is a hint, the
    only time that the question names, perhaps of something that happened then. `speaker` is the
    name as it is written, without titles, of whoever's words are asked for, and `asks_who` whether
    the question is who said something. `position` is whether it asks for the organisation's own
    words or view. `subject` is the question without the words that were read as a strict period,
    as newest, as asking for a speaker or for what the organisation says: only for searching, and
    the whole question where nothing else is in it.
    """

    period: Period | None
    strict: bool
    newest: bool
    speaker: str | None
    asks_who: bool
    position: bool
    subject: str


def intent_of(question: str, *, today: date, organisation: Sequence[str] = KIND) -> Intent:
    """What a question narrows to; `organisation` are the names of whose documents are searched.

    Where the words do not tell, nothing is narrowed.
    """
    text = unicodedata.normalize("NFC", " ".join(question.split()))
    read = text[:_LONGEST]
    times = periods_in(read, today)
    plain = folded(read)
    for name in _names(tuple(organisation)).finditer(plain):
        plain = masked(plain, *name.span(), ORGANISATION)
    for named in times:
        plain = masked(plain, named.span.start, named.span.end, TIME)
    voice, position = _asked(read, plain)
    if voice and voice.titled:
        plain = masked(plain, voice.titled.start, voice.titled.end, NAME)
    time, newest = stated(read, plain, times), _newest(plain)
    cuts = (time and time.span, newest, voice and voice.asking, _frame(plain))
    return Intent(
        period=time.period if time else _hint(read, times),
        strict=time is not None,
        newest=newest is not None,
        speaker=voice.name.of(read) if voice and voice.name else None,
        asks_who=voice is not None and voice.name is None,
        position=position,
        subject=_without(text, [cut for cut in cuts if cut]) or question,
    )


def _asked(text: str, plain: str) -> tuple[Voice | None, bool]:
    """Whose words are asked for, or whether the organisation's are: what is asked for first."""
    voice, own = voice_in(text, plain), _POSITION.search(plain)
    if voice is None or (own is not None and own.start() < voice.asking.start):
        return None, own is not None
    return voice, False


@lru_cache(maxsize=8)
def _names(organisation: tuple[str, ...]) -> re.Pattern[str]:
    """The organisation's names; in "what kind of" there is none."""
    given = {folded(" ".join(name.split())) for name in organisation} - {""}
    named = "|".join(map(re.escape, sorted(given, key=len, reverse=True)))
    always = "(?:the )?organi[sz]ation|(?:la )?organizacion"
    return re.compile(rf"(?<!\w)(?:{named or '(?!)'}|{always})(?!\w| of(?!\w))")


def _hint(text: str, times: Sequence[NamedPeriod]) -> Period | None:
    periods = {time.period for time in times if not is_day_word(text, time)}
    return periods.pop() if len(periods) == 1 else None


def _newest(plain: str) -> Span | None:
    """The words that ask for the newest first."""
    for pattern in _NEWEST:
        if found := pattern.search(plain):
            return Span(*found.span("cut"))
    return None


def _frame(plain: str) -> Span | None:
    """The words that only ask for what the organisation says, of whatever follows them."""
    for pattern in _FRAMES:
        if found := pattern.search(plain):
            return Span(*found.span("cut"))
    return None


def _without(text: str, cuts: Sequence[Span]) -> str | None:
    """The text without the cuts; None where that leaves nothing to search for."""
    if not cuts:
        return None
    kept = list(text)
    for cut in cuts:
        kept[cut.start : cut.end] = " " * len(cut)
    left = _LOOSE.sub("", " ".join("".join(kept).split())).lstrip(",;:.)-–— ")
    words = _WORD.findall(folded(left))
    return None if FUNCTION.issuperset(words) else left


_WORD = re.compile(r"\w+")
_LOOSE = re.compile(r" (?=[?!.,;:])|(?<=[¿¡]) ")  # space that a cut leaves beside a sign
_VIEW_VERBS = (
    rf"(?:{SAY}|{THINK}|support(?:s|ed|ing)?|back(?:s|ed|ing)?|favou?r(?:s|ed)?|endorse[sd]?"
    r"|call(?:s|ed)?|oppos(?:es?|ed|ing)|reject(?:s|ed)?|condemn(?:s|ed)?|denounce[sd]?|critici[sz]e[sd]?"
    r"|welcome[sd]?|applaud(?:s|ed)?|praise[sd]?|cheer(?:s|ed)?|(?:dis)?agree[sd]?|approve[sd]?"
    r"|want(?:s|ed)?|defend(?:s|ed)?|consider(?:s|ed)?|ask(?:s|ed)?"
    r"|urge[sd]?|recommend(?:s|ed)?|demand(?:s|ed)?|propose[sd]?|push(?:es|ed)? for|advocates?"
    r"|stands?|stood)"
)
_VERBOS = (
    rf"(?:{DECIR}|{OPINAR}|apoy(?:a|o|an)|respald[ao]|rechaz[ao]|conden[ao]|critic[ao]|pid(?:e|io)"
    r"|prop(?:one|uso)|recom(?:ienda|endo)|defiende|defendio|considera|quiere|exig(?:e|io)"
    r"|denunci[ao]|celebr[ao]|se opone|se opuso|esta (?:a favor|en contra|de acuerdo))"
)
_FOR = r"(?:against|for|in favou?r|opposed|okay|happy|angry|disappointed|concerned|worried|pleased)"
_STANCE = r"(?:stances?|positions?|postions?|posision|opinions?|posicion|postura|opinion)"
_OF_ORG = rf"(?: (?:oficial|actual|mas recientes?)){{0,2}} (?:of|by|from|del?) {ORG}"
_POSITION = compiled(
    rf"{AUX} {ORG}{ADVERBS} (?:{_VIEW_VERBS}|{_FOR})|would {ORG}"
    rf"|{ORG}{ADVERBS} (?:{_VIEW_VERBS}|{_VERBOS})|(?:{_VERBOS})(?: {TIME}+)? {ORG}"
    rf"|esta {ORG} (?:a favor|en contra|de acuerdo)|(?:{VIEW}|{SAYING}){_OF_ORG}"
    rf"|{ORG}(?:'s|')?(?: [\w{TIME}]+){{0,2}} (?:{VIEW}|{SAYING}|line|take|stand|thoughts)"
    rf"|{ORG}.{{1,80}}? {_STANCE}|{_STANCE} .{{1,80}}? {ORG}|your (?:\w+ )?(?:{VIEW}|{SAYING})"
    rf"|(?:says?|per|according to|segun|de acuerdo con) {ORG}|{BEGIN}{ORG} (?:on|sobre)"
    rf"|{LEADING}{_STANCE} {ABOUT}|{BEGIN}(?!.*(?:what|which|who|que|cual) )[^?]*{_STANCE}{END}"
    rf"|{BEGIN}(?:statements?|press releases?|comunicados?|declaracion(?:es)?)(?! (?:of|del?) )"
)
_ON = rf"(?:{ABOUT}|del?|ante|frente al?)"
_FRAMES = tuple(
    re.compile(rf"{BEGIN}(?P<cut>(?:{pattern})(?: {TIME}+)? {_ON})(?!\w)")
    for pattern in (
        rf"(?:what|how) (?:{AUX} )?{ORG}{ADVERBS} (?:{SAY}|{THINK}|feels?){ANYTHING}",
        rf"(?:what(?:'s|s| is| was) )?{ORG}(?:'s|')? (?:\w+ )?(?:{NOUN}|line|take|thoughts)",
        rf"(?:what(?:'s|s| is| was) )?(?:the )?(?:\w+ )?{VIEW} (?:of|from) {ORG}",
        rf"(?:does|did|has) {ORG} (?:have|had|made|issued|published|take|taken) (?:an?|any) {NOUN}",
        rf"(?:has|did) {ORG}{ADVERBS} {SAY} (?:anything|something)",
        rf"(?:que|q) (?:{DECIR}|{OPINAR})(?: {TIME}+)? {ORG}",
        rf"(?:cual (?:es|fue) )?(?:la |el )?{NOUN}(?: oficial)? de {ORG}",
        rf"(?:{DECIR}|{OPINAR}) {ORG} algo|{ORG} (?:{DECIR}|{OPINAR}) algo",
    )
)
_LATEST = r"(?:latest|lastest|newest|most recent)"
_NEWS = rf"(?:{SAYING}|{VIEW}|news|updates?|noticias|word)"
_OWN = rf"(?:{ORG}|{NAME}+)"
_OF_LATE = "(?:recently|lately|recientemente|ultimamente)"
_NEWEST = tuple(
    compiled(pattern)
    for pattern in (
        rf"(?P<cut>(?:the )?{_LATEST}(?: news)? {ABOUT})",
        rf"(?P<cut>{_LATEST})(?: [\w{ORGANISATION}{NAME}']+){{0,3}} {_NEWS}",
        rf"(?:{_OWN}'s?|your) (?P<cut>{_LATEST})",
        rf"(?P<cut>{_LATEST})(?: (?:from|by) {_OWN}|{TIME}+|(?: {TIME}+)?{END})",
        rf"(?P<cut>current)(?: official)? (?:{VIEW}|line|{SAYING})",
        rf"(?:{_OWN}'s? |your |{BEGIN}(?:the )?)(?P<cut>last)(?: public| official)? {SAYING}",
        rf"(?P<cut>recent)(?: public)? {SAYING}",
        rf"(?:{AUX} )?{_OWN}(?: also)? (?P<cut>recently|currently)",
        rf"{_OWN}{ADVERBS} (?:{SAY}|{DECIR}){ANYTHING} (?P<cut>{_OF_LATE})",
        rf"(?:{DECIR}|{OPINAR}) {_OWN}{ANYTHING} (?P<cut>{_OF_LATE})",
        rf"{_OWN} .{{0,160}}?(?P<cut>{_OF_LATE}){END}",
        rf"(?P<cut>(?:the )?last thing)(?: that)? {_OWN} {SAY}",
        r"(?P<cut>(?:what's|what is) new (?:with|on|about))",
        rf"(?P<cut>lo (?:mas )?(?:ultimo|reciente|nuevo)(?: {ABOUT})?)(?: (?:del?|en|que)|{END})",
        rf"(?P<cut>lo (?:mas )?(?:ultimo|reciente|nuevo) {ABOUT})",
        rf"(?:{_NEWS})(?: oficial| publica| de {_OWN})? (?P<cut>mas recientes?|actual)",
        rf"(?P<cut>mas recientes?) {_NEWS}",
        rf"(?P<cut>ultim[oa]s?) {_NEWS}(?: oficial(?:es)?)? (?:{ABOUT}|del? {_OWN})",
        rf"{LEADING}(?P<cut>ultim[oa]s?) {_NEWS}",
        rf"(?P<cut>(?:novedades|ultima hora) {ABOUT})",
    )
)
