"""Where the words of a text stand on the pages of their file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.layout import Box, Layout, Word
from knowledge.span import Span

#       0123456789012345678901234567
TEXT = "The lamp is lit. It burns on."
PLACES = [  # page, line, start, end
    (0, 0, 0, 3),  # The
    (0, 0, 4, 8),  # lamp
    (0, 1, 9, 11),  # is
    (0, 1, 12, 16),  # lit.
    (1, 2, 17, 19),  # It
    (1, 2, 20, 23),  # bur-
    (1, 3, 23, 25),  # ns
    (1, 3, 26, 29),  # on.
]
PAGES = ((612.0, 792.0), (612.0, 792.0))


def box(start: int, end: int, line: int) -> Box:
    return Box(10.0 * start, 700.0 - 20 * line, 10.0 * end, 712.0 - 20 * line)


@pytest.fixture
def layout() -> Layout:
    words = (
        Word(start, end, page, line, box(start, end, line)) for page, line, start, end in PLACES
    )
    return Layout(pages=PAGES, words=tuple(words))


@pytest.mark.parametrize(
    ("span", "lines"),
    [
        (Span(0, 8), [(0, box(0, 8, 0))]),
        (Span(0, 16), [(0, box(0, 8, 0)), (0, box(9, 16, 1))]),
        (Span(12, 19), [(0, box(12, 16, 1)), (1, box(17, 19, 2))]),
        (Span(21, 24), [(1, box(20, 23, 2)), (1, box(23, 25, 3))]),
        (Span(3, 4), []),
        (Span(29, 29), []),
    ],
)
def test_a_span_is_boxed_line_by_line(
    layout: Layout, span: Span, lines: list[tuple[int, Box]]
) -> None:
    assert list(layout.boxes(span)) == lines


@pytest.mark.parametrize(
    ("offset", "page"), [(0, 0), (16, 1), (17, 1), (28, 1), (3, 0), (29, None)]
)
def test_an_offset_is_on_a_page(layout: Layout, offset: int, page: int | None) -> None:
    assert layout.page(offset) == page


def test_a_layout_without_words_has_no_boxes() -> None:
    empty = Layout(pages=PAGES, words=())
    assert (empty.boxes(Span(0, 5)), empty.page(0)) == ((), None)


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_a_span_holds_the_words_that_it_touches_and_no_others(one: int, other: int) -> None:
    span = Span(min(one, other), max(one, other))
    words = [
        Word(start, end, page, line, box(start, end, line)) for page, line, start, end in PLACES
    ]
    held = list(Layout(pages=PAGES, words=tuple(words)).within(span))
    assert held == [w for w in words if w.start < span.end and span.start < w.end and len(span)]


def test_a_layout_survives_being_written(layout: Layout) -> None:
    assert Layout.model_validate_json(layout.model_dump_json()) == layout


@pytest.mark.parametrize("words", ["[[0, 3, 0, 0, 1.0]]", "[1]", '"x"', "null", '[["a"]]'])
def test_what_is_no_layout_is_refused(words: str) -> None:
    with pytest.raises(ValidationError):
        Layout.model_validate_json(f'{{"pages": [], "words": {words}}}')
