"""What a text states, so that it can be told whether two state the same."""

import re
from collections import Counter
from dataclasses import dataclass

from index.keywords import fold, terms

SAME = 0.9  # share of content words that two texts of one statement have in common
# Words on which a statement turns, and which all versions of it have alike; so has every number.
_DECISIVE = frozenset(
    """
no not t never none nobody nothing nor neither cannot without except unless
ni nunca jamas nadie nada ninguno ninguna ningun tampoco sin salvo excepto
one two three four five six seven eight nine ten eleven twelve half third quarter dozen twenty
thirty forty fifty sixty seventy eighty ninety hundred thousand million billion
uno una dos tres cuatro cinco seis siete ocho nueve diez once doce medio media tercio cuarto docena
veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil millon millones
""".split()
)


@dataclass(frozen=True)
class Statement:
    """A text as it is compared: its content words, and the words on which it turns."""

    words: frozenset[str]
    turning: Counter[str]

    @classmethod
    def of(cls, text: str, language: str) -> "Statement":
        """What a text in a language states."""
        turning = (w for w in re.findall(r"\w+", fold(text)) if w in _DECISIVE or w.isdigit())
        return cls(frozenset(terms(text, language)), Counter(turning))

    def then(self, other: "Statement") -> "Statement":
        """What this text and another one behind it state together."""
        return Statement(self.words | other.words, self.turning + other.turning)

    def is_same(self, other: "Statement") -> bool:
        """Whether both have nearly the same words, and exactly the numbers and negations."""
        shared, either = self.words & other.words, self.words | other.words
        return self.turning == other.turning and len(shared) >= SAME * len(either)
