"""Every word that is the bot's own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram.constants import BotCommandLimit, CallbackQueryLimit

from bot import handlers
from bot.app import COMMANDS
from bot.desk import EXAMPLES
from bot.phrases import LANGUAGES, phrases
from bot.rendering import utf16_length
from knowledge.language import Language

BOT = Path(handlers.__file__).parents[1]
SLOT = re.compile(r"\{(\w*)\}")
# Set by loops over names, so written nowhere as a whole.
COMPOSED = {f"command_{name}" for name in COMMANDS} | set(EXAMPLES)
BUTTONS = {"next_passage", "more_context", "only_the_quote", *EXAMPLES}
NOTICES = {"old_button"}
# What KIND's documents are about; the bot's own words take no position on any of it.
SUBJECTS = ["trump", "biden", "senator", "senador", "title 42", "título 42", "remain in mexico"]


def _strings() -> Iterator[str]:
    for path in [*BOT.glob("*.py"), *BOT.glob("handlers/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _named() -> Iterator[str]:
    """The keys that the code asks for by name."""
    for path in [*BOT.glob("*.py"), *BOT.glob("handlers/*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            called = node.func.id if isinstance(node.func, ast.Name) else called
            key = node.args[0]
            if called in {"Phrase", "notice"} and isinstance(key, ast.Constant):
                yield str(key.value)


def test_both_languages_have_the_same_phrases() -> None:
    assert set(phrases()["en"]) == set(phrases()["es"])
    assert set(phrases()) == set(LANGUAGES)


def test_a_phrase_has_the_same_slots_in_both_languages() -> None:
    slots = {
        language: {key: sorted(SLOT.findall(text)) for key, text in known.items()}
        for language, known in phrases().items()
    }
    assert slots["en"] == slots["es"]


def test_every_phrase_that_the_code_names_is_written() -> None:
    named = set(_named())
    assert len(named) > 10
    assert named <= set(phrases()["en"])


def test_no_phrase_is_unused() -> None:
    assert set(phrases()["en"]) - set(_strings()) - COMPOSED == set()


def test_every_command_has_its_line_in_the_menu() -> None:
    assert {f"command_{name}" for name in COMMANDS} == {
        key for key in phrases()["en"] if key.startswith("command_")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_text_that_says_something(language: Language) -> None:
    for key, text in phrases()[language].items():
        assert isinstance(text, str), key
        assert text == text.strip() != "", key
        assert text.count("{") == text.count("}") == len(SLOT.findall(text)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_fits_its_place(language: Language) -> None:
    known = phrases()[language]
    for name in COMMANDS:
        limits = BotCommandLimit.MIN_DESCRIPTION, BotCommandLimit.MAX_DESCRIPTION
        assert limits[0] <= len(known[f"command_{name}"]) <= limits[1]
    for key in BUTTONS:
        assert utf16_length(known[key]) <= 80, key
    for key in NOTICES:
        assert utf16_length(known[key]) <= CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    for key, text in known.items():
        assert utf16_length(text) <= 1000, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_takes_a_position_or_names_what_a_document_holds(language: Language) -> None:
    for key, text in phrases()[language].items():
        assert not [word for word in SUBJECTS if word in text.casefold()], key
        assert "KIND believes" not in text
        assert "KIND cree" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_is_a_question(language: Language) -> None:
    assert len(EXAMPLES) >= 3
    assert all(phrases()[language][key].endswith("?") for key in EXAMPLES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_holds_markup(language: Language) -> None:
    markup = re.compile(r"<\w|</|\*|__|`|\]\(|~~|\|\||&\w+;")
    assert {key for key, text in phrases()[language].items() if markup.search(text)} == set()


def test_phrases_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        phrases()["en"]["start"] = "words"  # type: ignore[index]
