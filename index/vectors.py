"""Vectors kept for finding the nearest, with FAISS."""

from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors
from index.errors import SnapshotError

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


class VectorIndex:
    """Unit vectors in rows; the score of a row is its cosine with the question."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> "VectorIndex":
        """An exact index over vectors of shape `(rows, dimensions)`."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return cls(index)

    @classmethod
    def from_bytes(cls, content: bytes) -> "VectorIndex":
        """The index that `to_bytes` wrote. FAISS trusts its bytes: check their hash first.

        Raises SnapshotError for bytes that FAISS cannot read.
        """
        try:
            return cls(faiss.deserialize_index(np.frombuffer(content, np.uint8)))
        except RuntimeError as error:
            raise SnapshotError(f"not a FAISS index: {error}") from None

    def to_bytes(self) -> bytes:
        """The index in FAISS's own form."""
        return bytes(faiss.serialize_index(self._index))

    def vectors(self) -> Vectors:
        """All the vectors, of shape `(rows, dimensions)`."""
        kept: Vectors = self._index.reconstruct_n(0, len(self))
        return kept

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimensions(self) -> int:
        """The length of each vector."""
        return int(self._index.d)

    def search(self, vector: Vectors, count: int, among: Rows | None) -> tuple[Rows, Scores]:
        """The rows nearest to a vector of shape `(1, dimensions)`, best first, and their cosines.

        With `among`, rows outside it are never scored. At most `count` rows come back.
        """
        # faiss takes keywords that its stubs do not know.
        parameters: Any = None
        if among is not None:
            build: Any = faiss.SearchParameters
            parameters = build(sel=faiss.IDSelectorBatch(among))
        scores, rows = self._index.search(vector, min(count, len(self)), params=parameters)
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def scores(self, vector: Vectors, rows: Rows) -> Scores:
        """The cosines of given rows with a vector of shape `(1, dimensions)`, in their order."""
        if not len(rows):
            return np.empty(0, np.float32)
        kept: Vectors = self._index.reconstruct_batch(rows)
        return np.asarray(kept @ vector[0], np.float32)
