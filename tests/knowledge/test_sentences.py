"""Where a sentence begins and ends. A bar in a text stands for a boundary."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.blocks import BlockKind, blocks
from knowledge.sentences import sentences

SEED = Path(__file__).parents[3] / "shared/seed/us-mexico-cooperation-2021-03-26.txt"


def pieces(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in sentences(text)]


def check(marked: str) -> None:
    assert pieces(marked.replace("|", " ")) == marked.split("|")


@pytest.mark.parametrize(
    "marked",
    [
        "The U.S.-Mexico border is near.|The U.S. government must act.",
        "Many came to the U.S.|The bill helps them.",
        "Many came to the U.S.|“Those children wait,” he said.",
        "In the U.S. Senate, H.R. 2/S. 2824 and H.R. 15 failed.|S.744 passed.",
        "Mr. Smith met Sen. Cortez Masto, Rep. Roe and Dr. Poe.|They left.",
        "Rep. Roe (D-Nev.) and Sen. Poe (D-Calif.) Monday filed a bill.",
        "King Jr. spoke on St. Paul Street.|See No. 5 of the list.",
        "Is it so?|No.|No one knows.",
        "Roe v. Wade, Poe vs. Roe and Doe et al. were cited, e.g. by us, i.e. here.",
        "We meet at 9 a.m. Monday and at 5 p.m.|The doors close.",
        "Lantern House Inc. filed.|Jane Roe, Ph.D., spoke in Washington, D.C.|The court heard her.",
        "J. D. Vance and María J. De la Cruz came.|He has type A.|The end.",
        "Under 8 U.S.C. § 1232, Sec. 462, Pub. L. No. 113, Art. II and art. 3 they may stay.",
        "It is a work of art.|The show opens on Aug. 5 at ca. 8.",
        "It cost 3.5 million.|Then $4.2 billion.|Then more.",
        "Visit www.lanternhouse.example.|Write to a.b@lantern.example.|Thank you.",
        "See id. at 5.|See Fig. 2.|See 85 Fed. Reg. 123.",
        "We wait, says the Fed. Reg. Office.|El Excmo. Sr. Paz y la Cd. de México.",
    ],
)
def test_an_abbreviation_ends_a_sentence_only_before_the_start_of_another(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Vive en EE. UU. desde 2019.|Los niños de EE.UU. no están solos.",
        "Llegó a EE. UU.|¿Quién la espera?",
        "La Sra. Roe, la Dña. Ana y el Dr. Paz citaron el art. 3, núm. 5, p. ej. este.|Nada más.",
        "Pedimos agua, pan, etc.|Nada más.",
        "«No cerraremos.»|¿Qué haremos?|¡Nunca!|Así es.",
        "«¿Debemos esperar?», preguntó Roe.|«¡No!»",
        "“¡Nunca!” dijo Roe.|“Las niñas esperan”, añadió.",
        "Son más de 150.000 niños (véase la pág. 5).|Los niños huyen.",
    ],
)
def test_spanish_sentences(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "“Must we wait?” asked Young.|“Never!” she said.|“We will,” said Young.",
        "“Must we wait?” Young asked.|She left.",
        "“Never!” said Young.",
        "“Never!” Lantern House President Jane Young said in a statement.",
        "“Must we wait?” she asked.|“Yes.”",
        "“Must we wait?”|The answer is no.",
        "“It is late.|We go,” said Young.",
        "“We go,” said Young.|“Addressing it is all.”",
        '"We go," said Young.|"Addressing it is all."|"Why?"',
        "He said “the ‘best interests’ of children’s lives.”|(See the report.)|It is good.",
        "They ended it (at last.)|Then “all was well.”)|The end.",
        "“We must act.” — Jane Roe, President",
        "He was plain.|“… we must act.”|“we must.”",
    ],
)
def test_quotes_and_brackets_close_with_their_sentence(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "We waited… and waited... and went.|Then…|The end.",
        "The … Administration said so.|The . . . Senate did.",
        "They left. . . .|The bill died.",
        "What?!|No!!|We did not.",
        "They won.|2022 was hard.|$5 million was lost.|iACT helped.",
        "We must act.|— And we will.",
        "It was about safety.1|The bill too.[2]|And safety.³|“And this.”4|The end.",
        "It costs 3.5 The end.",
        "We ask them to (1) stop; (2) go; and (3) rest: The rest is theirs.",
        "1. Protect them.|2. End it.",
        "They left. and came back.",
        "So we said.\u00a0|It\u2003is so.",
    ],
)
def test_other_marks(marked: str) -> None:
    found = pieces("So it is. " + marked.replace("|", " "))[1:]
    assert [" ".join(piece.split()) for piece in found] == [
        " ".join(piece.split()) for piece in marked.split("|")
    ]


def test_a_sentence_over_wrapped_lines_is_one_slice() -> None:
    text = (
        "Lantern House released a report on the children who come to the\n"
        "United States alone. It found that half of them have no lawyer.\n"
        "The report asks for a lawyer for each child who is in the U.S.\n"
        "and in Mexico."
    )
    assert len(pieces(text)) == 3


def test_a_sign_behind_the_last_sentence_stays_with_it() -> None:
    assert pieces("We must act. 🙂\n\nWe will.") == ["We must act. 🙂", "We will."]


def test_a_paragraph_of_a_line_ends_with_its_line() -> None:
    assert pieces("We must act.\nWe will.\n\nWe do.") == ["We must act.", "We will.", "We do."]


def test_a_press_contact_at_the_end_of_a_paragraph_is_a_contact() -> None:
    text = "We must act. Press contact: Jane Roe, jroe@example.org, 202-555-0100."
    assert [sentence.kind for sentence in sentences(text)] == [
        BlockKind.paragraph,
        BlockKind.contact,
    ]


def test_only_paragraphs_and_items_are_quotable() -> None:
    text = "The Shelter Opens\n\nMay 4, 2023\n\nIt is open.\n\n• Lawyers\n\nContact: Jane Roe"
    quotable = [s.span.of(text) for s in sentences(text) if s.quotable]
    assert quotable == ["It is open.", "Lawyers"]


def test_a_sentence_knows_its_block() -> None:
    text = "The Shelter Opens\n\nIt is open. It is warm.\n\n• Lawyers"
    found = blocks(text)
    assert [sentence.block for sentence in sentences(text)] == [0, 1, 1, 2, 3]
    assert all(found[s.block].span.covers(s.span) for s in sentences(text))


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
MARKS = list("aA.!?…,:;“”‘’«»()[]—–-•*#@1¿¡§🙂 \n\t\u00a0\u200f")
SCRAPS = [
    *(
        "\n\n",
        "\r\n",
        "U.S.",
        "Mr.",
        "No.",
        "EE. UU.",
        "Washington, DC – ",
        "1. ",
        "o ",
        "said Young",
    ),
    *("May 4, 2023", "Contact: ", "a@b.example", "202-555-0100", "שלום", "مرحبا"),
]
PRESS_TEXT = st.lists(st.sampled_from(MARKS + SCRAPS), max_size=40).map("".join)


@given(ANY_TEXT | PRESS_TEXT)
def test_sentences_are_slices_in_order_and_only_white_space_is_lost(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        part = sentence.span.of(text)
        assert part
        assert part == part.strip()
        assert sentence.span.start >= end
        assert not text[end : sentence.span.start].strip()
        end = sentence.span.end
    assert not text[end:].strip()


WORDS = st.lists(
    st.sampled_from(
        "children wait U.S. Mexico D.C. 3.5 Mr. Roe’s “safety” (now) Nº EE. UU. a.m.".split()
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(st.lists(st.builds("The {} wait here{}".format, WORDS, st.sampled_from(".!?…")), min_size=1))
def test_plain_sentences_are_found_and_stay_whole_alone(parts: list[str]) -> None:
    assert pieces(f"The Shelter Opens\n\n{' '.join(parts)}")[1:] == parts
    for part in parts:
        assert len(pieces(part)) == 1


@pytest.mark.parametrize(
    "unit", ["a", ".", "“", " .", "A. ", "U.S. ", "a@", "1.", "(", '." ', "- "]
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    start = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - start < 2


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed document is not here")
def test_the_press_release_keeps_its_sentences_whole() -> None:
    text = SEED.read_text()
    found = sentences(text)
    kinds = [sentence.kind for sentence in found]
    assert kinds[:3] == [BlockKind.heading, BlockKind.dateline, BlockKind.dateline]
    assert kinds[-1] is BlockKind.contact
    quotable = [sentence.span.of(text) for sentence in found if sentence.quotable]
    assert len(quotable) == len(found) - 4
    assert all(piece[0].isupper() or piece[0] == "“" for piece in quotable)
    assert all(piece[-1] in ".”" for piece in quotable)
    assert all(piece.count("“") == piece.count("”") for piece in quotable)
