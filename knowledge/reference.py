"""The permanent short name of a quote."""

import re
from dataclasses import dataclass
from typing import Self

from knowledge.errors import InvalidReferenceError

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(r"([0-9a-f]{16})-(0|[1-9a-z][0-9a-z]{0,9})-([1-9a-z][0-9a-z]{0,9})")
PACKED_BYTES = 14


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"


@dataclass(frozen=True, slots=True)
class Reference:
    """`<16 hex of the text's sha256>-<start>-<length>`, the numbers in base 36.

    It names a place, and promises nothing: whether the text is known, whether the place is whole
    sentences and who may see it is checked where it is resolved.
    """

    text: str
    start: int
    length: int

    @property
    def end(self) -> int:
        """The index after the quote's last character."""
        return self.start + self.length

    def __str__(self) -> str:
        return f"{self.text}-{_base36(self.start)}-{_base36(self.length)}"

    @classmethod
    def parse(cls, written: str) -> Self:
        """The reference written in its one canonical form.

        Raises InvalidReferenceError for any other form.
        """
        form = _FORM.fullmatch(written)
        if form is None:
            raise InvalidReferenceError(f"not a reference: {written[:80]!r}")
        return cls(form[1], int(form[2], 36), int(form[3], 36))

    def pack(self) -> bytes:
        """The reference in 14 bytes: 8 of the hash, 4 of the start, 2 of the length.

        Raises OverflowError for a quote of over 65,535 characters, or one that starts after the
        first 4 GiB of them.
        """
        place = self.start.to_bytes(4, "big") + self.length.to_bytes(2, "big")
        return bytes.fromhex(self.text) + place

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """The reference that `pack` made these bytes of.

        Raises InvalidReferenceError for bytes that it cannot have made.
        """
        if len(packed) != PACKED_BYTES or not any(packed[12:]):
            raise InvalidReferenceError("not a packed reference")
        start, length = packed[8:12], packed[12:]
        return cls(packed[:8].hex(), int.from_bytes(start, "big"), int.from_bytes(length, "big"))
