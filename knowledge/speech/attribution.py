"""Where a paragraph says that somebody speaks, and who it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.speech.grammar import NEGATED_OR_PASSIVE, is_auxiliary
from knowledge.speech.names import Kind, Mention
from knowledge.speech.subject import Subject, Subjects
from knowledge.speech.verbs import (
    is_inverted,
    is_issuing,
    is_phrasal,
    is_report,
    is_spanish,
    is_statement,
    is_telling,
    needs_that,
)
from knowledge.speech.words import Word, WordKind, same

_DASHES = frozenset("—–-")
_STATEMENT_WITHIN = 5
_THAT_WITHIN = 8
_MANNER_WITHIN = 7
_MANNERS = frozenset("was is sounded remained put fue es mostró".split())
_BEFORE_NOUNS = frozenset("the a an their his her its these to una un".split())
_SOURCES = (
    ("according", "to"),
    ("in", "the", "words", "of"),
    ("según",),
    ("de", "acuerdo", "con"),
    ("en", "palabras", "de"),
)


class Form(Enum):
    """How it is said that somebody speaks."""

    verb = auto()
    """`Roe said`, `said Roe`."""
    source = auto()
    """`according to Roe`."""
    lead = auto()
    """What only introduces words that follow a colon: `a statement by Roe:`, `Roe was blunt:`."""
    label = auto()
    """`Roe:`."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where it is said that somebody speaks: the words from `begin` up to `end`.

    `subject` is None where somebody speaks who is not named: `a boy told us`.
    """

    begin: int
    end: int
    subject: Subject
    form: Form
    telling: bool = False
    """Whether it also reports words that are not in quotation marks."""


def attributions(words: Sequence[Word], mentions: Sequence[Mention]) -> list[Attribution]:
    """Every place in a paragraph that says that somebody speaks, in order."""
    found = _Finder(words, Subjects(words, mentions)).found()
    return sorted(found, key=lambda attribution: (attribution.begin, attribution.end))


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds what says that somebody speaks."""

    words: Sequence[Word]
    subjects: Subjects

    def found(self) -> Iterator[Attribution]:
        """Every attribution."""
        for at, word in enumerate(self.words):
            if word.kind is WordKind.word:
                yield from self._said(at, word.low)
                yield from self._sourced(at, word.low)
                yield from self._led(at, word.low)
            elif word.text == ":":
                yield from self._label(at)

    def _low(self, begin: int, end: int) -> tuple[str, ...]:
        return tuple(word.low for word in self.words[begin:end])

    def _said(self, at: int, low: str) -> Iterator[Attribution]:
        """`Roe said`, `said Roe`, `Roe put it`."""
        phrasal = is_phrasal(low, *self._low(at + 1, at + 2))
        before = self.words[at - 1].low if same(self.words, at - 1, at) else ""
        left = self._before_auxiliaries(at)
        denied = same(self.words, left, at) and self.words[left].low in NEGATED_OR_PASSIVE
        if denied or before in _BEFORE_NOUNS or not (phrasal or is_report(low)):
            return
        begin, subject, told = self.subjects.preceding(left)
        end = at + 1 + phrasal
        if not told:
            if not is_inverted(low) or not self._may_precede(at, left):
                return
            begin = left + 1
            subject, end = self.subjects.behind_verb(at)
        yield Attribution(begin, end, subject, Form.verb, telling=self._is_telling(at, low))

    def _is_telling(self, at: int, low: str) -> bool:
        """Whether the verb reports words that are not in quotation marks."""
        that = {"that", "que"} & set(self._low(at + 1, at + 1 + _THAT_WITHIN))
        source = self._low(max(0, at - 1), at) == ("según",)
        return is_telling(low) and (not needs_that(low) or bool(that) or source)

    def _before_auxiliaries(self, at: int) -> int:
        """The word before a verb and what may stand between it and its subject."""
        at -= 1
        while same(self.words, at, at + 1) and is_auxiliary(self.words[at].low):
            at -= 1
        return at

    def _may_precede(self, at: int, left: int) -> bool:
        """Whether a verb may stand before its subject here: behind a quotation, or in Spanish.

        Or first of all: `Said Roe, “…”`.
        """
        before = left
        while before >= 0 and self.words[before].text in {",", *_DASHES}:
            before -= 1
        quoted = before >= 0 and self.words[before].quoted
        return quoted or self.words[at].capital or is_spanish(self.words[at].low)

    def _sourced(self, at: int, low: str) -> Iterator[Attribution]:
        """`according to Roe`."""
        for source in _SOURCES:
            if low == source[0] and self._low(at, at + len(source)) == source:
                behind = at + len(source)
                if self._low(behind, behind + 1) and is_report(self.words[behind].low):
                    return  # `según explicó Roe`, where the verb says it
                subject, end = self.subjects.following(behind)
                yield Attribution(at, end, subject, Form.source, telling=True)

    def _led(self, at: int, low: str) -> Iterator[Attribution]:
        """`a statement by Roe`, `Roe issued the following statement`, `Roe was blunt`."""
        if is_statement(low) and {"by", "from", "of", "de"} & set(self._low(at + 1, at + 2)):
            subject, end = self.subjects.following(at + 2)
            yield Attribution(at, end, subject, Form.lead)
        behind = self._low(at + 1, at + 1 + _STATEMENT_WITHIN)
        issues = is_issuing(low) and any(map(is_statement, behind))
        manner = low in _MANNERS and ":" in self._low(at + 1, at + _MANNER_WITHIN)
        if issues or manner:
            begin, subject, told = self.subjects.preceding(self._before_auxiliaries(at))
            if told:
                yield Attribution(begin, at + 1, subject, Form.lead)

    def _label(self, colon: int) -> Iterator[Attribution]:
        """`Jane Roe, mayor of Skerry:`, which begins its sentence."""
        mention = self.subjects.ending.get(colon)
        if not mention or mention.kind is not Kind.person:
            return
        if not same(self.words, mention.begin - 1, mention.begin):
            subject = None if mention.shared or mention.governed else mention
            yield Attribution(mention.begin, colon, subject, Form.label)
