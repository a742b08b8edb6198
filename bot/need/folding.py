"""A message as plain words, so that how it is written does not hide what it says."""

import re
import unicodedata
from itertools import islice

from knowledge.language import Language

LONGEST = 4096  # characters of one Telegram message

_HELP_COMMAND = re.compile(r"\s*/(help|ayuda)(@\w+)?\s*", re.IGNORECASE)  # of the bot, no cry
_APOSTROPHES = re.compile("[’‘`´ʼ＇]")
_ENDINGS = re.compile(r"'(s|re|ve|ll|d)\b")
_COUNTRY = re.compile(r"\bU\.?S\b\.?|\b(?<=the )us\b")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})  # accents, joiners, directions, controls
_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_CRIED = re.compile(r"![^\w!?.]{0,8}$")  # perhaps an emoji after it
_OVERLONG = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED = re.compile(r"([^\W\d_])\1+")
# Spanish letters that sound alike and are often written for one another.
_SOUNDS = (
    (re.compile("ll"), "y"),
    (_REPEATED, r"\1"),
    (re.compile("(?<!c)h"), ""),
    (re.compile("qu?"), "k"),
    (re.compile("c(?=[ei])|z"), "s"),
    (re.compile("c(?!h)"), "k"),
    (re.compile("v"), "b"),
    (re.compile("g(?=[ei])"), "j"),
    (re.compile("^k$"), "ke"),
)


def plain(text: str) -> str:
    """At most `LONGEST` characters in lower case, without accents and signs that do not show.

    A message that is only the command /help has no words.
    """
    if _HELP_COMMAND.fullmatch(text):
        return ""
    text = text[:LONGEST]
    if not text.isupper():
        text = _COUNTRY.sub("usa", text)  # else "the US" would be read as "us"
    text = _APOSTROPHES.sub("'", text)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return "".join(islice(kept, LONGEST))  # one sign may have become eighteen


def words(written: str, language: Language) -> list[str]:
    """The words of a plain text without apostrophes and doubled letters, Spanish by sound."""
    joined = _ENDINGS.sub(r" \1", written).replace("'", "")
    found = (_OVERLONG.sub(r"\1\1", word) for word in _WORD.findall(joined))
    if language == "es":
        return [_spoken(word) for word in found]
    return [_REPEATED.sub(r"\1", word) for word in found]


def _spoken(word: str) -> str:
    for written, sound in _SOUNDS:
        word = written.sub(sound, word) or word
    return word


def is_cry(written: str) -> bool:
    """Whether a plain text ends in "!", or a letter in it is drawn out."""
    return _CRIED.search(written) is not None or _STRETCHED.search(written) is not None


def is_misspelt(written: str, word: str) -> bool:
    """Whether one letter within a word is missing, added, wrong, or swapped with its neighbour."""
    shorter, longer = sorted((written, word), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(longer) > len(shorter):
        return shorter[start:] == longer[start + 1 :]
    rest, other = shorter[start:], longer[start:]
    return rest[1:] == other[1:] or (rest[1::-1] == other[:2] and rest[2:] == other[2:])
