"""The details of a question that what answers it must have: years, numbers, names, a number."""

import re
from dataclasses import dataclass

from index.keywords import ASKING, fold

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_](?:[\w.’'-]*\w)?")
_PLAIN_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s$")
_SPOKEN = 0.6  # share of capitalised words from which capitals say nothing
_FEW = 3
_SHORTEST_STEM = 4
# What asks for an amount, and what may be one.
_ASKS_AMOUNT = re.compile(
    r"\bhow (?:many|much|long|old|big|often|far)\b|\b(?:what|which) (?:number|share|percent\w*|"
    r"proportion|portion|amount|age|fraction)\b|\b(?:number|amount|share|percentage|total) of\b"
    r"|\bcuant[oa]s?\b|\bque (?:porcentaje|cantidad|numero|proporcion|edad|parte|tan)\b"
    r"|\b(?:numero|cantidad|porcentaje|cifra|total) de\b"
)
_AMOUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|most|all|none|"
    r"free|several|many|few|few|twice|double|majority|uno?|una|dos|tres|cuatro|cinco|seis|siete|"
    r"ocho|nueve|diez|once|doce|quince|veinte|treinta|cuarenta|cincuenta|cien|cientos|mil|miles|"
    r"millon|millones|docenas?|mitad|tercio|cuarto|mayoria|todos|ningun[oa]?|gratis|gratuit[oa]s?|"
    r"varios|muchos|pocos|doble)\b"
)


@dataclass(frozen=True, slots=True)
class Details:
    """What a question names, each folded, and whether it asks how many or how much.

    A word is a name where it alone is capitalised, the first word and the organisation's own aside.
    """

    years: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    amount: bool

    @classmethod
    def of(cls, question: str, english: str | None) -> "Details":
        """The details of a question; of names that were put into English, none is known."""
        years = frozenset(_YEAR.findall(question))
        kept = (
            None if english in (None, question) else set(_PLAIN_WORD.findall(fold(english or "")))
        )
        names = (name for name in _names(question) if kept is None or name in kept)
        return cls(
            years,
            frozenset(_NUMBER.findall(question)) - years,
            frozenset(names),
            _ASKS_AMOUNT.search(fold(question)) is not None,
        )

    def missing(self, passage: str, document: str, quote: str) -> dict[str, float]:
        """The share of each kind of detail that is not there.

        Years and names are looked for in the passage with its head, numbers in the document, and an
        amount in the quote.
        """
        written = frozenset(_PLAIN_WORD.findall(fold(passage)))
        unnamed = sum(not _stands(name, written) for name in self.names)
        return {
            "missing_years": _share(self.years - set(_YEAR.findall(passage)), self.years),
            "missing_numbers": _share(self.numbers - set(_NUMBER.findall(document)), self.numbers),
            "missing_names": unnamed / len(self.names) if self.names else 0.0,
            "missing_amount": float(self.amount and not has_amount(quote)),
        }


def has_amount(text: str) -> bool:
    """Whether a text has a number in it, in digits or in words."""
    return _AMOUNT.search(fold(text)) is not None


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part) / len(whole) if whole else 0.0


def _names(question: str) -> list[str]:
    found = _WORD.findall(question)
    capital = [word for word in found if word[0].isupper()]
    if len(found) > _FEW and len(capital) > _SPOKEN * len(found):
        return []
    first = found[0] if found else ""
    named = [word for word in capital if word is not first or word.isupper()]
    folded = (_POSSESSIVE.sub("", fold(word)) for word in named)
    return [name for name in folded if name not in ASKING and len(name) > 1]


def _stands(name: str, written: frozenset[str]) -> bool:
    """Whether a name or a form of it is among words: Haitian is one of Haiti."""
    if name in written:
        return True
    stem = name[: max(_SHORTEST_STEM, len(name) - 2)]
    return len(name) > _SHORTEST_STEM and any(word.startswith(stem) for word in written)
