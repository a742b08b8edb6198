"""Which words there are in English and Spanish, and how common each is."""

from functools import cache

from spellchecker import SpellChecker

# A word's endings, and what the word that stands in the dictionary has instead.
_ENDINGS = {
    "en": "s: es: ies:y ed: ed:e ing: ing:e ly: ness: al: er: ers: or:e ors:e able: able:e",
    "es": (
        "s: es: ces:z a:o as:o os:o ciones:ción amente:o mente: se: lo: la: los: las: le: les:"
        " nos: do:r da:r dos:r das:r aron:ar ieron:er ieron:ir ando:ar iendo:er iendo:ir ó:ar"
        " ió:er ió:ir an:ar en:er en:ir ía:er ía:ir ían:er ían:ir aba:ar aban:ar ará:ar arán:ar"
    ),
}
_SHORTEST_STEM = 3
_POSSESSIVE = ("’s", "'s", "’", "'")


class Dictionary:
    """The words of one language, and how often each came up in the texts it was made from."""

    def __init__(self, language: str) -> None:
        checker = SpellChecker(language=language)
        self._counts: dict[str, int] = checker.word_frequency.dictionary
        pairs = (ending.split(":") for ending in _ENDINGS[language].split())
        self._endings = tuple((ending, stem) for ending, stem in pairs)

    def count(self, word: str) -> int:
        """How common a word is, perhaps with another ending; 0 for one that is not known."""
        word = word.lower()
        for mark in _POSSESSIVE:
            word = word.removesuffix(mark)
        return self._counts.get(word, 0) or self._stem_count(word)

    def _stem_count(self, word: str) -> int:
        stems = (
            word[: -len(ending)] + instead
            for ending, instead in self._endings
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM
        )
        return max((self._counts.get(stem, 0) for stem in stems), default=0)


@cache
def dictionary(language: str) -> Dictionary:
    """The dictionary of a language, `en` or `es`, loaded once."""
    return Dictionary(language)
