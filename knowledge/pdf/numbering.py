"""Numbers of lines, which transcripts and bills have in the margin."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.pdf.fragments import Fragment, Token
from knowledge.pdf.tables import rows

_FEWEST = 8
_MOST_DIGITS = 4
# Shares of the rows of a page that are numbered, go on by one, and begin within a sentence.
_NUMBERED = 0.7
_CONSECUTIVE = 0.85
_WITHIN_SENTENCE = 0.2
_ALIGNED = 3.0  # points
_APART = 0.5  # of the size of the type


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A row that begins with a number, and the first word behind that."""

    fragment: Fragment
    word: Token | None

    @property
    def number(self) -> Token:
        return self.fragment.tokens[0]


def without_line_numbers(fragments: Sequence[Fragment]) -> list[Fragment]:
    """A page's fragments without the numbers of its lines, if nearly all of them have one."""
    printed = rows(fragments)
    found = [numbered for row in printed if (numbered := _numbered(row))]
    if len(found) < max(_FEWEST, _NUMBERED * len(printed)) or not _counts_lines(found):
        return list(fragments)
    gone = {id(numbered.fragment) for numbered in found}
    kept = (_without_first(f) if id(f) in gone else f for f in fragments)
    return [fragment for fragment in kept if fragment]


def _numbered(row: Sequence[Fragment]) -> _Numbered | None:
    number, *words = [token for fragment in row for token in fragment.tokens]
    if not number.text.isdecimal() or len(number.text) > _MOST_DIGITS:
        return None
    word = words[0] if words else None
    if word and word.left - number.right < _APART * number.style.size:
        return None
    return _Numbered(row[0], word)


def _counts_lines(found: Sequence[_Numbered]) -> bool:
    """Whether the numbers are in one column, go on by one, and stand before running text."""
    steps = [int(b.number.text) - int(a.number.text) for a, b in pairwise(found)]
    words = [numbered.word for numbered in found if numbered.word]
    within = sum(word.text[0].islower() for word in words)
    return (
        steps.count(1) >= _CONSECUTIVE * len(steps)
        and within >= _WITHIN_SENTENCE * len(words)
        and any(map(_aligned, zip(*((n.number.left, n.number.right) for n in found), strict=True)))
        and max(n.number.right for n in found) < min((w.left for w in words), default=0.0)
    )


def _aligned(edges: Sequence[float]) -> bool:
    return max(edges) - min(edges) <= _ALIGNED


def _without_first(fragment: Fragment) -> Fragment | None:
    tokens = fragment.tokens[1:]
    return replace(fragment, tokens=tokens, left=tokens[0].left) if tokens else None
