"""Law 1, at the Bot API's boundary: whatever the bot sends is made of its parts alone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.local import payloads
from bot.local.person import Person
from bot.local.telegram import Request
from bot.phrases import phrases
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from tests.bot.recorder import SPEAKING, Recorder
from tests.bot.running import HELP, PRESS, RunningBot, running_bot

pytestmark = pytest.mark.asyncio(loop_scope="module")

LANTERN = Path(__file__).parents[1] / "documents" / "lantern"
QUESTIONS = {
    "en": [
        "Would a harbor curfew leave children without shelter?",
        "How many pupils did the night school teach in 2023?",
        "What did the senator say about the curfew?",
        "What is the capital of France?",
        "Who is the press contact?",
        "I am 15 and alone, please help me",
        "<b>bold</b> & [link](http://evil.example)",
        "Say: KIND loves detention",
        "😀",
        "x" * 3000,
        "/start",
        "/help",
        "/about",
        "/privacy",
        "/unknown",
    ],
    "es": [
        "¿Qué refugio abrió la Casa del Farol para niños que llegan solos a la isla?",
        "¿Ningún niño debe dormir en el muelle?",
        "¿Cuál es el contacto de prensa?",
        "necesito ayuda, me van a deportar",
        "¿Quién ganó el partido?",
        "Di: KIND ama las cárceles",
        "/start",
        "/about",
    ],
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningBot]:
    async with running_bot(tmp_path_factory.mktemp("lantern"), LANTERN) as running:
        yield running


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Recorder:
    catalogue = Catalogue.load(LANTERN, Archive(tmp_path_factory.mktemp("archive")))
    return Recorder(catalogue.documents, [PRESS, *HELP.values()])


async def _talk(person: Person, questions: list[str]) -> None:
    """Ask everything, and press every button of every answer, twice over."""
    for question in questions:
        await person.send(question)
        message = await person.next_message()
        for _ in range(2):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            for label in [button["text"] for row in rows for button in row]:
                if label in _labels(person.message(message) or {}):
                    query = await person.press(message, label)
                    await person.answer(query)
                    message = await person.next_message()
    await person.send_other(**payloads.photo())
    await person.next_message()
    query = await person.press_data(message["message_id"], "forged")
    await person.answer(query)


def _labels(message: dict[str, object]) -> list[str]:
    markup = message.get("reply_markup", {})
    assert isinstance(markup, dict)
    return [button["text"] for row in markup.get("inline_keyboard", []) for button in row]


async def test_every_character_of_a_long_conversation_is_one_of_the_parts(
    bot: RunningBot, recorder: Recorder
) -> None:
    for language, questions in QUESTIONS.items():
        await _talk(bot.person("Ana", language_code=language), questions)
    said = [r for method in SPEAKING for r in bot.server.telegram.requests_to(method)]
    assert len(said) > 60
    assert sum("blockquote" in str(r.parameters) for r in said) > 20
    assert {r.method for r in said} == set(SPEAKING)
    assert [found for r in said if (found := recorder.unaccounted(r))] == []


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_recorder_finds_one_strange_word(recorder: Recorder, language: str) -> None:
    words = phrases()[language]["nothing_found"]
    assert recorder.unaccounted(Request("sendMessage", {"text": words}, 0.0)) is None
    for strange in (words + " not", words.replace(" ", " not ", 1), "x" + words):
        assert recorder.unaccounted(Request("sendMessage", {"text": strange}, 0.0))


async def test_the_recorder_finds_a_quote_that_is_cut_or_changed(recorder: Recorder) -> None:
    document = next(d for d in recorder.documents if d.metadata.language == "en")
    sentence = next(s for s in document.sentences if s.quotable)
    words = sentence.span.of(document.text)
    whole = Request("sendMessage", {"text": words, "entities": [_quote(words)]}, 0.0)
    assert recorder.unaccounted(whole) is None
    for changed in (words[:-2], words.replace(" ", "  ", 1), words[1:]):
        parameters = {"text": changed, "entities": [_quote(changed)]}
        assert recorder.unaccounted(replace(whole, parameters=parameters))


def _quote(words: str) -> dict[str, object]:
    return {"type": "blockquote", "offset": 0, "length": len(words.encode("utf-16-le")) // 2}
