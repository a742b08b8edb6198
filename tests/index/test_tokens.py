"""The vectors of passages' tokens, and late interaction with them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Encoder, Tokens, Vectors
from index.errors import SnapshotError
from index.tokens import CodedTokens, Place, TokenVectors

DIMENSIONS = 48


def unit(chosen: np.random.Generator, rows: int) -> Vectors:
    vectors = chosen.normal(size=(rows, DIMENSIONS)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def passage(chosen: np.random.Generator, words: int) -> Tokens:
    """A passage of words of two characters with a space between them, a token each."""
    starts = 3 * np.arange(words, dtype=np.int64)
    ids = chosen.integers(0, 9, words, dtype=np.int64)
    return Tokens(ids, unit(chosen, words), starts, starts + 2)


def kept_of(passages: Iterable[Tokens], within: Sequence[Place], dimensions: int) -> TokenVectors:
    """What is kept of passages' tokens."""
    return TokenVectors.joined(map(CodedTokens.of, passages), within, dimensions)


class Made:
    """Passages of random tokens, each divided into sentences, and what is kept of them."""

    def __init__(self, seed: int, sizes: list[list[int]]) -> None:
        """`sizes` are the words of each sentence of each passage."""
        self.chosen = np.random.default_rng(seed)
        self.passages = [passage(self.chosen, sum(words)) for words in sizes]
        self.within = [
            Place(number, 3 * end - 3 * count, max(0, 3 * end - 1))
            for number, words in enumerate(sizes)
            for count, end in zip(words, accumulate(words), strict=True)
        ]
        self.kept = kept_of(self.passages, self.within, DIMENSIONS)

    def question(self, tokens: int) -> tuple[Vectors, npt.NDArray[np.float32]]:
        weights = self.chosen.random(tokens).astype(np.float32) + 0.1
        return unit(self.chosen, tokens), np.asarray(weights / weights.sum(), np.float32)

    def late(
        self,
        question: Vectors,
        weights: npt.NDArray[np.float32],
        passages: list[int],
        sentences: list[int],
    ) -> tuple[list[float], list[float]]:
        """Late interaction by its definition, with the vectors as they were."""
        whole = [_late(question, weights, self.passages[row].vectors) for row in passages]
        inner = []
        for row in sentences:
            place, held = self.within[row], self.passages[self.within[row].passage]
            first, last = -(-place.start // 3), (place.end + 1) // 3
            inner.append(_late(question, weights, held.vectors[first:last]))
        return whole, inner


def _late(question: Vectors, weights: npt.NDArray[np.float32], held: Vectors) -> float:
    return float(
        sum(
            weight * max(float(token @ other) for other in held)
            for token, weight in zip(question, weights, strict=True)
        )
    )


def rows(*numbers: int) -> npt.NDArray[np.int64]:
    return np.array(numbers, np.int64)


sizes = st.lists(st.lists(st.integers(1, 7), min_size=1, max_size=4), min_size=1, max_size=6)


@settings(deadline=None)
@given(st.integers(0, 10**6), sizes, st.integers(1, 6), st.data())
def test_scores_are_those_of_the_definition(
    seed: int, words: list[list[int]], tokens: int, data: st.DataObject
) -> None:
    made = Made(seed, words)
    question, weights = made.question(tokens)
    chosen = data.draw(st.lists(st.integers(0, len(words) - 1), unique=True).map(sorted))
    inside = [row for row, place in enumerate(made.within) if place.passage in chosen]
    asked = data.draw(st.lists(st.sampled_from(inside))) if inside else []
    whole, inner = made.kept.scores(question, weights, rows(*chosen), rows(*asked))
    expected = made.late(question, weights, chosen, asked)
    assert whole.dtype == inner.dtype == np.float32
    assert list(whole) == pytest.approx(expected[0], abs=0.01)
    assert list(inner) == pytest.approx(expected[1], abs=0.01)


@given(st.integers(0, 10**6), sizes)
def test_a_sentence_s_tokens_lie_within_its_passage_s(seed: int, words: list[list[int]]) -> None:
    kept = Made(seed, words).kept
    assert kept.rows == (len(words), sum(map(len, words)))
    assert kept.dimensions == DIMENSIONS
    counts = [count for passage in words for count in passage]
    for (first, last), of, count in zip(kept.sentences, kept.within, counts, strict=True):
        assert kept.passages[of] <= first < last <= kept.passages[of + 1]
        assert last - first == count


@given(st.integers(0, 10**6), sizes)
def test_vectors_are_kept_within_a_hundredth(seed: int, words: list[list[int]]) -> None:
    made = Made(seed, words)
    given_ = np.concatenate([held.vectors for held in made.passages])
    kept = made.kept.codes.astype(np.float32) * made.kept.scales[:, None]
    assert np.abs((given_ * kept).sum(axis=1) - 1).max() < 0.01
    assert np.abs(given_ - kept).max() < 0.005


MADE = Made(7, [[3, 4], [2], [5, 1, 1]])


def test_a_question_without_tokens_scores_nothing() -> None:
    question, weights = np.empty((0, DIMENSIONS), np.float32), np.empty(0, np.float32)
    whole, inner = MADE.kept.scores(question, weights, rows(0, 2), rows(0, 1, 4))
    assert (list(whole), list(inner)) == ([0, 0], [0, 0, 0])


def test_no_passages_and_no_sentences_have_no_scores() -> None:
    question, weights = MADE.question(3)
    for passages, sentences in ((rows(), rows()), (rows(0, 1, 2), rows())):
        whole, inner = MADE.kept.scores(question, weights, passages, sentences)
        assert (len(whole), len(inner)) == (len(passages), 0)


def test_a_token_is_nearest_to_itself() -> None:
    question = MADE.passages[1].vectors
    weights = np.full(len(question), 1 / len(question), np.float32)
    whole, inner = MADE.kept.scores(question, weights, rows(0, 1, 2), rows(2))
    assert int(np.argmax(whole)) == 1
    assert whole[1] == pytest.approx(1, abs=0.01)
    assert inner[0] == pytest.approx(1, abs=0.01)


def test_a_token_counts_by_its_weight() -> None:
    one, other = MADE.passages[1].vectors[:1], MADE.passages[2].vectors[:1]
    question = np.concatenate([one, other])
    for weights in ((1.0, 0.0), (0.0, 1.0), (0.3, 0.7)):
        whole, _ = MADE.kept.scores(question, np.array(weights, np.float32), rows(1, 2), rows())
        ones = [
            MADE.kept.scores(t, np.ones(1, np.float32), rows(1, 2), rows())[0] for t in (one, other)
        ]
        assert np.allclose(whole, weights[0] * ones[0] + weights[1] * ones[1], atol=1e-5)


def test_passages_without_tokens_or_sentences_are_no_obstacle() -> None:
    chosen = np.random.default_rng(1)
    nothing, something = passage(chosen, 0), passage(chosen, 4)
    kept = kept_of(
        [nothing, something, nothing], [Place(0, 0, 5), Place(1, 0, 5), Place(2, 0, 0)], DIMENSIONS
    )
    assert kept.rows == (3, 3)
    assert [tuple(map(int, pair)) for pair in kept.sentences] == [(0, 0), (0, 2), (4, 4)]
    question = something.vectors[:1]
    whole, inner = kept.scores(question, np.ones(1, np.float32), rows(0, 1, 2), rows(0, 1, 2))
    assert list(whole) == pytest.approx([-1, 1, -1], abs=0.01)
    assert list(inner) == pytest.approx([-1, 1, -1], abs=0.01)
    assert kept_of([something], [], DIMENSIONS).rows == (1, 0)
    assert kept_of([], [], DIMENSIONS).rows == (0, 0)
    assert kept_of([], [], DIMENSIONS).dimensions == DIMENSIONS


def test_of_a_sentence_beyond_what_is_read_the_last_token_counts() -> None:
    kept = kept_of([passage(np.random.default_rng(1), 4)], [Place(0, 50, 70)], DIMENSIONS)
    assert [tuple(map(int, pair)) for pair in kept.sentences] == [(3, 4)]


def test_a_real_sentence_has_the_tokens_of_its_words(encoders: tuple[Encoder, ...]) -> None:
    head, one, other = "The Lamp\n", "The lamp is lit.", "Nobody is turned away."
    text = f"{head}{one} {other}"
    places = [Place(0, text.index(s), text.index(s) + len(s)) for s in (one, other)]
    for encoder in encoders:
        tokens = encoder.encode([text], "passage").tokens[0]
        kept = kept_of([tokens], places, encoder.dimensions)
        for (first, last), sentence in zip(kept.sentences, (one, other), strict=True):
            held = text[tokens.starts[first] : tokens.ends[last - 1]]
            assert held.strip() == sentence


def test_a_passage_s_tokens_are_given_with_their_places() -> None:
    for row, held in enumerate(MADE.passages):
        vectors, bounds = MADE.kept.placed(row)
        assert np.abs(vectors - held.vectors).max() < 0.005
        assert np.array_equal(bounds, np.stack([held.starts, held.ends], axis=1))


def test_each_token_is_counted_once_a_passage() -> None:
    ids, held = MADE.kept.counted(rows(0, 2))
    expected = [set(map(int, MADE.passages[row].ids)) for row in (0, 2)]
    assert list(ids) == sorted(expected[0] | expected[1])
    assert [int(h) for h in held] == [sum(int(i) in e for e in expected) for i in ids]
    assert [len(part) for part in MADE.kept.counted(rows())] == [0, 0]


def same(one: TokenVectors, other: TokenVectors) -> bool:
    parts = ("codes", "scales", "ids", "passages", "sentences", "within", "bounds")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)


@given(st.integers(0, 10**6), sizes)
def test_it_is_read_as_it_was_written(seed: int, words: list[list[int]]) -> None:
    kept = Made(seed, words).kept
    assert same(TokenVectors.from_bytes(kept.to_bytes()), kept)


def test_none_at_all_are_read_too() -> None:
    kept = kept_of([], [], DIMENSIONS)
    assert same(TokenVectors.from_bytes(kept.to_bytes()), kept)


CONTENT = MADE.kept.to_bytes()


def refused(content: bytes) -> None:
    with pytest.raises(SnapshotError, match=r"^not token vectors: ") as error:
        TokenVectors.from_bytes(content)
    assert "\n" not in str(error.value)


def saved(**arrays: npt.NDArray[Any]) -> bytes:
    written = BytesIO()
    np.savez(written, **arrays)  # type: ignore[arg-type]  # none is `allow_pickle`
    return written.getvalue()


def one_array() -> bytes:
    written = BytesIO()
    np.save(written, np.arange(3))
    return written.getvalue()


def objects() -> bytes:
    return saved(codes=np.array([{"a": 1}], dtype=object))


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), one_array(), saved(), objects()],
)
def test_bytes_that_are_no_tokens_are_refused(content: bytes) -> None:
    refused(content)


def test_tokens_cut_short_are_refused() -> None:
    for end in range(0, len(CONTENT), 7):
        refused(CONTENT[:end])


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, len(CONTENT) - 1), st.integers(0, 255), max_size=5))
def test_changed_bytes_are_read_or_refused(changes: dict[int, int]) -> None:
    changed = bytearray(CONTENT)
    for place, value in changes.items():
        changed[place] = value
    try:
        kept = TokenVectors.from_bytes(bytes(changed))
    except SnapshotError as error:
        assert "\n" not in str(error)  # noqa: PT017 (it may as well be read)
    else:
        assert kept.rows == MADE.kept.rows


KEPT = MADE.kept
FORGED = {
    "codes of another type": replace(KEPT, codes=KEPT.codes.astype(np.float32)),
    "codes in one row": replace(KEPT, codes=KEPT.codes.ravel()),
    "a code less": replace(KEPT, codes=KEPT.codes[:-1]),
    "a scale less": replace(KEPT, scales=KEPT.scales[:-1]),
    "an id less": replace(KEPT, ids=KEPT.ids[:-1]),
    "a place less": replace(KEPT, bounds=KEPT.bounds[:-1]),
    "places of one number": replace(KEPT, bounds=KEPT.bounds[:, :1]),
    "places of another type": replace(KEPT, bounds=KEPT.bounds.astype(np.int64)),
    "no start of passages": replace(KEPT, passages=KEPT.passages[:0]),
    "a first passage that begins late": replace(
        KEPT, passages=KEPT.passages + (KEPT.passages == 0)
    ),
    "a last passage that ends late": replace(KEPT, passages=KEPT.passages + (KEPT.passages == 16)),
    "passages that run backwards": replace(KEPT, passages=rows(0, 9, 7, 16)),
    "a sentence less": replace(KEPT, sentences=KEPT.sentences[:-1]),
    "sentences of one number": replace(KEPT, sentences=KEPT.sentences[:, :1]),
    "a sentence of another passage": replace(KEPT, within=KEPT.within * 0),
    "a sentence of no passage": replace(KEPT, within=KEPT.within + 1),
    "a sentence of a passage below nought": replace(KEPT, within=KEPT.within - 1),
    "a sentence that runs backwards": replace(KEPT, sentences=KEPT.sentences[:, ::-1]),
    "a sentence beyond the end": replace(KEPT, sentences=KEPT.sentences + 10**6),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=list(FORGED))
def test_parts_that_do_not_fit_together_are_refused(forged: TokenVectors) -> None:
    refused(forged.to_bytes())
