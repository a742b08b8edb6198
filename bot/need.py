"""Whether a message asks for help for its writer or for a child, by the rules of `need.yaml`.

A message is folded into plain words, and a rule is followed through it with sets of positions held
as the bits of an integer. So the time taken grows evenly with the message, whatever it holds, where
a regular expression with as many alternatives and gaps could be made to run for minutes.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import yaml
from pydantic import BaseModel, ConfigDict, PositiveInt, ValidationError

from knowledge.errors import KindError

if TYPE_CHECKING:
    from knowledge.language import Language

RULES = Path(__file__).with_suffix(".yaml")
LONGEST = 4096  # characters of one Telegram message
_TYPO_FROM = 6  # letters a word has before a misspelling of it is recognised
_CRY = "!"


class NeedRulesError(KindError):
    """The rules that recognise someone in need cannot be used as they are."""


# --- folding: a message as plain words ---------------------------------------------------------

_PARTS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|\S+")
_LIST = re.compile(r"\{[\w-]+\}")
_APOSTROPHES = re.compile("[’‘`´ʼ＇]")
_ENDINGS = re.compile(r"'(s|re|ve|ll|d)\b")
_COUNTRY = re.compile(r"\bU\.?S\b\.?|\b(?<=the )us\b")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})  # accents, joiners, directions, controls
_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_CRIED = re.compile(r"![^\w!?.]{0,8}$")  # perhaps an emoji after it
_OVERLONG = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED = re.compile(r"([^\W\d_])\1+")
# Spanish letters that sound alike and are often written for one another.
_SOUNDS = (
    (re.compile("ll"), "y"),
    (_REPEATED, r"\1"),
    (re.compile("(?<!c)h"), ""),
    (re.compile("qu?"), "k"),
    (re.compile("c(?=[ei])|z"), "s"),
    (re.compile("c(?!h)"), "k"),
    (re.compile("v"), "b"),
    (re.compile("g(?=[ei])"), "j"),
    (re.compile("^k$"), "ke"),
)


def _plain(text: str) -> str:
    if not text.isupper():
        text = _COUNTRY.sub("usa", text)  # else "the US" would be read as "us"
    text = _APOSTROPHES.sub("'", text)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return "".join(islice(kept, LONGEST))  # one sign may have become eighteen


def _spoken(word: str) -> str:
    for written, sound in _SOUNDS:
        word = written.sub(sound, word) or word
    return word


def _words(plain: str, language: "Language") -> list[str]:
    """The words of a plain text without apostrophes and doubled letters, Spanish by sound."""
    joined = _ENDINGS.sub(r" \1", plain).replace("'", "")
    found = (_OVERLONG.sub(r"\1\1", word) for word in _WORD.findall(joined))
    if language == "es":
        return [_spoken(word) for word in found]
    return [_REPEATED.sub(r"\1", word) for word in found]


def _is_cry(plain: str) -> bool:
    return _CRIED.search(plain) is not None or _STRETCHED.search(plain) is not None


def _misspelt(written: str, word: str) -> bool:
    """Whether one letter within a word is missing, added, wrong, or swapped with its neighbour."""
    shorter, longer = sorted((written, word), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(longer) > len(shorter):
        return shorter[start:] == longer[start + 1 :]
    rest, other = shorter[start:], longer[start:]
    return rest[1:] == other[1:] or (rest[1::-1] == other[:2] and rest[2:] == other[2:])


# --- patterns: positions in, positions out -----------------------------------------------------


@dataclass(frozen=True)
class _Message:
    """The positions of each group of words, as bits; bit i stands before word i."""

    places: dict[int, int]
    length: int
    known: int  # how many of its words the rules of this language know

    @property
    def everywhere(self) -> int:
        return (1 << (self.length + 1)) - 1


class _Pattern(Protocol):
    def ends(self, starts: int, message: _Message) -> int:
        """Where the pattern may end when it begins at one of `starts`."""


@dataclass(frozen=True)
class _Word:
    group: int

    def ends(self, starts: int, message: _Message) -> int:
        return (starts & message.places.get(self.group, 0)) << 1


@dataclass(frozen=True)
class _Gap:
    most: int

    def ends(self, starts: int, message: _Message) -> int:
        for _ in range(self.most):
            starts |= starts << 1
        return starts & message.everywhere


@dataclass(frozen=True)
class _Edge:
    at_end: bool

    def ends(self, starts: int, message: _Message) -> int:
        return starts & (1 << message.length if self.at_end else 1)


@dataclass(frozen=True)
class _Choice:
    options: tuple[_Pattern, ...]
    optional: bool = False

    def ends(self, starts: int, message: _Message) -> int:
        reached = starts if self.optional else 0
        for option in self.options:
            reached |= option.ends(starts, message)
        return reached


@dataclass(frozen=True)
class _Chain:
    parts: tuple[_Pattern, ...]

    def ends(self, starts: int, message: _Message) -> int:
        for part in self.parts:
            starts = part.ends(starts, message)
            if not starts:
                break
        return starts


class _Lexicon:
    """Every word that the patterns of one language name, in groups of alternatives."""

    def __init__(self, language: "Language", not_typos: str) -> None:
        self.language = language
        self._not_typos = frozenset(_words(_plain(not_typos), language))
        self._groups = 0
        self._whole: defaultdict[str, set[int]] = defaultdict(set)
        self._stems: defaultdict[str, set[int]] = defaultdict(set)
        self._by_edges: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def group(self, terms: Iterable[str]) -> _Word:
        """A new group of words; a term that ends in `*` stands for all words that begin so."""
        number = self._groups
        self._groups += 1
        for term in terms:
            stem = term.removesuffix("*")
            if stem != term:
                self._stems[stem].add(number)
                continue
            if term not in self._whole and len(term) >= _TYPO_FROM:
                self._by_edges[term[0], term[-1]].append(term)
            self._whole[term].add(number)
        return _Word(number)

    def _groups_of(self, word: str) -> set[int]:
        groups = set(self._whole.get(word, ()))
        for size in range(2, min(len(word), 24) + 1):
            groups |= self._stems.get(word[:size], set())
        if not groups and len(word) >= _TYPO_FROM - 1 and word not in self._not_typos:
            for near in self._by_edges.get((word[0], word[-1]), ()):
                if _misspelt(word, near):
                    groups |= self._whole[near]
        return groups

    def read(self, plain: str) -> _Message:
        """A plain text as the positions of the words that are known."""
        words = _words(plain, self.language)
        known = 0
        where: defaultdict[str, int] = defaultdict(int)
        for position, word in enumerate(words):
            where[word] |= 1 << position
        if _is_cry(plain):
            where[_CRY] |= 1 << len(words)
            words.append(_CRY)
        places: defaultdict[int, int] = defaultdict(int)
        for word, positions in where.items():
            groups = self._groups_of(word)
            known += positions.bit_count() if groups else 0
            for group in groups:
                places[group] |= positions
        return _Message(dict(places), len(words), known)


# --- the file of rules -------------------------------------------------------------------------


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _GroupText(_Part):
    what: str
    unless: tuple[str, ...] = ()
    any_of: str


class _SectionText(_Part):
    words: dict[str, str]
    groups: dict[str, _GroupText]
    exceptions: dict[str, str]


class _RulesText(_Part):
    near: dict[str, PositiveInt]
    not_typos: str
    words: dict[str, str]
    en: _SectionText
    es: _SectionText


class _Reader:
    """Turns the patterns of one language from text into what can be followed."""

    def __init__(self, near: dict[str, int], lists: dict[str, str], lexicon: _Lexicon) -> None:
        self._near = near
        self._lists = lists
        self._lexicon = lexicon
        self._open: list[str] = []
        self._read: set[str] = set()
        self._list = cache(self._read_list)

    def patterns(self, lines: str) -> dict[str, _Pattern]:
        """One pattern a line; an empty line and one that begins with `#` say nothing."""
        stripped = (line.strip() for line in lines.splitlines())
        read = {line: self._chain(line) for line in stripped if line and not line.startswith("#")}
        for line, pattern in read.items():
            if pattern.ends(1, _Message({}, 0, 0)):
                raise NeedRulesError(f"the rule {line!r} would fit every message")
        return read

    @property
    def unread(self) -> set[str]:
        """The names of the lists that no pattern has named so far."""
        return self._lists.keys() - self._read

    def _chain(self, text: str) -> _Pattern:
        parts = [self._part(part) for part in _PARTS.findall(text)]
        return parts[0] if len(parts) == 1 else _Chain(tuple(parts))

    def _part(self, text: str) -> _Pattern:
        if text in self._near:
            return _Gap(self._near[text])
        if text in {"START", "END"}:
            return _Edge(text == "END")
        if text.startswith("[") and text.endswith("]"):
            return _Choice((self._any(text[1:-1].split("/")),), optional=True)
        if text.startswith("(") and text.endswith(")"):
            return self._any(text[1:-1].split("/"))
        if _LIST.fullmatch(text):
            return self._list(text[1:-1])
        if text.startswith("{") and "/" not in text:
            raise NeedRulesError(f"{text!r} is not the name of a list in braces")
        return self._any(text.split("/"))

    def _any(self, options: list[str]) -> _Pattern:
        single: set[str] = set()
        patterns: list[_Pattern] = []
        for option in options:
            if " " in option or "/" in option:
                patterns.append(self._chain(option))
            elif option in {"START", "END", *self._near} or option.startswith("{"):
                patterns.append(self._part(option))
            else:
                words = self._fold(option)
                single.update(words if len(words) == 1 else ())
                if len(words) > 1:
                    patterns.append(_Chain(tuple(self._lexicon.group([w]) for w in words)))
        if single:
            patterns.append(self._lexicon.group(single))
        return patterns[0] if len(patterns) == 1 else _Choice(tuple(patterns))

    def _fold(self, option: str) -> list[str]:
        if option == _CRY:
            return [_CRY]
        star = "*" if option.endswith("*") else ""
        words = _words(_plain(option.removesuffix("*")), self._lexicon.language)
        if not words or re.search(r"[^\w'’-]", option.removesuffix("*")):
            raise NeedRulesError(f"{option!r} is not a word, a {{list}} or a sign of these rules")
        return [*words[:-1], words[-1] + star]

    def _read_list(self, name: str) -> _Pattern:
        if name not in self._lists:
            raise NeedRulesError(f"there is no list {{{name}}}")
        if name in self._open:
            raise NeedRulesError(f"the list {{{name}}} holds itself")
        self._open.append(name)
        self._read.add(name)
        entries = [entry.strip() for entry in self._lists[name].split(",")]
        if not all(entries):
            raise NeedRulesError(f"an entry of the list {{{name}}} is empty: a comma too many")
        pattern = self._any(entries)
        self._open.pop()
        return pattern


@dataclass(frozen=True)
class _Group:
    name: str
    unless: frozenset[str]
    patterns: dict[str, _Pattern]


@dataclass(frozen=True)
class Need:
    """A plea for help: its language, and the group and pattern of the rules that showed it."""

    language: "Language"
    group: str
    pattern: str


class _Section:
    """The rules of one language."""

    def __init__(self, language: "Language", text: _RulesText) -> None:
        section: _SectionText = getattr(text, language)
        self._language = language
        self._lexicon = _Lexicon(language, text.not_typos)
        reader = _Reader(text.near, {**text.words, **section.words}, self._lexicon)
        self._exceptions = {
            name: reader.patterns(lines) for name, lines in section.exceptions.items()
        }
        self._groups = [
            _Group(name, frozenset(group.unless), reader.patterns(group.any_of))
            for name, group in section.groups.items()
        ]
        if idle := reader.unread & section.words.keys():
            raise NeedRulesError(f"no rule of {language!r} uses the list {{{min(idle)}}}")
        for group in self._groups:
            for name in group.unless - self._exceptions.keys():
                raise NeedRulesError(f"the group {group.name!r} names no exception: {name!r}")

    def read(self, plain: str) -> _Message:
        """A plain text as this language's rules see it."""
        return self._lexicon.read(plain)

    def excused(self, message: _Message) -> set[str]:
        """The names of the exceptions that fit a message."""
        return {
            name
            for name, patterns in self._exceptions.items()
            if any(p.ends(message.everywhere, message) for p in patterns.values())
        }

    def find(self, message: _Message, excused: set[str]) -> tuple[int, int, Need] | None:
        """How many words are known, minus where the first rule ended, and what it was."""
        found = [
            (message.known, -(ends & -ends).bit_length(), Need(self._language, group.name, line))
            for group in self._groups
            if not group.unless & excused
            for line, pattern in group.patterns.items()
            if (ends := pattern.ends(message.everywhere, message))
        ]
        return max(found, key=lambda f: f[:2], default=None)


class NeedRules:
    """The rules of both languages. Raises NeedRulesError when the text is not such rules."""

    def __init__(self, text: str) -> None:
        read = _RulesText.model_validate(yaml.safe_load(text))
        self._sections = [_Section(language, read) for language in ("en", "es")]

    @classmethod
    def load(cls, path: Path = RULES) -> Self:
        """The rules of a file. Raises NeedRulesError, with what to mend, when it is not usable."""
        try:
            return cls(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            raise NeedRulesError(f"{path}: {error}") from error
        except NeedRulesError as error:
            raise NeedRulesError(f"{path}: {error}") from None

    def find(self, text: str) -> Need | None:
        """The plea for help in a message, or None."""
        plain = _plain(text[:LONGEST])
        read = [(section, section.read(plain)) for section in self._sections]
        # A reporter's words in one language excuse those of the other that only look like a plea.
        excused = set[str]().union(*(section.excused(message) for section, message in read))
        found = [f for section, message in read if (f := section.find(message, excused))]
        return max(found, key=lambda f: f[:2])[2] if found else None

    def match(self, text: str) -> "Language | None":
        """The language in which a message asks for help, or None when it does not.

        A message in both languages has the language of most of its words that the rules know.
        """
        found = self.find(text)
        return found.language if found else None


@cache
def load() -> NeedRules:
    """The rules of `need.yaml`, read once."""
    return NeedRules.load()
