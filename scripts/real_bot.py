"""The real bot, as its own process, against a local Bot API server in this one."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.local.person import Person
from bot.local.server import LocalServer
from scripts.command import CommandError

_PATIENCE = 120.0
_STOPPING = 30.0


@dataclass(frozen=True, slots=True)
class RealBot:
    """The server and the bot's process."""

    server: LocalServer
    process: Process

    async def reply(self, person: Person) -> str:
        """The text of the next message to a person. Raises CommandError where the bot ends."""
        reading = asyncio.create_task(person.next_message(_PATIENCE))
        ending = asyncio.create_task(self.process.wait())
        await asyncio.wait({reading, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if not reading.done():
            reading.cancel()
            raise CommandError("the bot stopped; run `python -m bot` to see why")
        return str(reading.result()["text"])

    @property
    def peak_memory(self) -> float:
        """The most MiB that the process has held."""
        return self._memory("VmHWM")

    @property
    def memory(self) -> float:
        """The MiB that the process holds now."""
        return self._memory("VmRSS")

    def _memory(self, field: str) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return int(status.partition(f"{field}:")[2].split()[0]) / 1024

    @property
    def descriptors(self) -> int:
        """How many files, sockets and pipes the process has open."""
        return sum(1 for _ in Path(f"/proc/{self.process.pid}/fd").iterdir())


@asynccontextmanager
async def real_bot(config: Path) -> AsyncIterator[RealBot]:
    """Start the bot with a settings file, not waiting until it answers; end it with the block."""
    async with LocalServer() as server:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            env={
                **os.environ,
                "TELEGRAM_BOT_TOKEN": server.token,
                "TELEGRAM_API_URL": server.api_url,
                "KIND_CONFIG": str(config),
            },
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            yield RealBot(server, process)
        finally:
            if process.returncode is None:
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), _STOPPING)
            except TimeoutError:
                process.kill()
                await process.wait()
