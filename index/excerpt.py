"""Which whole sentences to show, so that what is shown stands by itself."""

import re
from dataclasses import dataclass

from knowledge.blocks import BlockKind
from knowledge.document import Document
from knowledge.lines import (
    is_attribution,
    is_claim,
    is_finished,
    is_lead_in,
    is_rebuttal,
    is_unfinished,
)
from knowledge.quote import JOINING, is_quotable
from knowledge.span import Span

_OPENING = "“«"
_CLOSING = "”»"
_STRAIGHT = '"'
_WORD = re.compile(r"\w")
# A sentence that begins so says its subject in the sentence before.
_LEANING = re.compile(
    r"\W*(?:it|he|she|they|this|that|these|those|such|both|also|her|his|their|its|instead|"
    r"el|ella|ellos|ellas|él|esto|esta|este|estos|estas|ese|esa|eso|esos|esas|además|también|asimismo)\b",
    re.IGNORECASE,
)

_QUOTED = re.compile(r"“[^”]*(?:”|$)|^[^“]*”|«[^»]*(?:»|$)|^[^«]*»|\"[^\"]*(?:\"|$)")
# "he said", "dijo ella", and what little may stand beside them.
_PRONOUN_ALONE = re.compile(
    r"\W*(?:(?:he|she|they|we|él|ella|ellos|ellas)\s+\w+(?:\s+\w+)?"
    r"|\w+\s+(?:he|she|they|él|ella|ellos|ellas)|(?:dijo|añadió|agregó|afirmó|señaló))\W*",
    re.IGNORECASE,
)
_LIST = (BlockKind.item, BlockKind.marker)
_SPEAKING = (
    r"(?:said|says|added|adds|replied|replies|continued|continues|noted|notes|explained|explains"
    r"|told|tells|concluded|concludes|warned|warns|stated|states|wrote|writes|asked|asks|argued"
    r"|argues|claimed|claims|insisted|declared|testified|tweeted|posted|went\s+on)"
)
_SPEAKING_ES = (
    r"(?:dij(?:o|eron)|dicen?|(?:añad|agreg|respond|señal|explic|afirm|conclu|advirt|expres|declar"
    r"|asegur|sostuv|pregunt|coment|manifest|escrib|insist|argument|indic|apunt|subray|continu)\w*)"
)
_PERSON = r"(?:s?he|they|he|ella|él|ellos|ellas)"
# Whose words they are is said by a pronoun only: "she added", "dijo ella", "añadió".
_UNNAMED = re.compile(
    rf"\W*(?:(?:and|but|y|pero)\W+)?(?:{_PERSON}\s+(?:\w+ly\s+|also\s+|then\s+|también\s+)?"
    rf"(?:{_SPEAKING}|{_SPEAKING_ES})|{_SPEAKING}\s+{_PERSON}|{_SPEAKING_ES}(?:\s+{_PERSON})?)\b"
    r"(?:\W+(?:also|too|later|then|también|además|después|in|at|on|during|to|after|when|en|a|al"
    r"|ante|durante|tras|el|of)\b(?:\W+\w+){0,9})?\W*",
    re.IGNORECASE,
)
_PERSONAL = re.compile(rf"\W*{_PERSON}\b", re.IGNORECASE)
# "We reject the following claims." is a lead-in, although it is a whole sentence.
_FOLLOWING = re.compile(
    r"\b(?:following|as follows|below|these|siguientes?|a continuación|estos|estas)\b",
    re.IGNORECASE,
)
_LISTED = (BlockKind.item, BlockKind.marker)


@dataclass(frozen=True, slots=True)
class Speech:
    """How a sentence stands to the quotation marks around it.

    `inside` is whether a quotation is open where the sentence begins, `unfinished` where it ends,
    and `own` the words of the sentence that stand outside of quotation marks.
    """

    inside: bool
    unfinished: bool
    own: str


def speech(document: Document, paragraph: range) -> dict[int, Speech]:
    """How each sentence of a paragraph stands to the quotation marks in it."""
    found: dict[int, Speech] = {}
    open_now = False
    for index in paragraph:
        began, own = open_now, ""
        for character in _text(document, index):
            if character in _OPENING or (character == _STRAIGHT and not open_now):
                open_now = True
            elif character in _CLOSING or character == _STRAIGHT:
                open_now = False
            elif not open_now:
                own += character
        found[index] = Speech(began, open_now, own if _WORD.search(own) else "")
    return found


def paragraph_of(document: Document, index: int) -> range:
    """The sentences that share a block with the one at `index`; contact lines end it."""
    sentences = document.sentences

    def belongs(other: int) -> bool:
        return sentences[other].block == sentences[index].block and sentences[other].kind in JOINING

    first = last = index
    while first > 0 and belongs(first - 1):
        first -= 1
    while last + 1 < len(sentences) and belongs(last + 1):
        last += 1
    return range(first, last + 1)


def excerpt(document: Document, index: int) -> Span | None:
    """The sentence at `index` with what it cannot be understood without, within a quote's length.

    A list item comes with its lead-in and all items between them, a paragraph with the line that
    introduces it, a myth with its rebuttal, and an attribution to a pronoun with the sentence that
    names who is meant. A quotation comes whole and with the words that say whose it is, and a
    sentence that begins with a pronoun comes with the one before it, wherever both fit. None where
    the sentence itself is too long to be a quote, and where any of the former cannot be shown
    with it.
    """
    core = _closed(document, index, index)
    if core is None:
        return None
    for first, last in _wishes(document, *core):
        whole = _closed(document, first, last)
        if whole is not None and is_quotable(document, _span(document, *whole)):
            return _span(document, *whole)
    return None


def _span(document: Document, first: int, last: int) -> Span:
    return Span(document.sentences[first].span.start, document.sentences[last].span.end)


def _closed(document: Document, first: int, last: int) -> tuple[int, int] | None:
    """The sentences from `first` to `last` with all that any of them needs; None if too much."""
    done: set[int] = set()
    while missing := [i for i in range(first, last + 1) if i not in done]:
        for index in missing:
            for needed in (_introduction, _rebuttal, _naming):
                found = needed(document, index)
                if found is None:
                    return None
                first, last = min(first, *found), max(last, *found)
            if first < last and len(_span(document, first, last)) > MAX_CHARACTERS:
                return None
        done.update(missing)
    return first, last


def _introduction(document: Document, index: int) -> tuple[int, int] | None:
    """From what introduces the sentence, if anything does, to the sentence; None: not to be shown.

    A line that introduces but is a heading can be part of no quote.
    """
    kind = document.sentences[index].kind
    if kind is BlockKind.marker:
        return index, index
    start = (
        _unit(document, index)[0] if kind is BlockKind.item else paragraph_of(document, index)[0]
    )
    before = _before(document, start)
    text = "" if before is None else _text(document, before)
    above = None if before is None else document.sentences[before].kind
    if above is BlockKind.heading and (
        (lines.is_lead_in(text) and not lines.is_label(text)) or lines.is_bare_claim(text)
    ):
        return None
    if kind is BlockKind.paragraph:
        goes_on = above in JOINING and (lines.is_lead_in(text) or text[-1] in ";,")
        return (before if goes_on and before is not None else index), index
    whole = _is_whole(_text(document, index))
    if before is not None and above in JOINING:
        leads = not lines.is_finished(text) and not lines.is_attribution(text)
        if leads or not whole or _FOLLOWING.search(text):
            return before, index
    upper = next((i for i in range(start, index) if _introduces(document, i, index)), None)
    if upper is not None:
        return upper, index
    return (index, index) if whole else None


def _introduces(document: Document, upper: int, index: int) -> bool:
    """Whether the item at `upper` is a lead-in to those below it, as in a list within a list."""
    sentences = document.sentences
    return sentences[upper].block != sentences[index].block and lines.is_lead_in(
        _text(document, upper)
    )


def _is_whole(text: str) -> bool:
    """Whether an item is a full sentence: it begins with a capital and ends with its mark."""
    begins = next((character for character in text if character.isalnum()), "")
    return lines.is_finished(text) and (begins.isupper() or begins.isdigit())


def _before(document: Document, index: int) -> int | None:
    """The nearest segment before `index` that is no rule and no bullet."""
    kinds = document.sentences
    earlier = range(index - 1, -1, -1)
    return next((i for i in earlier if kinds[i].kind is not BlockKind.marker), None)


def _rebuttal(document: Document, index: int) -> tuple[int, int] | None:
    """From the myth that the sentence is part of to its rebuttal; the sentence if it is of none."""
    claim = _claim(document, index)
    if claim is None:
        return index, index
    sentences = document.sentences
    answer = None
    for later in range(index + 1, len(sentences)):
        if lines.is_rebuttal(_text(document, later)):
            answer = later
            break
        if sentences[later].kind not in JOINING or lines.is_claim(_text(document, later)):
            break
    apart = sentences[claim].block != sentences[index].block
    if answer is None and apart and not lines.is_bare_claim(_text(document, claim)):
        return index, index
    return None if answer is None or not _joins(document, claim) else (claim, answer)


def _claim(document: Document, index: int) -> int | None:
    """The nearest line above that gives a myth, unless a rebuttal or a heading comes between."""
    for earlier in range(index, -1, -1):
        text = _text(document, earlier)
        if lines.is_claim(text):
            return earlier
        if lines.is_rebuttal(text) or not _joins(document, earlier):
            return None
    return None


def _naming(document: Document, index: int) -> tuple[int, int] | None:
    """From the sentence that names whom "he said" means to the sentence; None if there is none."""
    if not _joins(document, index):
        return index, index
    paragraph = paragraph_of(document, index)
    marks = speech(document, paragraph)
    if not _UNNAMED.fullmatch(marks[index].own):
        return index, index
    if _joins(document, paragraph[0] - 1):
        marks |= speech(document, paragraph_of(document, paragraph[0] - 1))
    for earlier in range(index - 1, min(marks) - 1, -1):
        own = marks[earlier].own
        if own and not _PERSONAL.match(own) and not _UNNAMED.fullmatch(own):
            return earlier, index
    return None


def _wishes(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Wider choices than the sentences from `start` to `end`, the most complete first."""
    paragraph = range(paragraph_of(document, start)[0], paragraph_of(document, end)[-1] + 1)
    marks = _marks(document, paragraph)
    first, last = start, end
    while marks[first].inside and first > paragraph[0]:
        first -= 1
    while marks[last].unfinished and last < paragraph[-1]:
        last += 1
    if not any(marks[i].own for i in range(first, last + 1)):
        return [*_with_speaker(marks, first, last), *_with_speaker(marks, start, end)]
    wishes = [(first, last)]
    leans = _LEANING.match(_text(document, first)) or _LEANING.match(marks[first].own)
    if leans and first > paragraph[0] and marks[first - 1].own:
        wishes.insert(0, (first - 1, last))
    if any(marks[i].own for i in range(start, end + 1)):
        return [*wishes, (start, end)]
    # Who speaks is said within the quotation: the sentence before it need not be about them.
    within = {i: mark for i, mark in marks.items() if first <= i <= last}
    return [*wishes, *_with_speaker(within, start, end)]


def _marks(document: Document, paragraph: range) -> dict[int, Speech]:
    """How the sentences of a paragraph stand to quotation marks, and those of its neighbours.

    A neighbour counts where the speaker of this paragraph's words may stand in it: before, where it
    introduces them or its quotation goes on here; behind, where it is an attribution or this
    paragraph's quotation goes on there.
    """
    marks = speech(document, paragraph)
    before, after = paragraph[0] - 1, paragraph[-1] + 1
    if _joins(document, before):
        earlier = speech(document, paragraph_of(document, before))
        if earlier[before].unfinished or _text(document, before).endswith(":"):
            marks |= earlier
    if _joins(document, after) and (
        marks[after - 1].unfinished or lines.is_attribution(_text(document, after))
    ):
        marks |= speech(document, paragraph_of(document, after))
    return marks


def _joins(document: Document, index: int) -> bool:
    sentences = document.sentences
    return 0 <= index < len(sentences) and sentences[index].kind in JOINING


def _text(document: Document, index: int) -> str:
    return document.sentences[index].span.of(document.text)


def _with_speaker(marks: dict[int, Speech], first: int, last: int) -> list[tuple[int, int]]:
    """The quotation with the nearest sentence that can say whose it is: mostly the one before."""
    wishes = []
    before = next((i for i in range(first - 1, min(marks) - 1, -1) if marks[i].own), None)
    after = next((i for i in range(last + 1, max(marks) + 1) if marks[i].own), None)
    if before is not None:
        wishes.append((before, last))
    if after is not None:
        wishes.append((first, after))
    return wishes


def surroundings(document: Document, span: Span, limit: int) -> Span:
    """The paragraph around a quote; where that is the quote alone, the paragraphs beside it too.

    Of a list item it is the whole list with its lead-in. Whole sentences, at most `limit`
    characters around and including the quote. Headings, datelines and contact lines end it, and
    it neither begins nor ends with a bullet.
    """
    held = document.whole_sentences(span)
    if held is None:
        return span
    first, last = _unit(document, held[0])[0], _unit(document, held[-1])[-1]
    if document.sentences[first].kind in _LISTED and _joins(document, first - 1):
        first -= 1
    if (first, last) == (held[0], held[-1]):
        first, last = _beside(document, first, -1), _beside(document, last, 1)
    begin, end = held[0], held[-1]
    grown = True
    while grown:
        grown = False
        if end < last and len(_span(document, begin, end + 1)) <= limit:
            end, grown = end + 1, True
        if begin > first and len(_span(document, begin - 1, end)) <= limit:
            begin, grown = begin - 1, True
    while begin < held[0] and document.sentences[begin].kind is BlockKind.marker:
        begin += 1
    while end > held[-1] and document.sentences[end].kind is BlockKind.marker:
        end -= 1
    return _span(document, begin, end)


def _unit(document: Document, index: int) -> range:
    """The paragraph, or the whole list, that holds the segment at `index`."""
    sentences = document.sentences
    if sentences[index].kind not in _LISTED:
        return paragraph_of(document, index)
    first = last = index
    while first > 0 and sentences[first - 1].kind in _LISTED:
        first -= 1
    while last + 1 < len(sentences) and sentences[last + 1].kind in _LISTED:
        last += 1
    return range(first, last + 1)


def _beside(document: Document, index: int, step: int) -> int:
    """The far end of the paragraph or list next to the one at `index`, or `index` at an end."""
    following = index + step
    if not _joins(document, following):
        return index
    return _unit(document, following)[0 if step < 0 else -1]
