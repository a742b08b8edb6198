"""The sentences of a text.

A boundary is a sentence's end mark, the quotes and brackets that close with it, white space, and
a next word that begins a sentence. Where that is in doubt ("in the U.S. Children's Bureau") there
is no boundary: two sentences quoted together are still both whole, half a sentence is not.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge import contacts
from knowledge.abbreviations import Stop, ends_sentence, is_starter, stop
from knowledge.blocks import Block, BlockKind, blocks
from knowledge.span import Span

Row = tuple[int, int, str, int]

_QUOTABLE = (BlockKind.paragraph, BlockKind.item)

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
_NOTE = re.compile(
    r"(?: ?\[\d{1,3}\]|\[[^\[\]\n]{1,30}\]){1,9}|[⁰¹²³⁴-⁹]+|\d{1,2}(?:,\d{1,2}){0,9}"
)
_NEXT = re.compile(r"([\W_]{0,12})([^\W_][\w’'.@-]{0,30})?")
_SPACE = re.compile(r"\s*")
_ELLIPSIS = re.compile(r"…|\.[ \xa0]?\.")
_FOUR_DOTS = re.compile(r"(?:\.[ \xa0]?){4}")
_CLOSING_QUOTE = re.compile(r"[\"'”’»]")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_ENUMERATOR = re.compile(r"[\W_]*(?:\d{1,3}|[^\W\d_]|[ivx]{1,4}|[IVX]{1,4})?")
_COMPOUND = re.compile(r"[\s/(\[“\"‘'«¿¡–—*_-]")
_LONGEST_WORD = 24
_LONGEST_NUMBER = 8
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
        if not contacts.is_contact(found[at].span.of(text)):
            break
        found[at] = Sentence(found[at].span, BlockKind.contact, index)
    return found


def _split(text: str, span: Span) -> Iterator[Span]:
    """The sentences of one block's text."""
    start = span.start
    for end in _END.finditer(text, span.start, span.end):
        stop = _noted(text, end, span.end)
        after = _skip(text, stop, span.end)
        if stop < after < span.end and _is_boundary(text, Span(start, span.end), end, after):
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
    if plain and not (word.isalpha() and word[-1].islower() and stop(word) is Stop.end):
        return end.end()
    return note.end()


def _word_before(text: str, end: int) -> str:
    """The word that the end mark at `end` stands behind, without what precedes it in a compound."""
    return _COMPOUND.split(text[max(0, end - _LONGEST_WORD) : end])[-1]


def _is_boundary(text: str, rest: Span, end: re.Match[str], after: int) -> bool:
    """Whether the sentence that `rest` begins with ends with `end`, the next one at `after`."""
    following = _NEXT.match(text, after, rest.end)
    lead, word = following.groups() if following else ("", None)
    if not word or _is_enumerator(text, rest.start, end):
        return False
    quoted = _CLOSING_QUOTE.search(end.group()) is not None
    if quoted and lead[:1] in tuple("–—-"):
        return False  # who says it follows: “We must act.” — Jane Roe
    opens = any(character in '“«"¿¡' for character in lead)
    if word[0].islower() and not opens and not _BRAND.match(word):
        return False
    if "?" in end.group() or "!" in end.group():
        return not (quoted and _ATTRIBUTION.match(text, after, rest.end))
    if _ELLIPSIS.search(end.group()):
        return opens or _resumes(text, end, word)
    return ends_sentence(_word_before(text, end.start()), lead, word)


def _is_enumerator(text: str, start: int, end: re.Match[str]) -> bool:
    """Whether the sentence so far is only its number, or nothing that could be read."""
    return end.start() - start <= _LONGEST_NUMBER and bool(
        _ENUMERATOR.fullmatch(text, start, end.start())
    )


def _resumes(text: str, end: re.Match[str], word: str) -> bool:
    """Whether a sentence begins behind an ellipsis; one with space around it stands for words."""
    spaced = text[end.start() - 1].isspace() and not _FOUR_DOTS.search(end.group())
    return not spaced or is_starter(word)


def sentence_rows(found: Iterable[Sentence]) -> list[Row]:
    """Sentences as plain rows `(start, end, kind, block)`, fit for JSON."""
    return [(s.span.start, s.span.end, str(s.kind), s.block) for s in found]


def sentences_of(rows: Iterable[Row]) -> tuple[Sentence, ...]:
    """The sentences that `sentence_rows` made these rows of.

    Raises ValueError for rows it cannot have made.
    """
    kinds = BlockKind.__members__  # whose names are their values; calling the class takes long
    try:
        return tuple(Sentence(Span(start, end), kinds[kind], b) for start, end, kind, b in rows)
    except KeyError as unknown:
        raise ValueError(f"{unknown} is no kind of block") from None
