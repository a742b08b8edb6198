"""Whether a message asks whom the press may turn to."""

import re
import unicodedata
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict

from knowledge.yaml_mapping import YamlMapping

_FILE = "press_contact.yaml"
_WORD = re.compile(r"\w+")


class _Pair(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    whom: list[str]
    way: list[str]


class PressContactRules(BaseModel):
    """The rules of `press_contact.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    apart: int
    pairs: list[_Pair]

    @classmethod
    def load(cls) -> Self:
        """The rules that come with the bot."""
        return YamlMapping(files("bot").joinpath(_FILE).read_text("utf-8"), _FILE).read(cls)

    def match(self, text: str) -> bool:
        """Whether a message asks for the press contact."""
        words = _WORD.findall(_fold(text))
        return any(self._near(words, pair) for pair in self.pairs)

    def _near(self, words: list[str], pair: _Pair) -> bool:
        last = {True: -self.apart - 2, False: -self.apart - 2}
        for place, word in enumerate(words):
            for is_whom, patterns in ((True, pair.whom), (False, pair.way)):
                if any(_fits(word, pattern) for pattern in patterns):
                    last[is_whom] = place
                    if place - last[not is_whom] <= self.apart + 1:
                        return True
        return False


def _fold(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
