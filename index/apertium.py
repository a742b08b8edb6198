"""Apertium's side of a translation: its programs, what they are given, what their reply says."""

import re
import shlex
import shutil
import unicodedata
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from index.pipeline import PATH
from knowledge.errors import KindError
from knowledge.yaml_mapping import YamlMapping

Stages = tuple[tuple[str, ...], ...]

_FILE = "translation.yaml"
_ACCENTS = Path(__file__).with_name("accents.rcx")
_LONGEST = 4000
_LONGEST_WORD = 50

# What a mode file is made of, besides `|`. `$1` is the option for marking what is not known; `$2`,
# one for the tagger, which stays out.
_WORD = re.compile(r"[\w./+-]+|\$[12]", re.ASCII)
_MARKING = "-g"
_EACH_REQUEST = "-z"

_SPECIAL = frozenset("^$/<>{}\\@#*[]~+|")

_ACCENTED = re.compile("[áéíóúÁÉÍÓÚ]")
_MAY_LACK_ACCENT = re.compile("[aeio]|(?<!q)u|n(?=[aeiou])", re.IGNORECASE)
_PLAIN, _GRAVE = "aeiounAEIOUN", "àèìòùǹÀÈÌÒÙǸ"
_MAYBE = str.maketrans(_PLAIN, _GRAVE)
_SURELY = str.maketrans(_GRAVE, _PLAIN)
# These are seldom meant with one, except where they ask: "between" and not "I entered".
_NO_ACCENT = frozenset("bajo como de el entre este hacia mi que se te tu una unas".split())
_ASKING = {
    "como": "cómo", "cual": "cuál", "cuales": "cuáles", "cuando": "cuándo", "cuanta": "cuánta",
    "cuantas": "cuántas", "cuanto": "cuánto", "cuantos": "cuántos", "donde": "dónde", "que": "qué",
    "quien": "quién", "quienes": "quiénes",
}  # fmt: skip
_FIRST = re.compile(
    r"(?P<before>(?:^|¿)\W*(?:(?:a|con|de|desde|en|hasta|para|por|sobre) )?)"
    rf"(?P<asking>{'|'.join(_ASKING)})(?!\w)",
    re.IGNORECASE,
)
# Every letter that may be either multiplies the readings that Apertium tries for the word.
_MOST_LETTERS, _MOST_CAPITALS = 6, 4
_LONGEST_BARE = 400
_SENTENCE = 3  # words; fewer in capitals are acronyms

_ASCII = "".join(chr(code) for code in range(ord("0"), ord("z") + 1) if chr(code).isalnum())
_WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in _ASCII)
_WIDENED = str.maketrans(_ASCII, _WIDE)
_READ = str.maketrans(_GRAVE + _WIDE, _PLAIN + _ASCII, "*@#\\^$[]{}")
_UNKNOWN = re.compile(r"\*(\w+)")
_FOLDED = {"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uúü]", "n": "[nñ]"}


class ModeError(KindError):
    """A mode file is not the chain of programs that it is expected to be."""


def stages(mode: Path) -> Stages:
    """The programs of a mode file, set to answer one request after another.

    Raises ModeError, with what is wrong, and OSError.
    """
    read = tuple(_stage(part) for part in mode.read_text("utf-8").strip().split("|"))
    if Path(read[0][0]).name != "lt-proc":
        raise ModeError("the first program is not lt-proc")
    program, *arguments = read[0]
    return ((program, "-r", str(_ACCENTS), *arguments), *read[1:])


def _stage(part: str) -> tuple[str, ...]:
    try:
        words = shlex.split(part)
    except ValueError:
        words = []
    if not words or not all(_WORD.fullmatch(word) for word in words):
        raise ModeError("not a plain chain of programs")
    program = shutil.which(words[0], path=PATH)
    if program is None:
        raise ModeError(f"{words[0]} is not installed")
    given = [_MARKING if word == "$1" else word for word in words[1:] if word != "$2"]
    for word in given:
        if word.startswith("/") and not Path(word).is_file():
            raise ModeError(f"{word} is missing")
    return (program, _EACH_REQUEST, *given)


def written(question: str) -> str:
    """A Spanish question as Apertium is given it; empty where nothing of it is left.

    What is special to Apertium's format, or to a terminal, is taken out. Words of the field become
    their English, in wide letters that Apertium does not know and lets be. Where nobody wrote an
    accent, the letters that may lack one are marked, for Apertium to find the word that fits.
    """
    text = _cleaned(question)
    english = _translated(text)[:_LONGEST]
    if _ACCENTED.search(text) or len(text) > _LONGEST_BARE:
        return english
    shouted = text.isupper() and len(text.split()) >= _SENTENCE
    asking = _FIRST.sub(lambda found: found["before"] + _ASKING[found["asking"].lower()], english)
    return re.sub(r"\w+", lambda found: _marked(found[0], shouted=shouted), asking)


def read(reply: str) -> tuple[str, tuple[str, ...]]:
    """The English of a reply, and those of its words that Apertium did not know."""
    unknown = (word for word in _UNKNOWN.findall(reply) if word[0] not in _WIDE)
    english = " ".join(reply.translate(_READ).split())
    return english, tuple(dict.fromkeys(word.translate(_READ) for word in unknown))


def _cleaned(text: str) -> str:
    whole = unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_SURELY)
    words = "".join(map(_kept, whole)).split()
    return " ".join(word for word in words if len(word) <= _LONGEST_WORD)[:_LONGEST]


def _kept(character: str) -> str:
    if character not in _SPECIAL and character.isprintable():
        return character
    # A soft hyphen or a joiner stands within a word, anything else between words.
    return "" if unicodedata.category(character) == "Cf" else " "


class _Phrases(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    phrases: dict[str, str] = Field(min_length=1)


@lru_cache(maxsize=1)
def phrases() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What finds the phrases of `translation.yaml`, and what each group of it is in English.

    Raises MappingError, with what to mend, when the file is not as it should be.
    """
    text = files("index").joinpath(_FILE).read_text("utf-8")
    known = YamlMapping(text, _FILE).read(_Phrases).phrases
    longest_first = sorted(known, key=len, reverse=True)
    found = "|".join(f"({_pattern(phrase)})" for phrase in longest_first)
    english = tuple(known[phrase].translate(_WIDENED) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE), english


def _pattern(phrase: str) -> str:
    """What finds a phrase with or without its accents, `*` being any ending."""
    bare = "".join(unicodedata.normalize("NFD", letter)[0] for letter in phrase.casefold())
    return "".join(
        r"\w*" if letter == "*" else _FOLDED.get(letter, re.escape(letter)) for letter in bare
    )


def _translated(text: str) -> str:
    pattern, english = phrases()
    return pattern.sub(lambda found: english[(found.lastindex or 1) - 1], text)


def _marked(word: str, *, shouted: bool) -> str:
    acronym = word.isupper() and not shouted
    if acronym or word.lower() in _NO_ACCENT or _ACCENTED.search(word):
        return word
    most = _MOST_LETTERS if word[1:].islower() else _MOST_CAPITALS
    letters = list(word)
    for found in list(_MAY_LACK_ACCENT.finditer(word))[-most:]:
        letters[found.start()] = found[0].translate(_MAYBE)
    return "".join(letters)
