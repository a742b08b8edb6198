"""What a button's 64 bytes say: an action and references, never a memory."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.errors import ButtonError
from bot.phrases import LANGUAGES
from knowledge.errors import InvalidReferenceError
from knowledge.language import Language
from knowledge.reference import PACKED_BYTES, Reference

_LANGUAGE = {str(language): language for language in LANGUAGES}
_HEAD = 4  # action, two letters of language, position
_MOST = 3


class Action(StrEnum):
    """What pressing a button shows."""

    quote = "q"
    context = "c"


@dataclass(frozen=True, slots=True)
class Press:
    """A button under an answer: show the passage `position` of `references`, in a language.

    It is written in at most 60 bytes: one each for action and position, two for the language, and
    56 for three references.
    """

    action: Action
    language: Language
    position: int
    references: tuple[Reference, ...]

    def encode(self) -> str:
        """The button's data."""
        packed = b"".join(reference.pack() for reference in self.references)
        held = urlsafe_b64encode(packed).decode().rstrip("=")
        return f"{self.action}{self.language}{self.position}{held}"

    @classmethod
    def decode(cls, data: str) -> Self:
        """The press that `encode` wrote. Raises ButtonError for any other data."""
        try:
            action, language, position = Action(data[0]), _LANGUAGE[data[1:3]], int(data[3])
            packed = urlsafe_b64decode(data[_HEAD:] + "=" * (-len(data[_HEAD:]) % 4))
            references = tuple(
                Reference.unpack(packed[start : start + PACKED_BYTES])
                for start in range(0, len(packed), PACKED_BYTES)
            )
        except (IndexError, KeyError, ValueError, Error, InvalidReferenceError):
            raise ButtonError("not a button of this bot") from None
        press = cls(action, language, position, references)
        if position >= len(references) or len(references) > _MOST or press.encode() != data:
            raise ButtonError("not a button of this bot")
        return press


@dataclass(frozen=True, slots=True)
class Example:
    """A button under the greeting: ask one of the example questions."""

    language: Language
    number: int

    def encode(self) -> str:
        """The button's data."""
        return f"x{self.language}{self.number}"

    @classmethod
    def decode(cls, data: str) -> Self:
        """The example that `encode` wrote. Raises ButtonError for any other data."""
        try:
            example = cls(_LANGUAGE[data[1:3]], int(data[3:]))
        except (IndexError, KeyError, ValueError):
            raise ButtonError("not a button of this bot") from None
        if example.number < 0 or example.encode() != data:
            raise ButtonError("not a button of this bot")
        return example
