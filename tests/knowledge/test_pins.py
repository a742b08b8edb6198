"""Answers that staff decided."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge
from knowledge.access import Role, may_answer
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.document import Document
from knowledge.errors import KindError
from knowledge.pins import CheckedPins, Pin, Pins, PinsError, question_key
from knowledge.quote import Quote, is_quotable
from knowledge.yaml_mapping import MappingError
from tests.making import document

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LANTERN = Path(__file__).parents[1] / "documents" / "lantern-pinned.yaml"
KNOWLEDGE = Path(knowledge.__file__).parent
QUESTION = "Does Lantern House support the harbor curfew?"
TEXT = """The Lamp Is Lit

Port Ember, Vt. – The lamp is lit.  It burns
all night. We’ve oil for the winter — and a “second” wick.

The keeper asks for:

• Oil for the boats.
• It burns all night.

It burns all night. The café is open.

Media Contact: Tobias Wren, press@lantern-house.example"""


def pins(words: str, **values: object) -> Pins:
    """One pin, of these words of the document `lamp`, on line 2 of its file."""
    pin = {"questions": [QUESTION], "document": "lamp", "words": words, **values}
    return Pins(f"# Pins.\nlit: {json.dumps(pin, ensure_ascii=False)}", "pinned.yaml")


def checked(words: str, *documents: Document, **values: object) -> CheckedPins:
    return pins(words, **values).checked(documents or (document(TEXT),), NOW)


def refusal(words: str, *documents: Document, **values: object) -> str:
    found = checked(words, *documents, **values)
    [refused] = found.refused
    assert found.pins == ()
    assert refused.file == "pinned.yaml"
    return refused.error


def answering(*questions: str) -> CheckedPins:
    return checked("The lamp is lit.", questions=questions)


@pytest.fixture
def catalogue(lantern: Path, tmp_path: Path) -> Catalogue:
    return Catalogue.load(lantern, Archive(tmp_path / "archive"))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("The lamp is lit.", "The lamp is lit."),
        ("The lamp is lit. It burns all night.", "The lamp is lit.  It burns\nall night."),
        (
            "The lamp\nis lit.\n\n It burns all\u00a0night. ",
            "The lamp is lit.  It burns\nall night.",
        ),
        ("Oil for the boats.", "Oil for the boats."),
        ("The cafe\u0301 is open.", "The café is open."),
    ],
)
def test_words_are_found_as_a_slice_white_space_aside(words: str, text: str) -> None:
    [pin] = checked(words).pins
    assert pin.quote.text == text
    assert (pin.name, pin.questions) == ("lit", (QUESTION,))


def test_of_words_that_stand_in_several_places_the_first_counts() -> None:
    [pin] = checked("It burns all night.").pins
    assert pin.quote.start == TEXT.index("It burns")


def test_a_place_that_is_no_whole_sentence_does_not_count() -> None:
    held = document("The lamp is lit, he said. He slept. The lamp is lit, he said.\n\nHe said.")
    [pin] = checked("He said.", held).pins
    assert pin.quote.start == held.text.rindex("He said.")


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("The lamp is lit", "The lamp is lit."),
        ("is lit. It burns", "The lamp is lit. It burns all night."),
        ("the lamp is LIT.", "The lamp is lit."),
        ("The cafe is open.", "The café is open."),
        (
            'We\'ve oil for the winter - and a "second" wick.',
            "We’ve oil for the winter — and a “second” wick.",
        ),
        ("• Oil for the boats.", "Oil for the boats."),
    ],
)
def test_words_that_are_nearly_the_documents_are_refused_with_its_own(
    words: str, sentences: str
) -> None:
    assert refusal(words) == (
        f"pinned.yaml, line 2: the pin 'lit' ({QUESTION}): its words are not quite the document's "
        f"whole sentences, which are: {sentences}"
    )
    assert checked(sentences).refused == ()


@pytest.mark.parametrize(
    "words",
    [
        "The lamp is not lit.",
        "The lamp was lit.",
        "Lamp lit.",
        "It burns all night. The lamp is lit.",
        "amp is li",
        "The lamp is lit. […] It burns all night. The café",
    ],
)
def test_other_words_are_refused(words: str) -> None:
    assert refusal(words).endswith(
        "its words do not stand in the document 'lamp' as it is now; copy them anew"
    )


@pytest.mark.parametrize(
    "words",
    [
        "The Lamp Is Lit Port Ember",
        "Port Ember, Vt. –",
        "Media Contact: Tobias Wren, press@lantern-house.example",
        "The café is open. Media Contact: Tobias Wren",
        "Port Ember, Vt. – The lamp is lit.",
    ],
)
def test_words_that_are_no_quote_are_refused(words: str) -> None:
    assert "its words are no quote, which is whole sentences of one document" in refusal(words)


def test_words_that_are_too_many_are_refused() -> None:
    sentence = "The lamp burns for all who cross the cold and narrow strait at night. "
    long = document((sentence * 8).strip())
    assert "at most 80 words or one sentence" in refusal(sentence * 6, long)
    assert checked(sentence * 5, long).refused == ()


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"status": "draft"}, "'lamp' is a draft; reindex when it is approved"),
        ({"status": "withdrawn"}, "'lamp' is withdrawn; take the pin out"),
        ({"status": "superseded"}, "'lamp' is superseded; pin words of what stands now"),
        ({"status": "superseded", "superseded_by": "wick"}, "is superseded by 'wick'; pin words"),
        ({"audience": "staff"}, "'lamp' is for staff only; pin words of a public one"),
        ({"status": "embargoed"}, "'lamp' is under embargo; reindex when that is over"),
        (
            {"embargo_until": "2026-12-01T09:00-05:00"},
            "is under embargo until 2026-12-01T09:00:00-05:00; reindex when that is over",
        ),
    ],
)
def test_a_document_that_does_not_answer_the_public_is_refused(
    metadata: dict[str, str], reason: str
) -> None:
    hidden = document(TEXT, "lamp", **metadata)
    assert not may_answer(hidden.metadata, Role.journalist, NOW)
    assert reason in refusal("The lamp is lit.", hidden)


def test_an_embargo_that_is_over_is_none() -> None:
    held = document(TEXT, "lamp", status="embargoed", embargo_until="2026-11-24T12:00Z")
    assert checked("The lamp is lit.", held).refused == ()


@pytest.mark.parametrize(
    ("identity", "hint"),
    [("lamps", "did you mean 'lamp'?"), ("zz", "give the file's name without its ending")],
)
def test_a_document_that_is_not_there_is_refused(identity: str, hint: str) -> None:
    found = refusal("The lamp is lit.", document=identity)
    assert found.endswith(f"no document that can be used is named {identity!r}; {hint}")


def test_a_refused_pin_keeps_no_other_from_being_used() -> None:
    written = """
one: {questions: ["Is it lit?"], document: lamp, words: The lamp is dark.}
two: {questions: ["Is the café open?"], document: lamp, words: The café is open.}
"""
    found = Pins(written, "pinned.yaml").checked([document(TEXT)], NOW)
    assert [pin.name for pin in found.pins] == ["two"]
    assert [r.error.partition(":")[0] for r in found.refused] == ["pinned.yaml, line 2"]
    assert (found.match("Is it lit?"), found.match("is the cafe open")) == (
        None,
        found.pins[0].quote,
    )


def test_two_pins_for_one_question_are_both_refused() -> None:
    one = {"questions": ["Is it lit?", "Lit now?"], "document": "lamp", "words": "The lamp is lit."}
    two = {"questions": ["¿Arde?", "Hello, lit NOW"], "document": "lamp", "words": "The lamp."}
    written = f"one: {json.dumps(one)}\ntwo: {json.dumps(two)}"
    found = Pins(written, "pinned.yaml").checked([document(TEXT)], NOW)
    assert found.pins == ()
    first, second = [refused.error for refused in found.refused]
    assert first.startswith("pinned.yaml, line 1: the pin 'one' (Is it lit?): the question 'Lit n")
    assert first.endswith("'Lit now?' is also that of the pin 'two'; leave it to one of them")
    assert second.startswith("pinned.yaml, line 2: the pin 'two' (¿Arde?): the question 'Hello, l")
    assert second.endswith("is also that of the pin 'one'; leave it to one of them")


def test_one_pin_may_have_a_question_twice() -> None:
    assert answering("Is it burning?", "is it burning").match("IS IT BURNING?!") is not None


@pytest.mark.parametrize("written", ["", "# nothing yet", "{}"])
def test_a_file_without_pins_is_one(written: str) -> None:
    none = Pins(written, "pinned.yaml")
    assert len(none) == 0
    assert none.checked([document(TEXT)], NOW) == CheckedPins(())


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("a:\n  questions: [Lit]\n  document: lamp", "line 1: a.words: Field required"),
        ("a:\n  word: x", "line 1: a.questions: Field required"),
        (
            "a:\n  document: lamp\n  wrods: x",
            "line 3: unknown key 'a.wrods'; did you mean 'words'?",
        ),
        ("a:\n  document: Lamp.txt", "line 2: a.document: String should match pattern"),
        ("a:\n  questions: Lit?", "line 2: a.questions: Input should be a valid list"),
        ("a:\n  questions: []", "line 2: a.questions: List should have at least 1 item"),
        ("a:\n  questions: [5]", "line 2: a.questions.0: Input should be a valid string"),
        ("a:\n  questions: ['And what of it?']", "line 2: a.questions.0: 'And what of it?' holds"),
        ("a:\n  questions: [Hola]", "line 2: a.questions.0: 'Hola' holds only words that every"),
        ("a:\n  questions: ['¿?']", "line 2: a.questions.0: '¿?' holds only words that every"),
        (f"a:\n  questions: [{'x' * 301}]", "line 2: a.questions.0: String should have at most"),
        ("a:\n  words: ''", "line 2: a.words: there are no words in it"),
        ("a:\n  words: …", "line 2: a.words: there are no words in it"),
        ("a b: {}", "line 1: a b.[key]: String should match pattern"),
        ("- questions: [Lit]", "line 1: expected lines such as `key: value`"),
    ],
)
def test_a_mistake_is_told_with_its_line(written: str, told: str) -> None:
    with pytest.raises(MappingError) as error:
        Pins(written, "pinned.yaml")
    assert any(line.startswith(f"pinned.yaml, {told}") for line in str(error.value).splitlines())


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(PinsError, match=r"none\.yaml: the pins cannot be read"):
        Pins.load(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    "question",
    [
        "does lantern house support the harbor curfew",
        "DOES LANTERN HOUSE SUPPORT THE HARBOR CURFEW???",
        "  Does Lantern House\nsupport — the “harbor” curfew ? ",
        "Does Lantern House support the harbor-curfew?",
        "Hello! Does Lantern House support the harbor curfew, please? Thank you.",
        "Hola, buenas tardes. Does Lantern House support the harbor curfew? Por favor, gracias",
        "¿Does Lántern Hoüse support the harbor curfew?",
        "Does Lantern\u200b House support the harbor curfew\u202c 🕯️",
    ],
)
def test_a_question_is_the_same_however_it_is_written(question: str) -> None:
    assert answering(QUESTION).match(question) == answering(QUESTION).pins[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "Does Lantern House not support the harbor curfew?",
        "Doesn't Lantern House support the harbor curfew?",
        "Does Lantern House support no harbor curfew?",
        "Does Lantern House support the harbor curfew or not?",
        "Does Lantern House support the 2 harbor curfews?",
        "Does Lantern House support the harbor curfew of 2023?",
        "Does Beacon Trust support the harbor curfew?",
        "Does Lantern support the harbor curfew?",
        "Does Senator Brandt of Lantern House support the harbor curfew?",
        "Did Lantern House support the harbor curfew?",
        "Why does Lantern House support the harbor curfew?",
        "Does Lantern House oppose the harbor curfew?",
        "Does Lantern House support the harbour curfew?",
        "Does Lantern House support the curfew?",
        "support harbor curfew",
        "harbor curfew the support House Lantern Does",
        f"{QUESTION} {QUESTION}",
        f"{QUESTION} And the ferry?",
        "",
        "please",
    ],
)
def test_another_question_is_not_it(question: str) -> None:
    assert answering(QUESTION).match(question) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Does it help us all?", "Does it help US all?"),
        ("Does it help us all?", "Does it help the U.S. all?"),
        ("Who asked who first?", "Who asked WHO first?"),
        ("Is the cost 3.5 million?", "Is the cost 35 million?"),
        ("Is the cost 3.5 million?", "Is the cost 3–5 million?"),
        ("Is the cost 3.5 million?", "Is the cost 3,5 million?"),
        ("Is it for children < 18?", "Is it for children > 18?"),
        ("Did it take $5 from boats?", "Did it take 5% from boats?"),
        ("Does it end Title 42?", "Does it end Title 8?"),
        ("Can children work?", "Can't children work?"),
        ("¿Apoya el cierre?", "¿No apoya el cierre?"),
        ("¿Apoya a la niña?", "¿Apoya al niño?"),
        ("Is the child safe?", "Are the children safe?"),
    ],
)
def test_what_tells_two_questions_apart_is_kept(one: str, other: str) -> None:
    assert question_key(one) != question_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Is the U.S. coast safe?", "is the u.s. coast safe"),
        ("Doesn’t it burn?", "doesnt it burn"),
        ("What is Lantern House’s view?", "what is lantern house's view"),
        ("Rule-7, Título 42", "rule 7 titulo42"),
        ("Does NSP close?", "DOES NSP CLOSE? GRACIAS!"),
    ],
)
def test_what_does_not_is_folded(one: str, other: str) -> None:
    assert question_key(one) == question_key(other)


def test_a_pin_can_be_kept_as_its_place_and_asked_again() -> None:
    [pin] = checked("It burns all night.").pins
    place = (pin.quote.document, pin.quote.start, pin.quote.end)
    assert CheckedPins((Pin(pin.name, pin.questions, Quote(*place)),)).match(QUESTION) == pin.quote


def test_lantern_house_has_its_pins(catalogue: Catalogue, now: datetime) -> None:
    found = Pins.load(LANTERN).checked(catalogue.documents, now)
    assert (len(found.pins), found.refused) == (2, ())
    quote = found.match("¿cuanto cuesta la escuela nocturna, por favor?")
    assert quote is not None
    assert quote.document.id == "night-school-2024-02-12"
    assert "950" in quote.text


def test_the_shipped_file_can_be_used(tmp_path: Path) -> None:
    shipped = Catalogue.load(KNOWLEDGE / "documents", Archive(tmp_path))
    assert Pins.load(KNOWLEDGE / "pinned.yaml").checked(shipped.documents, NOW).refused == ()


def test_the_shipped_example_is_true(tmp_path: Path) -> None:
    shipped = Catalogue.load(KNOWLEDGE / "documents", Archive(tmp_path))
    written = (KNOWLEDGE / "pinned.yaml").read_text("utf-8").partition("# For example")[2]
    lines = [line.removeprefix("#").removeprefix(" ") for line in written.splitlines()[1:]]
    found = Pins("\n".join(lines), "pinned.yaml").checked(shipped.documents, NOW)
    assert (len(found.pins), found.refused) == (1, ())


PIECES = st.sampled_from(
    [
        *("The lamp is lit.", "“We wait,” she said.", "It burns — all night!", "• Oil.", "May 4"),
        *("Key Findings", "press@lantern-house.example", "¿Arde? Sí.", "🕯️", "\n", "\n\n", "not"),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=12).map(" ".join), st.data())
def test_what_is_pinned_is_whole_sentences_and_the_words_given(
    text: str, data: st.DataObject
) -> None:
    held = document(text)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    if not any(map(str.isalnum, text[start:end])):
        return
    found = checked(text[start:end], held)
    assert len(found.pins) + len(found.refused) == 1
    for pin in found.pins:
        assert is_quotable(held, pin.quote.span)
        assert pin.quote.text.split() == text[start:end].split()
    for refused in found.refused:
        own = refused.error.partition("which are: ")[2]
        assert not own or checked(own, held).pins


@given(st.lists(PIECES, min_size=1, max_size=12).map(" ".join), st.data())
def test_every_quote_can_be_pinned(text: str, data: st.DataObject) -> None:
    held = document(text)
    whole = [s for s in held.sentences if s.quotable and any(map(str.isalnum, s.span.of(text)))]
    if whole:
        words = data.draw(st.sampled_from(whole)).span.of(text)
        [pin] = checked(words, held).pins
        assert pin.quote.text == words
        assert pin.quote.start == min(s.span.start for s in whole if s.span.of(text) == words)


@given(st.text(st.characters(), max_size=60))
def test_any_question_has_a_key_which_is_its_own(question: str) -> None:
    key = question_key(question)
    assert question_key(f"  ¿{question}?  ") == key
    assert answering(QUESTION).match(question) is None


SYNTAX = st.sampled_from([*"{}[]:,\n '", "a", "questions", "document", "words", "lamp", "Lit?"])


@given(st.text(max_size=40) | st.lists(SYNTAX, max_size=14).map("".join))
def test_whatever_is_written_is_read_or_refused_by_name(written: str) -> None:
    try:
        Pins(written, "pinned.yaml").checked([document(TEXT)], NOW)
    except KindError as error:
        assert str(error).startswith("pinned.yaml")  # noqa: PT017 (either outcome is right)


@pytest.mark.parametrize("unit", ["please ", " thanks", "a.", "’s", "ﷺ", "Is it lit? "])
def test_a_long_question_is_none_that_staff_decided(unit: str) -> None:
    found = answering(QUESTION)
    for size in (160, 200_000):
        assert found.match(unit * size) is None
