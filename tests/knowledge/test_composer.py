"""A text put together from parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.blocks import BlockKind, blocks
from knowledge.composer import Composer, flowing, seen

WORDS = "Lantern House opposes the harbor curfew."


def composed(*parts: tuple[str, str]) -> str:
    composer = Composer()
    for kind, words in parts:
        getattr(composer, kind)(words)
    return composer.text()


def cell(*paragraphs: str) -> Composer:
    composer = Composer()
    for words in paragraphs:
        composer.paragraph(words)
    return composer


def test_an_empty_line_stands_between_parts_and_none_between_items() -> None:
    composer = Composer()
    composer.heading("What we ask", 2)
    composer.paragraph(WORDS)
    composer.item("A boat.")
    composer.item("A mast.", "2.")
    composer.row(["North", "240"])
    composer.row(["South", "", "160"])

    assert composer.text() == (
        f"## What we ask\n\n{WORDS}\n\n- A boat.\n2. A mast.\n\nNorth | 240\nSouth |  | 160\n"
    )


def test_what_is_composed_is_told_apart_again() -> None:
    composer = Composer()
    composer.heading("What we ask", 1)
    composer.paragraph(WORDS)
    composer.item("A second rescue boat for the strait.", "B.")
    text = composer.text()

    assert [(b.kind, b.span.of(text)) for b in blocks(text)] == [
        (BlockKind.heading, "# What we ask"),
        (BlockKind.paragraph, WORDS),
        (BlockKind.marker, "B)"),
        (BlockKind.item, "A second rescue boat for the strait."),
    ]


@pytest.mark.parametrize("kind", ["paragraph", "item", "preformatted"])
def test_a_part_without_words_is_not_there(kind: str) -> None:
    assert composed((kind, " \n\u00a0 ")) == ""


@pytest.mark.parametrize(("level", "sign"), [(0, "#"), (1, "#"), (3, "###"), (9, "######")])
def test_a_heading_is_one_line_of_a_level_up_to_six(level: int, sign: str) -> None:
    composer = Composer()
    composer.heading("The\nLamp", level)
    assert composer.text() == f"{sign} The Lamp\n"


def test_preformatted_lines_keep_their_spaces() -> None:
    assert composed(("preformatted", "\n  The  lamp\n    is lit \n")) == "  The  lamp\n    is lit\n"


def test_a_row_with_a_long_cell_is_its_paragraphs() -> None:
    composer = Composer()
    composer.row(["Menu", f"{WORDS * 3}\n{WORDS}", ""])
    assert composer.text() == f"Menu\n\n{WORDS * 3}\n\n{WORDS}\n"


def test_cells_of_short_paragraphs_are_a_row() -> None:
    composer = Composer()
    composer.row_of([cell("North"), cell("12 p", "24 p"), cell()])
    assert composer.text() == "North | 12 p 24 p |\n"


def test_cells_with_more_than_paragraphs_keep_their_parts() -> None:
    listing = cell("We ask for:")
    listing.item("a boat")
    composer = Composer()
    composer.row_of([cell("North"), listing])
    assert composer.text() == "North\n\nWe ask for:\n\n- a boat\n"


def test_one_cell_alone_is_no_row() -> None:
    composer = Composer()
    composer.row_of([cell("It is wrong.", "We said no.")])
    assert composer.text() == "It is wrong.\n\nWe said no.\n"


def test_spaces_that_hold_words_together_stay() -> None:
    assert flowing("12\u00a0€ \t a\u202f%\n day  ") == "12\u00a0€ a\u202f%\nday"


def test_characters_that_only_allow_a_line_break_are_gone() -> None:
    assert seen("un\u00adbe\u200bliev\u2060able\ufeff") == "unbelievable"


@given(st.text(max_size=80))
def test_no_word_is_lost_glued_or_made(words: str) -> None:
    assert flowing(words).split() == words.split()
    assert flowing(flowing(words)) == flowing(words)


@pytest.mark.parametrize("words", ["“We agree.”", "«Sí», dijo.", "— Ines Calloway", "'We agree.'"])
def test_a_quotation_with_its_marks_is_a_paragraph_like_others(words: str) -> None:
    assert composed(("quotation", words)) == f"{words}\n"


def test_a_quotation_without_marks_is_marked_and_cannot_be_quoted() -> None:
    text = composed(("paragraph", WORDS), ("quotation", "We will vote\nfor it."))
    assert text == f"{WORDS}\n\n> We will vote\n> for it.\n"
    assert [b.kind for b in blocks(text)][1:] == [BlockKind.quotation] * 2
