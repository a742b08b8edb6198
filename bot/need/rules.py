"""The rules of `rules.yaml`, which recognise a message that asks for help."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, PositiveInt

from bot.errors import NeedRulesError
from bot.need.folding import plain
from bot.need.lexicon import Lexicon, Message
from bot.need.patterns import Pattern, PatternReader
from knowledge.language import Language
from knowledge.yaml_mapping import YamlMapping

_FILE = "rules.yaml"


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


@dataclass(frozen=True)
class Need:
    """A plea for help: its language, and the group and rule that showed it."""

    language: Language
    group: str
    rule: str


@dataclass(frozen=True)
class _Group:
    name: str
    unless: frozenset[str]
    patterns: dict[str, Pattern]


@dataclass(frozen=True)
class _Found:
    known: int
    first_end: int
    need: Need

    @property
    def rank(self) -> tuple[int, int]:
        """The more words are known the better; then, the sooner the rule fits."""
        return self.known, -self.first_end


class _Section:
    """The rules of one language."""

    def __init__(self, language: Language, section: _SectionText, shared: _RulesText) -> None:
        self._language = language
        self._lexicon = Lexicon(language, shared.not_typos)
        reader = PatternReader(shared.near, {**shared.words, **section.words}, self._lexicon)
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

    def read(self, written: str) -> Message:
        """A plain text as this language's rules see it."""
        return self._lexicon.read(written)

    def excused(self, message: Message) -> set[str]:
        """The names of the exceptions that fit a message."""
        return {
            name
            for name, patterns in self._exceptions.items()
            if any(p.ends(message.everywhere, message) for p in patterns.values())
        }

    def find(self, message: Message, excused: set[str]) -> list[_Found]:
        """Every rule that fits a message."""
        return [
            _Found(message.known, (ends & -ends).bit_length(), Need(self._language, g.name, rule))
            for g in self._groups
            if not g.unless & excused
            for rule, pattern in g.patterns.items()
            if (ends := pattern.ends(message.everywhere, message))
        ]


class NeedRules:
    """The rules of both languages, from the text of a file such as `rules.yaml`.

    Raises NeedRulesError or MappingError, with what to mend, when the text is not such rules.
    """

    def __init__(self, text: str) -> None:
        read = YamlMapping(text, _FILE).read(_RulesText)
        try:
            self._sections = (_Section("en", read.en, read), _Section("es", read.es, read))
        except NeedRulesError as error:
            raise NeedRulesError(f"{_FILE}: {error}") from None

    @classmethod
    def load(cls) -> Self:
        """The rules that come with the bot."""
        return cls(files(__package__).joinpath(_FILE).read_text("utf-8"))

    def find(self, text: str) -> Need | None:
        """The plea for help in a message, or None."""
        written = plain(text)
        read = [(section, section.read(written)) for section in self._sections]
        # A reporter's words in one language excuse those of the other that only look like a plea.
        excused = set[str]().union(*(section.excused(message) for section, message in read))
        found = [one for section, message in read for one in section.find(message, excused)]
        return max(found, key=lambda one: one.rank).need if found else None

    def match(self, text: str) -> Language | None:
        """The language in which a message asks for help, or None when it does not.

        A message in both languages has the language of most of its words that the rules know.
        """
        found = self.find(text)
        return found.language if found else None
