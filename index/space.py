"""What one embedding model makes of the documents: vectors of passages, sentences and tokens."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, Protocol, Self, TypeVar

import numpy as np

from index.encoder import Encoded, Encoder, Task, Vectors
from index.reuse import ENCODED, Key, Rows, key_of
from index.tokens import CodedTokens, Place, TokenVectors
from index.vectors import VectorIndex

Progress = Callable[[int], None]

_STEP = 256  # texts that are encoded between two words of progress
_PASSAGES, _SENTENCES, _TOKENS = "passages.faiss", "sentences.faiss", "tokens.npz"


@dataclass(frozen=True)
class Texts:
    """What is encoded of documents; `within` says where each sentence stands in its passage."""

    passages: Sequence[str]
    sentences: Sequence[str]
    within: Sequence[Place]

    @cached_property
    def keys(self) -> "Keys":
        """What each of these texts is known by."""
        return Keys(tuple(map(key_of, self.passages)), tuple(map(key_of, self.sentences)))


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of each passage row and each sentence row."""

    passages: tuple[Key, ...]
    sentences: tuple[Key, ...]


class Earlier(Protocol):
    """One space of an earlier snapshot, which the same model made; it is read when it is used."""

    @property
    def keys(self) -> Keys:
        """What its rows were made of."""

    def read(self) -> "Space":
        """The vectors. Raises SnapshotError where they are damaged."""


Source = TypeVar("Source", bound=Earlier)


class Wanted(Generic[Source]):
    """Texts of which some have their vectors in earlier spaces, and the others are encoded.

    A text that stands in several rows is encoded once.
    """

    def __init__(self, texts: Texts, earlier: Sequence[Source] = ()) -> None:
        self.texts = texts
        self.passages = Rows(texts.keys.passages, [e.keys.passages for e in earlier])
        self.sentences = Rows(texts.keys.sentences, [e.keys.sentences for e in earlier])
        used = self.passages.used | self.sentences.used
        self.earlier = {number: e for number, e in enumerate(earlier) if number in used}

    @property
    def new(self) -> int:
        """How many texts have to be encoded."""
        return len(self.passages.new) + len(self.sentences.new)


@dataclass(frozen=True, slots=True)
class Space:
    """The vectors that one model made, one row a passage and a sentence."""

    passages: VectorIndex
    sentences: VectorIndex
    tokens: TokenVectors

    @classmethod
    def completed(
        cls,
        wanted: Wanted[Any],
        earlier: Mapping[int, "Space"],
        dimensions: int,
        encoder: Encoder | None,
        progress: Progress,
    ) -> Self:
        """The vectors of wanted texts, those of `earlier` spaces as these have them.

        `encoder` may be None where no text has to be encoded.
        """
        texts, vectors, coded = wanted.texts, list[Vectors](), list[CodedTokens]()
        for step in _steps(encoder, texts.passages, wanted.passages.new, progress):
            vectors.append(step.vectors)
            coded += map(CodedTokens.of, step.tokens)
        steps = _steps(encoder, texts.sentences, wanted.sentences.new, progress)
        inner = [step.vectors for step in steps]
        tables = {number: space.passages.vectors() for number, space in earlier.items()}
        others = {number: space.sentences.vectors() for number, space in earlier.items()}
        return cls(
            VectorIndex.of(wanted.passages.filled(tables, _joined(vectors, dimensions))),
            VectorIndex.of(wanted.sentences.filled(others, _joined(inner, dimensions))),
            TokenVectors.joined(_parts(wanted, earlier, coded), texts.within, dimensions),
        )

    @classmethod
    def from_files(cls, files: Mapping[str, bytes], number: int) -> Self:
        """The space that `files` wrote as this number. Raises SnapshotError, and KeyError."""
        passages, sentences, tokens = (files[name] for name in cls.names(number))
        return cls(
            VectorIndex.from_bytes(passages),
            VectorIndex.from_bytes(sentences),
            TokenVectors.from_bytes(tokens),
        )

    @staticmethod
    def names(number: int) -> tuple[str, str, str]:
        """The names of a snapshot's files that hold the space of this number."""
        return f"{number}-{_PASSAGES}", f"{number}-{_SENTENCES}", f"{number}-{_TOKENS}"

    def files(self, number: int) -> dict[str, bytes]:
        """The files of a snapshot that hold this space, by name; `number` tells several apart."""
        contents = self.passages.to_bytes(), self.sentences.to_bytes(), self.tokens.to_bytes()
        return dict(zip(self.names(number), contents, strict=True))

    @property
    def dimensions(self) -> int:
        """The length of each vector."""
        return self.passages.dimensions

    def fits(self, passages: int, sentences: int, dimensions: int) -> bool:
        """Whether it has a row for each of as many passages and sentences, of this length."""
        rows = (len(self.passages), len(self.sentences), *self.tokens.rows)
        sizes = {self.passages.dimensions, self.sentences.dimensions, self.tokens.dimensions}
        return rows == (passages, sentences, passages, sentences) and sizes == {dimensions}


def _steps(
    encoder: Encoder | None, texts: Sequence[str], new: Sequence[int], progress: Progress
) -> Iterator[Encoded]:
    task: Task = "passage"
    if encoder is None:
        return
    for start in range(0, len(new), _STEP):
        step = [texts[row] for row in new[start : start + _STEP]]
        yield encoder.encode(step, task)
        progress(len(step))


def _joined(vectors: list[Vectors], dimensions: int) -> Vectors:
    return np.concatenate([np.empty((0, dimensions), np.float32), *vectors])


def _parts(
    wanted: Wanted[Any], earlier: Mapping[int, Space], coded: Sequence[CodedTokens]
) -> Iterator[CodedTokens]:
    for run in wanted.passages.runs():
        if run.table == ENCODED:
            yield from coded[run.first : run.stop]
        else:
            yield earlier[run.table].tokens.run(run.first, run.stop)
