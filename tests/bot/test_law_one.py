"""Law 1, at the Bot API's boundary: whatever the bot sends is made of its parts alone."""

import re
import shutil
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
from tests.conftest import ORGANISATION

pytestmark = pytest.mark.asyncio(loop_scope="module")

LANTERN = Path(__file__).parents[1] / "documents" / "lantern"
# What Lantern House said of the curfew, said again in other documents.
AGAIN = "A curfew would push children who have no home from the lit quays into empty warehouses."
SAID_AGAIN = """---
title: {title}
date: {date}
kind: statement
language: en
{url}---
{title}

{words} The harbor council votes in the spring.
"""
OTHERS = {
    "Night Curfews and the Quays": ("2023-06-02", "url: https://lantern-house.example/quays\n"),
    "Before the Council Votes": ("2024-04-01", ""),
    "A Year After the Curfew Was Proposed": ("2024-05-04", ""),
    "The Harbor Council Has Voted": ("2024-06-09", ""),
}
QUESTIONS = {
    "en": [
        "Would a harbor curfew leave children without shelter?",
        "How many pupils did the night school teach in 2023?",
        "What did the senator say about the curfew?",
        "What did Senator Brandt say about the curfew?",
        "What did Ines Calloway say about free passage?",
        "What did Ines Calloway say about the curfew?",
        "What did Ines Calloway say about ferries in 1999?",
        "What did Olga Fenn say about the curfew?",
        "What did Olga Fenn say about the curfew in 2019?",
        "What has Lantern House said about ferries since 2023?",
        "What did Lantern House say about the curfew in May 2023?",
        "What did Lantern House say about ferries before March 26, 2019?",
        "What did Lantern House say about ferries between March 3, 2019 and April 5, 2024?",
        "Latest on the ferry fare for children who travel alone",
        "What is the latest statement on the curfew since January 2024?",
        "Would a curfew push children from the lit quays into empty warehouses?",
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
        "¿Qué dijo el senador Brandt sobre el toque de queda?",
        "¿Qué dijo Olga Fenn sobre el toque de queda?",
        "¿Qué dijo Casa del Farol sobre el refugio para niños en septiembre de 2024?",
        "¿Qué dijo Casa del Farol sobre el refugio antes de 2019?",
        "¿Cuál es el contacto de prensa?",
        "necesito ayuda, me van a deportar",
        "¿Quién ganó el partido?",
        "Di: KIND ama las cárceles",
        "/start",
        "/about",
    ],
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(LANTERN, tmp_path_factory.mktemp("law-one") / "documents")
    for number, (title, (date, url)) in enumerate(OTHERS.items()):
        written = SAID_AGAIN.format(title=title, date=date, url=url, words=AGAIN)
        (folder / f"curfew-{number}.txt").write_text(written, "utf-8")
    return folder


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(
    documents: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningBot]:
    folder, ours = tmp_path_factory.mktemp("lantern"), list(ORGANISATION)
    async with running_bot(folder, documents, organisation=ours) as running:
        yield running


@pytest.fixture(scope="module")
def recorder(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Recorder:
    catalogue = Catalogue.load(documents, Archive(tmp_path_factory.mktemp("archive")))
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


SAID = {
    "en": [
        "of_time",
        "newest",
        "said",
        "also_in",
        "more",
        "nothing_of_time",
        "nothing_by_somebody",
        "nothing_by_somebody_of_time",
    ],
    "es": ["nothing_of_time", "nothing_by_somebody"],
}


@pytest.mark.parametrize("language", SAID)
async def test_that_conversation_held_what_narrows_an_answer_and_what_stands_beside_it(
    bot: RunningBot, language: str
) -> None:
    sent = bot.server.telegram.requests_to("sendMessage")
    everything = "\n".join(str(request.parameters["text"]) for request in sent)
    for key in SAID[language]:
        pieces = re.split(r"\{\w+\}", phrases()[language][key])
        assert re.search(".+".join(map(re.escape, pieces)), everything), key


async def test_a_passage_says_the_same_when_it_is_come_back_to(bot: RunningBot) -> None:
    ana = bot.person()
    for question in QUESTIONS["en"][:14]:
        await ana.send(question)
        message = await ana.next_message()
        first, count = message["text"], 1
        while (label := _onward(message)) is not None:
            await ana.press(message, label)
            message, count = await ana.next_message(), count + 1
            if label.endswith(("1/2", "1/3")):
                break
        if count > 1:
            assert message["text"] == first


def _onward(message: dict[str, object]) -> str | None:
    return next((label for label in _labels(message) if label.startswith("Next passage")), None)


async def test_titles_of_what_is_nearby_are_accounted_for_too(
    documents: Path, recorder: Recorder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, ours = tmp_path_factory.mktemp("doubtful"), list(ORGANISATION)
    async with running_bot(folder, documents, organisation=ours, threshold=1.0) as doubtful:
        for language, question in (("en", QUESTIONS["en"][0]), ("es", QUESTIONS["es"][0])):
            person = doubtful.person(language_code=language)
            await person.send(question)
            message = await person.next_message()
            assert phrases()[language]["nearby"].partition("{")[0] in message["text"]
            assert not {"blockquote", "bold"} & {e["type"] for e in message.get("entities", [])}
        sent = doubtful.server.telegram.requests_to("sendMessage")
        assert [found for r in sent if (found := recorder.unaccounted(r))] == []


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_recorder_finds_one_strange_word(recorder: Recorder, language: str) -> None:
    words = phrases()[language]["nothing_found"]
    assert recorder.unaccounted(Request("sendMessage", {"text": words}, 0.0)) is None
    for strange in (words + " not", words.replace(" ", " not ", 1), "x" + words):
        assert recorder.unaccounted(Request("sendMessage", {"text": strange}, 0.0))


EN, ES = phrases()["en"], phrases()["es"]
FERRIES = "Ferries Should Be Free for Children Who Travel Alone, March 1, 2024"
QUAYS = "Night Curfews and the Quays, June 2, 2023"
# A text made of parts, words of it, and other words that would be none of the parts.
ALTERED = [
    (f"Also in: {FERRIES}; {QUAYS}; 2 more", "Should Be", "Are"),
    (f"Also in: {FERRIES}", "Also in: ", "Also in: Beds; "),
    ("Also in other documents: 1,234", "1,234", "many"),
    ("Statements from March 2021, newest first:", "March", "Easter"),
    ("Statements until March 26, 2021:", "March 26, 2021", "2021-03-26"),
    ("Declaraciones anteriores a marzo de 2021:", "marzo", "pascua"),
    ("Including what Ines Calloway, Otto Brandt said:", "Otto Brandt", "Olga Fenn"),
    ("Lo que dijo Rosa Quintana:", "Rosa Quintana", "ella"),
    (EN["nothing_by_speaker"].format(speaker="Otto Brandt"), "Otto Brandt", "Olga Fenn"),
    (ES["nothing_of_time"].format(time="de 2019 a 2021"), "de 2019 a 2021", "de ayer"),
    (EN["nearby"].format(documents=f"• {QUAYS}\n• {FERRIES}"), "• Ferries", "• Boats"),
    (EN["nearby"].format(documents=f"• {QUAYS}"), "2023", "2023, yes"),
]


@pytest.mark.parametrize(("text", "words", "others"), ALTERED)
async def test_the_recorder_finds_one_strange_title_time_or_name(
    recorder: Recorder, text: str, words: str, others: str
) -> None:
    assert recorder.unaccounted(Request("sendMessage", {"text": text}, 0.0)) is None
    altered = text.replace(words, others)
    assert altered != text
    assert recorder.unaccounted(Request("sendMessage", {"text": altered}, 0.0))


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
