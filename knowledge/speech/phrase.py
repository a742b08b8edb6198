"""The words before a name that tell who it is: `the mayor, Jane Roe`, `nurse Jane Roe`."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.speech.affiliation import OURS
from knowledge.speech.grammar import (
    CLAUSE,
    DATES,
    DETERMINERS,
    FIRST_PERSON,
    JOINING,
    PREPOSITIONS,
    RELATIVE,
    WITHIN,
    pronoun,
)
from knowledge.speech.roles import is_field, is_former, role
from knowledge.speech.verbs import is_report
from knowledge.speech.words import POSSESSIVE, Word, WordKind, is_ours, same

_LONGEST = 14
_MOST_UNKNOWN = 3
_GENERIC = frozenset("organization organisation charity nonprofit group organización".split())


def is_post(words: Sequence[Word], at: int) -> bool:
    """Whether the word may be a post, or the field of one."""
    there = 0 <= at < len(words) and words[at].kind is WordKind.word
    return there and bool(role(words[at].text) or is_field(words[at].low))


def texts(words: Sequence[Word], begin: int, end: int) -> list[str]:
    """The words of a phrase as `affiliation` reads them."""
    return ["’s" if word.text in POSSESSIVE else word.text for word in words[begin:end]]


def standing_for(held: list[str]) -> list[str]:
    """A phrase with our name for `its` and `the organization`, which stand for it."""
    if held[:1] in (["its"], ["Its"]):
        return [OURS, "’s", *held[1:]]
    for at in range(len(held) - 1):
        if held[at] in ("the", "la") and held[at + 1] in _GENERIC:
            return [*held[:at], OURS, *held[at + 2 :]]
    return held


def before(words: Sequence[Word], at: int) -> int:
    """Where the post right before a name at `at` begins; `at` where there is none."""
    if not same(words, at - 1, at):
        return at
    if words[at - 1].text in POSSESSIVE and is_ours(words, at - 2):
        return at - 2
    return phrase(words, at) if is_ours(words, at - 1) or is_post(words, at - 1) else at


def introduced(words: Sequence[Word], at: int, end: int) -> int:
    """Where `the mayor,` before a name from `at` to `end` begins; `at` where it is not that."""
    if not same(words, at - 1, at) or words[at - 1].text != ",":
        return at
    behind = words[end] if same(words, at, end) else None
    closed = behind is None or behind.quoted or behind.text in tuple(",.;:—–)")
    begin = phrase(words, at - 1)
    return begin if closed and begin < at - 1 else at


def phrase(words: Sequence[Word], at: int) -> int:
    """Where the words that name a post begin, if they end before `at`; else `at`."""
    reading = _Phrase(words, at)
    while at - reading.begin < _LONGEST and same(words, reading.begin - 1, at - 1):
        if not reading.takes(reading.begin - 1):
            break
        reading.begin -= 1
    return reading.begin if reading.titled else at


@dataclass(slots=True)
class _Phrase:
    """A phrase that is read from its end to where it begins."""

    words: Sequence[Word]
    begin: int
    titled: bool = False
    ours: bool = False
    unknown: int = 0
    begun: bool = False

    def takes(self, at: int) -> bool:
        """Whether the word before what was read belongs to the phrase."""
        word = self.words[at]
        if self.begun:
            return False
        if word.kind is not WordKind.word:
            self.ours |= is_ours(self.words, at)
            possessive = word.text in POSSESSIVE and self._is_owned(at)
            return possessive or is_ours(self.words, at) or word.text == "&"
        if word.low in DETERMINERS:
            within = at > 0 and self.words[at - 1].low in WITHIN
            self.begun = self.titled or not within
            return True
        if word.low in PREPOSITIONS:
            return not self.titled and (is_post(self.words, at - 1) or self.unknown > 0)
        if word.low in JOINING:
            return is_post(self.words, at - 1)
        return self._is_noun(word)

    def _is_owned(self, at: int) -> bool:
        """`Lantern House’s nurse`, `Jane’s mother`."""
        return is_ours(self.words, at - 1) or (
            self.titled and at > 0 and self.words[at - 1].capital
        )

    def _is_noun(self, word: Word) -> bool:
        if role(word.text):
            self.titled, self.unknown = True, 0
            return True
        if is_field(word.low) or is_former(word.text):
            return True
        self.unknown += not word.capital
        return self.unknown <= _MOST_UNKNOWN and self._qualifies(word)

    def _qualifies(self, word: Word) -> bool:
        """Whether a word may stand before a post: the `harbor` of `harbor pilot`."""
        if any(word.low in table for table in (CLAUSE, RELATIVE, DATES, FIRST_PERSON)):
            return False
        if is_report(word.low) or pronoun(word.low):
            return False
        return word.capital or not self.ours
