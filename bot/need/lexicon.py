"""The words that the rules of one language name, and where they stand in a message."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.need.folding import is_cry, is_misspelt, plain, words
from knowledge.language import Language

CRY = "!"
_TYPO_FROM = 6  # letters a word has before a misspelling of it is recognised
_LONGEST_STEM = 24


@dataclass(frozen=True)
class Message:
    """Where each group of words stands, as bits of an integer; bit i stands before word i."""

    places: dict[int, int]
    length: int
    known: int  # how many of its words the rules of this language name

    @property
    def everywhere(self) -> int:
        """All positions, the one after the last word too."""
        return (1 << (self.length + 1)) - 1


class Lexicon:
    """Every word that the patterns of one language name, in groups of alternatives."""

    def __init__(self, language: Language, not_typos: str) -> None:
        self.language = language
        self._not_typos = frozenset(words(plain(not_typos), language))
        self._groups = 0
        self._whole: defaultdict[str, set[int]] = defaultdict(set)
        self._stems: defaultdict[str, set[int]] = defaultdict(set)
        self._by_edges: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def group(self, terms: Iterable[str]) -> int:
        """The number of a new group; a term that ends in `*` is all words that begin so."""
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
        return number

    def read(self, written: str) -> Message:
        """A plain text as the places of the words that are known."""
        found = words(written, self.language)
        known = 0
        where: defaultdict[str, int] = defaultdict(int)
        for position, word in enumerate(found):
            where[word] |= 1 << position
        if is_cry(written):
            where[CRY] |= 1 << len(found)
            found.append(CRY)
        places: defaultdict[int, int] = defaultdict(int)
        for word, positions in where.items():
            groups = self._groups_of(word)
            known += positions.bit_count() if groups else 0
            for group in groups:
                places[group] |= positions
        return Message(dict(places), len(found), known)

    def _groups_of(self, word: str) -> set[int]:
        groups = set(self._whole.get(word, ()))
        for size in range(2, min(len(word), _LONGEST_STEM) + 1):
            groups |= self._stems.get(word[:size], set())
        if not groups and len(word) >= _TYPO_FROM - 1 and word not in self._not_typos:
            for near in self._by_edges.get((word[0], word[-1]), ()):
                if is_misspelt(word, near):
                    groups |= self._whole[near]
        return groups
