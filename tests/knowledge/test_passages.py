"""How sentences are put together into passages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.blocks import BlockKind
from knowledge.passages import passages
from knowledge.sentences import sentences


def slices(text: str, words: int = 90) -> list[str]:
    return [passage.span.of(text) for passage in passages(text, sentences(text), words=words)]


def sentence(words: int, start: str = "The") -> str:
    return " ".join([start, *["child"] * (words - 2), "waits."])


def test_an_empty_text_has_no_passages() -> None:
    assert slices("") == []


def test_short_paragraphs_are_put_together() -> None:
    text = "\n\n".join(sentence(20) for _ in range(6))
    assert [len(part.split()) for part in slices(text)] == [80, 40]


def test_a_long_paragraph_is_divided_evenly() -> None:
    text = " ".join(sentence(10) for _ in range(10))
    assert [len(part.split()) for part in slices(text)] == [50, 50]


def test_a_sentence_longer_than_a_passage_is_a_passage() -> None:
    text = f"{sentence(10)} {sentence(120)} {sentence(10)}"
    assert sentence(120) in slices(text)


def test_a_heading_begins_a_passage_and_stays_with_what_follows() -> None:
    text = f"We Open\n\nWe are open.\n\nKey Findings\n\n{sentence(90)}\n\nWe wait."
    assert slices(text) == [
        "We Open\n\nWe are open.",
        f"Key Findings\n\n{sentence(90)}",
        "We wait.",
    ]


def test_a_title_its_subtitle_and_its_date_stay_with_the_first_sentence() -> None:
    text = "We Open\n\nA Home for All\n\nMay 4, 2023\n\nTucson, Ariz. – We are open."
    assert slices(text) == [text]


def test_a_list_stays_with_its_lead_in() -> None:
    listed = "To protect these many children here, we ask for:\n\n• Lawyers\n• A judge\n• A home"
    text = f"{sentence(80)}\n\n{listed}\n\n{sentence(80)}"
    assert slices(text) == [sentence(80), listed, sentence(80)]


def test_the_lead_in_of_a_long_list_stays_with_its_first_item() -> None:
    items = "\n".join(f"• {sentence(30)}" for _ in range(5))
    first = slices(f"To protect these many children here, we ask for:\n\n{items}")[0]
    assert first.startswith("To protect")
    assert "•" in first


def test_a_bullet_stays_with_its_item() -> None:
    text = "\n".join(f"• {sentence(30)}" for _ in range(9))
    assert all(part.startswith("•") and part.endswith("waits.") for part in slices(text))


@pytest.mark.parametrize(("opening", "closing"), ["“”", "«»", '""'])
def test_a_quotation_stays_together(opening: str, closing: str) -> None:
    quotation = f"{opening}{sentence(20)} {sentence(20)} {sentence(20)}{closing}"
    text = f"{sentence(40)} {quotation} {sentence(40)}"
    assert any(quotation in part for part in slices(text))


def test_contacts_are_kept_apart() -> None:
    text = "We are open.\n\nContact: Jane Roe\n\nThe End"
    assert slices(text) == ["We are open.", "Contact: Jane Roe", "The End"]


PARTS = st.lists(
    st.sampled_from(
        [
            "We Open",
            "May 4, 2023",
            "Contact: Jane Roe",
            "We ask for:",
            "• Lawyers for all",
            "“We wait. We hope.”",
            "“We wait.",
            "The children wait for a lawyer and a judge. They are alone.",
            "***",
            sentence(40),
        ]
    )
).map("\n\n".join)


@given(PARTS | st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 60))
def test_passages_cover_all_sentences_once_and_in_order(text: str, words: int) -> None:
    found = sentences(text)
    expected = 0
    for passage in passages(text, found, words=words):
        assert passage.first == expected
        assert passage.last >= passage.first
        assert passage.span.start == found[passage.first].span.start
        assert passage.span.end == found[passage.last].span.end
        expected = passage.last + 1
    assert expected == len(found)


@given(PARTS, st.integers(1, 60))
def test_only_a_single_sentence_makes_a_passage_too_long(text: str, words: int) -> None:
    found = sentences(text)
    for passage in passages(text, found, words=words):
        whole = found[passage.first : passage.last + 1]
        spoken = [s for s in whole if s.quotable or s.kind is BlockKind.contact]
        size = sum(len(s.span.of(text).split()) for s in whole)
        assert size <= words or len(spoken) <= 1
