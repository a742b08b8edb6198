"""How much a word counts by how few texts hold it."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.rarity import rarity


def test_it_is_the_inverse_document_frequency() -> None:
    assert rarity(3, 9) == pytest.approx(log(10 / 3.5))
    assert list(rarity([0, 9], 9)) == pytest.approx([log(20), log(10 / 9.5)])


@given(st.integers(0, 5000), st.data())
def test_the_fewer_texts_hold_a_word_the_more_it_counts(texts: int, data: st.DataObject) -> None:
    held = np.array(sorted(data.draw(st.sets(st.integers(0, texts)))))
    weights = rarity(held, texts)
    assert (weights > 0).all()
    assert (np.diff(weights) < 0).all()


def test_where_there_are_no_texts_a_word_counts_too() -> None:
    assert rarity(0, 0) == pytest.approx(log(2))
