"""The words of a question, folded, so that how it is written does not matter."""

import re
import unicodedata
from dataclasses import dataclass

_APOSTROPHES = re.compile("[’‘`´ʼ＇]")
_UNSEEN = frozenset({"Mn", "Me", "Cf"})  # accents, joiners, directions
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|'", re.IGNORECASE)
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.){1,9}[^\W\d_](?!\w)")
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+|[%$€£+<>=≤≥]")
_ACRONYM = re.compile(r"[A-Z]{2,}s")  # UACs
# What every question has, and no name is made of alone; in capitals it may be one: US, UN, WHO.
_COMMON = frozenset(
    """
    a about after all also am an and any are as at be been before but by can could did do does for
    from had has have he her his how i if in into is it its may me more most my no not of on one or
    our out say says she should so some such than that the their them then there these they this
    those to under up us was we were what when where which who why will with would yes you your
    al algo ante como con cual cuando de del desde donde dos e el ella en entre era es esa ese eso
    esta este esto fue ha hace hay la las le les lo los mas me mi muy ni no nos o otra otro para
    pero por porque que quien se ser si sin sobre son su sus te tiene todo tras tu u un una uno y ya
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign: without case and accents, and whether it is written in capitals."""

    folded: str
    capital: bool

    @property
    def common(self) -> bool:
        """Whether it is one that every question has."""
        return self.folded in _COMMON and not self.homograph

    @property
    def homograph(self) -> bool:
        """Whether it is a name that looks like one of those words: US, UN, WHO."""
        return self.folded in _COMMON and self.capital and len(self.folded) > 1


def words(text: str) -> list[Word]:
    """The words of a text in order, without apostrophes, possessive endings and dots of initials.

    Where all of a sentence is in capitals, they say nothing, and no word counts as written so.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("'", text))
    plain = "".join(c for c in plain if unicodedata.category(c) not in _UNSEEN)
    plain = _INITIALS.sub(_joined, _POSSESSIVE.sub("", plain))
    found = _WORD.findall(plain)
    folded = [word.casefold() for word in found]
    # A mere list of acronyms has no common words, or is one word alone.
    shouted = plain.isupper() and len(found) > 1 and not _COMMON.isdisjoint(folded)
    return [Word(f, not shouted and _is_capital(w)) for f, w in zip(folded, found, strict=True)]


def _joined(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "").upper()  # "u.s." is no pronoun


def _is_capital(word: str) -> bool:
    return word.isupper() or _ACRONYM.fullmatch(word) is not None


def is_common(folded: str) -> bool:
    """Whether a folded word is one that every question has, or looks like one."""
    return folded in _COMMON
