"""The real bot as its own process, against the local Bot API server in the test's own loop."""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.local.person import Person
from bot.local.server import LocalServer
from bot.settings import PROJECT
from tests.conftest import DOCUMENTS, MODELS, ORGANISATION
from tests.guard.environment import guarded_environment

START = 60.0
PRESS = "Press Office, press@lantern.example, 555 0100"
HELP = {"en": "Lantern Helpline 555 0199", "es": "Línea de ayuda Lantern 555 0199"}


@dataclass
class RunningBot:
    """A server, the bot's process, and the file that the process writes its log to."""

    server: LocalServer
    settings: Path
    log: Path
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start the process, and wait until it answers."""
        await self.launch()
        waiting = Person(self.server.telegram, "Starter")
        await waiting.send("/privacy")
        await waiting.next_message(START)
        waiting.leave()

    async def launch(self, *, token: str | None = None) -> None:
        """Start the process, with another token than the server's where one is given."""
        variables = {
            **guarded_environment(),
            "TELEGRAM_BOT_TOKEN": self.server.token if token is None else token,
            "TELEGRAM_API_URL": self.server.api_url,
            "KIND_CONFIG": str(self.settings),
        }
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", env=variables, cwd=PROJECT, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        """End the process as a power cut would."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """End the process by SIGTERM; its exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), 30)

    def person(self, name: str = "Ana", *, language_code: str = "en") -> Person:
        """Somebody new who writes to the bot."""
        return Person(self.server.telegram, name, language_code=language_code)


def write_settings(folder: Path, **settings: object) -> Path:
    """A settings file with contacts, its index and archive under `folder`.

    The models are those that all tests share, so that none makes them again.
    """
    file = folder / "settings.yaml"
    held = {
        "press_contact": PRESS,
        "help_contact": HELP,
        "log_level": "DEBUG",
        "models": str(MODELS),
        **settings,
    }
    file.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    return file


async def reindex(settings: Path, documents: Path) -> None:
    """Build the index that a settings file names, with the real command."""
    command = Path(sys.executable).with_name("kind-reindex")
    process = await asyncio.create_subprocess_exec(
        command, "--config", settings, "--documents", documents, "--json",
        env=guarded_environment(), stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await process.wait() in {0, 3}


def _whose(documents: Path) -> dict[str, object]:
    """What the settings say of whose documents these are, where they are not KIND's."""
    return {"organisation": list(ORGANISATION)} if documents.is_relative_to(DOCUMENTS) else {}


_built: dict[Path, tempfile.TemporaryDirectory[str]] = {}


async def install_index(settings: Path, documents: Path) -> None:
    """The index of a folder that no test changes, built once for all tests and copied."""
    if documents not in _built:
        _built[documents] = tempfile.TemporaryDirectory()
        await reindex(write_settings(Path(_built[documents].name), **_whose(documents)), documents)
    shutil.copytree(Path(_built[documents].name, "var"), settings.parent / "var")


@asynccontextmanager
async def running_bot(
    folder: Path, documents: Path, **settings: object
) -> AsyncIterator[RunningBot]:
    """A bot that answers from the documents of a folder, until the block ends."""
    file = write_settings(folder, **{**_whose(documents), **settings})
    if documents.is_relative_to(PROJECT):
        await install_index(file, documents)
    else:
        await reindex(file, documents)
    async with LocalServer() as server:
        bot = RunningBot(server, file, folder / "bot.log")
        await bot.start()
        try:
            yield bot
        finally:
            await bot.stop()
