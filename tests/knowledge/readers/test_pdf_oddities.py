"""PDFs as few programs write them."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import DocumentError
from knowledge.pdf.file import MOST_PAGES
from knowledge.readers.pdf import read
from tests.knowledge.pdf.covering import covered
from tests.knowledge.pdf.drawing import Sheet, line, lines, pdf, unicode_map

FILES = Path(__file__).parent / "files" / "pdf"
PROSE = (
    "Lantern House opened a night school in the old customs",
    "house. Its pupils work on fishing boats during the day,",
    "and most of them had left school before they were",
    "twelve years old.",
)
ONE_LINE = " ".join(PROSE)


def text_of(content: bytes) -> str:
    return read(content, "file.pdf").text


def refused(content: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read(content, "file.pdf")
    return str(caught.value)


def test_lines_of_a_paragraph_are_joined_by_a_space() -> None:
    assert text_of(pdf(lines(30, 300, PROSE))) == f"{ONE_LINE}\n"


def test_no_page_number_is_text_however_written() -> None:
    pages = [
        lines(30, 300, PROSE) + line(190, 20, number)
        for number in ("Page 1 of 4", "- 2 -", "iii", "iv")
    ]
    assert text_of(pdf(*pages)) == "\n\n".join([ONE_LINE] * 4) + "\n"


def test_a_lone_figure_that_numbers_no_page_stays() -> None:
    assert text_of(pdf(lines(30, 300, PROSE) + line(190, 20, "412"))).endswith("\n\n412\n")


def test_heads_that_alternate_between_left_and_right_pages_are_left_out() -> None:
    pages = []
    for number in range(1, 7):
        left, right = ("Lantern House", str(number)) if number % 2 else (str(number), "The Strait")
        body = lines(30, 300, [f"Chapter {number} is about the lamp.", "It is long."])
        pages.append(line(30, 380, left) + line(330, 380, right) + body)
    assert text_of(pdf(*pages)).count("\n\n") == 5
    assert "Strait" not in text_of(pdf(*pages))


def test_a_sentence_that_ends_several_pages_stays() -> None:
    pages = [
        lines(30, 90, [f"The council met on day {number} of the month,", *PROSE[:2], "We object."])
        for number in (1, 2, 3)
    ]
    assert text_of(pdf(*pages)).count("We object.") == 3


def test_a_sentence_goes_on_over_a_page_and_its_footnote_does_not_part_it() -> None:
    first = lines(30, 300, [*PROSE[:3], "twelve years old, while the others could not"])
    first += line(30, 60, "1 Figures of the clinic.", 8)
    second = lines(30, 300, ["read at all. The council was told."])
    assert text_of(pdf(first, second)) == (
        f"{ONE_LINE[:-1]}, while the others could not read at all. The council was told.\n\n"
        "1 Figures of the clinic.\n"
    )


def test_ligatures_are_letters() -> None:
    mapped = unicode_map({0x80: "\ufb01", 0x81: "\ufb03", 0x82: "\ufb06"})
    content = pdf(line(30, 300, "The o\\201ce of the \\200rst Au\\200\\202"), to_unicode=mapped)
    assert text_of(content) == "The office of the first Aufist\n"


def test_an_accent_drawn_over_a_letter_is_part_of_it() -> None:
    mapped = unicode_map({0x80: "\u0301"})
    drawn = "BT /F 12 Tf 30 300 Td [(Pide protecci) (o) 556 (\\200) (n)] TJ ET"
    assert text_of(pdf(drawn, to_unicode=mapped)) == "Pide protección\n"


def test_a_soft_hyphen_joins_where_the_file_has_other_hyphens() -> None:
    mapped = unicode_map({0x80: "\u00ad"})
    drawn = lines(30, 300, ["The night-school and the under\\200", "age pupils."])
    assert text_of(pdf(drawn, to_unicode=mapped)).startswith("The night-school and the under")


def test_words_are_told_apart_by_gaps_where_no_space_is_drawn() -> None:
    drawn = "BT /F 12 Tf 30 300 Td [(The)-280(night)-420(sc)15(hool)-300(of)-250(A)70(V)] TJ ET"
    assert text_of(pdf(drawn)) == "The night school of AV\n"


def test_letters_set_apart_are_one_word() -> None:
    drawn = "BT /F 12 Tf 6 Tc 30 300 Td (LANTERN HOUSE) Tj ET"
    assert text_of(pdf(drawn)) == "LANTERN HOUSE\n"


def test_a_character_beyond_the_first_plane_is_one_character() -> None:
    content = pdf(line(30, 300, "A \\200 lantern"), to_unicode=unicode_map({0x80: "\U0001f3ee"}))
    assert text_of(content) == "A \U0001f3ee lantern\n"


def test_what_a_font_does_not_tell_is_a_bullet_before_words_and_else_nothing() -> None:
    content = pdf(line(30, 300, "\\200 Forty beds \\200"), to_unicode=unicode_map({0x80: "\ue001"}))
    assert text_of(content) == "• Forty beds\n"


def test_a_raised_figure_stays_with_its_word() -> None:
    drawn = line(30, 300, "The clinic is free.") + line(120.5, 304, "1", 7)
    assert (
        text_of(pdf(drawn + line(128, 300, "It is open."))) == "The clinic is free.1 It is open.\n"
    )


def test_a_watermark_across_the_page_is_not_text() -> None:
    mark = "BT /F 60 Tf 0.7 0.7 -0.7 0.7 80 60 Tm (DRAFT) Tj ET\n"
    assert text_of(pdf(mark + lines(30, 300, PROSE))) == f"{ONE_LINE}\n"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(turn: int) -> None:
    matrix = {90: "0 1 -1 0 100 30", 180: "-1 0 0 -1 370 300", 270: "0 -1 1 0 100 370"}[turn]
    drawn = f"BT /F 12 Tf {matrix} Tm 14 TL " + "".join(f"({words}) Tj T* " for words in PROSE)
    content = pdf(Sheet(drawn + "ET", f"/Rotate {turn}"))
    assert text_of(content) == f"{ONE_LINE}\n"


def test_what_is_cut_off_the_page_is_not_text() -> None:
    drawn = lines(60, 300, PROSE) + line(60, 390, "Slug of the printer")
    content = pdf(Sheet(drawn, "/CropBox[50 50 390 350]"))
    assert text_of(content) == f"{ONE_LINE}\n"


def test_columns_are_read_one_after_the_other_though_drawn_line_by_line() -> None:
    left = [
        "The ferry is free for those who",
        "travel alone, and it has been",
        "so since the great storm.",
    ]
    right = [
        "The harbor stays open at night",
        "for anyone under eighteen who",
        "has no home to go to.",
    ]
    drawn = "".join(
        line(20, 300 - 14 * n, one, 10) + line(210, 300 - 14 * n, other, 10)
        for n, (one, other) in enumerate(zip(left, right, strict=True))
    )
    assert text_of(pdf(drawn)) == f"{' '.join(left)}\n\n{' '.join(right)}\n"


@pytest.mark.parametrize(
    ("initial", "first", "begin"),
    [
        ("L", "antern House opened a night", "Lantern House opened a night"),
        ("A", "new night school has opened at", "A new night school has opened at"),
        ("A", "fter the storm a night school", "After the storm a night school"),
        ('"L', "antern House opened a night", '"Lantern House opened a night'),
        ("N", "i\u00f1os y ni\u00f1as van a la", "Ni\u00f1os y ni\u00f1as van a la"),
    ],
)
def test_an_initial_as_high_as_two_lines_is_its_word_s_first_letter(
    initial: str, first: str, begin: str
) -> None:
    width = 22 + 10 * (len(initial) - 1)
    drawn = line(30, 288, initial, size=30) + lines(
        32 + width, 300, [first, "school by the harbor, and"]
    )
    below = lines(30, 272, ["it is open all night for whoever", "works on the boats by day."])
    assert text_of(pdf(drawn + below)) == (
        f"{begin} school by the harbor, and it is open all night for whoever works on the boats "
        "by day.\n"
    )


def test_a_pull_quote_beside_a_paragraph_does_not_run_into_it() -> None:
    narrow = ["Lantern House opened a night school", "in the old customs house. Its pupils"]
    wide = [
        "work on fishing boats during the day, and most of them had left",
        "school before they were twelve years old.",
    ]
    drawn = lines(30, 300, [*narrow, *wide], size=11) + lines(
        240, 303, ["Nobody turned a", "single lamp away."], leading=16, size=14
    )
    assert sorted(text_of(pdf(drawn)).strip().split("\n\n")) == [
        " ".join([*narrow, *wide]),
        "Nobody turned a single lamp away.",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [("while", "also", 128.0), ("leading", "the", 133.3), ("league", "in", 140.7)],
        # Words about as long, whose middles stand below one another too.
        [("while", "and", 130.0), ("leading", "for", 136.0), ("league", "that", 130.0)],
    ],
)
def test_the_lines_of_a_narrow_justified_column_are_no_table(
    rows: list[tuple[str, str, float]],
) -> None:
    drawn = lines(30, 328, ["Ranking sixth on the", "strait, the school is"])
    for number, (left, right, x) in enumerate(rows):
        drawn += line(30, 300 - 14 * number, left) + line(x, 300 - 14 * number, right)
    drawn += lines(30, 258, ["lamps with twenty of", "them by the harbor."])
    words = " ".join(f"{left} {right}" for left, right, _ in rows)
    assert text_of(pdf(drawn)).replace("\n\n", " ") == (
        f"Ranking sixth on the strait, the school is {words} lamps with twenty of them by the "
        "harbor.\n"
    )


def test_rows_of_figures_are_rows() -> None:
    rows = [("Year", "Children", "Beds"), ("2021", "1,098", "310"), ("2022", "1,204", "325")]
    drawn = "".join(
        line(30 + 100 * across, 300 - 16 * down, cell)
        for down, row in enumerate(rows)
        for across, cell in enumerate(row)
    )
    assert text_of(pdf(drawn)) == "\n".join(" | ".join(row) for row in rows) + "\n"


def test_items_stand_in_lines_of_their_own() -> None:
    drawn = lines(30, 300, ["Lantern House asks the council to:"])
    drawn += lines(40, 280, ["\\225 Withdraw the curfew.", "\\225 Pay for forty beds at the old"])
    drawn += line(49, 252, "customs house.") + lines(40, 238, ["\\225 Train the guards."])
    assert text_of(pdf(drawn)) == (
        "Lantern House asks the council to:\n\n"
        "• Withdraw the curfew.\n• Pay for forty beds at the old customs house.\n"
        "• Train the guards.\n"
    )


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"plain text", b"%PDF-1.4\n" + b"x" * 900])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    assert refused(content) == (
        "file.pdf: it is not a PDF, or it is damaged; save it again as a PDF"
    )


def test_an_encrypted_pdf_is_refused() -> None:
    assert refused((FILES / "locked.pdf").read_bytes()) == (
        "file.pdf: it is encrypted; save it without a password"
    )


def test_a_pdf_without_pages_is_refused() -> None:
    assert refused(pdf()) == "file.pdf: it has no pages; save it again as a PDF"


def test_a_scan_is_refused() -> None:
    assert refused((FILES / "scan.pdf").read_bytes()) == (
        "file.pdf: there is no text in it; OCR it first"
    )


def test_a_scan_with_numbered_pages_is_refused() -> None:
    content = pdf(*(line(190, 20, f"Page {number}") for number in (1, 2, 3)))
    assert refused(content) == "file.pdf: there is no text in it; OCR it first"


def test_more_pages_than_allowed_are_refused() -> None:
    assert refused(pdf(*[""] * (MOST_PAGES + 1))) == (
        "file.pdf: it has 2,001 pages, more than the 2,000 allowed; split the document"
    )


def test_fonts_that_tell_no_letters_are_refused() -> None:
    content = (FILES / "curfew.pdf").read_bytes().replace(b"/ToUnicode", b"/ToUnicoda")
    assert refused(content) == (
        "file.pdf: its text cannot be read (the fonts lack a Unicode map); OCR it"
    )


WORDS = st.text(st.characters(codec="cp1252", categories=["L", "N", "P"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=12))
def test_words_are_never_split_glued_or_lost(rows: list[list[str]]) -> None:
    escaped = [re.sub(r"([()\\])", r"\\\1", " ".join(row)) for row in rows]
    content = pdf(lines(30, 350, [*escaped, "The end is near."]))

    found = read(content, "file.pdf")

    covered(found)
    assert found.layout is not None
    pieces = [found.text[word.start : word.end].rstrip("-") for word in found.layout.words]
    printed = [word.rstrip("-\u00ad") for row in rows for word in row]
    assert [p for p in pieces if p] == [*filter(None, printed), "The", "end", "is", "near."]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_raises_anything_but_a_refusal(data: st.DataObject) -> None:
    content = bytearray(pdf(lines(30, 300, PROSE), line(30, 300, "The second page.")))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        covered(read(bytes(content), "file.pdf"))
    except DocumentError as error:
        assert str(error).startswith("file.pdf: ")  # noqa: PT017
