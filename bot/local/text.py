"""Message texts as Telegram keeps them: counted in UTF-16, cleaned and trimmed."""

from __future__ import annotations

from dataclasses import dataclass

_SPACES = dict.fromkeys([*range(10), 11, 12, *range(14, 32)], " ")
_DROPPED = dict.fromkeys([13, *range(0x2028, 0x202F)], "")
_REPLACED = {chr(code): text for code, text in (_SPACES | _DROPPED).items()}
_BLANK = " \n"
_LAST_OF_BMP = 0xFFFF


def utf16_length(text: str) -> int:
    """How many UTF-16 code units a text has: what Telegram's offsets and limits count."""
    return len(text) + sum(ord(character) > _LAST_OF_BMP for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text at an offset and of a length in UTF-16 code units."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


@dataclass(frozen=True)
class Cleaned:
    """A text without control characters, and where each old UTF-16 offset has moved to."""

    text: str
    moved: list[int]


def cleaned(text: str) -> Cleaned:
    """The text as Telegram stores it.

    Control characters become spaces; carriage returns, line separators and the marks that turn
    the direction of writing (U+2028 to U+202E) go, as in TDLib's `clean_input_string`.
    """
    kept: list[str] = []
    moved = [0]
    length = 0
    for character in text:
        replaced = _REPLACED.get(character, character)
        kept.append(replaced)
        length += utf16_length(replaced)
        moved.extend([length] * utf16_length(character))
    return Cleaned("".join(kept), moved)


def trimmed(text: str, keep_from: int) -> tuple[str, int]:
    """The text without blanks around it, and how many UTF-16 units went from its beginning.

    What stands at or behind the UTF-16 offset `keep_from` is never cut from the beginning: there
    an entity starts.
    """
    ended = text.rstrip(_BLANK)
    leading = len(ended) - len(ended.lstrip(_BLANK))
    cut = min(leading, keep_from)
    return ended[cut:], cut
