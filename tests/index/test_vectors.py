"""Vectors kept for finding the nearest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.encoder import Vectors
from index.errors import SnapshotError
from index.vectors import VectorIndex

ROWS, DIMENSIONS = 60, 16


def unit(rows: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, DIMENSIONS)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


VECTORS = unit(ROWS, 1)
KEPT = VectorIndex.of(VECTORS)
rows = st.lists(st.integers(0, ROWS - 1), unique=True).map(lambda r: np.array(sorted(r), np.int64))


@given(st.integers(0, 1000), st.integers(1, 2 * ROWS), st.none() | rows)
def test_the_nearest_are_those_numpy_finds(
    seed: int, count: int, among: "np.ndarray[tuple[int], np.dtype[np.int64]] | None"
) -> None:
    question = unit(1, seed)
    found, scores = KEPT.search(question, count, among)
    allowed = np.arange(ROWS) if among is None else among
    expected = allowed[np.argsort(-(VECTORS[allowed] @ question[0]), kind="stable")][:count]
    assert set(found) <= set(allowed)
    assert list(found) == list(expected)
    assert np.allclose(scores, VECTORS[found] @ question[0], atol=1e-5)


@given(st.integers(0, 1000), st.lists(st.integers(0, ROWS - 1)))
def test_the_scores_of_given_rows_come_in_their_order(seed: int, asked: list[int]) -> None:
    question = unit(1, seed)
    scores = KEPT.scores(question, np.array(asked, np.int64))
    assert np.allclose(scores, VECTORS[asked] @ question[0], atol=1e-5)


def test_it_is_read_as_it_was_written() -> None:
    read = VectorIndex.from_bytes(KEPT.to_bytes())
    assert (len(read), read.dimensions) == (ROWS, DIMENSIONS)
    everything = np.arange(ROWS)
    question = unit(1, 7)
    assert np.array_equal(read.scores(question, everything), KEPT.scores(question, everything))


@pytest.mark.parametrize("content", [b"", b"hello", KEPT.to_bytes()[:100]])
def test_bytes_that_are_no_index_are_refused(content: bytes) -> None:
    with pytest.raises(SnapshotError, match="not a FAISS index"):
        VectorIndex.from_bytes(content)
