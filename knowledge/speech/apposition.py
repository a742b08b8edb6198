"""What stands behind a name and tells who it is: `Jane Roe (I-Skerry), 51, mayor of Skerry`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.speech.affiliation import Affiliation, affiliation, is_organisation
from knowledge.speech.grammar import CLAUSE, DETERMINERS, FINITE, PREPOSITIONS, RELATIVE, pronoun
from knowledge.speech.phrase import is_post, standing_for, texts
from knowledge.speech.roles import role
from knowledge.speech.verbs import is_issuing, is_report
from knowledge.speech.words import POSSESSIVE, Word, WordKind, is_ours, same

_LONGEST = 25
_LONGEST_PREDICATE = 14
_MOST = 4
_ROLE_BY = 7
_WHO = frozenset("who whom whose quien".split())
_DASHES = frozenset("—–")
_ADVERBS = frozenset("now currently also ahora hoy también actualmente".split())
_PARTY = re.compile(r"[A-Z]{1,3}(?:-.*)?")
_AGE = re.compile(r"(?:de )?\d{1,2}(?: (?:years old|años(?: de edad)?))?")
_DEGREE = re.compile(r"Esq\.?|(?:[A-Z][a-z]?\.?){2,5}|Jr\.?|Sr\.?")
_LONGEST_OF = 3
_WORKING = (
    ("works", "for"),
    ("works", "at"),
    ("has", "worked", "for"),
    ("has", "worked", "at"),
    ("trabaja", "en", "la"),
    ("trabaja", "para", "la"),
)
_OF = frozenset("of de del".split())


@dataclass(slots=True)
class Behind:
    """What is read behind a name that ends before `end`, which moves on as it is read."""

    words: Sequence[Word]
    end: int
    after_ours: bool
    phrases: list[list[str]] = field(default_factory=list)
    affiliations: list[Affiliation] = field(default_factory=list)
    possessive: bool = False
    apposed: bool = False
    """Whether a comma or a bracket sets it apart."""

    def read(self) -> "Behind":
        """Read on as far as it is about this name, and give itself."""
        if self._text(self.end) in POSSESSIVE or self._text(self.end) in ("’", "'"):
            self.possessive = True
            return self
        self._bracket()
        self._of()
        self._is()
        for _ in range(_MOST):
            if not self._apposition():
                break
        return self

    @property
    def personal(self) -> bool:
        """Whether it says `who` or an age, as only of a person."""
        return any(held[0] in _WHO or any(map(str.isdigit, held)) for held in self.phrases)

    def _text(self, at: int) -> str:
        return self.words[at].text if same(self.words, self.end - 1, at) else ""

    def _tell(self, begin: int, end: int) -> None:
        held = texts(self.words, begin, end)
        told = affiliation(standing_for(held) if self.after_ours else held)
        # A child "16, of Lantern House" may only live there.
        aged = any(word.isdigit() for phrase in self.phrases for word in phrase)
        ours = self._is_of_ours(begin, end) and not aged
        self.affiliations.append(Affiliation.ours if ours else told)
        self.phrases.append(held)

    def _is_of_ours(self, begin: int, end: int) -> bool:
        """`of Lantern House`."""
        short = end - begin <= _LONGEST_OF and is_ours(self.words, end - 1)
        return short and self.words[begin].low in _OF

    def _bracket(self) -> None:
        """`(I-Skerry)`, `(director of policy)`."""
        if self._text(self.end) != "(":
            return
        closing = next((i for i in range(self.end, self.end + 12) if self._text(i) == ")"), None)
        if closing is None:
            return
        if is_ours(self.words, self.end + 1) and closing == self.end + 2:
            self.affiliations.append(Affiliation.ours)
        elif _PARTY.fullmatch(self._text(self.end + 1)):
            self.affiliations.append(Affiliation.other)
        elif closing > self.end + 1:
            self._tell(self.end + 1, closing)
        self.end, self.apposed = closing + 1, True

    def _of(self) -> None:
        """`of Lantern House`, `of the University of Skerry`."""
        if self._text(self.end) not in _OF:
            return
        at = self.end + 1
        at += self._text(at) in DETERMINERS
        if is_ours(self.words, at):
            if self._closes(at + 1):
                self.affiliations.append(Affiliation.ours)
                self.end = at + 1
            return
        end = at
        while self._text(end) and (
            self.words[end].capital or self._text(end) in ("of", "de", "del")
        ):
            end += 1
        if is_organisation([word.text for word in self.words[at:end] if word.capital]):
            self.affiliations.append(Affiliation.other)
            self.end = end

    def _is(self) -> None:
        """`is president of Lantern House`, `works for Lantern House`, which end no mention."""
        for said in _WORKING:
            at = self.end + len(said)
            held = tuple(texts(self.words, self.end, at))
            if held == said and is_ours(self.words, at) and self._closes(at + 1):
                self.affiliations.append(Affiliation.ours)
        if self._text(self.end) in ("is", "es"):
            end = self.end + 1
            while end - self.end < _LONGEST_PREDICATE and not self._stops(self.end, end):
                end += 1
            if self._describes(self.end + 1, end):
                self._tell(self.end + 1, end)

    def _closes(self, at: int) -> bool:
        """Whether our name ends before the word at `at`, and is no part of another name."""
        if not same(self.words, self.end - 1, at):
            return True
        word = self.words[at]
        plain = word.kind is WordKind.mark and word.text not in POSSESSIVE
        ends = any(word.low in table for table in (CLAUSE, FINITE, PREPOSITIONS))
        return plain or word.quoted or ends or is_report(word.low)

    def _apposition(self) -> bool:
        """`, mayor of Skerry,`: whether one more was read."""
        begin = self.end + 1
        if self._text(self.end) not in {",", *_DASHES} or not same(self.words, self.end, begin):
            return False
        end = begin
        while end - begin < _LONGEST and not self._stops(begin, end):
            end += 1
        if self._is_signature(begin, end):
            self.affiliations.append(Affiliation.ours)
            self.end, self.apposed = end, True
            return False
        begun = begin + (self._text(begin) in _ADVERBS)
        if not self._is_set_apart(begin, end) or not self._describes(begun, end):
            return False
        self._tell(begun, end)
        self.end, self.apposed = end, True
        return not self._names_another(begun, end)

    def _is_signature(self, begin: int, end: int) -> bool:
        """`Jane Roe, Lantern House`, if that is all, or a colon follows."""
        last = not same(self.words, begin, end) or self.words[end].text == ":"
        return last and end == begin + 1 and is_ours(self.words, begin)

    def _is_set_apart(self, begin: int, end: int) -> bool:
        """Whether what ends the words beside a name makes an apposition of them."""
        stop = self.words[end] if same(self.words, begin, end) else None
        if self._text(self.end) in _DASHES and not (stop and stop.text in _DASHES):
            return False  # a dash that no other closes is a dateline's
        if stop and self._is_verb(end):
            return is_post(self.words, begin)  # not “…, the senator said”: another clause
        # Not `who told us: “…”`, which introduces their words.
        spoken = any(is_report(word.low) for word in self.words[begin:end])
        return not spoken or not stop or stop.text == ","

    def _stops(self, begin: int, end: int) -> bool:
        if not same(self.words, begin, end):
            return True
        word = self.words[end]
        relative = self.words[begin].low in RELATIVE
        mark = word.kind is WordKind.mark and word.text in tuple(",;:.!?—–()…")
        return mark or word.quoted or (self._is_verb(end) and not relative)

    def _is_verb(self, at: int) -> bool:
        """Whether a word is the verb whose subject the name is."""
        return is_report(self.words[at].low) or is_issuing(self.words[at].low)

    def _describes(self, begin: int, end: int) -> bool:
        """Whether the words between two commas tell who somebody is."""
        if begin >= end:
            return False
        first = self.words[begin].low
        whole = " ".join(texts(self.words, begin, end))
        if (
            _AGE.fullmatch(whole.lower())
            or _DEGREE.fullmatch(whole)
            or self._is_of_ours(begin, end)
        ):
            return True
        if first in RELATIVE:
            return end > begin + 1
        if first == "de" and any(is_organisation([word.text]) for word in self.words[begin:end]):
            return True
        governed = first in PREPOSITIONS - DETERMINERS - {"de"}
        free = not (first in CLAUSE or pronoun(first) or governed)
        return free and self._begins_with_role(begin, min(end, begin + _ROLE_BY))

    def _begins_with_role(self, begin: int, end: int) -> bool:
        """Whether the first noun is a role: `a retired harbor pilot`, not `met with a pilot`."""
        for at in range(begin, end):
            word = self.words[at]
            if role(word.text):
                return True
            if word.low in CLAUSE or (word.low in DETERMINERS and at > begin):
                return False
        return False

    def _names_another(self, begin: int, end: int) -> bool:
        """Whether somebody else is named, whom what follows may be about."""
        capitals = [
            word.text for word in self.words[begin:end] if word.capital and not role(word.text)
        ]
        return bool(capitals) and not is_organisation(capitals)
