"""A quote is a slice: whole sentences, and few of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.document import Document
from knowledge.errors import InvalidReferenceError
from knowledge.quote import MAX_CHARACTERS, MAX_WORDS, Quote, is_quotable, word_count
from knowledge.span import Span
from tests.making import document

TEXT = """The Lamp Is Lit

May 4, 2023

Port Ember, Vt. – The lamp is lit. It burns all night.

The keeper asks for:

• Oil for the winter.
• A second wick.

Media Contact: Tobias Wren, press@lantern-house.example"""


def words(count: int) -> str:
    return " ".join(["The", *["lamp"] * (count - 2), "burns."])


def quote(text: str, found: Document | None = None) -> Quote:
    """The quote of these words."""
    held = found or document(TEXT)
    start = held.text.index(text)
    return Quote(held, start, start + len(text))


@pytest.mark.parametrize(
    "text",
    [
        "The lamp is lit.",
        "It burns all night.",
        "The lamp is lit. It burns all night.",
        "Oil for the winter.",
        "Oil for the winter.\n• A second wick.",
    ],
)
def test_whole_sentences_are_a_quote(text: str) -> None:
    found = quote(text)
    assert found.text == text
    assert found.span == Span(found.start, found.end)


@pytest.mark.parametrize(
    "text",
    [
        "The lamp is",
        "lamp is lit.",
        "The lamp is lit",
        "The lamp is lit. ",
        "is lit. It burns",
        "The lamp is lit. It",
        "The Lamp Is Lit",
        "May 4, 2023",
        "Port Ember, Vt. –",
        "Port Ember, Vt. – The lamp is lit.",
        "• Oil for the winter.",
        "•",
        "Media Contact: Tobias Wren, press@lantern-house.example",
        "A second wick.\n\nMedia Contact: Tobias Wren, press@lantern-house.example",
        TEXT,
    ],
)
def test_anything_else_is_not(text: str) -> None:
    with pytest.raises(InvalidReferenceError, match=r"lamp: .* is not whole sentences"):
        quote(text)


@pytest.mark.parametrize(
    ("start", "end"), [(0, 0), (-1, 5), (5, 2), (10**9, 10**9 + 1), (38, 38), (-53, -37)]
)
def test_bounds_outside_the_text_are_not(start: int, end: int) -> None:
    with pytest.raises(InvalidReferenceError):
        Quote(document(TEXT), start, end)


def test_a_heading_in_between_is_never_quoted() -> None:
    held = document("We wait here.\n\nKey Findings\n\nWe are open.")
    assert [str(s.kind) for s in held.sentences] == ["paragraph", "heading", "paragraph"]
    with pytest.raises(InvalidReferenceError):
        Quote(held, 0, len(held.text))


def test_several_sentences_have_at_most_eighty_words() -> None:
    fits = f"{words(40)} {words(40)}"
    assert word_count(fits) == MAX_WORDS == 80
    assert quote(fits, document(fits)).text == fits
    too_many = f"{words(40)} {words(41)}"
    with pytest.raises(InvalidReferenceError):
        quote(too_many, document(too_many))


def test_one_sentence_may_have_more_words() -> None:
    long = words(120)
    assert quote(long, document(long)).text == long


def test_no_sentence_may_have_more_characters_than_a_message_holds() -> None:
    longest = "The lamp burns. ".replace("lamp", "l" * (MAX_CHARACTERS - 11)).strip()
    assert len(longest) == MAX_CHARACTERS == 1500
    assert quote(longest, document(longest)).text == longest
    longer = longest.replace("burns", "burned")
    with pytest.raises(InvalidReferenceError):
        quote(longer, document(longer))


def test_its_reference_leads_back_to_it() -> None:
    found = quote("It burns all night.")
    reference = found.reference
    assert found.document.sha256.startswith(reference.text)
    assert Quote(found.document, reference.start, reference.end) == found


def test_its_text_is_never_stored() -> None:
    found = quote("It burns all night.")
    assert set(vars(found)) == {"document", "start", "end"}


PARTS = st.sampled_from(
    [
        "The lamp is lit.",
        "“We wait,” she said.",
        "It burns — all night!",
        "• Oil.",
        "Key Findings",
        "May 4, 2023",
        "press@lantern-house.example",
        "¿Arde la lámpara? Sí.",
        "🕯️",
        "\n",
        "\n\n",
    ]
)


@given(st.lists(PARTS, max_size=12).map(" ".join), st.data())
def test_a_quote_is_always_whole_quotable_sentences(text: str, data: st.DataObject) -> None:
    held = document(text)
    bounds = st.integers(0, len(text))
    start, end = sorted((data.draw(bounds), data.draw(bounds)))
    whole = [s for s in held.sentences if start <= s.span.start and s.span.end <= end]
    if not is_quotable(held, Span(start, end)):
        return
    assert (whole[0].span.start, whole[-1].span.end) == (start, end)
    assert all(str(s.kind) in ("paragraph", "item", "marker") for s in whole)
    assert len(whole) == 1 or word_count(text[start:end]) <= MAX_WORDS


def test_a_sentence_with_a_character_that_could_not_be_read_is_no_quote() -> None:
    found = document("The Lamp Is Lit\n\nIt burns. The lamp does n\ufffdt go out. We wait.")
    assert quote("It burns.", found)
    for text in ("The lamp does n\ufffdt go out.", "It burns. The lamp does n\ufffdt go out."):
        with pytest.raises(InvalidReferenceError):
            quote(text, found)
