"""The blocks of a text: headings, datelines, contacts, list items and paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from knowledge import lines
from knowledge.lines import Line
from knowledge.span import Span

# A text wrapped by hand has lines about this wide; shorter ones are tables and addresses,
# longer ones are paragraphs of a line each.
_NARROWEST = 40
_WIDEST = 120


class BlockKind(StrEnum):
    """What a block is for. Only a paragraph and an item can be quoted."""

    heading = "heading"
    dateline = "dateline"
    contact = "contact"
    paragraph = "paragraph"
    item = "item"
    marker = "marker"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text with one purpose, without white space at either end."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines that belong to one block, and whether they begin a run."""

    lines: tuple[Line, ...]
    leads: bool

    @property
    def span(self) -> Span:
        return Span(self.lines[0].span.start, self.lines[-1].span.end)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text` in order; nothing but white space lies between them."""
    runs = lines.runs(text)
    width = max((_width(run) for run in runs), default=0)
    groups = [group for run in runs for group in _groups(run, width)]
    return tuple(_blocks(text, groups))


def _width(run: list[Line]) -> int:
    """The width that `run` is wrapped at, or 0 if it is not wrapped."""
    breaks = [
        (line, after) for line, after in zip(run, run[1:], strict=False) if not _alone(after)
    ]
    widest = max(line.width for line in run if "://" not in line.text or line.width <= _WIDEST)\
        if any("://" not in line.text or line.width <= _WIDEST for line in run) else 0
    if not breaks or not _NARROWEST <= widest <= _WIDEST:
        return 0
    full = sum(_fills(line, after, widest) for line, after in breaks)
    going_on = sum(after.text[0].islower() for _, after in breaks)
    return widest if full >= 0.6 * len(breaks) and going_on >= 0.25 * len(breaks) else 0


def _fills(line: Line, after: Line, width: int) -> bool:
    """Whether the first word of `after` would not have fitted on `line`."""
    return line.width + 1 + len(after.text.split(None, 1)[0]) > width


def _alone(line: Line) -> bool:
    """Whether the line, by its own look, starts a block of its own."""
    return bool(line.marker) or line.text.startswith("#") or _apart(line.text)


def _apart(text: str) -> bool:
    return lines.is_dateline(text) or lines.is_contact(text) or lines.is_end_mark(text)


def _groups(run: list[Line], width: int) -> Iterator[_Group]:
    """The lines of a run, joined where a line break only wraps."""
    wrapped = _width(run)
    start = 0
    for index in range(1, len(run) + 1):
        if index == len(run) or not _soft(run, start, index, wrapped, width):
            yield _Group(tuple(run[start:index]), leads=start == 0)
            start = index


def _soft(run: list[Line], start: int, index: int, wrapped: int, width: int) -> bool:
    """Whether the break before line `index` only wraps the block that began at line `start`."""
    line, after = run[index - 1], run[index]
    if _starts(after, line, wrapped) or (index - 1 == start and _apart(line.text)):
        return False
    hanging = run[start].marker and after.indent > run[start].indent
    if hanging or (wrapped and _fills(line, after, wrapped)):
        return True
    if line.ended or line.width > _WIDEST:
        return False
    widest = max(wrapped, width, line.width)
    if after.text[0].islower():
        return widest >= _NARROWEST and line.width >= 0.6 * widest
    return bool(width) and _fills(line, after, width) and not lines.is_title_case(line.text)


def _starts(after: Line, line: Line, wrapped: int) -> bool:
    """Whether `after` begins a block, by its own look and by how `line` ends."""
    if not _alone(after):
        return False
    flowing = bool(wrapped) and not line.ended and _fills(line, after, wrapped)
    return not flowing or (after.marker > 0 and after.strong)


def _blocks(text: str, groups: list[_Group]) -> Iterator[Block]:
    titled = opened = contact = False
    previous: Block | None = None
    for index, group in enumerate(groups):
        following = groups[index + 1] if index + 1 < len(groups) else None
        for block in _read(text, group, previous, following, titled=titled, contact=contact):
            if block.kind is BlockKind.paragraph and not opened:
                opened = True
                yield from _opening(text, block)
            else:
                yield block
            previous = block
        if previous is None:
            continue
        titled = titled or previous.kind in (
            BlockKind.heading, BlockKind.paragraph, BlockKind.item,
        )
        contact = previous.kind is BlockKind.contact and (
            contact or lines.is_label(previous.span.of(text))
        )


def _opening(text: str, block: Block) -> Iterator[Block]:
    """A first paragraph, its place-and-date run-in apart."""
    length = lines.run_in(block.span.of(text))
    if length:
        middle = block.span.start + length
        yield Block(Span(block.span.start, middle), BlockKind.dateline)
        rest = text[middle : block.span.end]
        block = replace(
            block, span=Span(block.span.end - len(rest.lstrip()), block.span.end)
        )
    yield block


def _read(
    text: str,
    group: _Group,
    previous: Block | None,
    following: _Group | None,
    *,
    titled: bool,
    contact: bool,
) -> Iterator[Block]:
    span = group.span
    slice_ = span.of(text)
    first = group.lines[0]
    if lines.is_end_mark(slice_):
        yield Block(span, BlockKind.contact)
    elif lines.is_bare(slice_):
        yield Block(span, BlockKind.marker)
    elif lines.is_dateline(slice_):
        yield Block(span, BlockKind.dateline)
    elif _is_contact(text, group, following, contact=contact):
        yield Block(span, BlockKind.contact)
    elif first.marker:
        middle = span.start + first.marker
        yield Block(Span(span.start, middle), BlockKind.marker)
        rest = text[middle : span.end].lstrip()
        yield Block(Span(span.end - len(rest), span.end), BlockKind.item)
    elif (
        previous is not None
        and previous.kind is BlockKind.marker
        and not group.leads
    ):
        yield Block(span, BlockKind.item)
    else:
        title = not titled and following is not None
        kind = BlockKind.heading if lines.is_heading(slice_, first=title) else BlockKind.paragraph
        yield Block(span, kind)


def _is_contact(
    text: str, group: _Group, following: _Group | None, *, contact: bool
) -> bool:
    slice_ = group.span.of(text)
    if lines.is_contact(slice_):
        return True
    if not lines.is_name(slice_):
        return False
    if contact and not group.leads:
        return True
    return (
        following is not None
        and (contact or not following.leads)
        and lines.has_detail(following.span.of(text))
        and lines.is_contact(following.span.of(text))
    )
