"""Printed words, and the stretches of a line that a file draws in one go."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.layout import Box
from knowledge.pdf.characters import Character, Style

# Shares of the size of the type.
_RAISED = 0.6
_SMALLER = 0.85
_LEVEL = 0.2
_BACK = 0.6
_APART = 1.0
_APART_BY_SPACE = 1.6
_HIGHER = 1.6
_LONGEST_INITIAL = 2  # characters: a quotation mark may stand before the letter
_SPACE = 0.14
_SPACE_BESIDE_DRAWN = 0.2
# Of "1 2" nothing tells a gap of set apart characters from a space but its width.
_FEW_GAPS = 3
_SPACE_OF_FEW = 0.22
_LONG_RUN = 10
_DESCENT = 0.22
_ASCENT = 0.75


@dataclass(frozen=True, slots=True)
class Token:
    """A printed word, or what stands of it on one line; `box` is in the page's own coordinates."""

    text: str
    left: float
    right: float
    style: Style
    box: Box


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words on one baseline; `style` is that of most of its characters.

    `spaced` tells whether white space is drawn before the first word, and after the last;
    `follows` whether the file draws it right after what is left of it on the baseline; `order` how
    many are drawn before it.
    """

    tokens: tuple[Token, ...]
    left: float
    right: float
    baseline: float
    style: Style
    spaced: tuple[bool, bool]
    follows: bool = False
    order: int = 0

    @property
    def top(self) -> float:
        """The height of its letters."""
        return self.baseline + _ASCENT * self.style.size

    @property
    def bottom(self) -> float:
        """The foot of its letters."""
        return self.baseline - _DESCENT * self.style.size

    @property
    def text(self) -> str:
        """Its words, one space between any two."""
        return " ".join(token.text for token in self.tokens)


def fragments(characters: Sequence[Character]) -> list[Fragment]:
    """The fragments that a page's characters make, in the order of the file."""
    found: list[Fragment] = []
    last: Character | None = None
    for run in _runs(characters):
        fragment = _fragment(run, follows=last is not None and _is_right_of(last, run[0]))
        if fragment:
            found.append(replace(fragment, order=len(found)))
        last = run[-1]
    return found


def _runs(characters: Sequence[Character]) -> Iterator[list[Character]]:
    """The characters in stretches that each go on to the right on one baseline."""
    run: list[Character] = []
    for character in characters:
        if run and (_is_initial(run, character) or not _goes_on(run[-1], character)):
            yield run
            run = []
        run.append(character)
    if run:
        yield run


def _is_initial(run: list[Character], after: Character) -> bool:
    """Whether a run is the high initial of a paragraph, and the words behind it on its top."""
    *_, letter = run
    return (
        len(run) <= _LONGEST_INITIAL
        and letter.text.isupper()
        and letter.style.size >= _HIGHER * after.style.size
        and after.baseline - letter.baseline > _LEVEL * letter.style.size
    )


def _is_right_of(before: Character, after: Character) -> bool:
    shift = abs(after.baseline - before.baseline)
    return after.left > before.right and shift <= _LEVEL * after.style.size


def _goes_on(before: Character, after: Character) -> bool:
    size = max(before.style.size, after.style.size)
    gap = after.left - before.right
    if not -_BACK * size <= gap <= (_APART_BY_SPACE if before.text == " " else _APART) * size:
        return False
    shift = abs(after.baseline - before.baseline)
    if shift <= _LEVEL * size:
        return True
    # A raised or lowered figure, and the text behind it.
    smaller = min(before.style.size, after.style.size) < _SMALLER * size
    return smaller and shift <= _RAISED * size


def _fragment(run: list[Character], *, follows: bool) -> Fragment | None:
    words = list(_words(run))
    if not words:
        return None
    printed = [character for word in words for character in word]
    size = max(character.style.size for character in printed)
    full = [c for c in printed if c.style.size >= _SMALLER * size]
    # Styles are made once a page.
    counts = Counter(id(character.style) for character in full)
    style = max(full, key=lambda c: counts[id(c.style)]).style
    spaced = (run[0].text == " ", run[-1].text == " ")
    tokens = tuple(map(_token, words))
    ends = tokens[0].left, tokens[-1].right
    return Fragment(tokens, *ends, full[0].baseline, style, spaced, follows)


def _words(run: list[Character]) -> Iterator[list[Character]]:
    """The characters of each word: white space, drawn or left, is between any two.

    Letters that are set apart are so by about the same gap, which is no white space.
    """
    usual = _tracking(run)
    drawn = any(character.text == " " for character in run)
    space = _SPACE_BESIDE_DRAWN if drawn else _SPACE
    word: list[Character] = []
    for character in run:
        if word and (character.text == " " or _is_apart(word[-1], character, usual + space)):
            yield word
            word = []
        if character.text != " ":
            word.append(character)
    if word:
        yield word


def _tracking(run: list[Character]) -> float:
    """How far letters are set apart, in sizes of the type."""
    gaps = sorted(
        (after.left - before.right) / max(before.style.size, after.style.size)
        for before, after in pairwise(run)
        if before.text != " " != after.text
    )
    if not gaps:
        return 0.0
    # In a long run most letters have another of their word beside them; in "1 in 3" few do.
    usual = max(0.0, gaps[len(gaps) // 2 if len(gaps) >= _LONG_RUN else len(gaps) // 5])
    doubtful = len(gaps) <= _FEW_GAPS and any(character.text.isdigit() for character in run)
    return 0.0 if doubtful and usual >= _SPACE_OF_FEW else usual


def _is_apart(before: Character, after: Character, space: float) -> bool:
    return after.left - before.right > space * max(before.style.size, after.style.size)


def _token(word: list[Character]) -> Token:
    boxes = [character.box for character in word]
    box = Box(
        min([box.left for box in boxes]),
        min([box.bottom for box in boxes]),
        max([box.right for box in boxes]),
        max([box.top for box in boxes]),
    )
    text = "".join(character.text for character in word)
    return Token(text, word[0].left, word[-1].right, word[0].style, box)
