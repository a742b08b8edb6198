"""What Telegram says of the bot, asked once, within a few seconds."""

import asyncio
import json
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from knowledge.errors import KindError

METHODS = ("getMe", "getWebhookInfo")
_SECONDS = 5.0  # for all of it
_LARGEST = 64 * 1024  # bytes of an answer
_REFUSALS = frozenset((HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND))

# What an error is by its kind, the more telling first. Its own words may hold the address, and so
# the token.
_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "its name cannot be resolved"),
    (ssl.SSLError, "its certificate is not trusted, or it does not speak TLS"),
    (ConnectionRefusedError, "it refuses the connection"),
    (httpx.ProxyError, "the proxy does not let it through"),
    (httpx.TimeoutException, "no answer in time"),
    (TimeoutError, "no answer in time"),
    (httpx.RemoteProtocolError, "it ends the connection, or does not speak HTTP"),
    (httpx.ReadError, "it breaks off the connection"),
)


class UnreachableError(KindError):
    """Telegram, or what stands in its place, does not answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the Bot API: its status, its body where that is an object, its `Date`.

    `at` is when it came by this machine's clock.
    """

    status: int
    body: Mapping[str, object]
    date: datetime | None
    at: datetime

    @property
    def result(self) -> Mapping[str, object] | None:
        """What was asked for; None where the answer is a refusal, or none of the Bot API's."""
        result = self.body.get("result")
        right = self.status == HTTPStatus.OK and self.body.get("ok") is True
        return result if right and isinstance(result, dict) else None

    @property
    def is_refusal(self) -> bool:
        """Whether the Bot API does not know the token, or no longer."""
        return self.status in _REFUSALS and self.body.get("ok") is False


def ask(
    api_url: str, token: str, clock: Callable[[], datetime], *, seconds: float = _SECONDS
) -> dict[str, Reply]:
    """The answer to each of METHODS, by its name.

    Raises UnreachableError, whose message holds neither the token nor the address.
    """
    try:
        return asyncio.run(_ask(f"{api_url}/bot{token}", clock, seconds))
    except Exception as error:  # noqa: BLE001 (whatever the network raises)
        why = _kind(error)
    # Outside of the clause, so that the error holds on to none with the address in it.
    raise UnreachableError(f"Telegram cannot be reached: {why}")


async def _ask(address: str, clock: Callable[[], datetime], seconds: float) -> dict[str, Reply]:
    async with asyncio.timeout(seconds), httpx.AsyncClient(timeout=seconds) as client:
        return {method: await _reply(client, f"{address}/{method}", clock) for method in METHODS}


async def _reply(client: httpx.AsyncClient, url: str, clock: Callable[[], datetime]) -> Reply:
    content = b""
    async with client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as response:
        at = clock()
        async for part in response.aiter_raw():
            content += part
            if len(content) > _LARGEST:
                break
    return Reply(response.status_code, _object(content), _date(response), at)


def _object(content: bytes) -> dict[str, object]:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _date(response: httpx.Response) -> datetime | None:
    try:
        date = parsedate_to_datetime(response.headers["Date"])
    except (KeyError, ValueError, OverflowError):
        return None
    return date if date.tzinfo else None


def _kind(error: BaseException) -> str:
    """What an error is, by the most telling kind among it and what it came from."""
    raised = _origins(error)
    for kind, told in _KINDS:
        if any(isinstance(one, kind) for one in raised):
            return told
    return type(error).__name__


def _origins(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and one not in found:
            found.append(one)
            waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
    return found
