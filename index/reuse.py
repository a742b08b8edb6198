"""Which rows of a table of vectors are known from earlier tables, by what they were made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from index.errors import SnapshotError

Key = bytes
Vectors = npt.NDArray[np.float32]

ENCODED = -1
_KEY = sha256().digest_size


def key_of(text: str) -> Key:
    """What an encoded text is known by: its sha256."""
    return sha256(text.encode("utf-8", "replace")).digest()


def write_keys(keys: Iterable[Key]) -> bytes:
    """Keys as the bytes of a snapshot's file."""
    return b"".join(keys)


def read_keys(content: bytes) -> tuple[Key, ...]:
    """The keys that `write_keys` wrote. Raises SnapshotError for other bytes."""
    if len(content) % _KEY:
        raise SnapshotError("not keys of texts: cut short")
    return tuple(content[at : at + _KEY] for at in range(0, len(content), _KEY))


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of one table one after the other: from `first` up to `stop`.

    `table` is its number among the earlier ones, or ENCODED.
    """

    table: int
    first: int
    stop: int


class Rows:
    """Where each row of a new table comes from: a row of an earlier one, or a text to be encoded.

    `wanted` is the key of each row, `earlier` those of each earlier table's rows; the first table
    that has a key gives the row. `new` are the rows to be encoded, each text once.
    """

    def __init__(self, wanted: Sequence[Key], earlier: Sequence[Sequence[Key]]) -> None:
        known: dict[Key, tuple[int, int]] = {}
        for table, keys in enumerate(earlier):
            for row, key in enumerate(keys):
                known.setdefault(key, (table, row))
        new: list[int] = []
        for row, key in enumerate(wanted):
            if key not in known:
                known[key] = ENCODED, len(new)
                new.append(row)
        self.new = tuple(new)
        self._found = np.array([known[key] for key in wanted], np.int64).reshape(-1, 2)

    @property
    def used(self) -> frozenset[int]:
        """The numbers of the earlier tables that give a row."""
        return frozenset(np.unique(self._found[:, 0]).tolist()) - {ENCODED}

    def filled(self, earlier: Mapping[int, Vectors], encoded: Vectors) -> Vectors:
        """The new table, out of the earlier ones by number and the rows that were encoded."""
        filled = np.empty((len(self._found), encoded.shape[1]), np.float32)
        for number, table in (*earlier.items(), (ENCODED, encoded)):
            here = self._found[:, 0] == number
            filled[here] = table[self._found[here, 1]]
        return filled

    def runs(self) -> Iterator[Run]:
        """The rows in order, as runs."""
        if not len(self._found):
            return
        step = np.diff(self._found, axis=0)
        breaks = 1 + np.flatnonzero((step[:, 0] != 0) | (step[:, 1] != 1))
        for first, stop in zip([0, *breaks], [*breaks, len(self._found)], strict=True):
            table, row = map(int, self._found[first])
            yield Run(table, row, row + int(stop - first))
