"""Whether a message asks whom the press may turn to."""

from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, PositiveInt

from bot.need.folding import plain
from bot.need.lexicon import Lexicon
from bot.need.patterns import PatternReader
from knowledge.language import Language
from knowledge.yaml_mapping import YamlMapping

_FILE = "press_contact.yaml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _SectionText(_Part):
    words: dict[str, str]
    any_of: str


class _RulesText(_Part):
    near: dict[str, PositiveInt]
    not_typos: str
    en: _SectionText
    es: _SectionText


class _Section:
    """The rules of one language."""

    def __init__(self, language: Language, section: _SectionText, shared: _RulesText) -> None:
        self._lexicon = Lexicon(language, shared.not_typos)
        reader = PatternReader(shared.near, section.words, self._lexicon)
        self._patterns = tuple(reader.patterns(section.any_of).values())

    def match(self, written: str) -> bool:
        message = self._lexicon.read(written)
        return any(pattern.ends(message.everywhere, message) for pattern in self._patterns)


class PressContactRules:
    """The rules of both languages, from the text of a file such as `press_contact.yaml`.

    Raises NeedRulesError or MappingError, with what to mend, when the text is not such rules.
    """

    def __init__(self, text: str) -> None:
        read = YamlMapping(text, _FILE).read(_RulesText)
        self._sections = (_Section("en", read.en, read), _Section("es", read.es, read))

    @classmethod
    def load(cls) -> Self:
        """The rules that come with the bot."""
        return cls(files("bot").joinpath(_FILE).read_text("utf-8"))

    def match(self, text: str) -> bool:
        """Whether a message asks for the press contact."""
        written = plain(text)
        return any(section.match(written) for section in self._sections)
