"""The people and organisations that a paragraph names, with what it says of them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from knowledge.abbreviations import is_starter
from knowledge.span import Span
from knowledge.speech.affiliation import OURS, Affiliation, affiliation, is_organisation, together
from knowledge.speech.apposition import Behind
from knowledge.speech.grammar import (
    CLAUSE,
    DATES,
    DETERMINERS,
    FIRST_PERSON,
    JOINING,
    PARTICLES,
    PREPOSITIONS,
    RELATIVE,
    TIMES,
)
from knowledge.speech.phrase import before, introduced, is_post, standing_for, texts
from knowledge.speech.roles import Role, gender, heads, is_field, is_occupation, lemma, role
from knowledge.speech.words import Word, WordKind, is_ours, same

_FIRST_AND_LAST = 2
_BEFORE_FIELD = frozenset("of for and de y".split())
_LONGEST_ADVERBIAL = 5
_LONGEST_PLAIN = 3
_CONNECTING = frozenset("of for the in on without and de del para sin".split())
_LEADING = frozenset(
    """
    asked speaking responding commenting writing testifying addressing citing noting recalling once
    below under above two three four five six seven eight nine ten recently finally additionally
    says said added nor like unlike joined dear thank about following
    consultado consultada preguntado preguntada dijo agregó añadió señaló afirmó
    """.split()
)
_PAPERS = frozenset(
    """
    act bill law report study article convention constitution resolution order rule protocol program
    programme agreement treaty plan amendment sheet guide review name names anonymous photo question
    ley informe estudio artículo convención constitución resolución decreto protocolo programa
    acuerdo tratado enmienda proyecto
    """.split()
)


class Kind(Enum):
    """What is named."""

    person = auto()
    organisation = auto()
    ours = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where somebody is named.

    `begin` and `end` are the words of the paragraph that belong to it: `the mayor, Jane Roe, 51,`.
    """

    name: Span
    kind: Kind
    keys: tuple[str, ...]
    """The name's words without accents and capitals."""
    begin: int
    end: int
    affiliation: Affiliation
    titles: frozenset[str]
    gender: str | None
    governed: bool
    """Whether the word before it makes it no subject: `to Jane Roe`, `met Jane Roe`."""
    shared: bool
    """Whether it is only part of who is meant: `Jane Roe’s son`, `Jane Roe and John Poe`."""
    partial: bool
    """Whether it may be only the beginning of a name: `Friends of Skerry`."""
    apposed: bool
    """Whether a comma closes it: `Jane Roe, mayor of Skerry,`."""
    opens: bool
    """Whether its sentence begins with the name, so that its first word may be none of it."""


def fold(word: str) -> str:
    """The word without accents, capitals and an abbreviation's full stop."""
    plain = unicodedata.normalize("NFD", word.lower().rstrip("."))
    return "".join(character for character in plain if not unicodedata.combining(character))


def mentions(words: Sequence[Word], *, after_ours: bool = False) -> "Reading":
    """Everybody whom these words name, in order; what is within quotations is not read.

    `after_ours`: whether our organisation is the last one that was spoken of before them.
    """
    reading = Reading(words, after_ours)
    at = 0
    while at < len(words):
        following = reading.read(at)
        reading.pass_by(at, following)
        at = following
    return reading


@dataclass(slots=True)
class Reading:
    """Words that are read from left to right, and who was found to be named in them.

    `after_ours`: whether the organisation last spoken of is ours, so that "its president" is ours.
    """

    words: Sequence[Word]
    after_ours: bool = False
    found: list[Mention] = field(default_factory=list)

    def pass_by(self, begin: int, end: int) -> None:
        """Note which organisations are spoken of from one word to another."""
        for word in self.words[begin:end]:
            if word.kind is WordKind.ours:
                self.after_ours = True
            elif word.kind is WordKind.word and is_organisation([word.text]):
                self.after_ours = False

    def read(self, at: int) -> int:
        """Read what begins at a word, and give where to go on."""
        word = self.words[at]
        if word.kind is WordKind.ours:
            if not (self._is_capital(at, at + 1) or is_post(self.words, at + 1)):
                self._add(at, at, at + 1, Kind.ours)
            return at + 1
        if not word.capital or word.low in DATES or word.low in FIRST_PERSON:
            return at + 1
        if at and self.words[at - 1].text == "(":
            return at + 1  # a party, an acronym
        end = self._run(at)
        core = self._core(self._start(at, end), end)
        if core < end:
            self._name(core, end)
        return end

    def _is_capital(self, first: int, at: int) -> bool:
        """Whether a run of capitalised words that begins at `first` may go on at `at`."""
        return same(self.words, first, at) and self.words[at].capital

    def _run(self, first: int) -> int:
        """Where the capitalised words that begin at `first` end."""
        end = first + 1
        while same(self.words, first, end):
            skip = end
            while skip < end + 2 and same(self.words, first, skip) and self._is_particle(skip):
                skip += 1
            if not self._is_capital(first, skip) or self.words[skip].low in DATES:
                break
            end = skip + 1
        return end

    def _is_particle(self, at: int) -> bool:
        return self.words[at].text in PARTICLES

    def _start(self, at: int, end: int) -> int:
        """Where the run goes on behind words that only begin the sentence."""
        opens = at == 0 or not same(self.words, at - 1, at)
        while at < end and (opens or self.words[at - 1].kind is not WordKind.word):
            if not (is_starter(self.words[at].low) or self.words[at].low in _LEADING):
                break
            at += 1
            opens = True
        return at

    def _core(self, start: int, end: int) -> int:
        """Where the name begins behind its titles; `end` where there is none."""
        run = self.words[start:end]
        if not run or any(word.low in _PAPERS for word in run):
            return end
        titles = [at for at in range(start, end - 1) if role(self.words[at].text)]
        last = self.words[end - 1].text
        if role(last) and (len(run) == 1 or titles or any(is_field(word.low) for word in run)):
            return end
        at = titles[-1] + 1 if titles else start
        if titles or (
            is_post(self.words, start - 2) and self.words[start - 1].low in _BEFORE_FIELD
        ):
            at = self._behind_field(at, end)
        named = not titles and end - start > _FIRST_AND_LAST
        if named and not same(self.words, start - 1, start) and is_occupation(run[0].text):
            return start + 1  # `Operator Jane Roe`
        return at

    def _behind_field(self, at: int, end: int) -> int:
        """Where the name begins behind `Policy` in `Director of Policy Jane Roe`."""
        while at < end - 1 and (is_field(self.words[at].low) or self._is_particle(at)):
            at += 1 + (self.words[at].text in ("de", "del"))
        return min(at, end - 1)

    def _name(self, core: int, end: int) -> None:
        kind = Kind.person
        if is_organisation([word.text for word in self.words[core:end]]):
            kind = Kind.organisation
        begin = before(self.words, core)
        if begin == core and is_ours(self.words, core - 1):
            return  # another organisation, whose name begins with ours
        if begin == core and core and self.words[core - 1].low in DETERMINERS - {"a"}:
            kind, begin = Kind.organisation, core - 1
        elif begin == core and kind is Kind.person:
            begin = introduced(self.words, core, end)
            if any(begin < last.end for last in self.found[-2:] if last.apposed):
                begin = core  # what is before the comma tells of another name
        self._add(begin, core, end, kind)

    def _add(self, begin: int, core: int, end: int, kind: Kind) -> None:
        behind = Behind(self.words, end, after_ours=self.after_ours).read()
        title = [word for word in texts(self.words, begin, core) if word != ","]
        named = [word.text for word in self.words[core:end]]
        roles = [word for held in (title, *behind.phrases) for word in heads(held)]
        told = [_before(standing_for(title) if self.after_ours else title), *behind.affiliations]
        if kind is not Kind.person:
            told = [Affiliation.other if is_organisation(named) else Affiliation.unknown]
        shared = behind.possessive or self._is_shared(begin, behind.end)
        self.found.append(
            Mention(
                name=Span(self.words[core].span.start, self.words[end - 1].span.end),
                kind=kind,
                keys=tuple(map(fold, named)),
                begin=begin,
                end=behind.end,
                affiliation=Affiliation.ours if kind is Kind.ours else together(told),
                titles=frozenset(lemma(w) for w in roles if role(w) is not Role.courtesy),
                gender=next((found for word in roles if (found := gender(word))), None),
                governed=self._is_governed(begin),
                shared=shared,
                partial=kind is not Kind.ours and self._is_partial(core, end, behind.end),
                apposed=behind.apposed or (begin < core and self.words[core - 1].text == ","),
                opens=begin == core and not same(self.words, core - 1, core),
            )
        )
        if not (kind is Kind.ours or roles or behind.personal):
            self.after_ours = False  # it may be an organisation

    def _is_governed(self, begin: int) -> bool:
        """Whether the word before a mention makes it an object, or part of another name."""
        if not same(self.words, begin - 1, begin):
            return False
        word = self.words[begin - 1]
        if word.kind is WordKind.word:
            free = word.capital or word.low in CLAUSE or word.low in TIMES
            free = free or self._is_behind_adverbial(begin)
            return word.low in PREPOSITIONS or not free
        return word.kind is WordKind.ours

    def _is_behind_adverbial(self, begin: int) -> bool:
        """Whether only a few words that tell when or where begin the sentence before it."""
        first = begin - 1
        while begin - first <= _LONGEST_ADVERBIAL and same(self.words, first - 1, begin):
            first -= 1
        held = self.words[first:begin]
        plain = all(word.kind is WordKind.word and word.low not in RELATIVE for word in held)
        opens = not same(self.words, first - 1, begin) and held[0].low in PREPOSITIONS
        return opens and plain and not any(word.low.endswith("ing") for word in held[:-1])

    def _is_partial(self, core: int, end: int, behind: int) -> bool:
        """Whether the capitalised words from `core` to `end` may be part of a longer name."""
        named = [word.text for word in self.words[core:end]]
        if is_organisation(named) and len(named) > _LONGEST_PLAIN:
            return not is_organisation(named[-1:])  # `Assembly Whip Jane Roe`
        if len(named) > 1 or end != behind or not same(self.words, core, end + 1):
            return False
        low, after = self.words[end].low, self.words[end + 1]
        following = after.capital or after.kind is WordKind.ours or after.low in DETERMINERS
        return low in _CONNECTING and following and after.low not in DATES

    def _is_shared(self, begin: int, end: int) -> bool:
        """Whether somebody else is named in one breath: `Jane Roe and John Poe`."""
        behind = end + (same(self.words, begin, end) and self.words[end].text == ",")
        if same(self.words, begin, behind) and self.words[behind].low in JOINING:
            after = behind + 1
            determined = same(self.words, begin, after) and self.words[after].low in DETERMINERS
            if self._is_somebody(begin, after + determined):
                return True
        if not same(self.words, begin - 2, begin) or self.words[begin - 1].low not in JOINING:
            return False
        return self._is_somebody(begin, begin - 2 - (self.words[begin - 2].text == ","))

    def _is_somebody(self, begin: int, at: int) -> bool:
        if not same(self.words, begin, at):
            return False
        word = self.words[at]
        return word.capital or word.kind is WordKind.ours or role(word.text) is not None


def _before(title: list[str]) -> Affiliation:
    """What the words before a name tell; `Lantern House’s` alone makes somebody ours."""
    return Affiliation.ours if title == [OURS, "’s"] else affiliation(title)
