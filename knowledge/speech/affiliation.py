"""For whom somebody speaks, as the words beside their name tell it."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from knowledge.speech.grammar import DETERMINERS, JOINING, PREPOSITIONS
from knowledge.speech.roles import Role, is_field, is_former, role

_LONGEST = 300
OURS = "§"  # stands for any name of the organisation itself

_ORGANISATION = frozenset(
    (
        "council ministry department court university college academy institute center centre trust"
        " house committee administration government gazette times post herald tribune journal news"
        " radio television network company corporation inc llc ltd press agency office authority"
        " association union federation foundation fund board bureau coalition commission congress"
        " senate assembly parliament party police guard school church parish cathedral hospital"
        " clinic bank group alliance society service services organization organisation nations"
        " rights watch amnesty league club chamber forum project lines shipping bar states"
        " ministerio departamento corte tribunal universidad centro fundación comité gobierno"
        " alcaldía ayuntamiento oficina autoridad asociación sindicato federación fondo instituto"
        " junta consejo congreso senado asamblea parlamento partido policía escuela clínica banco"
        " grupo red alianza sociedad compañía empresa agencia iglesia parroquia comisión"
        " patrulla unión organización naciones cofradía cámara diario periódico liga colegio foro"
    ).split()
)


class Affiliation(StrEnum):
    """Whom a speaker speaks for."""

    ours = "ours"
    """The organisation whose documents these are."""
    other = "other"
    """Somebody else, or only themselves."""
    unknown = "unknown"
    """The text does not tell."""


_DET = r"(?:(?:the|an?|its?|los|las?|el|una?|su) )?"
_TO = r"(?:of|at|for|from|with|in|del?|en|para)"
_NEVER = (
    r"(?!(?:an?|una?|by|with|against|in|on|near|from|to|por|contra|sobre"
    r"|that|which|who[ms]?|whose|que|quien) )"
)
_LOW = rf"(?:{_NEVER}[^\W\d_A-Z][\w’'-]*|&|’s)"
_UNIT = (
    r"(?:board|team|staff|office|clinic|shelter|school|department|program(?:me)?|project|night|legal"
    r"|medical|policy|rescue|service|services|unit|campaign|boat|directors|trustees|council|of)"
)
_POST = re.compile(
    rf"{_DET}(?:{_LOW} ){{0,12}}{_TO} (?:the |los |las? |el )?§"
    rf"(?: ’s)?(?: {_UNIT}){{0,4}}(?: (?:and|y) .*| (?:since|in|desde|en)(?: \w+){{1,4}})?"
)
_OUR_POST = re.compile(rf"{_DET}(?:{_LOW} ){{0,2}}§(?: ’s)?(?: {_LOW}){{1,12}}")
_HELD = re.compile(r"^(?:(?:who|quien) )?(?:is|became|serves as|has been|es) ")
_LEADS = re.compile(
    rf"(?:who|que|quien) (?:now )?(?:leads|heads|directs|runs|chairs|founded|commands|manages"
    rf"|oversees|dirige|preside|encabeza|coordina|fundó|lidera) (?:(?:{_LOW} ){{1,6}}{_TO} )?"
    rf"(?:the |la |el )?§(?: ’s)?(?: {_UNIT}){{0,4}}(?: (?:since|in|desde|en)(?: \w+){{1,4}})?"
)
# Who heads something with a name of its own: `president of First Light`.
_HEADS = re.compile(
    rf"{_DET}(?:[^\W\d_A-Z][\w-]* )*(?:president|ceo|founder|co-founder|chair|executive director"
    r"|president[ea]|fundador[a]?|director[a]? ejecutiv[oa]) (?:of|de|del)(?: the| la| el)?"
    r"(?: (?:[A-ZÁÉÍÓÚÑ][\w’'-]*|of|the|for|and|de|la|y))+"
)
# "a manager across from §" and "a nurse trained in § methods" are not with us.
_NEAR = re.compile(r"(?:^|\W)(\S+) (?:from|in|with)(?: the| la| los| las| el)? §")
_MADE = re.compile(r"§(?: ’s)? (?:\S+ )*?\w+ed ")
_WITH = frozenset("of at for de del".split())


def is_organisation(name: Sequence[str]) -> bool:
    """Whether a name's words are an organisation's: `Harbor Council`, `UNHCR`."""
    acronym = len(name) == 1 and name[0].isupper() and len(name[0]) > 1 and "." not in name[0]
    return acronym or any(word.lower() in _ORGANISATION for word in name)


def together(told: Iterable[Affiliation]) -> Affiliation:
    """What several places tell, if they agree; those that do not tell count for nothing."""
    found = set(told) - {Affiliation.unknown}
    return found.pop() if len(found) == 1 else Affiliation.unknown


def affiliation(phrase: Sequence[str]) -> Affiliation:
    """What a phrase beside a name tells: `president of §`, `a partner of §`, `mayor of Skerry`."""
    roles = [found for word in phrase if (found := _role(word, phrase))]
    former = any(map(is_former, phrase))
    if sum(map(len, phrase)) > _LONGEST:
        return Affiliation.unknown
    words = _HELD.sub("", " ".join(_lowered(word) for word in phrase), count=1)
    if OURS in phrase:
        plain = not former and set(roles) <= {Role.staff}
        if plain and (_is_with_us(phrase, words) or _LEADS.fullmatch(words)):
            return Affiliation.ours
        outside = roles[:1] in ([Role.public], [Role.personal], [Role.loose]) and not former
        return Affiliation.other if outside and Role.staff not in roles else Affiliation.unknown
    if former or not roles or roles[0] is Role.related:
        return Affiliation.unknown
    if roles[0] is Role.staff:
        return Affiliation.other if _is_elsewhere(phrase, words) else Affiliation.unknown
    return Affiliation.other


def _is_with_us(phrase: Sequence[str], words: str) -> bool:
    """Whether a phrase names a post with our organisation."""
    at = phrase.index(OURS)
    if not any(map(role, phrase[:at])):
        return any(map(role, phrase[at:])) and bool(
            _OUR_POST.fullmatch(words) and not _MADE.search(words)
        )
    near = _NEAR.search(words)
    return _POST.fullmatch(words) is not None and (near is None or bool(role(near.group(1))))


def _role(word: str, phrase: Sequence[str]) -> Role | None:
    """What a word calls a person in a phrase; a plain member of something is no more than close."""
    found = role(word) or (role(word[:-1]) if word[-1:] == "s" else None)
    if word.lower() in ("member", "miembro") and not any(map(_is_unit, phrase)):
        return Role.related
    return None if found is Role.courtesy else found


def _is_unit(word: str) -> bool:
    return word.lower() in ("board", "staff", "team", "consejo", "junta", "equipo", "directiva")


def _lowered(word: str) -> str:
    low = word.lower()
    small = low in DETERMINERS or low in PREPOSITIONS or low in JOINING
    return low if small or role(word) or is_field(low) or is_former(word) else word


def _is_elsewhere(phrase: Sequence[str], words: str) -> bool:
    """Whether a post is with a named organisation, which is not ours."""
    if _HEADS.fullmatch(words):
        return True
    first = next((at for at, word in enumerate(phrase) if word in _WITH), len(phrase))
    parts = (phrase[:first], phrase[first + 1 :])
    named = (
        [w for w in part if w[0].isupper() and not role(w) and not is_field(w)] for part in parts
    )
    return any(is_organisation(name) for name in named if name)
