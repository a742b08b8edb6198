"""A Spanish question word by word in English, where there is no translator: for searching only.

A word becomes the one or two words of the documents whose vectors come nearest to its own. Both are
vectors of a multilingual model's tokens in their places, so that what is around them counts too;
the mean of the documents' words is taken away, since all vectors of such a model point much the
same way (Mu and Viswanath 2018, "All-but-the-Top").
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from index.apertium import phrases
from index.encoder import Tokens, Vectors
from index.keywords import COMMON, fold, stem
from knowledge.yaml_mapping import YamlMapping

_FILE = "lexicon.yaml"
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_POSSESSIVE = re.compile(r"['’]s$")
_SHORTEST = 3  # letters of a word that is worth finding
# Chosen on the Spanish questions of kind-dev-more and xquad.
_NEAR = 0.37  # the least cosine of a word that stands for another
_NEAR_NAME = 0.5  # of a name, since names of one sort are near: Nicaragua is not Guatemala
_AS_NEAR = 0.06  # how much farther the second word may be
_SAME_LETTERS = 0.2  # what it counts that both languages write a word alike

Integers = npt.NDArray[np.signedinteger[Any]]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    first: dict[str, str]
    words: dict[str, str]


@lru_cache(maxsize=1)
def _known() -> _Words:
    return YamlMapping(files("index").joinpath(_FILE).read_text("utf-8"), _FILE).read(_Words)


@dataclass(frozen=True, slots=True)
class PlacedTokens:
    """A text with the vectors of its tokens, and where in it each stands."""

    text: str
    vectors: Vectors
    starts: Integers
    ends: Integers

    def of(self, start: int, end: int) -> Vectors:
        """The vectors of what stands between two offsets."""
        return self.vectors[(self.starts < end) & (self.ends > start)]


class Lexicon:
    """The content words of some English texts, each with the mean of its vectors."""

    def __init__(self, vectors: Mapping[str, Vectors]) -> None:
        self._words = sorted(vectors)
        self._places = {word: place for place, word in enumerate(self._words)}
        self._stems = [stem(word, "en") for word in self._words]
        whole = np.array([vectors[word] for word in self._words], np.float32)
        self._centre = whole.mean(axis=0)
        self._vectors = _unit(whole - self._centre)

    @classmethod
    def of(cls, texts: Iterable[PlacedTokens]) -> "Lexicon | None":
        """The words of English texts; None where there are none."""
        sums: dict[str, Vectors] = defaultdict(lambda: np.zeros(1, np.float32))
        counts: dict[str, int] = defaultdict(int)
        for held in texts:
            for found in _WORD.finditer(held.text):
                word = _POSSESSIVE.sub("", fold(found[0]))
                if _is_content(word) and len(tokens := held.of(*found.span())):
                    sums[word] = sums[word] + tokens.mean(axis=0)
                    counts[word] += 1
        if not sums:
            return None
        means = {word: np.float32(1 / counts[word]) * total for word, total in sums.items()}
        return cls(means)

    def translate(self, spanish: str, tokens: Tokens) -> str:
        """A question in English words, in the order of its own; `tokens` are the question's.

        What no word comes near stays as it is: a name, mostly.
        """
        held = PlacedTokens(spanish, tokens.vectors, tokens.starts, tokens.ends)
        pattern, english = phrases()
        written: list[str] = []
        start = 0
        for found in pattern.finditer(spanish):
            written += self._run(held, start, found.start(), first=not written)
            # The field's phrases are kept in wide letters, which Apertium lets pass.
            written.append(unicodedata.normalize("NFKC", english[(found.lastindex or 1) - 1]))
            start = found.end()
        written += self._run(held, start, len(spanish), first=not written)
        return " ".join(written)

    def _run(self, held: PlacedTokens, start: int, end: int, *, first: bool) -> list[str]:
        written: list[str] = []
        for found in _WORD.finditer(held.text, start, end):
            written += self._word(held, found, first=first and not written)
        return written

    def _word(self, held: PlacedTokens, found: re.Match[str], *, first: bool) -> list[str]:
        word, known = fold(found[0]), _known()
        if first and word in known.first:
            return [known.first[word]]
        if word in known.words:
            return [known.words[word]]
        tokens = held.of(*found.span())
        if word in COMMON or any(map(str.isdigit, word)) or not len(tokens):
            return [found[0]]
        named = not first and found[0][0].isupper() and not held.text.isupper()
        least = _NEAR_NAME if named else _NEAR
        return self._nearest(word, tokens.mean(axis=0), least) or [found[0]]

    def _nearest(self, word: str, vector: Vectors, least: float) -> list[str]:
        scores = self._vectors @ _unit(vector - self._centre)
        if word in self._places:
            scores[self._places[word]] += _SAME_LETTERS
        best, *others = np.argsort(-scores, kind="stable")[:6]
        if scores[best] < least:
            return []
        second = (
            place
            for place in others
            if scores[place] >= max(least, scores[best] - _AS_NEAR)
            and self._stems[place] != self._stems[best]
        )
        return [self._words[place] for place in (best, *list(second)[:1])]


def _is_content(word: str) -> bool:
    """Whether a word may stand for another: a number tells what the question does not."""
    return len(word) >= _SHORTEST and word[0].isalpha() and word not in COMMON


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
