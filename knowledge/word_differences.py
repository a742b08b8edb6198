"""How one text differs from another, word by word.

Most texts are aligned as a whole, so that as many words as possible are the same (the longest
common subsequence, by rapidfuzz). One too long for that is first divided where runs of words that
stand once in each text follow in the same order, as in Bram Cohen's patience diff.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, Self

from rapidfuzz.distance import Indel, Levenshtein, Opcodes

from knowledge.span import Span

_Align = Callable[[Sequence[int], Sequence[int]], Opcodes]

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")

# In pairs of words. Aligning takes 1 ms and ⅛ MB for a million of them.
_AT_ONCE = 25_000_000
# Beyond that and not to be divided; without tables, so in little memory, and some 5 s at most.
_AT_ALL = 20_000_000_000
_RUNS = (8, 2, 1)  # the words of the runs at which texts are divided, one after the other


class Kind(StrEnum):
    """What became of a run of words."""

    same = "same"
    dropped = "dropped"
    added = "added"
    replaced = "replaced"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in its text."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words, from the first one's start to the last one's end, in both texts.

    Where it has no words in a text, its span there is empty, right behind the word before it.
    """

    kind: Kind
    before: Span
    after: Span


@dataclass(frozen=True, slots=True)
class WordDifferences:
    """A text against another: the runs that hold every word of both in order.

    Between two runs that are the same there is one that is not. `only_white_space` is whether
    the words are equal, and the texts are not.
    """

    runs: tuple[Run, ...]
    only_white_space: bool

    @classmethod
    def between(cls, before: str, after: str) -> Self:
        """How the text `after` differs from the text `before`."""
        runs = tuple(compared(words(before), words(after)))
        same = all(run.kind is Kind.same for run in runs)
        return cls(runs, only_white_space=same and before != after)

    @property
    def places(self) -> tuple[Run, ...]:
        """The runs that are not the same."""
        return tuple(run for run in self.runs if run.kind is not Kind.same)


def words(text: str) -> list[Word]:
    """The words of a text, each with what stands at it: whatever lies between white space."""
    return [Word(found[0], Span(*found.span())) for found in _WORD.finditer(text)]


def compared(before: Sequence[Word], after: Sequence[Word]) -> list[Run]:
    """The runs of two texts of which these are the words, equal where their `text` is."""
    codes: dict[str, int] = {}
    old, new = ([codes.setdefault(w.text, len(codes)) for w in side] for side in (before, after))
    found = _merged(_aligned(old, new, _Box(0, len(old), 0, len(new)), _RUNS))
    matches = _settled(found, before, after)
    runs: list[Run] = []
    for left, right in pairwise(matches):
        gap = _Box(left.before_end, right.before, left.after_end, right.after)
        if not gap.empty:
            runs.append(_run(gap.kind, gap, before, after))
        if right.size:
            runs.append(_run(Kind.same, right.box, before, after))
    return runs


class _Box(NamedTuple):
    """Some consecutive words of both texts, by their indices."""

    before: int
    before_end: int
    after: int
    after_end: int

    @property
    def empty(self) -> bool:
        return self.before == self.before_end and self.after == self.after_end

    @property
    def pairs(self) -> int:
        return (self.before_end - self.before) * (self.after_end - self.after)

    @property
    def kind(self) -> Kind:
        """What became of the words, if none of them is the same."""
        if self.after == self.after_end:
            return Kind.dropped
        return Kind.added if self.before == self.before_end else Kind.replaced


class _Match(NamedTuple):
    """As many equal words, from an index on in each text."""

    before: int
    after: int
    size: int

    @property
    def before_end(self) -> int:
        return self.before + self.size

    @property
    def after_end(self) -> int:
        return self.after + self.size

    @property
    def box(self) -> _Box:
        return _Box(self.before, self.before_end, self.after, self.after_end)


def _run(kind: Kind, box: _Box, before: Sequence[Word], after: Sequence[Word]) -> Run:
    old = _span(before, box.before, box.before_end)
    return Run(kind, old, _span(after, box.after, box.after_end))


def _span(held: Sequence[Word], start: int, end: int) -> Span:
    if start < end:
        return Span(held[start].span.start, held[end - 1].span.end)
    at = held[start - 1].span.end if start else 0
    return Span(at, at)


def _aligned(
    old: Sequence[int], new: Sequence[int], box: _Box, runs: tuple[int, ...]
) -> Iterator[_Match]:
    """The matches of a box in order, some of them adjacent; divided by runs of these sizes."""
    start, end = _common_start(old, new, box), 0
    rest = box._replace(before=box.before + start, after=box.after + start)
    end = _common_end(old, new, rest)
    rest = rest._replace(before_end=rest.before_end - end, after_end=rest.after_end - end)
    yield _Match(box.before, box.after, start)
    if 0 < rest.pairs <= _AT_ONCE:
        yield from _at_once(Indel.opcodes, old, new, rest)
    elif rest.pairs and runs:
        for part in _divided(old, new, rest, runs[0]):
            yield from _aligned(old, new, part, runs[1:])
    elif 0 < rest.pairs <= _AT_ALL:
        yield from _at_once(Levenshtein.opcodes, old, new, rest)
    yield _Match(rest.before_end, rest.after_end, end)


def _common_start(old: Sequence[int], new: Sequence[int], box: _Box) -> int:
    most = min(box.before_end - box.before, box.after_end - box.after)
    size = 0
    while size < most and old[box.before + size] == new[box.after + size]:
        size += 1
    return size


def _common_end(old: Sequence[int], new: Sequence[int], box: _Box) -> int:
    most = min(box.before_end - box.before, box.after_end - box.after)
    size = 0
    while size < most and old[box.before_end - size - 1] == new[box.after_end - size - 1]:
        size += 1
    return size


def _at_once(align: _Align, old: Sequence[int], new: Sequence[int], box: _Box) -> Iterator[_Match]:
    found = align(old[box.before : box.before_end], new[box.after : box.after_end])
    for block in found.as_matching_blocks():
        yield _Match(box.before + block.a, box.after + block.b, block.size)


def _divided(old: Sequence[int], new: Sequence[int], box: _Box, size: int) -> Iterator[_Box]:
    """A box as several, divided before runs of `size` words that stand once in each text."""
    there = _once(new, box.after, box.after_end, size)
    pairs = [
        (at, there[run])
        for run, at in _once(old, box.before, box.before_end, size).items()
        if run in there
    ]
    before, after = box.before, box.after
    for old_at, new_at in _rising(pairs):
        yield _Box(before, old_at, after, new_at)
        before, after = old_at, new_at
    yield _Box(before, box.before_end, after, box.after_end)


def _once(codes: Sequence[int], start: int, end: int, size: int) -> dict[tuple[int, ...], int]:
    """Where each run of `size` words begins that stands once between `start` and `end`."""
    seen: dict[tuple[int, ...], int] = {}
    for at, run in enumerate(zip(*(codes[start + k : end] for k in range(size)), strict=False)):
        seen[run] = -1 if run in seen else start + at
    return {run: at for run, at in seen.items() if at >= 0}


def _rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in rising order of their first, the most whose second rise too."""
    held = sorted(pairs)
    ends: list[int] = []  # the least second with which a chain of this length ends
    chains: list[int] = []  # and the index of its last pair
    previous: list[int] = []
    for index, (_, second) in enumerate(held):
        at = bisect_left(ends, second)
        previous.append(chains[at - 1] if at else -1)
        ends[at : at + 1] = [second]
        chains[at : at + 1] = [index]
    found = []
    last = chains[-1] if chains else -1
    while last >= 0:
        found.append(held[last])
        last = previous[last]
    return found[::-1]


def _merged(matches: Iterable[_Match]) -> list[_Match]:
    """Matches without those of no words, and adjacent ones as one."""
    merged: list[_Match] = []
    for match in matches:
        if not match.size:
            continue
        if merged and (merged[-1].before_end, merged[-1].after_end) == match[:2]:
            merged[-1] = merged[-1]._replace(size=merged[-1].size + match.size)
        else:
            merged.append(match)
    return merged


def _settled(
    matches: Sequence[_Match], before: Sequence[Word], after: Sequence[Word]
) -> list[_Match]:
    """Matches, with what was dropped or added beginning a sentence where it can.

    What stands between "We act. [We wait. We] act." may as well be taken from a word earlier or
    later. An empty match stands at each end.
    """
    settled = [_Match(0, 0, 0)]
    for match in (*matches, _Match(len(before), len(after), 0)):
        left, right = settled[-1], match
        gap = _Box(left.before_end, right.before, left.after_end, right.after)
        if gap.kind is not Kind.replaced and not gap.empty:
            dropped = gap.kind is Kind.dropped
            held = before if dropped else after
            run = range(gap.before, gap.before_end) if dropped else range(gap.after, gap.after_end)
            # A match used up would leave two gaps side by side, except at the texts' ends.
            most_left = min(left.size - (left[:2] != (0, 0)), len(run))
            at_end = right.box[1::2] == (len(before), len(after))
            shift = _shift(held, run, most_left, min(right.size - (not at_end), len(run)))
            left = left._replace(size=left.size + shift)
            right = _Match(right.before + shift, right.after + shift, right.size - shift)
        settled[-1:] = [left, right]
    return settled


def _shift(held: Sequence[Word], run: range, most_left: int, most_right: int) -> int:
    """By how many words to move a run, its words turning with it, so that it begins a sentence."""
    for step in range(most_left + 1):
        first = run.start - step
        if not first or _SENTENCE_END.search(held[first - 1].text):
            return -step
        if held[first - 1].text != held[run.stop - step - 1].text:
            break
    for step in range(most_right):
        if held[run.start + step].text != held[run.stop + step].text:
            break
        if _SENTENCE_END.search(held[run.start + step].text):
            return step + 1
    return 0
