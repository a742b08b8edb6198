from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from bot.local.person import Person
from bot.local.server import LocalServer
from tests.bot.local.client import Client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with LocalServer() as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture
def client(server: LocalServer, http: httpx.AsyncClient) -> Client:
    return Client(server, http)


@pytest.fixture
def person(server: LocalServer) -> Person:
    return Person(server.telegram, "Ana")


@pytest.fixture
async def friend(person: Person, client: Client) -> Person:
    """A person who has written to the bot, and whose message the bot has confirmed."""
    await person.send("hello")
    await client.call("getUpdates", offset=-1)
    person.telegram.updates.clear()
    return person
