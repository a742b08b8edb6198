"""The quotations of a text: what stands between quotation marks, or behind a dialogue's dash."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from knowledge.blocks import BlockKind
from knowledge.sentences import Sentence
from knowledge.span import Span

_RUNNING = (BlockKind.paragraph, BlockKind.item, BlockKind.marker)
_MARK = re.compile(r"[“”„«»\"]")
_OPENING = frozenset("“„«")
_STRAIGHT = '"'
_BEFORE_OPENING = frozenset("([{-–—¿¡“„«‘'")
_BEHIND_CLOSING = frozenset(".,;:!?…)]}-–—”»’")
# A closing mark was forgotten: “We must act, said Roe. What follows is another quotation.
_BROKEN = re.compile(r",\s+(?:said|says|added|dijo|dice|añadió|agregó|afirmó|señaló)\s")
# Spanish dialogue: —No cerraremos —dijo Rosa—. Mañana abrimos.
_DIALOGUE = re.compile(
    r"(?:(?<=\s)|(?<![^\n]))—(?=[^\s—])[^—“”„«»\"]+?"
    r"(?=\s—(?:dijo|dice|añad|agreg|afirm|señal|pregunt|respond|contest|explic|record|asegur|cont|"
    r"anunci|insist|coment|advirt|advierte|reconoc|exclam|declar|repit|conclu)\w*(?P<aside>[^—“”„«»\"]*))"
)
_RESUMED = re.compile(r"—[.,;:]?\s*(?P<words>[^\s—“”„«»\"][^—“”„«»\"]*)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks; `closed` is whether its last mark is there."""

    span: Span
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Quotations:
    """The quotations of one text, in order; none overlap.

    One that runs on over paragraphs, each with an opening mark of its own, is one quotation, and
    what is quoted within a quotation is part of it.
    """

    all: tuple[Quotation, ...]

    def at(self, position: int) -> Quotation | None:
        """The quotation that goes on from before `position` to behind it."""
        index = bisect_right(self.all, position - 1, key=_start) - 1
        found = self.all[index] if index >= 0 else None
        return found if found and found.span.start < position < found.span.end else None

    def within(self, span: Span) -> tuple[Quotation, ...]:
        """The quotations that share a character with `span`."""
        first = bisect_right(self.all, span.start, key=_start)
        if first and self.all[first - 1].span.end > span.start:
            first -= 1
        last = bisect_right(self.all, span.end - 1, key=_start)
        return self.all[first:last]

    def outside(self, span: Span) -> tuple[Span, ...]:
        """What of `span` stands outside of quotations, in order."""
        found, start = [], span.start
        for quotation in self.within(span):
            if quotation.span.start > start:
                found.append(Span(start, quotation.span.start))
            start = quotation.span.end
        return (*found, Span(start, span.end)) if start < span.end else tuple(found)


def _start(quotation: Quotation) -> int:
    return quotation.span.start


def quotations(text: str, sentences: Sequence[Sentence]) -> Quotations:
    """The quotations in the paragraphs and lists of `text`, whose sentences these are."""
    reading = _Reading(text)
    for _, group in groupby(sentences, key=lambda sentence: sentence.block):
        block = [sentence for sentence in group if sentence.kind in _RUNNING]
        if block:
            reading.read(Span(block[0].span.start, block[-1].span.end))
        else:
            reading.give_up()
    reading.give_up()
    marked = Quotations(tuple(reading.found))
    spoken = [span for span in reading.spoken if not marked.within(span)]
    return Quotations(tuple(sorted([*marked.all, *map(Quotation, spoken)], key=_start)))


@dataclass(slots=True)
class _Reading:
    """A text read block by block; `opened` is where the quotation that is still open began."""

    text: str
    found: list[Quotation] = field(default_factory=list)
    spoken: list[Span] = field(default_factory=list)
    opened: int | None = None
    depth: int = 0
    reached: int = 0
    """Where the last block ended that begins with a mark of the open quotation."""
    bare: bool = False
    """Whether there was a block without a mark since."""

    def read(self, block: Span) -> None:
        self.spoken += _dialogue(self.text, block)
        marks = list(_MARK.finditer(self.text, block.start, block.end))
        if self.opened is not None and marks and not self._runs_on(block, marks[0]):
            self.give_up()
        for mark in marks:
            self._mark(mark.start(), block)
        if self.opened is None:
            return
        self.bare = not marks
        if marks:
            broken = _BROKEN.search(self.text, max(self.opened, block.start), block.end)
            self.reached = block.end if not self.reached or not broken else self.reached
            if broken or self.depth > 1:
                self.give_up()

    def give_up(self) -> None:
        """End a quotation whose closing mark is missing with the last block that it marks."""
        if self.opened is not None:
            self.found.append(Quotation(Span(self.opened, self.reached), closed=False))
        self.opened, self.depth, self.reached, self.bare = None, 0, 0, False

    def _runs_on(self, block: Span, mark: re.Match[str]) -> bool:
        """Whether the open quotation goes on in this block, whose first mark this is."""
        repeated = mark.start() == block.start and not self.bare
        return repeated or not _opens(self.text, mark.start(), block, inside=True)

    def _mark(self, at: int, block: Span) -> None:
        if _opens(self.text, at, block, inside=self.opened is not None):
            repeated = at == block.start and self.opened is not None
            self.depth += not repeated
            self.opened = at if self.opened is None else self.opened
        elif self.opened is not None:
            self.depth -= 1
            if self.depth == 0:
                self.found.append(Quotation(Span(self.opened, at + 1)))
                self.opened, self.reached, self.bare = None, 0, False


def _opens(text: str, at: int, block: Span, *, inside: bool) -> bool:
    """Whether the mark at `at` opens a quotation; `inside`: whether one is open before it.

    What stands beside it decides where the mark itself does not, or is the wrong one.
    """
    before = text[at - 1] if at > block.start else " "
    behind = text[at + 1] if at + 1 < block.end else " "
    leads = before.isspace() or before in _BEFORE_OPENING
    trails = behind.isspace() or behind in _BEHIND_CLOSING
    if text[at] == _STRAIGHT:
        return (leads and not behind.isspace()) or (leads and before.isspace() and not inside)
    if text[at] in _OPENING:
        return not (inside and not leads and trails)
    return not inside and before.isspace() and behind.isalnum()


def _dialogue(text: str, block: Span) -> Iterator[Span]:
    """What is said behind a dash, and what is said on behind the aside that tells who speaks."""
    end = block.start
    for found in _DIALOGUE.finditer(text, block.start, block.end):
        if found.start() < end:
            continue
        yield Span(found.start(), found.end())
        end = min(found.end("aside"), block.end)
        resumed = _RESUMED.match(text, end, block.end)
        if resumed:
            words = resumed.group("words").rstrip()
            yield Span(resumed.start("words"), resumed.start("words") + len(words))
            end = resumed.end()
