"""The vectors of passages' tokens, kept for late interaction.

Late interaction (Khattab and Zaharia 2020, "ColBERT") compares a question with a text token by
token: of each of the question's tokens the best cosine with any of the text's, averaged. Here the
average weighs a token by its rarity, and a sentence's tokens are those it has within its passage,
so that they know what is around them.
"""

import math
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from tokenize import TokenError
from typing import Any, Self
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt

from index.encoder import Tokens, Vectors
from index.errors import SnapshotError

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

_MOST = 127  # of a signed byte
_NO_SCALE, _NO_IDS = np.empty(0, np.float32), np.empty(0, np.int32)
_NO_BOUNDS = np.empty((0, 2), np.int32)
_LONGEST_REASON = 200
_NAMES = 26  # where a member's header says how long its name is, and what follows
_LONGEST_HEAD = 1024
# What NumPy, and the archive it reads, raise for bytes that are none.
_UNREADABLE = (
    ValueError, KeyError, OSError, EOFError, MemoryError, OverflowError, RuntimeError, TypeError,
    SyntaxError, TokenError, BadZipFile, struct.error, zlib.error,
)  # fmt: skip
_TYPES = [np.int8, np.float32, np.int32, np.int64, np.int64, np.int64, np.int32]
_AXES = [2, 1, 1, 1, 2, 1, 2]
_PARTS = ("codes", "scales", "ids", "passages", "sentences", "within", "bounds")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: its passage's row, and start and end in the text encoded of it."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CodedTokens:
    """The tokens of a run of passages, of which `sizes` says how many each has.

    `codes`, `scales`, `ids` and `bounds` are as in TokenVectors.
    """

    codes: npt.NDArray[np.int8]
    scales: Floats
    ids: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int32]
    sizes: Integers

    @classmethod
    def of(cls, tokens: Tokens) -> Self:
        """The tokens of one passage, each as signed bytes and their scale."""
        scale = np.abs(tokens.vectors).max(axis=1, initial=0) / _MOST
        return cls(
            np.round(tokens.vectors / scale[:, None]).astype(np.int8),
            scale.astype(np.float32),
            tokens.ids.astype(np.int32),
            np.stack([tokens.starts, tokens.ends], axis=1).astype(np.int32),
            np.array([len(tokens.ids)], np.int64),
        )

    @classmethod
    def none(cls, dimensions: int) -> Self:
        """No passages."""
        codes = np.empty((0, dimensions), np.int8)
        return cls(codes, _NO_SCALE, _NO_IDS, _NO_BOUNDS, np.empty(0, np.int64))


@dataclass(frozen=True)
class TokenVectors:
    """Each token as signed bytes and their scale, in the order of passages and of their text.

    `codes` has the shape `(tokens, dimensions)`; `scales` and `ids` have `(tokens,)`. Passage row
    `p` has the tokens `passages[p]` to `passages[p + 1]`; `sentences` holds the first token of each
    sentence row and the one after its last, in the shape `(sentences, 2)`; `within`, its passage.
    `bounds`, of shape `(tokens, 2)`, is where each token starts and ends in its passage's text.
    """

    codes: npt.NDArray[np.int8]
    scales: Floats
    ids: npt.NDArray[np.int32]
    passages: Integers
    sentences: Integers
    within: Integers
    bounds: npt.NDArray[np.int32]

    @classmethod
    def joined(cls, parts: Iterable[CodedTokens], within: Sequence[Place], dimensions: int) -> Self:
        """The tokens of runs of passages, one after the other."""
        held = [CodedTokens.none(dimensions), *parts]
        sizes = np.concatenate([part.sizes for part in held])
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        bounds = np.concatenate([part.bounds for part in held])
        return cls(
            np.concatenate([part.codes for part in held]),
            np.concatenate([part.scales for part in held]),
            np.concatenate([part.ids for part in held]),
            starts,
            _ranges(bounds, starts, within),
            np.array([place.passage for place in within], np.int64),
            bounds,
        )

    def run(self, first: int, stop: int) -> CodedTokens:
        """The tokens of the passage rows from `first` up to `stop`."""
        held = slice(int(self.passages[first]), int(self.passages[stop]))
        return CodedTokens(
            self.codes[held],
            self.scales[held],
            self.ids[held],
            self.bounds[held],
            np.diff(self.passages[first : stop + 1]),
        )

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """The tokens that `to_bytes` wrote. Raises SnapshotError for other bytes."""
        try:
            with ZipFile(BytesIO(content)) as archive:
                read = cls(*(_array(content, archive.getinfo(f"{part}.npy")) for part in _PARTS))
        except _UNREADABLE as error:
            why = " ".join(str(error).split())[:_LONGEST_REASON]
            raise SnapshotError(f"not token vectors: {why}") from None
        if not read._is_whole():
            raise SnapshotError("not token vectors: the parts do not fit together")
        return read

    def to_bytes(self) -> bytes:
        """The tokens as NumPy's archive of arrays."""
        written = BytesIO()
        np.savez(written, allow_pickle=False, **{part: getattr(self, part) for part in _PARTS})
        return written.getvalue()

    @property
    def rows(self) -> tuple[int, int]:
        """How many passages and how many sentences there are."""
        return len(self.passages) - 1, len(self.sentences)

    @property
    def dimensions(self) -> int:
        """The length of each vector."""
        return int(self.codes.shape[1])

    def placed(self, row: int) -> tuple[Floats, npt.NDArray[np.int32]]:
        """The vectors of a passage row's tokens, nearly as they were, and where each stands."""
        run = self._tokens(row)
        return self.codes[run].astype(np.float32) * self.scales[run, None], self.bounds[run]

    def counted(self, passages: Integers) -> tuple[Integers, Integers]:
        """The token ids in some passages, sorted, and in how many of these passages each stands."""
        held = [np.unique(self.ids[self._tokens(row)]) for row in passages]
        return np.unique(np.concatenate(held or [np.empty(0, np.int64)]), return_counts=True)

    def scores(
        self, question: Vectors, weights: Floats, passages: Integers, sentences: Integers
    ) -> tuple[Floats, Floats]:
        """The late interaction of a question with some passages, and with sentences of these.

        `question` has the shape `(tokens, dimensions)`; `weights`, which sum to one, `(tokens,)`.
        The passage rows ascend. Both results are in the order of the rows given.
        """
        if not len(question) or not len(passages):
            return np.zeros(len(passages), np.float32), np.zeros(len(sentences), np.float32)
        of = np.searchsorted(passages, self.within[sentences])
        runs = [self._tokens(row) for row in passages]
        near = np.concatenate([self._near(question, run) for run in runs])
        starts = np.cumsum([0, *(run.stop - run.start for run in runs)])
        whole = [_best(near[a:b]) for a, b in pairwise(starts)]
        moved = starts[of] - self.passages[passages[of]]
        ranges = self.sentences[sentences] + moved[:, None]
        inner = [_best(near[a:b]) for a, b in ranges]
        return _weighed(whole, weights), _weighed(inner, weights)

    def _is_whole(self) -> bool:
        """Whether each part is of its type and shape, and refers to what is there."""
        parts = [getattr(self, part) for part in _PARTS]
        if [part.dtype for part in parts] != _TYPES or [part.ndim for part in parts] != _AXES:
            return False
        tokens = {len(self.codes), len(self.scales), len(self.ids), len(self.bounds)}
        pairs = {self.bounds.shape[1:], self.sentences.shape[1:]}
        return len(tokens) == 1 and pairs == {(2,)} and self._refers_rightly(tokens.pop())

    def _refers_rightly(self, tokens: int) -> bool:
        passages = len(self.passages) - 1
        if passages < 0 or len(self.within) != len(self.sentences):
            return False
        starts, ends = self.passages[:-1], self.passages[1:]
        whole = self.passages[0] == 0 and self.passages[-1] == tokens and (starts <= ends).all()
        if not whole or not ((self.within >= 0) & (self.within < passages)).all():
            return False
        first, last = self.sentences[:, 0], self.sentences[:, 1]
        inside = (starts[self.within] <= first) & (last <= ends[self.within])
        return bool((inside & (first <= last)).all())

    def _near(self, question: Vectors, run: slice) -> Floats:
        found = self.codes[run].astype(np.float32) @ question.T
        return np.asarray(found * self.scales[run, None], np.float32)

    def _tokens(self, row: int) -> slice:
        return slice(int(self.passages[row]), int(self.passages[row + 1]))


def _array(content: bytes, member: ZipInfo) -> npt.NDArray[Any]:
    """An array of NumPy's archive; signed bytes, of which most of it is, where they stand.

    What is before it: the member's own header (PKWARE's APPNOTE 4.3.7), and NumPy's (its "NPY
    format"). Raises ValueError for anything else.
    """
    names = struct.unpack_from("<HH", content, member.header_offset + _NAMES)
    start = member.header_offset + _NAMES + struct.calcsize("<HH") + sum(names)
    if member.compress_type != ZIP_STORED or member.file_size > len(content) - start:
        raise ValueError("an array is compressed, or cut short")
    head = BytesIO(content[start : start + _LONGEST_HEAD])
    if np.lib.format.read_magic(head) != (1, 0):
        raise ValueError("an array is not of the first version")
    shape, column_first, kind = np.lib.format.read_array_header_1_0(head)
    if column_first or math.prod(shape) * kind.itemsize != member.file_size - head.tell():
        raise ValueError("an array is not of its size")
    flat = np.frombuffer(content, kind, math.prod(shape), start + head.tell())
    return (flat if kind.itemsize == 1 else flat.copy()).reshape(shape)  # which aligns it


def _best(near: Floats) -> Floats:
    return np.asarray(near.max(axis=0, initial=-1.0), np.float32)


def _weighed(best: list[Floats], weights: Floats) -> Floats:
    return np.asarray(np.array(best).reshape(-1, len(weights)) @ weights, np.float32)


def _ranges(bounds: npt.NDArray[np.int32], starts: Integers, within: Sequence[Place]) -> Integers:
    """The first token of each sentence and the one after its last, in the shape `(sentences, 2)`.

    Tokens stand in the order of their text, so each passage's offsets, moved behind those of the
    passages before it, make one rising row in which all sentences are looked up together.
    """
    if not within:
        return np.empty((0, 2), np.int64)
    places = np.array([(p.passage, p.start, p.end) for p in within], np.int64)
    apart = 1 + max(int(bounds.max(initial=0)), int(places[:, 1:].max()))
    moved = np.repeat(np.arange(len(starts) - 1), np.diff(starts)) * apart
    passage = places[:, 0] * apart
    first = np.searchsorted(bounds[:, 1] + moved, places[:, 1] + passage, "right")
    stop = np.searchsorted(bounds[:, 0] + moved, places[:, 2] + passage, "left")
    # A sentence beyond what the model reads has no tokens of its own; its passage's last stands in.
    last = starts[places[:, 0] + 1] - 1
    beyond = first >= stop
    lowest = starts[places[:, 0]]
    return np.stack(
        [np.where(beyond, np.maximum(last, lowest), first), np.where(beyond, last + 1, stop)],
        axis=1,
    ).astype(np.int64)
