"""A bot's side of the Bot API over real HTTP, as small as can be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import httpx

    from bot.local.server import LocalServer

Fields: TypeAlias = dict[str, Any]
Handler: TypeAlias = Callable[["Client", Fields], Awaitable[None]]


@dataclass
class Client:
    """Calls methods of the Bot API; gives what is in the body."""

    server: LocalServer
    http: httpx.AsyncClient

    async def post(self, method: str, **parameters: object) -> httpx.Response:
        path = f"/bot{self.server.token}/{method}"
        return await self.http.post(self.server.api_url + path, json=parameters)

    async def call(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 - JSON
        body = (await self.post(method, **parameters)).json()
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **parameters: object) -> tuple[int, str]:
        response = await self.post(method, **parameters)
        body = response.json()
        assert body["ok"] is False
        assert body["error_code"] == response.status_code
        return body["error_code"], body["description"]

    async def run(self, handle: Handler) -> None:
        """Hands every update to a handler, until cancelled."""
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=30):
                offset = update["update_id"] + 1
                await handle(self, update)


async def until(condition: Callable[[], bool]) -> None:
    """Waits until something holds, for ten seconds at most."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.001)
