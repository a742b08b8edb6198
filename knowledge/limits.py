"""What reading a folder of documents may take."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may have and need, and the most files of a folder.

    `seconds` and `memory` (bytes of address space) are those of the process that reads the file.
    """

    file: int = 20 * MEBIBYTE
    text: int = 1_000_000
    seconds: float = 30
    memory: int = 1024 * MEBIBYTE
    files: int = 10_000

    @property
    def output(self) -> int:
        """The most bytes that a reading may be written in: the text, its sentences, its layout."""
        return MEBIBYTE + 64 * self.text
