"""kind-bench: how long the bot takes to start and to answer, and how much memory it holds."""

import asyncio
import os
import platform
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NoReturn

import numpy as np
import typer
import yaml

from bot.local.person import Person
from bot.settings import Settings
from index.encoder import Encoder
from index.model import find_models
from index.settings import IndexSettings
from index.snapshot import Snapshot
from scripts.command import (
    CommandError,
    ConfigOption,
    IndexOption,
    JsonOption,
    run,
    say,
    say_json,
    settings_for,
)
from scripts.real_bot import RealBot, real_bot

_WARM = 5
_SEED = 20210326


@dataclass(frozen=True)
class Measured:
    """What was measured of the bot: milliseconds for each question, seconds and MiB besides."""

    start: float
    answers: list[float]
    memory: float


def bench(
    questions: Annotated[int, typer.Option(min=1, help="How many distinct questions.")] = 200,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Measure the real bot, as its own process, against the local Bot API server."""
    settings = settings_for(config, index)
    models = find_models(settings)
    asked = _questions(Snapshot.load(settings.index, models), questions)
    with _settings_file(settings) as file:
        measured = asyncio.run(_measure(asked, file))
    encoded = _encoding([Encoder(model, threads=1) for model in models], asked)
    result = _result(measured, encoded, settings)
    if json:
        say_json(result)
    else:
        for name, value in result.items():
            say(f"{name}: {value}")


def _questions(snapshot: Snapshot, count: int) -> list[str]:
    """Distinct questions made of windows of the documents' own words, the same ones every time."""
    texts = [d.document.text.split() for d in snapshot.documents]
    chosen = random.Random(_SEED)  # noqa: S311 (a fixed choice, not a secret)
    found: dict[str, None] = {}
    for _ in range(100 * count):
        words = chosen.choice(texts)
        size = chosen.randint(3, 8)
        start = chosen.randrange(max(1, len(words) - size))
        found[f"What does KIND say about {' '.join(words[start : start + size])}?"] = None
        if len(found) == count:
            return list(found)
    raise CommandError(
        f"the documents hold too few words for {count} questions; give a smaller --questions"
    )


@contextmanager
def _settings_file(settings: Settings) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "settings.yaml")
        # Only what decides the work: contacts and roles do not change it.
        names = {"documents", "archive", *IndexSettings.model_fields}
        file.write_text(yaml.safe_dump(settings.model_dump(mode="json", include=names)), "utf-8")
        yield file


async def _measure(questions: Sequence[str], config: Path) -> Measured:
    began = time.monotonic()
    async with real_bot(config) as bot:
        person = Person(bot.server.telegram, "Bench")
        await person.send("/about")
        await bot.reply(person)
        start = time.monotonic() - began
        for question in questions[:_WARM]:
            await person.send(question + " ?")
            await bot.reply(person)
        answers = [await _asked(bot, person, question) for question in questions]
        return Measured(start, answers, bot.peak_memory)


async def _asked(bot: RealBot, person: Person, question: str) -> float:
    began = time.monotonic()
    await person.send(question)
    await bot.reply(person)
    sent = bot.server.telegram.requests_to("sendMessage")[-1]
    return 1000 * (sent.arrived - began)


def _encoding(encoders: Sequence[Encoder], questions: Sequence[str]) -> list[float]:
    """How long it takes to encode each question by every model, in milliseconds."""
    taken = []
    for question in (*questions[:_WARM], *questions):
        began = time.monotonic()
        for encoder in encoders:
            encoder.encode([question], "query")
        taken.append(1000 * (time.monotonic() - began))
    return taken[_WARM:]


def _result(measured: Measured, encoded: list[float], settings: Settings) -> dict[str, object]:
    answer, bare = float(np.median(measured.answers)), float(np.median(encoded))
    return {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "model": settings.model,
        "questions": len(encoded),
        "start_to_first_answer_s": round(measured.start, 2),
        "answer_p50_ms": round(answer, 1),
        "answer_p95_ms": round(float(np.percentile(measured.answers, 95)), 1),
        "encoding_p50_ms": round(bare, 1),
        "answer_to_encoding": round(answer / bare, 2),
        "peak_memory_mib": round(measured.memory),
    }


def main() -> NoReturn:
    """Run the command."""
    run(bench)
