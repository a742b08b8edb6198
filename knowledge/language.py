"""Which of the two languages a text is written in."""

import re
from functools import lru_cache
from typing import Literal

from lingua import Language as Lingua
from lingua import LanguageDetector, LanguageDetectorBuilder

Language = Literal["en", "es"]

_CODES: dict[Lingua, Language] = {Lingua.ENGLISH: "en", Lingua.SPANISH: "es"}
# Below this lead of the likelier language over the other, the text does not tell: a name, a number.
_LEAD = 0.2
_LEAD_OF_FEW = 0.7  # for one word or two, which both languages may have
_ENOUGH = 2000
_SENTENCE = 3  # words
_ACRONYM = re.compile(r"\b[A-Z0-9]{2,6}\b")


@lru_cache(maxsize=1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_CODES).with_preloaded_language_models().build()


def language_of(text: str) -> Language | None:
    """English or Spanish, or None where the words do not tell."""
    whole = text[:_ENOUGH].encode("utf-8", "ignore").decode()  # no halves of surrogate pairs
    if not whole.isupper() or len(whole.split()) < _SENTENCE:
        whole = _ACRONYM.sub(" ", whole)  # DACA and UAC are written so in both languages
    likely = _detector().compute_language_confidence_values(whole)
    needed = _LEAD if len(whole.split()) >= _SENTENCE else _LEAD_OF_FEW
    if len(likely) < len(_CODES) or likely[0].value - likely[1].value < needed:
        return None
    return _CODES[likely[0].language]
