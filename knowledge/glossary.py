"""Names that mean the same, so that a question finds what is written under another name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, RootModel, StringConstraints

from knowledge.errors import KindError
from knowledge.folding import Word, is_common, words
from knowledge.language import Language
from knowledge.yaml_mapping import YamlMapping

_LANGUAGES: tuple[Language, ...] = get_args(Language)
_MOST_WORDS = 12  # of a name
_ENOUGH = 4096  # characters of a question

_ENDINGS = (
    (re.compile(r"(?<=\w\w)ies$"), "y"),  # families
    (re.compile(r"(?<=\w\w[^\Ws])s$"), ""),  # visas
    (re.compile(r"(?<=\w{4}[dlnrz])e$"), ""),  # menores, and as they juveniles: so juvenile
    (re.compile(r"^children$"), "child"),
)
_SHORTEST = 2  # letters of a name


class GlossaryError(KindError):
    """The glossary cannot be used as it is; every mistake is listed with its line."""


def _singular(word: str) -> str:
    """What the singular and plural of an English or Spanish word have in common."""
    for ending, short in _ENDINGS:
        word = ending.sub(short, word)
    return word


def _key(found: list[Word]) -> tuple[str, ...]:
    return tuple(_singular(word.folded) for word in found)


def _name(written: str) -> str:
    found = words(written)
    if len(found) > _MOST_WORDS:
        raise ValueError(f"a name has at most {_MOST_WORDS} words")
    letters = sum(map(str.isalpha, written))
    if not letters or sum(len(word.folded) for word in found) < _SHORTEST:
        raise ValueError(f"{written!r} is too little for a name, which is found wherever it stands")
    if all(word.common for word in found):
        raise ValueError(f"{written!r} holds only words that every question has")
    return written


_Label = Annotated[str, StringConstraints(pattern=r"^[\w-]+$", max_length=80)]
_Group = Literal["both", "en", "es"]
_Line = StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^.*$")
_Name = Annotated[str, _Line, AfterValidator(_name)]
_Names = Annotated[list[_Name], Field(min_length=1)]


class _GlossaryText(RootModel[dict[_Label, dict[_Group, _Names]]]):
    """The entries of a glossary by their label: names in both languages, or in one."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """The names that mean the same, each by its key."""

    label: str
    names: Mapping[Language, Mapping[tuple[str, ...], str]]


@dataclass(frozen=True, slots=True)
class _Use:
    """How a name is recognised: whose it is, and which of its words must be in capitals."""

    entry: _Entry
    capitals: frozenset[int]


class Glossary:
    """Staff's list of names that mean the same, from the text of a file such as `glossary.yaml`.

    A name is found as whole words, whatever its case, accents, hyphens, and singular or plural. A
    word that the glossary has in capitals must stand in capitals, unless the name is also given
    in lower case. `file` is for messages. Raises GlossaryError or MappingError with every mistake.
    """

    def __init__(self, written: str, file: str) -> None:
        self.written = written
        mapping = YamlMapping(written, file)
        self._uses: dict[tuple[str, ...], _Use] = {}
        self._sizes: dict[str, dict[int, None]] = {}  # from the longest name down
        mistakes = [
            f"{file}, line {mapping.line((label,))}: {mistake}"
            for label, names in mapping.read(_GlossaryText).root.items()
            for mistake in self._add(label, names)
        ]
        if mistakes:
            raise GlossaryError("\n".join(mistakes))
        for first, *rest in sorted(self._uses, key=len, reverse=True):
            self._sizes.setdefault(first, {})[1 + len(rest)] = None

    @classmethod
    def load(cls, path: Path) -> Self:
        """The glossary in a file; raises GlossaryError also where the file cannot be read."""
        try:
            return cls(path.read_text("utf-8"), path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise GlossaryError(f"{path}: the glossary cannot be read: {error}") from None

    def __len__(self) -> int:
        """How many names are recognised."""
        return len(self._uses)

    def expand(self, question: str) -> dict[Language, tuple[str, ...]]:
        """The other names, in each language, of what a question names.

        The longest name counts where one holds another. Left out are a name whose words the
        question has already, and one that is a common word to whoever ignores its capitals (US).
        Of a question, the first 4,096 characters are read.
        """
        asked = words(question[:_ENOUGH])
        entries = {id(use.entry): use.entry for use in self._named(asked)}.values()
        had = set(_key(asked))
        return {
            language: tuple(
                name
                for entry in entries
                for key, name in entry.names[language].items()
                if not had.issuperset(key) and not all(map(is_common, key))
            )
            for language in _LANGUAGES
        }

    def _named(self, asked: list[Word]) -> Iterator[_Use]:
        keys = _key(asked)
        place = 0
        while place < len(keys):
            for size in self._sizes.get(keys[place], ()):
                use = self._uses.get(keys[place : place + size])
                if use and all(asked[place + at].capital for at in use.capitals):
                    yield use
                    place += size
                    break
            else:
                place += 1

    def _add(self, label: str, names: Mapping[_Group, list[str]]) -> Iterator[str]:
        """Take up one entry; what is wrong with it."""
        by_language: dict[Language, dict[tuple[str, ...], str]] = {}
        entry = _Entry(label, by_language)
        for language in _LANGUAGES:
            by_language[language] = {}
            for name in (*names.get(language, ()), *names.get("both", ())):
                by_language[language].setdefault(_key(words(name)), name)
        if len({key for keys in by_language.values() for key in keys}) == 1:
            yield f"{label} has only one name; add another, or take the entry out"
        for name in (name for group in names.values() for name in group):
            other = self._use(name, entry)
            if other is not entry:
                yield f"the name {name!r} stands under {other.label!r} as well; keep one of them"

    def _use(self, name: str, entry: _Entry) -> _Entry:
        """Have a name recognised as an entry's; the entry whose it is."""
        found = words(name)
        capitals = frozenset(at for at, word in enumerate(found) if word.capital)
        use = self._uses.setdefault(_key(found), _Use(entry, capitals))
        if use.entry is entry:
            self._uses[_key(found)] = _Use(entry, use.capitals & capitals)
        return use.entry
