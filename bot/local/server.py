"""The server on loopback: the Bot API, and the chat page under a secret path."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from typing import TYPE_CHECKING, Self

import uvicorn

from bot.local.api import api_app
from bot.local.gate import Gate
from bot.local.page import page_app
from bot.local.person import Person
from bot.local.telegram import Telegram

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

HOST = "127.0.0.1"
_SECRET_BYTES = 24
_GRACE = 2
_TICK = 0.002
_BACKLOG = 128


class LocalServer:
    """A local Telegram, serving while the `async with` block runs.

    Parameters
    ----------
    port: 0 for any free one.
    telegram: the Telegram to serve; a new one by default.
    people: who has a conversation on the chat page; one person by default.

    Raises
    ------
    OSError: on entering, when the port is taken.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        telegram: Telegram | None = None,
        people: Sequence[Person] | None = None,
    ) -> None:
        self.telegram = telegram or Telegram()
        self.people = list(people or [Person(self.telegram, "Alex")])
        self.port = port
        self._secret = secrets.token_urlsafe(_SECRET_BYTES)
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def token(self) -> str:
        """The bot's token, as for `TELEGRAM_BOT_TOKEN`."""
        return self.telegram.token

    @property
    def api_url(self) -> str:
        """What stands before `/bot<token>/`, as for `TELEGRAM_API_URL`."""
        return f"http://{HOST}:{self.port}"

    @property
    def page_url(self) -> str:
        """The address of the chat page. Whoever has it can write as the person on it."""
        return f"{self.api_url}/{self._secret}/"

    async def __aenter__(self) -> Self:
        """Listens, and returns once the server answers."""
        listener = _listener(self.port)
        self.port = listener.getsockname()[1]
        api, page = api_app(self.telegram), page_app(self.people)
        gate = Gate(api, page, port=self.port, secret=self._secret)
        self._server = _Server(_config(gate))
        self._serving = asyncio.create_task(self._server.serve([listener]))
        await self._server.listening.wait()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends what waits, then the server."""
        self.telegram.close()
        if self._server and self._serving:
            self._server.ending.set()
            await self._serving


class _Server(uvicorn.Server):
    """uvicorn inside a running program: it tells when it listens, and leaves signals alone.

    uvicorn's own loops look ten times a second whether to end; here it is told, so that a test
    does not wait for it.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()
        self.ending = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, then tells so."""
        await super().startup(sockets)
        self.listening.set()

    async def main_loop(self) -> None:
        """Serves until told to end."""
        await self.ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets what is being answered be answered, for two seconds at most."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(_TICK)
        for task in self.server_state.tasks:
            task.cancel()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none: they belong to the program around."""
        yield


def _listener(port: int) -> socket.socket:
    # asyncio sends small packets at once (TCP_NODELAY) only where the protocol is named, which
    # `socket.create_server` does not do: every answer would be 40 ms late.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _config(gate: Gate) -> uvicorn.Config:
    # No access log: both the token and the page's secret are in the paths.
    return uvicorn.Config(
        gate,
        access_log=False,
        log_config=None,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
    )
