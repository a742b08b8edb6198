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

_WORD = re.compile(r"\w")
# A sentence that begins so says its subject in the sentence before.
_LEANING = re.compile(
    r"\W*(?:it|he|she|they|this|that|these|those|such|both|also|her|his|their|its|instead|"
    r"el|ella|ellos|ellas|él|esto|esta|este|estos|estas|ese|esa|eso|esos|esas|además|también|asimismo)\b",
    re.IGNORECASE,
)

# "he said", "dijo ella", and what little may stand beside them.
_PRONOUN_ALONE = re.compile(
    r"\W*(?:(?:he|she|they|we|él|ella|ellos|ellas)\s+\w+(?:\s+\w+)?"
    r"|\w+\s+(?:he|she|they|él|ella|ellos|ellas)|(?:dijo|añadió|agregó|afirmó|señaló))\W*",
    re.IGNORECASE,
)
_LIST = (BlockKind.item, BlockKind.marker)


@dataclass(frozen=True, slots=True)
class Speech:
    """How a sentence stands to the quotation marks around it.

    `inside` is whether a quotation is open where the sentence begins, `unfinished` where it ends,
    and `own` whether any word of the sentence stands outside of quotation marks.
    """

    inside: bool
    unfinished: bool
    own: bool


def speech(document: Document, paragraph: range) -> dict[int, Speech]:
    """How each sentence of a paragraph stands to the quotation marks in it."""
    held = document.quotations
    found: dict[int, Speech] = {}
    for index in paragraph:
        span = document.sentences[index].span
        own = any(_WORD.search(part.of(document.text)) for part in held.outside(span))
        inside, unfinished = held.at(span.start), held.at(span.end)
        found[index] = Speech(inside is not None, unfinished is not None, own)
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
    """The sentence at `index` with the neighbours it leans on, within a quote's length.

    A quotation comes whole and with the words that say whose it is, and a sentence that begins
    with a pronoun comes with the one before it, wherever both fit. None where the sentence itself
    is too long to be a quote, and where it is somebody's words and who spoke cannot be shown with
    it.
    """
    needed = _needed(document, index)
    if needed is None or not is_quotable(document, _span(document, index, index)):
        return None
    spans = (
        _span(document, min(first, needed[0]), max(last, needed[1]))
        for first, last in _wishes(document, index)
    )
    return next((span for span in spans if is_quotable(document, span)), None)


def _needed(document: Document, index: int) -> tuple[int, int] | None:
    """The first and last sentence without which the one at `index` would say something else.

    An item says nothing without the line it completes, nor a paragraph without the one that
    introduces it, nor a myth without its rebuttal; "he said" does not tell who. None where what is
    needed is not there.
    """
    first, last = index, index
    begins = _introduction(document, index)
    if begins is None:
        return None
    first = min(first, begins)
    paragraph = paragraph_of(document, index)
    if is_claim(_text(document, paragraph[0])):
        rebuttal = _rebuttal(document, paragraph)
        if rebuttal is None:
            return None
        first, last = min(first, paragraph[0]), max(last, rebuttal)
    elif paragraph[0] > 0 and is_claim(_text(document, paragraph[0] - 1)):
        return None
    named = _named(document, index, paragraph)
    return None if named is None else (min(first, named), last)


def _introduction(document: Document, index: int) -> int | None:
    """Where what a sentence completes begins: `index` if it stands by itself, None if nowhere."""
    sentences = document.sentences
    listed = sentences[index].kind is BlockKind.item
    start = index if listed else paragraph_of(document, index)[0]
    while listed and start > 0 and sentences[start - 1].kind in _LIST:
        start -= 1
    above = start - 1
    if above >= 0 and sentences[above].quotable:
        introducing = _text(document, above)
        if is_lead_in(introducing) or (listed and is_unfinished(introducing)):
            return above
    words = _text(document, index)
    stands = not listed or (is_finished(words) and not words[0].islower())
    return index if stands else None


def _rebuttal(document: Document, paragraph: range) -> int | None:
    """The last sentence of the rebuttal that follows a claim."""
    for index in paragraph[1:]:
        if is_rebuttal(_text(document, index)):
            return paragraph[-1]
    after = paragraph[-1] + 1
    while after < len(document.sentences) and document.sentences[after].kind is BlockKind.marker:
        after += 1
    if _joins(document, after) and is_rebuttal(_text(document, after)):
        return paragraph_of(document, after)[-1]
    return None


def _named(document: Document, index: int, paragraph: range) -> int | None:
    """Where the speaker that "he said" stands for is named; `index` where no such words are."""
    outside = _outside(document, index)
    if outside == _text(document, index) or not _PRONOUN_ALONE.fullmatch(outside):
        return index
    for before in range(index - 1, paragraph[0] - 1, -1):
        outside = _outside(document, before)
        if outside and not _PRONOUN_ALONE.fullmatch(outside):
            return before
    return None


def _outside(document: Document, index: int) -> str:
    """The words of a sentence that stand outside of quotation marks."""
    parts = document.quotations.outside(document.sentences[index].span)
    return " ".join(" ".join(part.of(document.text) for part in parts).split())


def _span(document: Document, first: int, last: int) -> Span:
    return Span(document.sentences[first].span.start, document.sentences[last].span.end)


def _wishes(document: Document, index: int) -> list[tuple[int, int]]:
    """Wider choices, the most complete first."""
    paragraph = paragraph_of(document, index)
    marks = _marks(document, paragraph)
    first, last = index, index
    while marks[first].inside and first > paragraph[0]:
        first -= 1
    while marks[last].unfinished and last < paragraph[-1]:
        last += 1
    if not any(marks[i].own for i in range(first, last + 1)):
        return [*_with_speaker(marks, first, last), *_with_speaker(marks, index, index)]
    wishes = [(first, last)]
    leans = _LEANING.match(_text(document, first))
    if leans and first > paragraph[0] and marks[first - 1].own:
        wishes.insert(0, (first - 1, last))
    if marks[index].own:
        return [*wishes, (index, index)]
    return [*wishes, *_with_speaker(marks, index, index)]


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
        marks[after - 1].unfinished or is_attribution(_text(document, after))
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

    Whole sentences, at most `limit` characters around and including the quote. Headings, datelines
    and contact lines end it.
    """
    held = document.whole_sentences(span)
    if held is None:
        return span
    first, last = paragraph_of(document, held[0])[0], paragraph_of(document, held[-1])[-1]
    if document.sentences[held[-1]].kind is BlockKind.item:
        first, last = _list_around(document, held[0], held[-1])
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
    while document.sentences[end].kind is BlockKind.marker:
        end -= 1
    return _span(document, begin, end)


def _list_around(document: Document, first: int, last: int) -> tuple[int, int]:
    """The list that sentences stand in, with the line that introduces it."""
    sentences = document.sentences
    while first > 0 and sentences[first].kind in _LIST and _joins(document, first - 1):
        first -= 1
    while last + 1 < len(sentences) and sentences[last + 1].kind in _LIST:
        last += 1
    return first, last


def _beside(document: Document, index: int, step: int) -> int:
    """The far end of the paragraph next to the sentence at `index`, or `index` at an end."""
    following = index + step
    if not _joins(document, following):
        return index
    return paragraph_of(document, following)[0 if step < 0 else -1]
