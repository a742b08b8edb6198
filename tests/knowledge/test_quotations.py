"""Where quotations begin and end. Angle brackets in a text stand around each one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.quotations import Quotations, quotations
from knowledge.sentences import sentences
from knowledge.span import Span

_SIGNS = re.compile("[<>]")


def found(text: str) -> Quotations:
    return quotations(text, sentences(text))


def check(marked: str) -> None:
    text = _SIGNS.sub("", marked)
    shown, end = [], 0
    for quotation in found(text).all:
        shown += [text[end : quotation.span.start], "<", quotation.span.of(text), ">"]
        end = quotation.span.end
    assert "".join([*shown, text[end:]]) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "<“We wait,”> said Roe. <“We go.”>",
        '<"We wait,"> said Roe. <"We go.">',
        "<«Esperamos»>, dijo Roe. <«Nos vamos.»>",
        "He (<“the keeper”>) left—<“for good,”> he said.",
        "<”We wait,”> said Roe. <“We go.“>",
        '<"Why?"> (<"Because.">)',
        "It’s the keepers’ lamp, and it isn’t 5'10\" tall.",
    ],
)
def test_a_quotation_lies_between_its_marks(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "<“He said, ‘Go,’ and I went,”> said Roe.",
        "<“He said “go” and I went,”> said Roe.",
        '<"He said "go" to me,"> said Roe.',
        "<«Dijo “vete” y me fui»>, contó Roe.",
    ],
)
def test_what_is_quoted_within_a_quotation_is_part_of_it(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "Roe said:\n\n<“We wait. It is cold.\n\n“We go. It is late.”>\n\nShe left.",
        "<“We wait.\n\n“We go,”> said Roe. <“Come.”>",
        "<“We wait.\n\nWe go.\n\nIt is late.”> She left.",
        '<"We wait.\n\n"We go,"> said Roe.',
    ],
)
def test_a_quotation_that_runs_on_over_paragraphs_is_one(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "<“We wait.>\n\nShe left.\n\n<“We go,”> she said.",
        "<“We wait, said Roe. It is cold.>\n\n<“We go.”>",
        "<“We wait. It is cold.\n\n“We go.>\n\nShe left.",
        "<“We wait. It is cold.>\n\nKey Findings\n\n<“We go.”>",
    ],
)
def test_a_quotation_without_its_last_mark_ends_with_the_paragraph(marked: str) -> None:
    check(marked)
    first = found(_SIGNS.sub("", marked)).all[0]
    assert not first.closed


@pytest.mark.parametrize(
    "marked",
    [
        "<—No cerraremos> —dijo Roe.",
        "<—No cerraremos> —dijo Roe—. <Mañana abrimos.>",
        "La puerta se abre. <—Pase> —añadió la directora.",
        "El faro —dijo Roe— arde.",
        "“We wait.”\n— Jane Roe, President".replace("“We wait.”", "<“We wait.”>"),
    ],
)
def test_spanish_dialogue_stands_behind_dashes(marked: str) -> None:
    check(marked)


def test_a_heading_holds_no_quotation() -> None:
    check("The “Quiet Quays” Experiment\n\nIt failed.")


def test_outside_is_what_quotations_leave() -> None:
    text = "“We wait,” said Roe. “We go.”"
    outside = found(text).outside(Span(3, len(text)))
    assert [span.of(text) for span in outside] == [" said Roe. "]


def test_a_place_is_inside_a_quotation_between_its_marks() -> None:
    text = "Roe said: “We wait.”"
    held = found(text)
    opening = text.index("“")
    assert held.at(opening) is None
    assert held.at(opening + 1) == held.all[0]
    assert held.at(len(text)) is None


TEXTS = st.lists(
    st.sampled_from(
        ["“", "”", "«", "»", '"', "—", "—dijo", "We wait", ".", ",", " ", "\n\n", "'", "’", "Roe"]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(TEXTS, st.text(max_size=200)))
def test_quotations_lie_in_order_within_the_text(text: str) -> None:
    held = found(text)
    ends = 0
    for quotation in held.all:
        assert ends <= quotation.span.start < quotation.span.end <= len(text)
        ends = quotation.span.end
        assert held.within(quotation.span) == (quotation,)


@given(TEXTS)
def test_outside_and_quotations_are_together_the_whole(text: str) -> None:
    held = found(text)
    whole = Span(0, len(text))
    spans = sorted([*held.outside(whole), *(quotation.span for quotation in held.all)])
    assert "".join(span.of(text) for span in spans) == text
