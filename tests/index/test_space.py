"""What one embedding model makes of the documents."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from index import space as module
from index.encoder import Encoded, Encoder, Task
from index.errors import SnapshotError
from index.space import Space, Texts, Wanted
from index.tokens import Place

FIRST, SECOND = "The lamp is lit. Nobody is turned away.", "La lámpara arde."
TEXTS = Texts(
    [FIRST, SECOND],
    ["The lamp is lit.", "Nobody is turned away.", SECOND],
    [Place(0, 0, 16), Place(0, 17, 39), Place(1, 0, 16)],
)


class Noting:
    """An encoder that notes what it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self.dimensions = encoder.dimensions
        self.given: list[tuple[tuple[str, ...], str]] = []
        self._encoder = encoder

    def encode(self, texts: Sequence[str], task: Task) -> Encoded:
        self.given.append((tuple(texts), task))
        return self._encoder.encode(texts, task)


@pytest.fixture(scope="module")
def space(encoders: tuple[Encoder, ...]) -> Space:
    return Space.completed(Wanted(TEXTS), {}, 384, encoders[1], lambda _: None)


def test_each_text_has_its_vector_in_its_row(space: Space, encoders: tuple[Encoder, ...]) -> None:
    everything = np.arange(3)
    for texts, kept in ((TEXTS.passages, space.passages), (TEXTS.sentences, space.sentences)):
        for row, text in enumerate(texts):
            vector = encoders[1].encode([text], "passage").vectors
            scores = kept.scores(vector, everything[: len(texts)])
            assert scores[row] == pytest.approx(1, abs=1e-4)
            assert int(np.argmax(scores)) == row
    assert space.tokens.rows == (2, 3)


def test_it_fits_what_it_was_made_of_and_nothing_else(space: Space) -> None:
    assert space.fits(2, 3, 384)
    for other in ((1, 3, 384), (2, 2, 384), (2, 3, 383), (3, 2, 384), (0, 0, 384)):
        assert not space.fits(*other)
    for exchanged in (
        replace(space, passages=space.sentences),
        replace(space, sentences=space.passages),
        replace(space, passages=space.sentences, sentences=space.passages),
    ):
        assert not exchanged.fits(2, 3, 384)


def test_texts_are_read_as_what_answers_and_progress_is_told(
    encoders: tuple[Encoder, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STEP", 2)
    noting, told = Noting(encoders[1]), list[int]()
    made = Space.completed(Wanted(TEXTS), {}, 384, noting, told.append)  # type: ignore[arg-type]
    assert noting.given == [
        ((FIRST, SECOND), "passage"),
        ((TEXTS.sentences[0], TEXTS.sentences[1]), "passage"),
        ((SECOND,), "passage"),
    ]
    assert told == [2, 2, 1]
    assert made.fits(2, 3, 384)


def test_it_is_read_as_it_was_written(space: Space, encoders: tuple[Encoder, ...]) -> None:
    question = encoders[1].encode(["Is the lamp lit?"], "query")
    files = {**space.files(0), **space.files(1)}
    assert sorted(files) == [
        f"{n}-{part}"
        for n in (0, 1)
        for part in ("passages.faiss", "sentences.faiss", "tokens.npz")
    ]
    read = Space.from_files(files, 1)
    for kept, held in ((space.passages, read.passages), (space.sentences, read.sentences)):
        found = [index.search(question.vectors, 9, None) for index in (kept, held)]
        assert np.array_equal(found[0], found[1])
    tokens = question.tokens[0].vectors
    weights = np.full(len(tokens), 1 / len(tokens), np.float32)
    rows, sentences = np.arange(2), np.arange(3)
    scores = [s.tokens.scores(tokens, weights, rows, sentences) for s in (space, read)]
    assert np.array_equal(scores[0][0], scores[1][0])
    assert np.array_equal(scores[0][1], scores[1][1])


@pytest.mark.parametrize("part", ["passages.faiss", "sentences.faiss", "tokens.npz"])
def test_files_that_are_not_there_or_no_vectors_are_refused(space: Space, part: str) -> None:
    files = space.files(0)
    with pytest.raises(SnapshotError, match=r"^not "):
        Space.from_files({**files, f"0-{part}": b"hello"}, 0)
    with pytest.raises(KeyError):
        Space.from_files({name: content for name, content in files.items() if part not in name}, 0)
