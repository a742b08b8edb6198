"""What each stretch of a press release is for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.blocks import BlockKind, blocks
from knowledge.sentences import sentences

KINDS = {
    "H": BlockKind.heading,
    "D": BlockKind.dateline,
    "C": BlockKind.contact,
    "P": BlockKind.paragraph,
    "I": BlockKind.item,
    "M": BlockKind.marker,
    "R": BlockKind.row,
    "Q": BlockKind.quotation,
}
LETTERS = {kind: letter for letter, kind in KINDS.items()}


def outline(text: str) -> list[str]:
    return [f"{LETTERS[block.kind]} {block.span.of(text)}" for block in blocks(text)]


BODY = "Lantern House welcomed the vote."


def body(start: str) -> str:
    return f"The Shelter Opens\n\n{start}{BODY}"


@pytest.mark.parametrize(
    "line",
    [
        "March 26, 2021",
        "Thursday, March 3, 2022",
        "3 May 2023",
        "26 de marzo de 2021",
        "Miércoles, 3 de mayo de 2023",
        "May 2023",
        "2024-06-01",
        "FOR IMMEDIATE RELEASE",
        "For Immediate Release: March 3, 2022",
        "Embargoed until March 3, 2022, 9:00 a.m. ET",
        "PARA PUBLICACIÓN INMEDIATA",
        "Washington, D.C. | March 3, 2022",
        "Fecha: 3 de mayo de 2023",
    ],
)
def test_a_line_that_is_only_a_date_or_a_release_note_is_a_dateline(line: str) -> None:
    assert outline(f"The Shelter Opens\n\n{line}\n\n{BODY}")[1] == f"D {line}"


@pytest.mark.parametrize(
    "run_in",
    [
        "Washington, DC –",
        "WASHINGTON, D.C., May 4, 2023 —",
        "MEXICO CITY (June 1, 2024) --",
        "CIUDAD DE MÉXICO, 3 de mayo de 2023 –",
        "Tucson, Ariz. —",
        "TUCSON, Ariz., May 3–4, 2023 -",
        "San Pedro Sula, Honduras –",
        "Geneva –",
        "(Washington, D.C.) –",
        "March 3, 2022 – Washington, DC –",
        "TUCSON (June 1, 2024)",
        "NEW YORK, June 1, 2024 /PRNewswire/ --",
    ],
)
def test_the_place_and_date_that_start_the_first_paragraph_are_a_dateline(run_in: str) -> None:
    assert outline(body(f"{run_in} ")) == ["H The Shelter Opens", f"D {run_in}", f"P {BODY}"]


def test_a_dash_tight_behind_a_place_in_capitals_belongs_to_its_dateline() -> None:
    assert outline(body("WASHINGTON—"))[1:] == ["D WASHINGTON—", f"P {BODY}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "KIND – which has offices in ten cities – joined.",
        "LANTERN – A leading shelter – joined.",
        "Today – Roe said – we act.",
        "On May 4, 2023 – The day of the vote – we acted.",
        "In Tucson, Arizona – Our home – we act.",
        "The rule is wrong – It hurts children.",
        "Lantern House (founded June 1, 2004) helps children.",
        "We met in Tucson—It was cold.",
    ],
)
def test_a_sentence_with_a_dash_is_no_dateline(sentence: str) -> None:
    assert outline(f"The Shelter Opens\n\n{sentence}")[1:] == [f"P {sentence}"]


@pytest.mark.parametrize(
    "line",
    [
        "Media Contact: Jane Roe, jroe@lanternhouse.example, 202-555-0100",
        "Media Contact:\u00a0Jane Roe",
        "Contacto de prensa: Ana Paz, apaz@farol.example, +52 55 5555 0100",
        "For more information, contact: Jane Roe",
        "For more information contact Jane Roe.",
        "For more information contact Jane Roe at jroe@lanternhouse.example.",
        "Para más información, visite www.farol.example.",
        "jroe@lanternhouse.example | (202) 555-0100 ext. 5",
        "Tel.: 202.555.0100",
        "https://lanternhouse.example/news",
        "Follow us on Twitter @lanternhouse",
        "###",
        "# # #",
        "-30-",
    ],
)
def test_a_line_that_says_how_somebody_is_reached_is_a_contact(line: str) -> None:
    assert outline(f"{BODY}\n\n{line}")[-1] == f"C {line}"


@pytest.mark.parametrize(
    "sentence",
    [
        "Families can call the hotline at 1-800-555-0100 for help.",
        "To interview Roe, reporters could call Ann Poe at (202) 555-0100.",
        "Children write to help@lanternhouse.example when they are alone.",
        "For more information, families can call 1-800-555-0100 at any hour.",
        "Press contacts were Jane Roe and Ana Paz.",
        "Contact with a parent calms a child.",
        "The grant of 2019-2021 was $1,200,000.",
        "Jane Roe (1858–1940), Ana Poe (1872–1967).",
    ],
)
def test_a_sentence_that_mentions_a_number_or_an_address_is_no_contact(sentence: str) -> None:
    assert outline(f"{BODY}\n\n{sentence}")[-1] == f"P {sentence}"


def test_the_lines_below_a_contact_label_are_contacts_until_a_blank_line() -> None:
    text = (
        "Contact:\nJane Roe\nLantern House\njroe@lantern.example\n(202) 555-0100\n\nOur Home Opens"
    )
    assert [line[0] for line in outline(text)] == ["C", "C", "C", "C", "C", "H"]


def test_a_name_above_an_address_is_a_contact_without_a_label() -> None:
    assert outline(f"{BODY}\n\nJane Roe\njroe@lantern.example")[1:] == [
        "C Jane Roe",
        "C jroe@lantern.example",
    ]


@pytest.mark.parametrize(
    "title",
    [
        "U.S.-Mexico Cooperation Is Vital",
        "A New Start for Children in the U.S.",
        "Will Congress Act?",
        "Never Again!",
        "Lantern House: cómo ayudamos",
        "Lantern House finds that children wait for years before a judge in a courtroom hears them",
    ],
)
def test_the_first_line_is_the_title(title: str) -> None:
    assert outline(f"May 4, 2023\n\n{title}\n\n{BODY}")[1:] == [f"H {title}", f"P {BODY}"]


@pytest.mark.parametrize(
    "line",
    ["Key Findings", "KEY FINDINGS", "Our demands:", "## What we ask", "About Lantern House"],
)
def test_a_lone_short_line_without_an_end_mark_is_a_heading(line: str) -> None:
    assert outline(f"{BODY}\n\n{line}\n\n{BODY}")[1] == f"H {line}"


@pytest.mark.parametrize(
    "line",
    [
        "Children come first.",
        "“Children belong with their families.”",
        "“Children belong with their families”",
        "Must we wait?",
        "To protect these children, Lantern House urges Congress to:",
    ],
)
def test_a_lone_sentence_is_a_paragraph(line: str) -> None:
    assert outline(f"{BODY}\n\n{line}\n\n{BODY}")[1] == f"P {line}"


def test_who_said_a_pull_quote_is_no_heading_and_no_list_item() -> None:
    text = f"{BODY}\n\n“We must act.”\n– Jane Roe, President\n\n{BODY}"
    assert outline(text)[2] == "P – Jane Roe, President"


@pytest.mark.parametrize(
    "bullet", ["•", "-", "*", "–", "▪", "o\t", "1.", "12)", "(a)", "b)", "ii."]
)
def test_a_bullet_or_number_is_apart_from_its_item(bullet: str) -> None:
    assert outline(f"We ask for:\n{bullet} Lawyers for all")[1:] == [
        f"M {bullet.strip()}",
        "I Lawyers for all",
    ]


@pytest.mark.parametrize(
    "line", ["3.5 million came.", "o niñas y niños.", "2022 was hard.", "-5 °C."]
)
def test_what_only_looks_like_a_bullet_is_none(line: str) -> None:
    assert outline(line) == [f"P {line}"]


def test_a_bullet_on_a_line_of_its_own_makes_an_item_of_the_next_line() -> None:
    assert outline("•\nLawyers for all\n•\nA judge") == [
        "M •",
        "I Lawyers for all",
        "M •",
        "I A judge",
    ]


WRAPPED = (
    "Lantern House today released a report on the children who come to the\n"
    "United States alone. It found that half of them have no lawyer, and that\n"
    "the wait in Tucson, Ariz., is long. Lantern House asks for an end of the\n"
    "wait."
)


@pytest.mark.parametrize(
    "row",
    ["Year | Beds", "2023 | 40 beds, all of them full.", "2024 |  | 60 beds", "Camas | 40 | 60"],
)
def test_a_row_of_a_table_is_a_block_of_its_own(row: str) -> None:
    text = f"The Shelter Opens\n\n{BODY}\n\nSeason | Beds | Nights\n{row}\n{BODY}"
    assert outline(text)[2:] == ["R Season | Beds | Nights", f"R {row}", f"P {BODY}"]


def test_words_that_are_only_set_apart_are_a_quotation_and_cannot_be_quoted() -> None:
    text = f"The Shelter Opens\n\n{BODY}\n\n> We will vote for it.\n> We always did.\n\n{BODY}"
    assert outline(text)[2:] == ["Q > We will vote for it.", "Q > We always did.", f"P {BODY}"]
    assert [s.kind for s in sentences(text) if s.quotable] == [BlockKind.paragraph] * 2


def test_a_sentence_with_a_bar_is_no_row() -> None:
    long = f"{BODY} It opens forty beds this year, and in the winter sixty | all year round."
    assert outline(f"The Shelter Opens\n\n{long}")[1] == f"P {long}"


def test_a_wrapped_paragraph_is_one_block() -> None:
    assert outline(WRAPPED) == [f"P {WRAPPED}"]


def test_a_wrapped_list_of_names_is_one_block_in_a_text_wrapped_alike() -> None:
    names = (
        "Lantern House thanks Jane Roe, Ana Paz, Ben Poe, Maria Garcia, Luis Vega,\n"
        "Nora Diaz, Hugo Cruz, Ada Marsh, Rosa Luna, Ivan Soto, Carla Rios, Eva\n"
        "Montgomery, Paul King."
    )
    assert outline(f"{WRAPPED}\n\n{names}")[1:] == [f"P {names}"]


def test_a_wrapped_item_goes_on_over_the_line_end() -> None:
    text = "• Restore the funds that pay for lawyers for\n  children alone.\n• End detention."
    assert outline(text) == [
        "M •",
        "I Restore the funds that pay for lawyers for\n  children alone.",
        "M •",
        "I End detention.",
    ]


@pytest.mark.parametrize(
    "dash", ["– and their brothers and sisters –", "1. or the second", "o niñas"]
)
def test_what_looks_like_a_bullet_inside_a_wrapped_sentence_is_none(dash: str) -> None:
    text = (
        "Lantern House asks that all of the children who come to the border at\n"
        "any time of the day or of the night have a lawyer, and that the parents\n"
        f"{dash} be heard by a judge."
    )
    assert outline(text) == [f"P {text}"]


def test_paragraphs_of_a_line_each_are_blocks_of_their_own() -> None:
    long = "Lantern House asks Congress to give every child a lawyer, and to do it now, " * 3
    text = f"{long.strip()[:-1]}.\nChildren wait.\n{long.strip()[:-1]}."
    assert len(outline(text)) == 3


def test_the_lines_of_an_address_are_not_joined() -> None:
    text = "Lantern House\n1200 Harbor Street, Suite 400\nWashington, DC 20005"
    assert len(outline(f"{BODY}\n\n{text}")) == 4


def test_a_title_over_two_lines_that_breaks_off_is_one_heading() -> None:
    title = "Statement of Lantern House on the Decision of the Court in\nRoe v. Smith"
    assert outline(f"{title}\n\n{BODY}")[0] == f"H {title}"


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\u00a0\u2003\r\n"])
def test_white_space_has_no_blocks(text: str) -> None:
    assert blocks(text) == ()


def test_a_rule_or_an_invisible_character_is_a_marker() -> None:
    assert [block.kind for block in blocks(f"***\n\n\u200b\n\n{BODY}")][:2] == [
        BlockKind.marker,
        BlockKind.marker,
    ]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_nothing_but_white_space_is_lost_between_blocks(text: str) -> None:
    end = 0
    for block in blocks(text):
        part = block.span.of(text)
        assert part
        assert part == part.strip()
        assert not text[end : block.span.start].strip()
        assert block.span.start >= end
        end = block.span.end
    assert not text[end:].strip()
