"""A document: its words, and where its sentences lie."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import text_hash
from knowledge.span import Span
from tests.making import document

TEXT = "The lamp is lit. It burns all night.\n\nWe wait."


def test_its_hash_names_its_text() -> None:
    assert text_hash("á") == "fb9778719d93551b1c88df5f1ab229f83ea30af112fc51017c9f0a383dcf6cb3"
    assert document(TEXT).sha256 == text_hash(TEXT)


def test_it_is_intact_while_its_text_is() -> None:
    assert document(TEXT).intact
    assert not replace(document(TEXT), text=TEXT.replace("is lit", "is not lit")).intact


def test_it_knows_which_sentences_a_span_holds() -> None:
    held = document(TEXT)
    assert held.whole_sentences(Span(0, 16)) == range(1)
    assert held.whole_sentences(Span(0, len(TEXT))) == range(3)
    assert held.whole_sentences(Span(17, len(TEXT))) == range(1, 3)


def test_a_span_that_cuts_a_sentence_holds_none() -> None:
    held = document(TEXT)
    for start, end in [(0, 15), (1, 16), (0, 17), (0, 0), (16, 17), (17, 16 + 1)]:
        assert held.whole_sentences(Span(start, end)) is None


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_only_sentence_bounds_hold_sentences(one: int, other: int) -> None:
    held = document(TEXT)
    span = Span(min(one, other), max(one, other))
    starts, ends = {s.span.start for s in held.sentences}, {s.span.end for s in held.sentences}
    whole = held.whole_sentences(span)
    assert (whole is not None) == (span.start in starts and span.end in ends and bool(len(span)))
