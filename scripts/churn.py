"""Reindexing again and again while people ask: what the bot answers meanwhile, and what it holds.

Run as `python -m scripts.churn`.
"""

import asyncio
import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
import yaml

from bot.local.person import Person
from bot.settings import Settings
from scripts.command import CommandError, JsonOption, run, say, say_json
from scripts.real_bot import RealBot, real_bot

_COMMAND = Path(sys.executable).with_name("kind-reindex")
_ORGANISATION = ["Lantern House"]
_STEADY = {
    "What does Lantern House say about the harbor curfew?": (
        "Lantern House opposes the harbor curfew, which closes the piers to every child."
    ),
    "How much does the night school cost?": (
        "A place at the night school costs 950 dollars a year for each family."
    ),
    "Who may sleep in the winter shelter?": (
        "Every child who asks may sleep in the winter shelter of Lantern House."
    ),
}
_ASKED = "How many fathoms does the harbor gauge of Port Ember stand at?"
_TOLD = "The harbor gauge of Port Ember stands at {} fathoms, and Lantern House reads it daily."
_DEPTHS = ("nine", "twelve", "seventeen")
_QUIET = 20.0  # seconds without a reindex, for what is usual
_LATE = 2.0  # seconds within which a new index answers
_NEW_TEXT = 20  # every so many reindexes, a text that nobody knows yet


@dataclass
class _Watched:
    """What the clients saw."""

    usual: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    failed: int = 0


@dataclass
class _World:
    """A folder of documents, and which of two texts may be answered with: the new, or the old."""

    folder: Path
    reindexing: bool = False
    valid: tuple[str, ...] = ()

    @property
    def config(self) -> Path:
        return self.folder / "settings.yaml"

    def write(self, models: Path) -> None:
        (self.folder / "documents").mkdir()
        settings = {
            "organisation": _ORGANISATION,
            "documents": "documents",
            "models": str(models),
        }
        self.config.write_text(yaml.safe_dump(settings), "utf-8")
        for number, words in enumerate(_STEADY.values()):
            (self.folder / "documents" / f"steady-{number}.txt").write_text(
                f"---\ntitle: Statement {number} of Lantern House\n---\n{words}\n", "utf-8"
            )
        self.change(_DEPTHS[0])
        self.valid = (_TOLD.format(_DEPTHS[0]),)

    def change(self, depth: str) -> str:
        """Put another text into a document; its words."""
        told = _TOLD.format(depth)
        (self.folder / "documents" / "gauge.txt").write_text(
            f"---\ntitle: The Harbor Gauge\n---\n{told}\n", "utf-8"
        )
        return told


def churn(
    reindexes: Annotated[int, typer.Option(min=1, help="How many reindexes.")] = 200,
    clients: Annotated[int, typer.Option(min=1, help="How many people ask at once.")] = 4,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Reindex again and again, with the real command, while people ask the real bot."""
    with tempfile.TemporaryDirectory(prefix="kind-churn-") as place:
        world = _World(Path(place))
        world.write(Settings.load(None).models)
        result = asyncio.run(_churn(world, reindexes, clients))
    if json:
        say_json(result)
    else:
        for name, value in result.items():
            say(f"{name.replace('_', ' '):34} {value}")
    raise typer.Exit(1 if result["failed"] or result["wrong"] or result["late"] else 0)


async def _churn(world: _World, reindexes: int, clients: int) -> dict[str, object]:
    await _reindex(world.config)
    watched, late = _Watched(), 0
    async with real_bot(world.config) as bot:
        people = [Person(bot.server.telegram, f"Client {n}") for n in range(clients)]
        for person in people:  # until it answers, and everything is warm
            await person.send(_ASKED)
            await bot.reply(person)
        asking = [asyncio.create_task(_ask(bot, p, world, watched)) for p in people]
        await asyncio.sleep(_QUIET)
        before = bot.memory, bot.descriptors
        world.reindexing = True
        half = before
        for number in range(1, reindexes + 1):
            late += await _turn(bot, world, number)
            if number == reindexes // 2:
                half = bot.memory, bot.descriptors
        world.reindexing = False
        after = bot.memory, bot.descriptors
        for task in asking:
            task.cancel()
        ended = await asyncio.gather(*asking, return_exceptions=True)
    watched.failed += sum(isinstance(e, CommandError) for e in ended)
    return _result(watched, late, reindexes, clients, (before, half, after))


async def _turn(bot: RealBot, world: _World, number: int) -> int:
    """One reindex of another text; whether the bot was late to answer with it."""
    depth = f"{number} score" if number % _NEW_TEXT == 0 else _DEPTHS[number % len(_DEPTHS)]
    told = world.change(depth)
    world.valid = (*world.valid, told)
    await _reindex(world.config)
    published = time.monotonic()
    person = Person(bot.server.telegram, "Watcher")
    try:
        while True:
            await person.send(_ASKED)
            if told in await bot.reply(person):
                break
            if time.monotonic() - published > 10 * _LATE:
                raise CommandError(f"the bot does not answer with the new text: {told}")
    finally:
        person.leave()
    world.valid = (told,)
    return int(time.monotonic() - published > _LATE)


async def _ask(bot: RealBot, person: Person, world: _World, watched: _Watched) -> None:
    """Ask without pause, and judge each answer."""
    questions = [*_STEADY, _ASKED]
    number = 0
    while True:
        question = questions[number % len(questions)]
        number += 1
        right = (_STEADY[question],) if question in _STEADY else world.valid
        began = time.monotonic()
        await person.send(question)
        answer = await bot.reply(person)
        taken = 1000 * (time.monotonic() - began)
        (watched.meanwhile if world.reindexing else watched.usual).append(taken)
        # What was published while it was asked may be the answer too.
        right = (*right, *world.valid) if question == _ASKED else right
        if not any(words in answer for words in right):
            watched.wrong.append(answer)


async def _reindex(config: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        _COMMAND, "--config", config, "--json", stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait() != 0:
        raise CommandError("kind-reindex failed; see above")


def _result(
    watched: _Watched,
    late: int,
    reindexes: int,
    clients: int,
    held: tuple[tuple[float, int], ...],
) -> dict[str, object]:
    return {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "reindexes": reindexes,
        "clients": clients,
        "answers": len(watched.usual) + len(watched.meanwhile),
        "failed": watched.failed,
        "wrong": len(watched.wrong),
        "late": late,
        "usual_ms": _percentiles(watched.usual),
        "while_reindexing_ms": _percentiles(watched.meanwhile),
        "memory_mib_before_half_after": [round(memory) for memory, _ in held],
        "descriptors_before_half_after": [count for _, count in held],
    }


def _percentiles(taken: list[float]) -> dict[str, float]:
    """The median, the 99th percentile and the longest, in milliseconds."""
    values = {"p50": 50, "p95": 95, "p99": 99, "longest": 100}
    return {name: round(float(np.percentile(taken, at)), 1) for name, at in values.items()}


if __name__ == "__main__":
    run(churn)
