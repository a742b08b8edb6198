"""The sentences of a text.

A boundary is a sentence's end mark, the quotes and brackets that close with it, white space, and
a next word that begins a sentence. Where that is in doubt ("in the U.S. Children's Bureau") there
is no boundary: two sentences quoted together are still both whole, half a sentence is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from knowledge import lines
from knowledge.blocks import Block, BlockKind, blocks
from knowledge.span import Span

_QUOTABLE = (BlockKind.paragraph, BlockKind.item)

# A capitalised word always follows these: a name, or what an example gives.
_LEADING = frozenset(
    "mr mrs ms mx messrs mmes dr drs dra sen sens rep reps gov govs gen col lt sgt capt cmdr adm maj "
    "prof rev hon pres supt atty insp amb fr sra sras sres srta dña dª lic ing arq mons gral cnel "
    "v vs e.g i.e eg ie viz cf ej ee".split()
)
# A number follows these; before anything else they are words, or end their sentence.
_NUMBERED = frozenset(
    "no nos sec secs art arts fig figs vol vols ch chs par pars párr p pp pg pág págs n nn núm núms "
    "cap caps inc ext tel ca approx aprox stat reg cl".split()
)
# These may end a sentence or not: only a word that seldom continues a name tells.
_OPEN = frozenset(
    "jr sr esq st mt ft ave av avda blvd rd inc corp co cos ltd llc cía bros dept depto assn univ "
    "est ud uds vd vds al uu pub supp cir dist app ibid "
    "jan feb mar apr aug sept sep oct nov dec "
    "ala ariz ark calif colo conn fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev "
    "okla ore pa tenn tex va vt wash wis wyo".split()
)
# … and these of them are words of their own unless capitalised.
_OPEN_IF_CAPITAL = frozenset(
    "al mar dec ill ind la mass miss mo ore pa ga va wash co app est cos st dist mt".split()
) - {"al", "est"}
_STARTERS = frozenset(
    "a an the this that these those it its he she they we you our their his her my your i there "
    "here but and or nor so yet if when while as because although though since after before during "
    "until unless in on at by for from with without through among between to who what why how "
    "where which is are was were do does did has have had can could would should must not no also "
    "however moreover additionally furthermore meanwhile today yesterday earlier later now then "
    "thus therefore instead still many most some several each every both please let once according "
    "despite rather even only such nearly almost more last children kids families people parents "
    "el la los las un una unos unas este esta estos estas ese esa esto eso lo su sus nuestro nuestra "
    "nuestros nuestras él ella ellos ellas nosotros nosotras usted ustedes yo y pero sin si cuando "
    "mientras como porque aunque desde después antes durante hasta en con por para de del al ante "
    "entre según sobre tras que quien quién qué cómo cuándo dónde cuál también además asimismo hoy "
    "ayer ahora entonces así muchos muchas algunos algunas cada todo toda todos todas más es son "
    "fue fueron está están ha han hay debe deben puede pueden niñas niños familias".split()
)
_PARTICLES = frozenset("de del la las los el y".split())

_ASKED = "asked|asks|wondered|preguntó|pregunta"
_SAID = (
    "said|says|added|adds|replied|continued|noted|explained|told|concluded|warned|stated|wrote"
    "|dijo|dice|añadió|agregó|respondió|señaló|explicó|afirmó|concluyó|advirtió|expresó|declaró"
)
_ATTRIBUTION = re.compile(
    r"[^\W\d_a-zà-ÿ][\w.’'-]*(?:,?\s+(?:[^\W\d_a-zà-ÿ][\w.’'-]*|of|the|for|and|de|del|la|y)){0,9}"
    rf"\s+(?:(?:{_ASKED})\b|(?:{_SAID})(?=\s*[.,;:]|\s+(?:in|at|on|during|to|after|when|en|a|al"
    r"|ante|durante|tras)\b))"
)

# A run of end marks with what closes with them. It always matches from an end mark on and is
# possessive, so the scan is linear.
_END = re.compile(r"[.!?…](?:[ \xa0]?[.!?…]|[\"'”’»)\]}*_]|[ \xa0]»)*+")
_NOTE = re.compile(r" ?\[\d{1,3}\](?:,? ?\[\d{1,3}\]){0,9}|[⁰¹²³⁴-⁹]+|\d{1,2}(?:,\d{1,2}){0,9}")
_NEXT = re.compile(r"([\W_]{0,12})([^\W_][\w’'.@-]{0,30})?")
_SPACE = re.compile(r"\s*")
_ELLIPSIS = re.compile(r"…|\.[ \xa0]?\.")
_CLOSING_QUOTE = re.compile(r"[\"'”’»]")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_ROMAN = re.compile(r"[IVXLC]+\b")
_ENUMERATOR = re.compile(r"[\W_]*(?:\d{1,3}|[^\W\d_]|[ivx]{1,4}|[IVX]{1,4})?")
_BRAND = re.compile(r"[a-z]{1,2}[A-Z]|[\w-]+\.[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A segment of a text: a sentence, or a heading, dateline, contact or marker as a whole.

    `block` is the index of its block in `blocks(text)`.
    """

    span: Span
    kind: BlockKind
    block: int

    @property
    def quotable(self) -> bool:
        """Whether it is a sentence that can be shown in quotation."""
        return self.kind in _QUOTABLE


def sentences(text: str) -> tuple[Sentence, ...]:
    """Every segment of `text` in order; nothing but white space lies between them."""
    return tuple(
        sentence
        for index, block in enumerate(blocks(text))
        for sentence in _segments(text, block, index)
    )


def _segments(text: str, block: Block, index: int) -> list[Sentence]:
    if block.kind not in _QUOTABLE:
        return [Sentence(block.span, block.kind, index)]
    found = [Sentence(span, block.kind, index) for span in _split(text, block.span)]
    for at in range(len(found) - 1, -1, -1):
        if not lines.is_contact(found[at].span.of(text)):
            break
        found[at] = Sentence(found[at].span, BlockKind.contact, index)
    return found


def _split(text: str, span: Span) -> Iterator[Span]:
    """The sentences of one block's text."""
    start = span.start
    for end in _END.finditer(text, span.start, span.end):
        stop = _noted(text, end, span.end)
        after = _skip(text, stop, span.end)
        if stop < after < span.end and _is_boundary(text, start, end, after):
            yield Span(start, stop)
            start = after
    yield Span(start, span.end)


def _skip(text: str, start: int, end: int) -> int:
    space = _SPACE.match(text, start, end)
    return space.end() if space else start


def _noted(text: str, end: re.Match[str], limit: int) -> int:
    """Where the sentence ends when the mark of a footnote stands right behind it."""
    note = _NOTE.match(text, end.end(), limit)
    if not note or (note.end() < limit and not text[note.end()].isspace()):
        return end.end()
    plain = note.group()[0].isdigit() and note.group()[0].isascii()
    word = _word_before(text, end.start())
    if plain and not (word.isalpha() and word[-1].islower() and _role(word) is _Role.word):
        return end.end()
    return note.end()


class _Role(Enum):
    word = auto()
    initial = auto()
    leading = auto()
    numbered = auto()
    open = auto()


def _word_before(text: str, end: int) -> str:
    """The word that the end mark at `end` stands behind, without what precedes it in a compound."""
    chunk = text[max(0, end - 40) : end]
    return re.split(r"[\s/(\[“\"‘'«¿¡–—*_-]", chunk)[-1]


def _role(word: str) -> _Role:
    """What a full stop behind `word` may mean."""
    folded = word.lower()
    if folded in _LEADING:
        return _Role.leading
    if len(word) == 1 and word.isalpha():
        return _Role.initial if word.isupper() else _Role.numbered
    if folded in _OPEN and (folded not in _OPEN_IF_CAPITAL or word[0].isupper()):
        return _Role.open
    if folded in _NUMBERED:
        return _Role.numbered
    return _Role.open if _ACRONYM.fullmatch(word) else _Role.word


def _is_boundary(text: str, start: int, end: re.Match[str], after: int) -> bool:
    """Whether a sentence that began at `start` ends with `end`, the next one beginning at `after`."""
    following = _NEXT.match(text, after)
    lead, word = following.groups() if following else ("", None)
    if not word or _is_enumerator(text, start, end):
        return False
    quoted = _CLOSING_QUOTE.search(end.group()) is not None
    if quoted and lead[:1] in tuple("–—-"):
        return False  # who says it follows: “We must act.” — Jane Roe
    opens = any(character in "“«\"¿¡" for character in lead)
    if word[0].islower() and not opens and not _BRAND.match(word):
        return False
    if "?" in end.group() or "!" in end.group():
        return not (quoted and _ATTRIBUTION.match(text, after))
    if _ELLIPSIS.search(end.group()):
        return opens or _resumes(text, end, word)
    return _full_stop(_word_before(text, end.start()), lead, word)


def _is_enumerator(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether the sentence so far is only its number, or nothing that could be read."""
    return end.start() - start <= 8 and bool(_ENUMERATOR.fullmatch(text, start, end.start()))


def _resumes(text: str, end: re.Match[str], word: str) -> bool:
    """Whether a sentence begins behind an ellipsis; one with space around it stands for words."""
    spaced = text[end.start() - 1].isspace() and end.group().count(".") <= 3
    return not spaced or word.lower() in _STARTERS


def _full_stop(before: str, lead: str, word: str) -> bool:
    """Whether the full stop behind `before` ends a sentence when `word` comes next."""
    role = _role(before)
    if role is _Role.word:
        return True
    if role is _Role.leading:
        return False
    if role is _Role.numbered:
        numeral = word[0].isdigit() or "§" in lead or "#" in lead
        return not numeral and not (before.lower() != "no" and _ROMAN.fullmatch(word.rstrip(".")))
    starts = word.lower() in _STARTERS or "¿" in lead or "¡" in lead
    if role is _Role.initial:
        return starts and word.lower() not in _PARTICLES
    return starts
