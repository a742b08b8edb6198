"""What a button's 64 bytes say: an action and references, never a memory."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from string import ascii_uppercase
from typing import Self

from bot.errors import ButtonError
from bot.narrowed import NOT_NARROWED, Narrowed
from bot.phrases import LANGUAGES
from knowledge.errors import InvalidReferenceError
from knowledge.language import Language
from knowledge.reference import PACKED_BYTES, Reference

_LANGUAGE = {str(language): language for language in LANGUAGES}
_MOST = 3


class Action(StrEnum):
    """What pressing a button shows."""

    quote = "q"
    context = "c"


# One letter for what is done, in which language, with which of the references.
_HEADS = dict(zip(ascii_uppercase, product(Action, LANGUAGES, range(_MOST)), strict=False))
_LETTERS = {head: letter for letter, head in _HEADS.items()}


@dataclass(frozen=True, slots=True)
class Press:
    """A button under an answer: show the passage `position` of `references`, in a language.

    It is written in at most 64 bytes: one letter, and 63 for the 42 bytes of three references and
    the five of how the question narrowed them.
    """

    action: Action
    language: Language
    position: int
    references: tuple[Reference, ...]
    narrowed: Narrowed = NOT_NARROWED

    def to(self, action: Action, position: int) -> Self:
        """The button beside this one that shows something else of the same answer."""
        return replace(self, action=action, position=position)

    def encode(self) -> str:
        """The button's data."""
        packed = b"".join(reference.pack() for reference in self.references)
        held = urlsafe_b64encode(packed + self.narrowed.pack()).decode().rstrip("=")
        return _LETTERS[self.action, self.language, self.position] + held

    @classmethod
    def decode(cls, data: str) -> Self:
        """The press that `encode` wrote. Raises ButtonError for any other data."""
        try:
            action, language, position = _HEADS[data[:1]]
            packed = urlsafe_b64decode(data[1:] + "=" * (-len(data[1:]) % 4))
            end = len(packed) // PACKED_BYTES * PACKED_BYTES
            references = tuple(
                Reference.unpack(packed[start : start + PACKED_BYTES])
                for start in range(0, end, PACKED_BYTES)
            )
            press = cls(action, language, position, references, Narrowed.unpack(packed[end:]))
        except (KeyError, ValueError, OverflowError, Error, InvalidReferenceError):
            raise ButtonError("not a button of this bot") from None
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
