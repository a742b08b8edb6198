"""The words of texts, ranked by BM25 (Robertson and Zaragoza 2009; Lucene's form of it)."""

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS, STOPWORDS_SPANISH

from index.rarity import rarity

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets its own to DEBUG

_WORD = re.compile(r"\w+")
_ACCENTS = re.compile("[\u0300-\u036f]")  # as NFKD sets them beside their letters
# What a question to a press office is made of besides its subject.
ASKING = frozenset(
    """
kind supportkind says said saying say tell told think thinks thought position positions stance
statement statements view views opinion comment comments quote about regarding whats anything
dice dijo decir piensa opina opinion posicion postura declaracion declaraciones comentario sobre
acerca respecto kids need defense
""".split()
)


def fold(text: str) -> str:
    """A text without case and accents."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))


COMMON = frozenset(map(fold, (*STOPWORDS_EN_PLUS, *STOPWORDS_SPANISH))) | ASKING
_stemmers = {"en": Stemmer.Stemmer("english"), "es": Stemmer.Stemmer("spanish")}


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """What the forms of a word have in common."""
    return str(_stemmers[language].stemWord(word))


def terms(text: str, language: str) -> list[str]:
    """A text's content words in order: case and accents folded, stemmed, common words left out."""
    stemmed = language if language in _stemmers else "en"
    return [stem(w, stemmed) for w in _WORD.findall(fold(text)) if w not in COMMON]


def name_words(name: str) -> frozenset[str]:
    """The words of a person's name, case and accents folded; initials are left out."""
    return frozenset(word for word in _WORD.findall(fold(name)) if len(word) > 1)


class Keywords:
    """BM25 over texts, each given as its terms; rows are in the order given."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.texts = [frozenset(text) for text in texts]
        self._held = Counter(term for text in self.texts for term in text)
        self._ranking = bm25s.BM25() if any(self.texts) else None
        if self._ranking is not None:
            self._ranking.index([list(text) for text in texts], show_progress=False)

    def share(self, asked: AbstractSet[str], found: AbstractSet[str]) -> float:
        """How much of what is asked was found, from 0 to 1, each term weighed by its rarity."""
        weights = {term: float(rarity(self._held[term], len(self.texts))) for term in asked}
        total = sum(weights.values())
        return sum(weights[term] for term in asked & found) / total if total else 0.0

    def share_known(self, asked: AbstractSet[str]) -> float:
        """How much of what is asked any text holds, as `share` weighs it."""
        return self.share(asked, {term for term in asked if self._held[term]})

    def scores(self, question: Sequence[str]) -> npt.NDArray[np.float32]:
        """The score of each row for a question's terms; zeros where none of them is known."""
        none = np.zeros(len(self.texts), np.float32)
        if self._ranking is None:
            return none
        known = [term for term in question if term in self._ranking.vocab_dict]
        return self._ranking.get_scores(known) if known else none
