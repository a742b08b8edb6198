"""The real bot killed, restarted, stopped, started without a network, and reindexed."""

import asyncio
import contextlib
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.local.person import Person
from bot.local.server import LocalServer
from bot.local.telegram import Telegram
from bot.phrases import phrases
from bot.settings import PROJECT
from tests.bot.running import START, RunningBot, install_index, reindex, running_bot, write_settings

REAL = PROJECT / "knowledge" / "documents"
BORDERS = "Should countries close their borders to asylum seekers?"
OLD = "Lantern House asks that no child be held overnight in the Harbor Street station."
NEW = "Lantern House asks that no child be held for even an hour in the Harbor Street station."
DOCUMENT = """---
title: On the Harbor Street Station
date: 2024-05-02
kind: statement
language: en
---
On the Harbor Street Station

{sentence} Its staff have visited the station twice a week since the spring.
"""
QUESTION = "Should a child be held in the Harbor Street station?"


def answered_messages(server: LocalServer) -> Counter[tuple[int, int]]:
    """How often each message, by chat and id, was answered; from the server's own log."""
    counted: Counter[tuple[int, int]] = Counter()
    for request in server.telegram.requests_to("sendMessage"):
        if request.answer is not None and request.answer.status == 200:
            sent = request.answer.body["result"]
            if "reply_to_message" in sent:
                counted[sent["chat"]["id"], sent["reply_to_message"]["message_id"]] += 1
    return counted


async def _all_answered(server: LocalServer, asked: set[tuple[int, int]]) -> None:
    async with asyncio.timeout(START):
        while not asked <= set(answered_messages(server)):
            await asyncio.sleep(0.05)


async def test_a_bot_killed_under_load_answers_every_question_after_all(tmp_path: Path) -> None:
    async with running_bot(tmp_path, REAL) as bot:
        people = [bot.person(f"Reporter {number}") for number in range(20)]
        asked: set[tuple[int, int]] = set()
        for kill in range(3):
            for number in range(4):
                for person in people:
                    sent = await person.send(f"{BORDERS} {kill} {number}")
                    asked.add((person.chat.id, sent["message_id"]))
            before = len(answered_messages(bot.server))
            while len(answered_messages(bot.server)) < before + 15:
                await asyncio.sleep(0.002)
            await bot.kill()
            assert not asked <= set(answered_messages(bot.server))
            await bot.launch()
        await _all_answered(bot.server, asked)
        again = sum(count - 1 for count in answered_messages(bot.server).values())
        # Sent, but not yet confirmed when the process died: at most what was in hand, 100 a kill.
        assert again <= 300


async def test_messages_of_one_chat_are_answered_in_their_order(tmp_path: Path) -> None:
    async with running_bot(tmp_path, REAL) as bot:
        people = [bot.person(f"Reporter {number}") for number in range(8)]
        asked = [
            (person, (await person.send(f"{BORDERS} {number}"))["message_id"])
            for number in range(6)
            for person in people
        ]
        await _all_answered(bot.server, {(person.chat.id, number) for person, number in asked})
        for person in people:
            answers = await person.replies(6)
            order = [message["reply_to_message"]["message_id"] for message in answers]
            assert order == sorted(order)
        assert set(answered_messages(bot.server).values()) == {1}


async def test_a_stopped_bot_finishes_what_is_in_hand_and_sends_nothing_twice(
    tmp_path: Path,
) -> None:
    async with running_bot(tmp_path, REAL) as bot:
        ana = bot.person()
        sent = await ana.send(BORDERS)
        await ana.next_message()
        assert await bot.stop() == 0
        await bot.start()
        await ana.send("/help")
        await ana.next_message()
        assert answered_messages(bot.server)[ana.chat.id, sent["message_id"]] == 1


def _programs_of(process: int) -> list[int]:
    """The programs that a process has started and that run beside it."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [int(child) for child in listed.split()]


def _running(processes: list[int]) -> list[int]:
    return [number for number in processes if Path(f"/proc/{number}").exists()]


async def test_a_stopped_bot_leaves_no_program_behind_that_translated_for_it(
    tmp_path: Path,
) -> None:
    async with running_bot(tmp_path, REAL) as bot:
        ana = bot.person(language_code="es")
        await ana.send("¿Deben los países cerrar sus fronteras?")
        await ana.next_message()
        assert bot.process is not None
        beside = _programs_of(bot.process.pid)
        if not beside:
            pytest.skip("no translator on this machine")
        assert await bot.stop() == 0
        assert _running(beside) == []


async def test_a_bot_started_before_its_network_answers_once_there_is_one(tmp_path: Path) -> None:
    settings = write_settings(tmp_path)
    await install_index(settings, REAL)
    telegram = Telegram()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bot = RunningBot(LocalServer(port=port, telegram=telegram), settings, tmp_path / "log")
    await bot.launch()
    try:
        async with asyncio.timeout(START):
            while b"cannot be reached" not in bot.log.read_bytes():
                await asyncio.sleep(0.05)
        async with bot.server:
            ana = Person(telegram)
            await ana.send(BORDERS)
            assert "must not close" in (await ana.next_message(START))["text"]
            await bot.stop()
    finally:
        with contextlib.suppress(ProcessLookupError):
            await bot.kill()
    assert telegram.token not in bot.log.read_text("utf-8")


async def test_a_refused_token_ends_the_bot_with_one_clear_line(tmp_path: Path) -> None:
    settings = write_settings(tmp_path, log_level="ERROR")
    await install_index(settings, REAL)
    async with LocalServer() as server:
        bot = RunningBot(server, settings, tmp_path / "log")
        await bot.launch(token="1234:not-the-token")
        assert bot.process is not None
        assert await asyncio.wait_for(bot.process.wait(), START) == 1
    lines = bot.log.read_text("utf-8").splitlines()
    assert len(lines) == 1
    assert "TELEGRAM_BOT_TOKEN" in lines[0]
    assert "not-the-token" not in lines[0]


def _write(documents: Path, sentence: str) -> None:
    documents.mkdir(exist_ok=True)
    (documents / "harbor.txt").write_text(DOCUMENT.format(sentence=sentence), "utf-8")


async def _pressed(person: Person, message: dict[str, Any], label: str) -> dict[str, Any]:
    await person.press(message, label)
    return await person.next_message()


async def test_buttons_work_after_a_restart_and_a_revision_and_say_so(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    _write(documents, OLD)
    async with running_bot(tmp_path, documents) as bot:
        ana = bot.person()
        await ana.send(QUESTION)
        message = await ana.next_message()
        assert OLD in message["text"]
        await bot.stop()
        await bot.start()
        message = await _pressed(ana, message, "More context")
        assert OLD in message["text"]
        await bot.stop()
        _write(documents, NEW)
        await reindex(bot.settings, documents)
        await bot.start()
        message = await _pressed(ana, message, "Only the quotation")
        assert OLD in message["text"]
        assert phrases()["en"]["revised"] in message["text"]
        await ana.send(QUESTION)
        assert NEW in (await ana.next_message())["text"]


async def test_the_words_of_a_withdrawn_document_are_not_shown_any_more(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    _write(documents, OLD)
    async with running_bot(tmp_path, documents) as bot:
        ana = bot.person()
        await ana.send(QUESTION)
        message = await ana.next_message()
        await bot.stop()
        file = documents / "harbor.txt"
        written = file.read_text("utf-8").replace("kind: statement", "status: withdrawn", 1)
        file.write_text(written, "utf-8")
        (documents / "other.txt").write_text(DOCUMENT.format(sentence="Something else."), "utf-8")
        await reindex(bot.settings, documents)
        await bot.start()
        message = await _pressed(ana, message, "More context")
        assert phrases()["en"]["withdrawn"] in message["text"]
        assert "On the Harbor Street Station" in message["text"]
        assert OLD not in message["text"]


@pytest.mark.parametrize("missing", ["index", "token"])
async def test_what_keeps_the_bot_from_starting_is_one_line_on_stderr(
    tmp_path: Path, missing: str
) -> None:
    settings = write_settings(tmp_path, log_level="ERROR")
    async with LocalServer() as server:
        bot = RunningBot(server, settings, tmp_path / "log")
        await bot.launch(token="" if missing == "token" else None)
        assert bot.process is not None
        assert await asyncio.wait_for(bot.process.wait(), START) == 1
    lines = bot.log.read_text("utf-8").splitlines()
    assert len(lines) == 1
    assert ("kind-reindex" if missing == "index" else "TELEGRAM_BOT_TOKEN") in lines[0]
