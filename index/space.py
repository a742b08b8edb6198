"""What one embedding model makes of the documents: vectors of passages, sentences and tokens."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from index.encoder import Encoded, Encoder, Task, Tokens, Vectors
from index.tokens import Place, TokenVectors
from index.vectors import VectorIndex

Progress = Callable[[int], None]

_STEP = 256  # texts that are encoded between two words of progress
_PASSAGES, _SENTENCES, _TOKENS = "passages.faiss", "sentences.faiss", "tokens.npz"


@dataclass(frozen=True, slots=True)
class Texts:
    """What is encoded of documents; `within` says where each sentence stands in its passage."""

    passages: Sequence[str]
    sentences: Sequence[str]
    within: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Space:
    """The vectors that one model made, one row a passage and a sentence."""

    passages: VectorIndex
    sentences: VectorIndex
    tokens: TokenVectors

    @classmethod
    def of(cls, encoder: Encoder, texts: Texts, progress: Progress) -> Self:
        """Encode texts; `progress` is told now and then how many more are done."""
        vectors: list[Vectors] = []

        def tokens() -> Iterator[Tokens]:
            for step in _steps(encoder, texts.passages, progress):
                vectors.append(step.vectors)
                yield from step.tokens

        held = TokenVectors.of(tokens(), texts.within, encoder.dimensions)
        sentences = [step.vectors for step in _steps(encoder, texts.sentences, progress)]
        return cls(
            VectorIndex.of(np.concatenate(vectors)),
            VectorIndex.of(np.concatenate(sentences)),
            held,
        )

    @classmethod
    def from_files(cls, files: Mapping[str, bytes], number: int) -> Self:
        """The space that `files` wrote as this number. Raises SnapshotError, and KeyError."""
        return cls(
            VectorIndex.from_bytes(files[f"{number}-{_PASSAGES}"]),
            VectorIndex.from_bytes(files[f"{number}-{_SENTENCES}"]),
            TokenVectors.from_bytes(files[f"{number}-{_TOKENS}"]),
        )

    def files(self, number: int) -> dict[str, bytes]:
        """The files of a snapshot that hold this space, by name; `number` tells several apart."""
        return {
            f"{number}-{_PASSAGES}": self.passages.to_bytes(),
            f"{number}-{_SENTENCES}": self.sentences.to_bytes(),
            f"{number}-{_TOKENS}": self.tokens.to_bytes(),
        }

    def fits(self, passages: int, sentences: int, dimensions: int) -> bool:
        """Whether it has a row for each of as many passages and sentences, of this length."""
        rows = (len(self.passages), len(self.sentences), *self.tokens.rows)
        sizes = {self.passages.dimensions, self.sentences.dimensions, self.tokens.dimensions}
        return rows == (passages, sentences, passages, sentences) and sizes == {dimensions}


def _steps(encoder: Encoder, texts: Sequence[str], progress: Progress) -> Iterator[Encoded]:
    task: Task = "passage"
    for start in range(0, len(texts), _STEP):
        step = texts[start : start + _STEP]
        yield encoder.encode(step, task)
        progress(len(step))
