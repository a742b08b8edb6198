"""Which rows of a table of vectors are known from earlier ones."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SnapshotError
from index.reuse import ENCODED, Key, Rows, Run, Vectors, key_of, read_keys, write_keys

NOTHING = np.empty((0, 2), np.float32)

# Few, so that tables overlap and keys come twice.
keys = st.sampled_from([key_of(word) for word in "lamp pier bell oil rope tide".split()])
rows = st.lists(keys, max_size=12)
tables = st.lists(rows, max_size=4)


def table(number: int, held: Sequence[Key]) -> Vectors:
    """Vectors that tell of which key they are, and in which row of which table they stand."""
    made = [[int.from_bytes(key[:2]), 100 * number + row] for row, key in enumerate(held)]
    return np.array(made, np.float32).reshape(-1, 2)


def encoded(found: Rows, wanted: Sequence[Key]) -> Vectors:
    return table(ENCODED, [wanted[row] for row in found.new])


@given(rows, tables)
def test_each_row_is_filled_with_the_vector_of_its_key(
    wanted: list[Key], earlier: list[list[Key]]
) -> None:
    found = Rows(wanted, earlier)
    used = {number: table(number, earlier[number]) for number in found.used}
    filled = found.filled(used, encoded(found, wanted))
    assert filled.shape == (len(wanted), 2)
    assert filled[:, 0].tolist() == [int.from_bytes(key[:2]) for key in wanted]


@given(rows, tables)
def test_what_is_encoded_is_each_unknown_key_once_in_its_first_row(
    wanted: list[Key], earlier: list[list[Key]]
) -> None:
    known = {key for held in earlier for key in held}
    unknown = dict.fromkeys(key for key in wanted if key not in known)
    assert [wanted[row] for row in Rows(wanted, earlier).new] == list(unknown)
    assert list(Rows(wanted, earlier).new) == [wanted.index(key) for key in unknown]


@given(rows, tables)
def test_the_first_table_that_has_a_key_gives_its_row_and_no_other_is_used(
    wanted: list[Key], earlier: list[list[Key]]
) -> None:
    first = {
        number
        for key in wanted
        for number in [n for n, held in enumerate(earlier) if key in held][:1]
    }
    assert Rows(wanted, earlier).used == first


@given(rows, tables)
@settings(max_examples=200)
def test_runs_are_the_rows_in_order_and_as_long_as_can_be(
    wanted: list[Key], earlier: list[list[Key]]
) -> None:
    found = Rows(wanted, earlier)
    runs = list(found.runs())
    new = [wanted[row] for row in found.new]
    tiled = [
        (new if run.table == ENCODED else earlier[run.table])[row]
        for run in runs
        for row in range(run.first, run.stop)
    ]
    assert tiled == wanted
    assert all(run.first < run.stop for run in runs)
    for one, other in pairwise(runs):
        assert (one.table, one.stop) != (other.table, other.first)


@given(rows, tables)
def test_runs_tell_of_the_very_rows_that_filling_takes(
    wanted: list[Key], earlier: list[list[Key]]
) -> None:
    found = Rows(wanted, earlier)
    held = {number: table(number, earlier[number]) for number in found.used}
    made = encoded(found, wanted)
    parts = [
        (made if run.table == ENCODED else held[run.table])[run.first : run.stop]
        for run in found.runs()
    ]
    assert np.array_equal(np.concatenate([NOTHING, *parts]), found.filled(held, made))


def test_what_stands_in_one_earlier_table_in_this_order_is_one_run() -> None:
    held = [key_of(word) for word in ("lamp", "pier", "bell")]
    assert list(Rows(held[1:], [[], held]).runs()) == [Run(1, 1, 3)]
    assert list(Rows([held[1], held[0]], [held]).runs()) == [Run(0, 1, 2), Run(0, 0, 1)]
    assert list(Rows([held[0], held[0]], [held]).runs()) == [Run(0, 0, 1), Run(0, 0, 1)]


def test_nothing_is_made_of_nothing() -> None:
    nothing = Rows([], [[], []])
    assert (nothing.new, nothing.used, list(nothing.runs())) == ((), frozenset(), [])
    assert nothing.filled({}, NOTHING).shape == (0, 2)


@given(rows)
def test_keys_are_read_as_they_were_written(held: list[Key]) -> None:
    assert read_keys(write_keys(held)) == tuple(held)


@given(st.binary(max_size=100).filter(lambda content: len(content) % 32))
def test_keys_that_are_cut_short_are_refused(content: bytes) -> None:
    with pytest.raises(SnapshotError, match="cut short"):
        read_keys(content)


def test_a_text_is_known_by_its_hash_whatever_is_in_it() -> None:
    assert key_of("lámpara") == sha256("lámpara".encode()).digest()
    # As a tokenizer is given it: half a surrogate pair is no text.
    assert key_of("\ud83d") == key_of("?")
