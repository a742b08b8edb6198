"""How long a full build takes, and how soon a running bot answers with one changed document.

Run as `python -m scripts.bench_reindex`.
"""

import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Annotated, Any

import typer
import yaml

from bot.local.person import Person
from bot.settings import Settings
from index.draft import texts_of
from index.encoder import Encoder
from index.model import find_models
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from index.space import Wanted
from scripts.command import CommandError, run, say, say_json
from scripts.real_bot import RealBot, real_bot
from scripts.sampling.article import article
from scripts.sampling.files import as_text

_SEED = 20210326
_WORDS = range(120, 220)
_STEP = 256  # texts encoded at once, as a build does it
_COMMAND = Path(sys.executable).with_name("kind-reindex")
_WELLS = ("Aldergate", "Brackenmoor", "Corvane")  # one for each change
_ASKED = "How many buckets of water does the {} well give the children each day?"
_TOLD = "The {} well gives the children forty buckets of water each day."
# What every run of the command does that encodes a text: it starts, and loads the models.
_START = (
    "import sys; from pathlib import Path; import scripts.reindex; "
    "from bot.settings import Settings; from index.encoder import Encoder; "
    "from index.model import find_models; "
    "[Encoder(m) for m in find_models(Settings.load(Path(sys.argv[1])))]"
)


@dataclass(frozen=True, slots=True)
class _Change:
    """One document changed: the command's seconds, those until the bot answered, and its texts."""

    command: float
    answered: float
    encoded: int


def bench_reindex(
    documents: Annotated[int, typer.Option(min=2, help="How many documents.")] = 2000,
    json_: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,  # noqa: FBT002
) -> None:
    """Measure a full build against bare encoding, and one change against a running bot."""
    with tempfile.TemporaryDirectory(prefix="kind-bench-") as place:
        config = _write(Path(place), documents)
        began = time.monotonic()
        full = _reindex(config, "--full")
        full_s = time.monotonic() - began
        encoding_s = _encoding(config)
        start_s = median(_start(config) for _ in _WELLS)
        changes = asyncio.run(_changes(config, documents))
        size = _size(config)
    answered = median(change.answered for change in changes)
    result: dict[str, object] = {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "documents": full["documents"],
        "passages": full["passages"],
        "sentences": full["sentences"],
        "snapshot_mib": round(size / 1024 / 1024),
        "texts_encoded": full["encoded"],
        "full_build_s": round(full_s, 1),
        "encoding_alone_s": round(encoding_s, 1),
        "full_to_encoding": round(full_s / encoding_s, 3),
        "process_and_model_start_s": round(start_s, 2),
        "one_changed_texts_encoded": [change.encoded for change in changes],
        "one_changed_command_s": [round(change.command, 2) for change in changes],
        "one_changed_answered_s": [round(change.answered, 2) for change in changes],
        "one_changed_beyond_start_s": round(answered - start_s, 2),
    }
    if json_:
        say_json(result)
        return
    for name, value in result.items():
        say(f"{name.replace('_', ' '):32} {value}")


def _write(folder: Path, documents: int) -> Path:
    (folder / "documents").mkdir()
    for number in range(documents):
        random = Random(f"{_SEED} {number}")  # noqa: S311 (not for secrets)
        content = as_text(article(number, random, _WORDS))
        (folder / "documents" / f"statement-{number}.txt").write_bytes(content)
    config = folder / "settings.yaml"
    settings = {
        "organisation": ["Lantern House"],
        "documents": "documents",
        "models": str(Settings.load(None).models),
    }
    config.write_text(yaml.safe_dump(settings), "utf-8")
    return config


def _reindex(config: Path, *options: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 (this project's own command)
        [_COMMAND, "--config", config, "--json", *options], capture_output=True, check=False
    )
    if done.returncode != 0:
        raise CommandError(f"kind-reindex: {done.stderr.decode().strip()}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _encoding(config: Path) -> float:
    """The seconds that encoding the same texts takes, by loaded models, and nothing else."""
    settings = Settings.load(config)
    models = find_models(settings)
    snapshots = Snapshots(settings.index)
    name = snapshots.current()
    if name is None:
        raise CommandError(f"{settings.index}: nothing was published")
    texts = texts_of(Snapshot.read(snapshots, name, models).documents)
    wanted = Wanted[Any](texts)
    taken = 0.0
    for model in models:
        encoder = Encoder(model)
        began = time.monotonic()
        for new, every in (
            (wanted.passages.new, texts.passages),
            (wanted.sentences.new, texts.sentences),
        ):
            for start in range(0, len(new), _STEP):
                encoder.encode([every[row] for row in new[start : start + _STEP]], "passage")
        taken += time.monotonic() - began
    return taken


def _start(config: Path) -> float:
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", _START, config], check=True)  # noqa: S603 (our own code)
    return time.monotonic() - began


async def _changes(config: Path, documents: int) -> list[_Change]:
    async with real_bot(config) as bot:
        person = Person(bot.server.telegram, "Reader")
        await person.send("/about")
        await bot.reply(person)
        return [
            await _changed(bot, person, config, number * documents // len(_WELLS), well)
            for number, well in enumerate(_WELLS)
        ]


async def _changed(bot: RealBot, person: Person, config: Path, number: int, well: str) -> _Change:
    """Change a document, reindex, and ask until the bot answers with its new words."""
    told = _TOLD.format(well)
    file = config.parent / "documents" / f"statement-{number}.txt"
    file.write_text(f"{file.read_text('utf-8').rstrip()} {told}\n", "utf-8")
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        _COMMAND, "--config", config, "--json", stdout=asyncio.subprocess.PIPE
    )
    output = await process.stdout.read() if process.stdout else b""
    if await process.wait() != 0:
        raise CommandError("kind-reindex failed; see above")
    command = time.monotonic() - began
    while True:
        await person.send(_ASKED.format(well))
        if told in await bot.reply(person):
            break
        if time.monotonic() - began > command + 60:
            raise CommandError(f"the bot does not answer with the new text: {told}")
    answered = time.monotonic() - began
    return _Change(command, answered, int(json.loads(output)["encoded"]))


def _size(config: Path) -> int:
    snapshots = Snapshots(Settings.load(config).index)
    return snapshots.manifest(snapshots.names()[0]).size


if __name__ == "__main__":
    run(bench_reindex)
