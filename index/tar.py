"""An uncompressed tar, read strictly: regular files, their sizes believed only when they fit."""

import os
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.errors import SnapshotError

_REGULAR = (tarfile.REGTYPE, tarfile.AREGTYPE)
_LONGEST_END = 2 * tarfile.RECORDSIZE
_LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Member:
    """What a tar says of a file in it."""

    name: str
    size: int


class Tar:
    """The files in a tar, one after the other; nothing in it reaches beyond it.

    `file` is its name, which every error tells. All methods raise SnapshotError.
    """

    def __init__(self, file: Path, stream: BinaryIO) -> None:
        self._file = file
        self._stream = stream
        self._left = os.fstat(stream.fileno()).st_size
        self._damage = "it is no uncompressed tar"

    def member(self) -> Member | None:
        """The next file in it; None at its end, which nothing may follow."""
        block = self._take(tarfile.BLOCKSIZE)
        if not block.strip(b"\0"):
            self._end()
            return None
        try:
            # Of this header alone: what extends another is a member of a type of its own.
            found = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        except tarfile.HeaderError:
            raise self.refused(self._damage) from None
        self._damage = "a header in it is damaged"
        if found.type not in _REGULAR:
            raise self.refused(f"{shown(found.name)} is no regular file")
        return Member(found.name, found.size)

    def content(self, member: Member) -> bytes:
        """The bytes of the file that `member` has just told of."""
        content = self._take(member.size)
        if self._take(-member.size % tarfile.BLOCKSIZE).strip(b"\0"):
            raise self.refused(f"more than zeros follow {shown(member.name)}")
        return content

    def refused(self, why: str) -> SnapshotError:
        """The error that says why it is not used."""
        return SnapshotError(
            f"{self._file}: not an export that can be used: {why}; copy the file again, or "
            "export the snapshot again"
        )

    def _take(self, size: int) -> bytes:
        """The next bytes; no more is asked for than there are."""
        taken = self._stream.read(size) if 0 <= size <= self._left else b""
        if len(taken) != size:
            raise self.refused("it is empty, or cut off")
        self._left -= size
        return taken

    def _end(self) -> None:
        if self._left > _LONGEST_END:
            raise self.refused("more follows its end")
        if self._take(max(self._left, tarfile.BLOCKSIZE)).strip(b"\0"):
            raise self.refused("more follows its end")


def shown(name: str) -> str:
    """A name that a file has told, fit to show."""
    return repr(name[:_LONGEST_SHOWN])
