"""A Spanish question word by word in English, where there is no translator."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Corpus
from index.index import Index
from index.lexicon import Lexicon, PlacedTokens
from tests.index.making import without

TODAY = date(2026, 11, 24)
SPANISH = [
    "¿Cuántas camas tiene el refugio?",
    "¿Deben pagar los niños el transbordador?",
    "que dijo el senador sobre el toque de queda",
]
Translate = Callable[[str], str]


def english(index: Index) -> tuple[int, ...]:
    """The positions of the documents that answer and are in English."""
    return tuple(
        position
        for position, held in enumerate(index.snapshot.documents)
        if held.document.metadata.language == "en" and held.document.metadata.status == "approved"
    )


def lexicon_of(index: Index, visible: tuple[int, ...]) -> Lexicon:
    lexicon = Corpus(index.snapshot, visible).lexicon
    assert lexicon is not None
    return lexicon


@pytest.fixture(scope="module")
def translate(index: Index) -> Translate:
    lexicon = lexicon_of(index, english(index))
    encoder = index._reader._encoders[0]
    return lambda text: lexicon.translate(text, encoder.encode([text], "query").tokens[0])


@pytest.mark.parametrize(
    ("spanish", "word"),
    [
        ("¿Los niños deben pagar el ferry?", "children"),
        ("¿Cuántos alumnos tiene la escuela nocturna?", "school"),
        ("¿Qué dice sobre el puerto?", "port"),
        ("¿Cuántos inviernos?", "how many"),
        ("¿Ningún niño y no tres?", "not"),
    ],
)
def test_a_word_becomes_the_nearest_of_the_documents(
    translate: Translate, spanish: str, word: str
) -> None:
    assert word in translate(spanish)


@pytest.mark.parametrize("name", ["Brandt", "2023", "H.R.2", "Zyxwvu"])
def test_what_no_word_comes_near_stays(translate: Translate, name: str) -> None:
    assert name.casefold() in translate(f"¿Qué opina {name}?").casefold()


@pytest.mark.parametrize(
    "question",
    [
        "¿Hay faros en Portugal?",  # the port
        "¿Qué pasó en la isla de Mallorca?",  # the island
        "¿Qué dijo el senador Brandl?",  # Brandt
    ],
)
def test_a_name_does_not_become_another_word_that_comes_near(
    translate: Translate, question: str
) -> None:
    name = question.rstrip("?").split()[-1]
    assert translate(question).split()[-1] == name


def test_no_number_stands_for_a_word(index: Index) -> None:
    lexicon = lexicon_of(index, english(index))
    assert all(word[0].isalpha() for word in lexicon._words)


def test_a_hidden_document_leaves_no_trace(index: Index, translate: Translate) -> None:
    hidden = {held.document.id for held in index.snapshot.documents}
    hidden -= {index.snapshot.documents[position].document.id for position in english(index)}
    never = without(index, *hidden)
    lexicon = lexicon_of(never, tuple(range(len(never.snapshot.documents))))
    encoder = index._reader._encoders[0]
    for question in SPANISH:
        tokens = encoder.encode([question], "query").tokens[0]
        assert lexicon.translate(question, tokens) == translate(question)


def test_only_words_of_visible_documents_are_used(index: Index) -> None:
    visible = english(index)[:1]
    lexicon = lexicon_of(index, visible)
    text = index.snapshot.documents[visible[0]].document.text.casefold()
    title = index.snapshot.documents[visible[0]].head.casefold()
    assert all(word in text + title for word in lexicon._words)
    assert len(lexicon._words) < len(lexicon_of(index, english(index))._words)


def test_without_english_documents_there_is_no_lexicon(index: Index) -> None:
    spanish = [
        position
        for position, held in enumerate(index.snapshot.documents)
        if held.document.metadata.language == "es"
    ]
    assert spanish
    assert Corpus(index.snapshot, tuple(spanish)).lexicon is None
    assert Lexicon.of([]) is None


@pytest.mark.parametrize("question", SPANISH)
def test_a_question_without_a_translator_is_read_so(index: Index, question: str) -> None:
    reader, lexicon = index._reader, lexicon_of(index, english(index))
    bare = type(reader)(reader._encoders, reader.organisation)
    asked = bare.read(question, index.snapshot.glossary, TODAY, lambda: lexicon)
    assert asked.question.english not in (None, question)
    assert len(asked.read) == len(index.snapshot.spaces)
    assert all(read is not None for read in asked.read)
    nothing = bare.read(question, index.snapshot.glossary, TODAY, lambda: None)
    assert nothing.question.english is None
    assert nothing.read[1] is None


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=80) | st.sampled_from(["", "a" * 4096, "🕯️", "¿?", "\ud83d x", "12 34"]))
def test_any_text_is_put_into_some_words(translate: Translate, text: str) -> None:
    assert isinstance(translate(text), str)
    assert translate(text) == translate(text)


def test_a_word_s_vectors_are_those_of_its_tokens(index: Index) -> None:
    encoder = index._reader._encoders[0]
    text = "The lamp is lit."
    held = encoder.encode([text], "passage").tokens[0]
    placed = PlacedTokens(text, held.vectors, held.starts, held.ends)
    assert len(placed.of(4, 8)) >= 1
    assert len(placed.of(0, len(text))) == len(held.ids)
    assert len(placed.of(len(text), len(text))) == 0
