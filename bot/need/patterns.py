"""The patterns that rules are made of, and the reading of them.

A pattern is followed through a message with sets of positions held as the bits of an integer. So
the time taken grows evenly with the message, whatever it holds, where a regular expression with as
many alternatives and gaps could be made to run for minutes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from bot.errors import NeedRulesError
from bot.need.folding import plain, words
from bot.need.lexicon import CRY, Lexicon, Message

_PARTS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|\S+")
_LIST = re.compile(r"\{[\w-]+\}")
_NO_WORD = re.compile(r"[^\w'’-]")
_EDGES = frozenset({"START", "END"})


class Pattern(Protocol):
    """A set of positions in, a set of positions out."""

    def ends(self, starts: int, message: Message) -> int:
        """Where the pattern may end when it begins at one of `starts`."""


@dataclass(frozen=True)
class _Word:
    group: int

    def ends(self, starts: int, message: Message) -> int:
        return (starts & message.places.get(self.group, 0)) << 1


@dataclass(frozen=True)
class _Gap:
    most: int

    def ends(self, starts: int, message: Message) -> int:
        for _ in range(self.most):
            starts |= starts << 1
        return starts & message.everywhere


@dataclass(frozen=True)
class _Edge:
    at_end: bool

    def ends(self, starts: int, message: Message) -> int:
        return starts & (1 << message.length if self.at_end else 1)


@dataclass(frozen=True)
class _Choice:
    options: tuple[Pattern, ...]
    optional: bool = False

    def ends(self, starts: int, message: Message) -> int:
        reached = starts if self.optional else 0
        for option in self.options:
            reached |= option.ends(starts, message)
        return reached


@dataclass(frozen=True)
class _Chain:
    parts: tuple[Pattern, ...]

    def ends(self, starts: int, message: Message) -> int:
        for part in self.parts:
            starts = part.ends(starts, message)
            if not starts:
                break
        return starts


class PatternReader:
    """Turns the rules of one language from text into patterns.

    `near` is how many words each sign for a gap may stand for; `lists` are named alternatives.
    """

    def __init__(self, near: Mapping[str, int], lists: Mapping[str, str], lexicon: Lexicon) -> None:
        self._near = near
        self._lists = lists
        self._lexicon = lexicon
        self._open: list[str] = []
        self._named: set[str] = set()
        self._list = cache(self._read_list)

    def patterns(self, lines: str) -> dict[str, Pattern]:
        """One pattern a line; an empty line and one that begins with `#` say nothing.

        Raises NeedRulesError for a line that is no rule, or that would fit every message.
        """
        stripped = (line.strip() for line in lines.splitlines())
        read = {line: self._chain(line) for line in stripped if line and not line.startswith("#")}
        for line, pattern in read.items():
            if pattern.ends(1, Message({}, 0, 0)):
                raise NeedRulesError(f"the rule {line!r} would fit every message")
        return read

    @property
    def unread(self) -> set[str]:
        """The names of the lists that no pattern has named so far."""
        return self._lists.keys() - self._named

    def _chain(self, text: str) -> Pattern:
        parts = [self._part(part) for part in _PARTS.findall(text)]
        return parts[0] if len(parts) == 1 else _Chain(tuple(parts))

    def _part(self, text: str) -> Pattern:
        if text in self._near:
            return _Gap(self._near[text])
        if text in _EDGES:
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

    def _any(self, options: list[str]) -> Pattern:
        single: set[str] = set()
        patterns: list[Pattern] = []
        for option in options:
            if " " in option or "/" in option:
                patterns.append(self._chain(option))
            elif option in _EDGES or option in self._near or option.startswith("{"):
                patterns.append(self._part(option))
            elif len(folded := self._fold(option)) == 1:
                single.update(folded)
            else:
                patterns.append(_Chain(tuple(self._word({word}) for word in folded)))
        if single:
            patterns.append(self._word(single))
        return patterns[0] if len(patterns) == 1 else _Choice(tuple(patterns))

    def _word(self, terms: set[str]) -> Pattern:
        return _Word(self._lexicon.group(terms))

    def _fold(self, option: str) -> list[str]:
        if option == CRY:
            return [CRY]
        stem = option.removesuffix("*")
        folded = words(plain(stem), self._lexicon.language)
        if not folded or _NO_WORD.search(stem):
            raise NeedRulesError(f"{option!r} is not a word, a {{list}} or a sign of these rules")
        return [*folded[:-1], folded[-1] + option[len(stem) :]]

    def _read_list(self, name: str) -> Pattern:
        if name not in self._lists:
            raise NeedRulesError(f"there is no list {{{name}}}")
        if name in self._open:
            raise NeedRulesError(f"the list {{{name}}} holds itself")
        self._open.append(name)
        self._named.add(name)
        entries = [entry.strip() for entry in self._lists[name].split(",")]
        if not all(entries):
            raise NeedRulesError(f"an entry of the list {{{name}}} is empty: a comma too many")
        pattern = self._any(entries)
        self._open.pop()
        return pattern
