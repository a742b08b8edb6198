"""Initials: first letters set as high as several lines, and put back before their words."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.pdf.dictionary import dictionary
from knowledge.pdf.fragments import Fragment, Token

_OPENING = "“‘\"'«¿¡("
# Shares of the size of the type that an initial stands beside.
_LARGER = 1.6
_NEAREST, _FARTHEST = -0.3, 1.2
_LEVEL = 0.8
_WORDS = frozenset("AIYOEÓÁU")
# "Anew" is a word, but "a new" far commoner; "a way" is not that much commoner than "away".
_SURER = 20


def with_initials(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments, each initial at the beginning of the first of the lines beside it."""
    found = list(fragments)
    for initial in fragments:
        if not _may_be_one(initial):
            continue
        beside = [fragment for fragment in found if _is_first_line(fragment, initial)]
        if beside:
            first = max(beside, key=lambda fragment: fragment.baseline)
            found.remove(initial)
            found = [
                _joined(initial, fragment)
                if fragment is first
                else _from(initial.left, fragment)
                if _is_beside(fragment, first, initial)
                else fragment
                for fragment in found
            ]
    return found


def _may_be_one(fragment: Fragment) -> bool:
    letter = fragment.text.lstrip(_OPENING)
    return len(fragment.tokens) == 1 and len(letter) == 1 and letter.isupper()


def _is_first_line(fragment: Fragment, initial: Fragment) -> bool:
    """Whether a line begins right of an initial, about as high as that does."""
    size = fragment.style.size
    letter, word = initial.tokens[0].box, fragment.tokens[0].box
    return (
        initial.style.size >= _LARGER * size
        and _NEAREST * size <= fragment.left - initial.right <= _FARTHEST * size
        and fragment.baseline > initial.baseline + _LEVEL * size
        and abs(word.top - letter.top) <= _LEVEL * size
    )


def _is_beside(fragment: Fragment, first: Fragment, initial: Fragment) -> bool:
    """Whether a line below the first one begins where that does, beside the initial."""
    size = first.style.size
    level = initial.baseline - _LEVEL * size < fragment.baseline < first.baseline
    return level and abs(fragment.left - first.left) <= _LEVEL * size


def _from(left: float, line: Fragment) -> Fragment:
    """A line that begins where those below the initial do, as lines of one paragraph."""
    begin, *others = line.tokens
    return replace(line, tokens=(replace(begin, left=left), *others), left=left)


def _joined(initial: Fragment, line: Fragment) -> Fragment:
    letter, word = initial.tokens[0], line.tokens[0]
    if _is_word(letter.text.lstrip(_OPENING), word.text):
        tokens = (replace(letter, style=word.style), *line.tokens)
    else:
        whole = Token(
            letter.text + word.text,
            letter.left,
            word.right,
            word.style,
            letter.box.joined(word.box),
        )
        tokens = (whole, *line.tokens[1:])
    return replace(line, tokens=tokens, left=letter.left)


def _is_word(letter: str, after: str) -> bool:
    """Whether an initial is a word of its own, as in "A new day"."""
    if letter not in _WORDS:
        return False
    core = after.strip('.,;:!?”’")»')
    known = [dictionary(language) for language in ("en", "es")]
    apart, joined = (max(words.count(word) for words in known) for word in (core, letter + core))
    return apart > _SURER * joined
