"""The blocks of a text: headings, datelines, contacts, list items and paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from knowledge import contacts, datelines, lines
from knowledge.span import Span

# A text wrapped at a column has lines about this wide; shorter ones are tables and addresses,
# longer ones are paragraphs of a line each.
_NARROWEST = 40
_WIDEST = 120
# A run-in may come after a summary or two.
_OPENING_PARAGRAPHS = 3


class BlockKind(StrEnum):
    """What a block is for. Only a paragraph and an item can be quoted."""

    heading = "heading"
    dateline = "dateline"
    contact = "contact"
    paragraph = "paragraph"
    item = "item"
    marker = "marker"
    """A list item's bullet or number, a rule, a line without a letter."""
    row = "row"
    """A row of a table, which says nothing without the head of its columns."""
    quotation = "quotation"
    """Words set apart as somebody's, without the marks of a quotation that tell whose they are."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text with one purpose, without white space at either end."""

    span: Span
    kind: BlockKind


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order; nothing but white space lies between them."""
    runs = _runs(text)
    width = max((_wrap(run) for run in runs), default=0)
    groups = [group for run in runs for group in _groups(run, width)]
    return tuple(_run_ins(text, _Reading(text, groups).blocks()))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, and the kind of block it is by its own look, if it has one."""

    span: Span
    text: str
    indent: int
    bullet: int
    kind: BlockKind | None

    @property
    def width(self) -> int:
        return self.indent + len(self.text)

    @property
    def alone(self) -> bool:
        """Whether it starts a block, by its own look."""
        return self.bullet > 0 or self.kind is not None


@dataclass(frozen=True, slots=True)
class _Group:
    """The lines of one block; `leads`: whether a blank line, or nothing, is before them."""

    lines: list[_Line]
    leads: bool

    @property
    def span(self) -> Span:
        return Span(self.lines[0].span.start, self.lines[-1].span.end)


def _runs(text: str) -> list[list[_Line]]:
    """The lines of `text` that are not blank, in runs that blank lines separate."""
    found: list[list[_Line]] = [[]]
    start = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if line:
            indent = len(raw) - len(raw.lstrip())
            span = Span(start + indent, start + indent + len(line))
            found[-1].append(_Line(span, line, indent, lines.bullet(line), _own_kind(line)))
        elif found[-1]:
            found.append([])
        start += len(raw)
    return [run for run in found if run]


def _own_kind(text: str) -> BlockKind | None:
    if lines.is_bare(text):
        return BlockKind.contact if contacts.is_end_mark(text) else BlockKind.marker
    if lines.is_markdown_heading(text):
        return BlockKind.heading
    if lines.is_set_apart(text):
        return BlockKind.quotation
    if datelines.is_dateline(text):
        return BlockKind.dateline
    if contacts.is_contact(text):
        return BlockKind.contact
    return BlockKind.row if lines.is_row(text) else None


def _wrap(run: list[_Line]) -> int:
    """The column that `run` is wrapped at, or 0 if it is not wrapped.

    It is, when most line breaks come where the next word would not have fitted, and some of them
    cut a sentence: the next line begins in lower case.
    """
    breaks = _breaks(run)
    widest = max((line.width for line in run if "://" not in line.text), default=0)
    if not breaks or not _NARROWEST <= widest <= _WIDEST:
        return 0
    full = sum(_fills(line, after, widest) for line, after in breaks)
    cut = sum(after.text[0].islower() for _, after in breaks)
    return widest if 5 * full >= 3 * len(breaks) and 4 * cut >= len(breaks) else 0


def _breaks(run: list[_Line]) -> list[tuple[_Line, _Line]]:
    """The lines on both sides of each line break that could be a wrap."""
    return [(line, after) for line, after in pairwise(run) if not after.alone]


def _is_filled(run: list[_Line], width: int) -> bool:
    """Whether every line break of `run` is a wrap at `width`, whatever the words."""
    breaks = _breaks(run)
    filled = all(_fills(line, after, width) for line, after in breaks)
    return len(breaks) > 1 and filled and all(line.width <= width for line in run)


def _fills(line: _Line, after: _Line, width: int) -> bool:
    """Whether the first word of `after` would not have fitted on `line`."""
    return line.width + 1 + len(after.text.split(None, 1)[0]) > width


def _groups(run: list[_Line], width: int) -> Iterator[_Group]:
    """The lines of a run, joined where a line break only wraps."""
    wrap = _wrap(run) or (width if _is_filled(run, width) else 0)
    start = 0
    for index in range(1, len(run) + 1):
        if index == len(run) or not _soft(run, start, index, wrap, width):
            yield _Group(run[start:index], leads=start == 0)
            start = index


def _soft(run: list[_Line], start: int, index: int, wrap: int, width: int) -> bool:
    """Whether the break before line `index` only wraps the block that began at line `start`.

    `wrap` is the column that the run is wrapped at, `width` the one that the text is, if any.
    """
    first, line, after = run[start], run[index - 1], run[index]
    if (first is line and line.kind) or _starts(first, line, after, wrap or width):
        return False
    if lines.is_dangling(line.text):
        return True
    ended, full = lines.is_ended(line.text), _fills(line, after, wrap or width)
    if wrap and full:
        return True
    if first.bullet and after.indent > first.indent and (ended or line.width >= _NARROWEST):
        return True
    if not ended and after.text[0].islower():
        widest = max(wrap, width, line.width)
        return widest >= _NARROWEST and 5 * min(line.width, _WIDEST) >= 3 * min(widest, _WIDEST)
    titles = lines.is_title_case(line.text) and not lines.is_title_case(after.text)
    return width > 0 and full and line.width <= _WIDEST and (ended or not titles)


def _starts(first: _Line, line: _Line, after: _Line, wrap: int) -> bool:
    """Whether `after` starts a block by its own look, rather than going on where `line` ends."""
    if not after.alone or lines.is_strong_bullet(after.text):
        return after.alone
    if not wrap or lines.is_ended(line.text):
        return True
    words = after.text[after.bullet :].lstrip()
    goes_on = not first.bullet and words[:1].islower() and 5 * line.width >= 3 * wrap
    return not (goes_on or _fills(line, after, wrap))


@dataclass(slots=True)
class _Reading:
    """The groups of lines of a text, read in order to find what each is for."""

    text: str
    groups: list[_Group]
    titled: bool = False
    in_contact: bool = False
    after_bullet: bool = False
    after_quotation: bool = False

    def blocks(self) -> Iterator[Block]:
        for index, group in enumerate(self.groups):
            following = self.groups[index + 1] if index + 1 < len(self.groups) else None
            yield from self._read(group, following)

    def _read(self, group: _Group, following: _Group | None) -> Iterator[Block]:
        span = group.span
        bullet = group.lines[0].bullet
        kind = self._kind(group, following)
        self._remember(kind, span, group)
        if bullet and kind is BlockKind.item:
            middle = span.start + bullet
            yield Block(Span(span.start, middle), BlockKind.marker)
            span = Span(_text_start(self.text, middle, span.end), span.end)
        yield Block(span, kind)

    def _kind(self, group: _Group, following: _Group | None) -> BlockKind:
        line = group.lines[0]
        words = line.text if len(group.lines) == 1 else group.span.of(self.text)
        if len(group.lines) == 1 and line.kind:
            return line.kind
        if self._is_contact(group, words, following):
            return BlockKind.contact
        if self.after_quotation and lines.is_attribution(words):
            return BlockKind.paragraph
        if line.bullet:
            return BlockKind.marker if line.bullet == len(words) else BlockKind.item
        if self.after_bullet and not group.leads:
            return BlockKind.item
        title = not self.titled and following is not None
        introduces = following is not None and self._introduces(words, following, title=title)
        heading = not introduces and lines.is_heading(words, first=title)
        return BlockKind.heading if heading else BlockKind.paragraph

    def _introduces(self, words: str, following: _Group, *, title: bool) -> bool:
        """Whether the words are a sentence's beginning that goes on in the group below.

        `Lantern House opposes:` above a list, `Senator Brandt wrote:` above a paragraph.
        """
        if following.lines[0].bullet:
            return lines.is_unfinished(words) or (
                lines.is_lead_in(words) and not lines.is_label(words)
            )
        if title or following.lines[0].kind or not lines.is_lead_in(words):
            return False
        return not (
            lines.is_label(words) or lines.is_heading(following.span.of(self.text), first=False)
        )

    def _is_contact(self, group: _Group, words: str, following: _Group | None) -> bool:
        """Whether the group is a contact, or a name in one."""
        if len(group.lines) > 1 and contacts.is_contact(words):
            return True
        if not lines.is_name(words):
            return False
        if self.in_contact and not group.leads:
            return True
        if not following or not (self.in_contact or not following.leads):
            return False
        after = following.lines[0]
        return after.kind is BlockKind.contact and contacts.has_detail(after.text)

    def _remember(self, kind: BlockKind, span: Span, group: _Group) -> None:
        self.titled |= kind in (BlockKind.heading, BlockKind.paragraph, BlockKind.item)
        self.after_bullet = kind is BlockKind.marker and group.lines[0].bullet > 0
        self.after_quotation = self.text[span.end - 1] in '”"»' and kind is BlockKind.paragraph
        self.in_contact = kind is BlockKind.contact and (
            self.in_contact or contacts.is_label(span.of(self.text))
        )


def _text_start(text: str, start: int, end: int) -> int:
    return end - len(text[start:end].lstrip())


def _run_ins(text: str, found: Iterator[Block]) -> Iterator[Block]:
    """The blocks, the place-and-date run-in of the opening paragraph apart."""
    left = _OPENING_PARAGRAPHS
    for block in found:
        if block.kind is not BlockKind.paragraph or left == 0:
            yield block
            continue
        length = datelines.run_in(block.span.of(text))
        left = 0 if length else left - 1
        if length:
            middle = block.span.start + length
            yield Block(Span(block.span.start, middle), BlockKind.dateline)
            span = Span(_text_start(text, middle, block.span.end), block.span.end)
            yield Block(span, BlockKind.paragraph)
        else:
            yield block
