"""Which whole sentences to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.excerpt import excerpt, paragraph_of, speech, surroundings
from index.index import Index
from knowledge.document import Document
from knowledge.quote import is_quotable
from knowledge.span import Span
from tests.making import document


def shown(text: str, held: str) -> str | None:
    """What is shown for the sentence of `text` that holds these words."""
    made = document(text)
    at = text.index(held)
    index = next(i for i, s in enumerate(made.sentences) if s.span.start <= at < s.span.end)
    span = excerpt(made, index)
    return None if span is None else span.of(text)


def long(words: int) -> str:
    return " ".join(["The", *["lamp"] * (words - 2), "burns."])


def test_a_sentence_that_stands_by_itself_comes_alone() -> None:
    assert shown("We wait. The lamp is lit. Oil is dear.", "lamp") == "The lamp is lit."


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The lamp is lit. It burns all night.", "burns"),
        ("The keepers came. They lit the lamp.", "They"),
        ("The lamp is lit. This helps the boats.", "This"),
        ("La lámpara arde. Ella guía a los barcos.", "Ella"),
        ("La lámpara arde. Además, guía a los barcos.", "Además"),
    ],
)
def test_a_sentence_that_leans_brings_the_one_before(text: str, held: str) -> None:
    assert shown(text, held) == text


def test_a_sentence_that_leans_comes_alone_where_both_do_not_fit() -> None:
    assert shown(f"{long(78)} It burns all night.", "It burns") == "It burns all night."


def test_a_sentence_does_not_lean_over_the_paragraph_s_edge() -> None:
    assert shown("The lamp is lit.\n\nIt burns all night.", "burns") == "It burns all night."


def test_a_sentence_does_not_lean_on_somebody_s_words() -> None:
    text = "“We must close it. It is too dear.” This is not true."
    assert shown(text, "This is") == "This is not true."


@pytest.mark.parametrize("held", ["close", "dear", "Oil"])
def test_a_quotation_of_several_sentences_comes_whole_and_with_its_speaker(held: str) -> None:
    text = "“We must close it. It is too dear. Oil is scarce,” said Senator Brandt. We disagree."
    assert shown(text, held) == text.removesuffix(" We disagree.")


@pytest.mark.parametrize("held", ["close it", "is scarce"])
def test_a_quotation_that_goes_on_brings_the_sentence_that_names_its_speaker(held: str) -> None:
    text = "“We must close it,” said Senator Brandt. “Oil is scarce.”"
    found = shown(text, held)
    assert found is not None
    assert "Brandt" in found


def test_a_speaker_may_be_named_in_the_sentence_before() -> None:
    text = "Senator Brandt opposed it. “Oil is scarce.”"
    assert shown(text, "scarce") == text


def test_a_speaker_may_be_named_in_the_sentence_behind() -> None:
    text = "“Oil is scarce.” So spoke Senator Brandt."
    assert shown(text, "scarce") == text


def test_a_speaker_may_be_named_in_the_line_above() -> None:
    above = "We asked the senator. On Monday Senator Brandt gave us a short answer in writing:"
    found = shown(f"{above}\n\n“Oil is scarce. We must close it.”", "scarce")
    assert found is not None
    assert found.startswith("On Monday Senator Brandt")
    assert found.endswith("close it.”")


def test_a_speaker_may_be_named_in_the_line_below() -> None:
    text = "“Oil is scarce. We must close it.”\n— Otto Brandt, Senator"
    assert shown(f"We asked for an answer.\n\n{text}", "close it") == text


def test_a_speaker_may_be_named_in_the_next_paragraph_of_the_quotation() -> None:
    text = "“Oil is scarce.\n\n“We must close it,” said Senator Brandt."
    assert shown(text, "scarce") == text


@pytest.mark.parametrize(
    "text",
    [
        "“Oil is scarce.”",
        '"Oil is scarce."',
        "«El aceite es escaso.»",
        "We are open.\n\n“Oil is scarce. We must close it.”\n\nWe wait.",
        f"“Oil is scarce. {long(85)} We wait,” said Senator Brandt.",
        f"Senator Brandt said “{long(85)} Oil is scarce. {long(85)}”",
    ],
)
def test_words_whose_speaker_cannot_be_shown_are_not_shown(text: str) -> None:
    assert shown(text, "is scarce" if "is scarce" in text else "escaso") is None


def test_a_part_of_a_quotation_comes_with_its_speaker_where_the_whole_does_not_fit() -> None:
    text = f"“{long(75)} Oil is dear. Oil is scarce,” said Senator Brandt."
    assert shown(text, "dear") == "Oil is dear. Oil is scarce,” said Senator Brandt."
    assert shown(text, "scarce") == "Oil is scarce,” said Senator Brandt."


def test_a_sentence_that_is_too_long_is_not_shown() -> None:
    assert shown(f"The {'l' * 1500} burns.", "burns") is None


PARTS = st.sampled_from(
    [
        "The lamp is lit.",
        "It burns all night.",
        "“Oil is scarce.",
        "We must close it,” said Senator Brandt.",
        "Close it.”",
        '"Open it," she said.',
        "— Otto Brandt, Senator",
        "He said this:",
        "• Oil.",
        "Key Findings",
        "May 4, 2023",
        "Media Contact: a@lantern-house.example",
        "For more information, write to a@lantern-house.example.",
        long(50),
        "\n",
        "\n\n",
    ]
)
TEXTS = st.lists(PARTS, max_size=14).map(" ".join)


@given(TEXTS)
def test_an_excerpt_is_a_quote_that_holds_its_sentence(text: str) -> None:
    made = document(text)
    for index, sentence in enumerate(made.sentences):
        span = excerpt(made, index)
        if span is not None:
            assert is_quotable(made, span)
            assert span.covers(sentence.span)


@given(TEXTS)
def test_an_excerpt_always_has_words_outside_of_quotation_marks(text: str) -> None:
    made = document(text)
    for index in range(len(made.sentences)):
        span = excerpt(made, index)
        held = made.whole_sentences(span) if span else None
        assert held is None or any(speech(made, paragraph_of(made, i))[i].own for i in held)


def test_every_sentence_of_lantern_house_can_be_shown(index: Index) -> None:
    for held in index.snapshot.documents:
        made = held.document
        for number, sentence in enumerate(made.sentences):
            assert (excerpt(made, number) is not None) == sentence.quotable


CONTEXT = """The Lamp Is Lit

May 4, 2023

We wait here. The lamp is lit. It burns all night. For more information, contact a@lamp.example.

Oil is dear.

What We Ask

The city should pay for the oil.

The boats come home.

Media Contact: Tobias Wren, press@lantern-house.example"""


def around(words: str, limit: int = 1500, text: str = CONTEXT) -> str:
    start = text.index(words)
    return surroundings(document(text), Span(start, start + len(words)), limit).of(text)


def test_the_surroundings_are_the_paragraph() -> None:
    assert around("The lamp is lit.") == "We wait here. The lamp is lit. It burns all night."


def test_where_the_quote_is_the_paragraph_they_are_those_beside_it() -> None:
    paragraphs = "The city should pay for the oil.\n\nThe boats come home."
    assert around("The city should pay for the oil.") == paragraphs
    assert around("The boats come home.") == paragraphs


def test_headings_datelines_and_contact_lines_end_them() -> None:
    assert around("Oil is dear.") == "Oil is dear."
    assert "May" not in around("We wait here.")


def test_they_keep_within_their_limit() -> None:
    assert around("The lamp is lit.", 40) == "The lamp is lit. It burns all night."
    assert around("The lamp is lit.", 30) == "We wait here. The lamp is lit."
    assert around("The lamp is lit.", 5) == "The lamp is lit."


@given(TEXTS, st.integers(0, 400), st.data())
def test_they_are_whole_sentences_around_the_quote(
    text: str, limit: int, data: st.DataObject
) -> None:
    made = document(text)
    quotable = [i for i, s in enumerate(made.sentences) if s.quotable]
    if not quotable:
        return
    quote = made.sentences[data.draw(st.sampled_from(quotable))].span
    span = surroundings(made, quote, limit)
    held = made.whole_sentences(span)
    assert held is not None
    assert span.covers(quote)
    assert len(span) <= max(limit, len(quote))
    kinds = {str(made.sentences[i].kind) for i in held}
    assert kinds <= {"paragraph", "item", "marker"}


def whole(made: Document) -> Span:
    return Span(made.sentences[0].span.start, made.sentences[-1].span.end)


def test_of_what_is_no_sentence_there_are_none() -> None:
    made = document("The lamp is lit.")
    assert surroundings(made, Span(1, 5), 100) == Span(1, 5)
    assert surroundings(made, whole(made), 100) == whole(made)


BILL = "Facts on the bill\n\n{lead}\n\n• send toddlers away without a hearing;\n• end the lamps.\n"


@pytest.mark.parametrize(
    "lead", ["The bill would:", "Lantern House opposes:", "La Casa del Farol rechaza:"]
)
def test_an_item_comes_with_the_line_that_it_completes(lead: str) -> None:
    found = shown(BILL.format(lead=lead), "toddlers")
    assert found is not None
    assert found.startswith(lead)
    assert found.endswith("hearing;")


def test_an_item_that_completes_nothing_shown_is_not_shown() -> None:
    assert shown(BILL.format(lead=f"{long(85)[:-1]}:"), "toddlers") is None
    assert shown("Facts\n\n• send toddlers away without a hearing;\n• end it;\n", "send") is None


def test_an_item_that_is_a_sentence_of_its_own_comes_alone() -> None:
    text = "Key facts\n\n• The lamp is lit every night.\n• Oil is dear this year.\n"
    assert shown(text, "lit every") == "The lamp is lit every night."


@pytest.mark.parametrize(
    "lead", ["Senator Brandt wrote to the harbor in March:", "El senador escribió en marzo:"]
)
def test_an_introduced_paragraph_comes_with_its_introduction(lead: str) -> None:
    found = shown(f"We wait.\n\n{lead}\n\nChildren have no right to a lamp.", "no right")
    assert found == f"{lead}\n\nChildren have no right to a lamp."


@pytest.mark.parametrize("said", ["he said", "she added", "dijo ella", "he told us"])
def test_a_pronoun_does_not_name_a_speaker(said: str) -> None:
    text = f"Senator Brandt opposed it. “Oil is scarce,” {said}."
    assert shown(text, "scarce") == text
    assert shown(f"“Oil is scarce,” {said}.", "scarce") is None


@pytest.mark.parametrize(("myth", "fact"), [("Myth:", "Fact:"), ("Mito:", "Realidad:")])
def test_a_myth_is_never_shown_without_its_rebuttal(myth: str, fact: str) -> None:
    text = f"{myth} Lamps cost too much.\n\n{fact} A lamp costs less than a lantern."
    found = shown(text, "too much")
    assert found is None or found.endswith("less than a lantern.")
    assert shown(f"{myth} Lamps cost too much.", "too much") is None


def test_context_of_an_item_is_its_whole_list_and_never_ends_with_a_bare_bullet() -> None:
    made = document(BILL.format(lead="The bill would:"))
    at = made.text.index("toddlers")
    index = next(i for i, s in enumerate(made.sentences) if s.span.start <= at < s.span.end)
    around = surroundings(made, made.sentences[index].span, 1000).of(made.text)
    assert around.startswith("The bill would:")
    assert around.endswith("end the lamps.")
    near = surroundings(made, made.sentences[index].span, 45).of(made.text)
    assert not near.endswith("•")
