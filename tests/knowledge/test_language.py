"""Which language a text is written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import language_of


@pytest.mark.parametrize(
    "text",
    [
        "What does Lantern House say about the curfew?",
        "Should countries close their borders to asylum seekers?",
        "children at the harbor",
    ],
)
def test_english_is_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué dice la Casa del Farol sobre el toque de queda?",
        "¿Deben los países cerrar sus fronteras a los solicitantes de asilo?",
        "que opinan de los ninos en el puerto",
    ],
)
def test_spanish_is_spanish_with_or_without_accents(text: str) -> None:
    assert language_of(text) == "es"


@pytest.mark.parametrize("text", ["", " ", "412", "DACA?", "UAC", "🕯️🕯️", "?!", "\0\x07", "\ud83d"])
def test_what_has_no_words_does_not_tell(text: str) -> None:
    assert language_of(text) is None


@given(st.text(st.characters(), max_size=100) | st.text("\ud83d\udd6fa ¿", max_size=9))
def test_any_text_gets_an_answer(text: str) -> None:
    assert language_of(text) in ("en", "es", None)


def test_a_long_text_is_judged_by_its_beginning() -> None:
    assert language_of("The lamp is lit and the children are safe. " * 50_000) == "en"
