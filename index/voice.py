"""Whose words a question asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from index.asking import (
    ABOUT,
    ADVERBS,
    ANYTHING,
    BE,
    BEGIN,
    DECIR,
    DO,
    END,
    FUNCTION,
    LEADING,
    NOUN,
    OPINAR,
    ORGANISATION,
    SAY,
    SAYING,
    THINK,
    VIEW,
    WHEN,
    compiled,
)
from knowledge.span import Span

_MOST_WORDS = 8  # a name with its titles
_MOST_SMALL = 3  # a name without capitals
_ARTICLES = frozenset("the el la".split())
_PARTICLES = frozenset("de del la las los y van von der den al bin ibn da di du".split())
_TITLES = frozenset(
    """
    mr mrs ms mx dr sen senator rep representative congressman congresswoman president vice vp
    ex-president former then secretary acting director executive commissioner attorney general judge
    justice governor gov mayor speaker ambassador captain capt professor prof chairman chairwoman
    chair ceo chief officer spokesperson spokesman spokeswoman minister prime pope bishop archbishop
    cardinal sheriff colonel deputy assistant administrator czar press first lady
    sr sra srta senador senadora diputado diputada congresista presidente presidenta expresidente
    expresidenta vicepresidente vicepresidenta secretario secretaria directora comisionado
    comisionada fiscal juez jueza gobernador gobernadora alcalde alcaldesa embajador embajadora
    capitan capitana profesor profesora portavoz ministro ministra papa obispo don dona doctor
    doctora
    """.split()
)
# What may stand between titles, or lead to them.
_LED = _TITLES | frozenset(
    """
    the el la of for de dhs ice cbp orr hhs doj homeland security state health estado seguridad
    nacional
    """.split()
)
# What a name has no word of: what is asked about in this field, and what is said of many.
_NO_NAMES = FUNCTION | frozenset(
    """
    act law laws bill title article section report reports study survey review research data
    evidence document documents text book bible constitution website page post headline order rule
    ruling policy policies program programs plan proposal budget agreement treaty court courts
    family families separation separations child children kid kids minor minors youth teen teens
    migrant migrants refugee refugees asylum seekers immigrant immigrants immigration border
    detention deportation deportations clients client parents parent mother father people person
    experts expert advocates critics lawyer lawyers attorneys volunteers judges officials agents
    officers police teachers doctors staff team press release statement statements media news
    journalists reporters leaders members everyone someone anyone nobody most many some other
    others each both those we human rights federal state states local national american americans
    legal private unaccompanied undocumented special temporary protected status dream blueprint
    remain wait central north south northern new old group groups organization organizations
    organisation agency agencies administration government country countries world church school
    university hospital city county house senate congress climate change crisis public good more
    says said say saying speak told tell but if not no ever actually really also just publicly
    officially specifically explicitly already previously recently currently still now never once
    ley leyes titulo articulo informe estudio estudios documento texto libro biblia constitucion
    orden politica programa plan familia familias separacion nino ninos nina ninas menores menor
    joven jovenes migrante migrantes refugiado refugiados solicitantes asilo inmigracion frontera
    detencion deportacion deportaciones clientes padres padre madre gente persona personas expertos
    criticos abogado abogados jueces funcionarios agentes policia medios prensa noticias todos
    alguien nadie muchos organizacion grupo gobierno pais mundo iglesia escuela ciudad nueva nuevo
    estados norte sur parte mayoria derechos independencia humanos dijo dice sin si cuando tras
    """.split()
)
_PLURAL = re.compile(r".*(?:[eo]r|nt|an|ee|en|ie|rm|op|al|up|id|on|st|ch|ve|te|ng|ic)s")
# Bodies that speak, as they are also written in small letters.
_BODY = compiled(
    r"(?:the |el |la )?(?P<name>white house|casa blanca|supreme court|corte suprema|border patrol"
    r"|patrulla fronteriza|(?:state|justice|homeland security) department"
    r"|department of (?:state|justice|homeland security|health and human services)"
    r"|departamento de (?:estado|justicia|seguridad nacional)|office of refugee resettlement"
    r"|customs and border protection|united nations|naciones unidas|house of representatives"
    r"|congress|congreso|senate|senado|dhs|ice|cbp|orr|hhs|doj|uscis|eoir|fbi|aclu|unhcr|acnur"
    r"|unicef|onu|(?<=\x20)un"
    r"|[^\W\d_]+'s (?:president|government|(?:prime|foreign) minister)"
    r"|(?:president|government|president[ea]|gobierno) (?:of|de|del) (?:(?:el|la) )?[^\W\d_]+)"
)
_COLLECTIVE = re.compile(r" (?:administration|government)(?!\w)")
_WORD = re.compile(rf"[{ORGANISATION}]+(?:'s)?|[^\W\d_]+(?:(?:-|'(?!s(?!\w)))[^\W\d_]+)*")
_SHORT = 3  # letters of an abbreviation or an initial that a full stop may follow


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is asked for: the words that ask, in them the name, and the name with its titles.

    There is no name where the question is who it is.
    """

    asking: Span
    name: Span | None = None
    titled: Span | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a question; `words` of it do not count its titles."""

    span: Span
    words: int
    titled: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands before and behind a name, and how many words the name has at the least.

    `capitals` are the words that a name without a title needs; `small` those of one written
    without capitals, which is none at all where it is 0.
    """

    before: re.Pattern[str]
    behind: re.Pattern[str]
    capitals: int
    small: int = 0


def _frame(before: str, behind: str, capitals: int, small: int = 0) -> _Frame:
    return _Frame(
        re.compile(rf"(?<!\w)(?:{before})"), re.compile(rf"(?:{behind})(?!\w)"), capitals, small
    )


_ON = rf"(?: (?:{ABOUT}|that|of|to|que|de))?"
_ASKING = "(?:(?:what|how|why|when|where|que|q|como|por que) )?"
_SAYING = "(?:saying|telling|commenting|responding|reacting|testifying|arguing)"
_BY = r"(?:from|by|of|del?)"
_QUOTED = r"(?:quot(?:e|ation)s?|citas?|words|palabras|testimon(?:y|io))"
_FRAMES = (
    _frame(rf"{_ASKING}{DO} ", rf"{ADVERBS} (?:{SAY}|{THINK}){ANYTHING}{_ON}", 1, 2),
    _frame(rf"{_ASKING}{BE} ", rf"{ADVERBS} {_SAYING}{ANYTHING}{_ON}", 1, 2),
    _frame(
        rf"{_ASKING}(?:(?:le|les|nos|se) )?(?:{DECIR}|{OPINAR}) (?:{WHEN} )?",
        rf"(?={END})|(?=[,;:])|{ANYTHING} (?:{ABOUT}|que|de)"
        rf"| (?=(?:al?|del|en|cuando|tras|{WHEN}))",
        1,
        2,
    ),
    _frame(r"(?:according to|in the words of|(?:said|made|given) by) ", "", 1),
    _frame(r"(?:segun|de acuerdo con|en palabras de) ", "", 1),
    _frame(rf"{LEADING}{_QUOTED} {_BY} ", _ON, 1),
    _frame(rf"{LEADING}{NOUN} {_BY} ", _ON, 2),
    _frame(LEADING, rf"'s? (?:\w+ )?(?:{SAYING}|reactions?){_ON}", 1),
    _frame(LEADING, rf"'s? (?:\w+ )?{VIEW}{_ON}", 2),
    _frame(BEGIN, rf" (?:(?:has )?{SAY}|{DECIR}){ANYTHING}{_ON}", 1),
    _frame(BEGIN, rf" (?:quotes?|quotations?){_ON}", 2),
    _frame(BEGIN, r" (?:on|sobre)(?= \w)", 2),
)
_SOMEBODY = (
    r"(?:who|quien(?:es)?|(?:which|what|que) (?:person|senator|representative|lawmaker|official"
    r"|spokesperson|expert|witness|leader|persona|senadora?|representante|legisladora?"
    r"|funcionari[oa]|portavoz|expert[oa]|testigo|lider))"
)
_WHO = re.compile(
    rf"{BEGIN}(?:{_SOMEBODY}(?: (?:has|have|ha|han|else|(?:at|en) {ORGANISATION}+))*"
    rf" (?:{SAY}|{DECIR}){ANYTHING}{_ON}|whose (?:words|statement|quote)s?"
    r"|de quien (?:es|son) (?:(?:la|las|el|esta|estas|esa|esas|ese) )?"
    r"(?:palabras|citas?|frase|declaracion|comentario))(?!\w)"
)


def voice_in(text: str, plain: str) -> Voice | None:
    """Whose words the question asks for, where it names or seeks somebody.

    `plain` is the text folded, with the signs of `index.asking` for the organisation and the times.
    """
    if asks := _WHO.search(plain):
        return Voice(Span(*asks.span()))
    ways = (False,) if text.isupper() or text.islower() else (True, False)
    found = (_framed(frame, text, plain, capitals=way) for way in ways for frame in _FRAMES)
    return next(filter(None, found), None)


def _framed(frame: _Frame, text: str, plain: str, *, capitals: bool) -> Voice | None:
    least = frame.capitals if capitals else frame.small or _MOST_WORDS
    for before in frame.before.finditer(plain):
        for name in _names_at(text, plain, before.end(), capitals=capitals):
            behind = frame.behind.match(plain, name.span.end)
            if behind and (name.titled or name.words >= least):
                asking = Span(before.start(), behind.end())
                return Voice(asking, name.span, Span(before.end(), name.span.end))
    return None


def _names_at(text: str, plain: str, start: int, *, capitals: bool) -> Iterator[_Name]:
    """The names that may begin at `start`, behind an article and titles; longer ones first."""
    words = list(_words(plain, start))
    led = list(takewhile(lambda word: _leads(word.of(plain)), words))
    titled = any(word.of(plain) in _TITLES for word in led)
    rest = words[len(led) if titled else _signs(plain, words) :]
    if capitals:
        yield from _capitalised(text, plain, rest, titled=titled)
    else:
        yield from _small(text, plain, rest, titled=titled)
    if body := _BODY.match(plain, start):
        yield _Name(Span(*body.span("name")), 1, titled=True)


def _leads(word: str) -> bool:
    return word in _LED or word.startswith(ORGANISATION)


def _signs(plain: str, words: list[Span]) -> int:
    return sum(1 for _ in takewhile(lambda word: word.of(plain).startswith(ORGANISATION), words))


def _capitalised(text: str, plain: str, words: list[Span], *, titled: bool) -> Iterator[_Name]:
    """The capitalised words, and small ones such as "de" between them."""
    article = bool(words) and words[0].of(plain) in _ARTICLES
    named: list[Span] = []
    for word in words[article:]:
        if not text[word.start].isupper() and not (named and word.of(plain) in _PARTICLES):
            break
        named.append(word)
    while named and not text[named[-1].start].isupper():
        named.pop()
    large = [word for word in named if text[word.start].isupper()]
    if not large or any(word.of(plain) in _NO_NAMES for word in large):
        return
    collective = _COLLECTIVE.match(plain, named[-1].end)
    acronym = len(large) == 1 and len(large[0]) > 1 and large[0].of(text).isupper()
    if collective or titled or not (acronym or article):
        end = collective.end() if collective else named[-1].end
        yield _Name(Span(named[0].start, end), len(large), titled or bool(collective))


def _small(text: str, plain: str, words: list[Span], *, titled: bool) -> Iterator[_Name]:
    """A first and a last name, or what follows a title; never a word that many go by."""

    def names(word: Span) -> bool:
        small = text.isupper() or word.of(text).islower()
        return small and word.of(plain) not in _NO_NAMES

    named = list(takewhile(names, words[:_MOST_SMALL]))
    for count in range(len(named), 0, -1):
        if titled or not _PLURAL.fullmatch(named[count - 1].of(plain)):
            yield _Name(Span(named[0].start, named[count - 1].end), count, titled)


def _words(plain: str, start: int) -> Iterator[Span]:
    """The words from `start` on, up to a sign between them."""
    for _ in range(_MOST_WORDS):
        word = _WORD.match(plain, start)
        if word is None:
            return
        yield Span(*word.span())
        start = word.end()
        if plain.startswith(".", start) and len(word[0]) <= _SHORT:
            start += 1
        if not plain.startswith(" ", start):
            return
        start += 1
