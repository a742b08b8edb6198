"""What the hyphen at a line's end is: a compound's own, or a mark that the word goes on."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property
from itertools import pairwise

from knowledge.pdf.characters import SOFT_HYPHEN
from knowledge.pdf.dictionary import Dictionary, dictionary
from knowledge.pdf.tongue import ENGLISH, SPANISH

_HYPHENS = "-\u2010"
_MARKS = f"{_HYPHENS}{SOFT_HYPHEN}"
# Programs that divide words draw these, and another hyphen that is the writer's.
_SOFT = f"\u2010{SOFT_HYPHEN}"
_PART = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_LAST = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?$")
_LINKED = re.compile(r"(?:[^\W\d_]|[’'])+(?:[-\u2010\u2011](?:[^\W\d_]|[’'])+)*")
_LINKS = re.compile(r"[-\u2010\u2011]")
# The dash behind what Spanish puts between two: "la pregunta —que se repite— no".
_CLOSING_DASH = re.compile(r"^[^–—]*[^\W\d][^–—]*[–—]$")
_TIGHT_DASH = re.compile(r"[^\W\d](?:[–—]|--)[^\W\d]")
_ADDRESS = re.compile(r"://|@|www\.")
_SUSPENDING = {
    "en": frozenset("and or to nor through versus".split()),
    "es": frozenset("y e o u ni".split()),
}
# English puts a hyphen behind these unless the two have become one word.
_ENGLISH_PREFIXES = frozenset(
    "self non anti pro ex post pre mid all cross semi quasi half well ill counter".split()
)
# What makes a compound of any word before it: "Juárez-based", "metre-high", "follow-up".
_ENGLISH_TAILS = frozenset(
    "based led born era style related funded backed run owned trained speaking educated old high"
    " long wide free friendly up in out off on over down by".split()
)
# Spanish writes these and the word behind them as one.
_SPANISH_PREFIXES = frozenset(
    "ante anti auto bio centro contra entre extra hiper hispano ibero infra inter intra latino"
    " macro micro mono multi norte para pluri post pre pro semi sobre socio sub sud super sur tele"
    " trans ultra vice".split()
)
_COMMON = 400
_RARE = 60
_LONG_HALF = 4
_LINES_THAT_TELL = 20


_BEHIND_DASH = frozenset(".,;:!?)»”")


class Join(Enum):
    """What stands between the last word of a line and the first of the next.

    A hyphen that is kept stays in the word before: it is never doubled.
    """

    space = "the hyphen, if there is one, and a space"
    tight = "the hyphen or the dash"
    nothing = "no hyphen"


class Hyphens:
    """Tells compounds from divided words, by the other words of a file and by dictionaries.

    `words` are those that stand whole on a line; `ends` the last word of each line and the first
    of the next.
    """

    def __init__(self, words: Iterable[str], ends: Sequence[tuple[str, str]]) -> None:
        self._ends = ends
        self._whole: Counter[str] = Counter()
        self._linked: Counter[tuple[str, str]] = Counter()
        self._links: set[str] = set()
        self._tight, self._closing = False, False
        for word in words:
            for linked in _LINKED.findall(word.lower()):
                parts = _LINKS.split(linked)
                self._whole.update(parts)
                self._linked.update(pairwise(parts))
                self._links.update(_LINKS.findall(linked))
            self._tight |= _TIGHT_DASH.search(word) is not None
            self._closing |= _CLOSING_DASH.search(word) is not None

    def join(self, before: str, after: str) -> Join:
        """What stands between the last word of a line and the first of the next."""
        if before[-1] not in _MARKS:
            return self._without_hyphen(before, after)
        stem, left, right = _halves(before, after)
        if before.endswith("--") or not stem:
            return self._at_dash(before.rstrip("-"))
        if self._suspends(left, right, after):
            return Join.space
        soft = before[-1] in _SOFT and bool(self._links) and before[-1] not in self._links
        # No address has a hyphen behind these: a writer put it in.
        divided = soft or stem[-1] in "@/" or self._is_divided(stem, left, right)
        return Join.nothing if divided else Join.tight

    def _without_hyphen(self, before: str, after: str) -> Join:
        if before[-1] in "–—":
            figures = before[-2:-1].isdigit() and after[0].isdigit()
            names = before[0].isupper() and after[0].isupper() and before[-1] == "–"
            return Join.tight if figures or names else self._at_dash(before[:-1])
        if after[0] in "–—" and before[-1].isalnum():
            if after[1:2].isalnum():
                return self._at_dash(before)
            closes = after[1:2] in _BEHIND_DASH if after[1:] else self._closing
            return Join.tight if closes else Join.space
        if _ADDRESS.search(before) and _goes_on_address(before, after):
            return Join.tight
        slashed = before[-1] == "/" and before[-2:-1].isalnum() and after[0].isalnum()
        return Join.tight if slashed else Join.space

    def _at_dash(self, word: str) -> Join:
        """At a dash that clings to a word: tight where the file's other dashes are."""
        return Join.tight if word and self._tight else Join.space

    def _suspends(self, left: str, right: str, after: str) -> bool:
        """Whether the hyphen stands for a word that comes later, as in "short- and long-term"."""
        conjunction = after.strip(".,;:").lower() in _SUSPENDING[self._language]
        return conjunction and not self._count(left + right)

    def _is_divided(self, stem: str, left: str, right: str) -> bool:
        """Whether a word is divided here, rather than a compound broken at its hyphen."""
        if not _may_divide(stem, left, right):
            return False
        pair = (left.lower(), right.lower())
        whole, linked = self._whole["".join(pair)], self._linked[pair]
        if whole != linked:
            return whole > linked
        if not self._divides:
            return False
        if self._language == "es":
            return self._is_divided_spanish(stem, left, right)
        return self._is_divided_english(stem, left, right)

    def _is_divided_english(self, stem: str, left: str, right: str) -> bool:
        joined = self._count(left + right)
        words = self._are_words(left, right)
        usual = left.lower() in _ENGLISH_PREFIXES or right.lower() in _ENGLISH_TAILS
        if joined:
            # Lists of words hold rare ones such as "noncitizen" and "followup".
            return not words or not (usual and joined <= _RARE)
        if words or left.isupper():
            return False
        if dictionary("es").count(left + right):
            return True
        return not usual and not (_is_linked(stem, left) and self._count(right))

    def _is_divided_spanish(self, stem: str, left: str, right: str) -> bool:
        if self._count(left + right) or left.lower() in _SPANISH_PREFIXES:
            return True
        # "político-social": an adjective ends in -o before another.
        long = min(len(left), len(right)) >= _LONG_HALF
        if left[-1] in "oO" and long and self._are_words(left, right):
            return False
        if dictionary("en").count(left + right):
            return True
        return not (_is_linked(stem, left) and self._count(right))

    def _are_words(self, left: str, right: str) -> bool:
        return self._count(left) >= _COMMON and self._count(right) >= _COMMON

    def _count(self, word: str) -> int:
        return self._dictionary.count(word)

    @cached_property
    def _language(self) -> str:
        spanish = sum(self._whole[word] for word in SPANISH)
        return "es" if spanish > sum(self._whole[word] for word in ENGLISH) else "en"

    @cached_property
    def _dictionary(self) -> Dictionary:
        return dictionary(self._language)

    @cached_property
    def _divides(self) -> bool:
        """Whether words of the file are divided at all; where it is too short to tell, they are."""
        if len(self._ends) < _LINES_THAT_TELL:
            return True
        return any(self._surely_divided(before, after) for before, after in self._ends)

    def _surely_divided(self, before: str, after: str) -> bool:
        if before[-1] not in _HYPHENS:
            return False
        stem, left, right = _halves(before, after)
        return (
            _may_divide(stem, left, right)
            and self._count(left + right) > 0
            and not self._are_words(left, right)
        )


def _halves(before: str, after: str) -> tuple[str, str, str]:
    """A word without the hyphen that it ends with, its last part, the first part behind it."""
    stem = before[:-1]
    last, first = _LAST.search(stem), _PART.match(after)
    core = stem.strip("“”\"‘'«»‹›()[]{}¿¡*")
    return core, last.group() if last else "", first.group() if first else ""


def _goes_on_address(before: str, after: str) -> bool:
    """Whether an address that a line ends with goes on in the next: "…/report?" "id=7"."""
    if after[0] in "?&=_#%" or before[-1] in "&=_#%":
        return True
    return before[-1] == "?" and "=" in after


def _is_linked(stem: str, left: str) -> bool:
    """Whether the last part of a word is behind a hyphen itself."""
    return stem[: -len(left)].endswith(tuple(_HYPHENS))


def _may_divide(stem: str, left: str, right: str) -> bool:
    """Whether a hyphen between these can divide a word: between letters, not of initials."""
    if not left or not right or len(left) == 1 or _ADDRESS.search(stem):
        return False
    capitals = left.isupper()
    return capitals == right.isupper() and (capitals or not right[0].isupper())
