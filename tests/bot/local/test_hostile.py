"""What must leave the server as it was: bodies that break JSON readers, and clients that go."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bot.local.jsons import MAX_DEPTH
from bot.local.server import LocalServer

if TYPE_CHECKING:
    import httpx

    from bot.local.person import Person
    from tests.bot.local.client import Client

JSON = {"Content-Type": "application/json"}
DEEP = "[" * 200_000
TOO_DEEP = "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)


def filled(content: str) -> bytes:
    """The content of a test, with what is too long for its name."""
    return content.replace("<deep>", DEEP).replace("<too deep>", TOO_DEEP).encode("latin-1")


def action_url(server: LocalServer, action: str) -> str:
    return f"{server.page_url}people/{server.people[0].id}/{action}"


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]


@pytest.mark.parametrize(
    ("action", "content"),
    [
        ("send", r'{"text": "\ud83d hi"}'),
        ("send", r'{"text": "hi \udc00"}'),
        ("send", r'{"text": "hi", "\ud83d": 1}'),
        ("send", r'{"text": "hi", "more": [{"deep": "\ud83d"}]}'),
        ("send", '{"text": "\xed\xa0\xbd hi"}'),
        ("send", '{"text": "hi", "more": NaN}'),
        ("send", "<deep>"),
        ("send", '{"text": "hi", "more": <too deep>}'),
        ("press", r'{"message_id": 1, "data": "\ud83d"}'),
        ("press", "<deep>"),
        ("language", r'{"language_code": "\ud83d"}'),
        ("language", "<deep>"),
    ],
)
async def test_what_the_page_cannot_have_meant_changes_nothing(
    server: LocalServer,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    action: str,
    content: str,
) -> None:
    url = action_url(server, action)
    response = await client.http.post(url, content=filled(content), headers=JSON)
    assert response.status_code == 400
    assert response.json()["error"]
    assert await client.call("getUpdates") == []
    assert server.people[0].messages() == []
    assert errors(caplog) == []


async def test_a_whole_surrogate_pair_is_one_character(
    server: LocalServer, http: httpx.AsyncClient, client: Client
) -> None:
    content = r'{"text": "\ud83d\ude4f hi"}'
    sent = await http.post(action_url(server, "send"), content=content, headers=JSON)
    assert sent.json()["text"] == "🙏 hi"
    (update,) = await client.call("getUpdates")
    assert update["message"]["text"] == "🙏 hi"


@pytest.mark.parametrize(
    "content",
    [
        r'{"chat_id": %d, "text": "\ud83d hi"}',
        r'{"chat_id": %d, "text": "hi", "entities": [{"type": "\ud83d"}]}',
        r'{"chat_id": %d, "text": "hi", "unknown": "\ud83d"}',
        r'{"chat_id": %d, "text": "hi", "\ud83d": ""}',
        '{"chat_id": %d, "text": "hi", "unknown": Infinity}',
        '{"chat_id": %d, "text": "hi", "unknown": 1e999}',
        '{"chat_id": %d, "text": "hi", "entities": <too deep>}',
        '{"chat_id": %d, "text": "hi", "entities": "<deep>"}',
        '{"chat_id": %d, "text": "hi", "entities": <deep>',
    ],
)
async def test_what_the_bot_cannot_have_meant_changes_nothing(
    server: LocalServer,
    http: httpx.AsyncClient,
    friend: Person,
    caplog: pytest.LogCaptureFixture,
    content: str,
) -> None:
    url = f"{server.api_url}/bot{server.token}/sendMessage"
    before = friend.messages()
    response = await http.post(url, content=filled(content % friend.id), headers=JSON)
    assert (response.status_code, response.json()["error_code"]) == (400, 400)
    assert friend.messages() == before
    assert errors(caplog) == []


async def test_json_within_a_form_is_read_as_strictly(
    server: LocalServer, http: httpx.AsyncClient, friend: Person
) -> None:
    url = f"{server.api_url}/bot{server.token}/sendMessage"
    before = friend.messages()
    button = {"text": "\ud83d", "callback_data": "x"}
    for markup in (DEEP, TOO_DEEP, json.dumps({"inline_keyboard": [[button]]})):
        form = {"chat_id": str(friend.id), "text": "hi", "reply_markup": markup}
        assert (await http.post(url, data=form)).status_code == 400
    assert friend.messages() == before


async def test_json_as_deep_as_allowed_is_read(
    server: LocalServer, http: httpx.AsyncClient, client: Client
) -> None:
    inner = MAX_DEPTH - 1
    content = '{"text": "hi", "more": ' + "[" * inner + "]" * inner + "}"
    sent = await http.post(action_url(server, "send"), content=content, headers=JSON)
    assert sent.status_code == 200
    assert len(await client.call("getUpdates")) == 1


@pytest.mark.parametrize("to_page", [True, False], ids=["page", "api"])
async def test_who_leaves_in_the_middle_of_a_request_leaves_no_trace(
    caplog: pytest.LogCaptureFixture, *, to_page: bool
) -> None:
    async with LocalServer() as server:
        api = f"{server.api_url}/bot{server.token}/getMe"
        url = urlsplit(action_url(server, "send") if to_page else api)
        reader, writer = await asyncio.open_connection(url.hostname, url.port)
        head = (
            f"POST {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nContent-Length: 100\r\n"
            "Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n"
        )
        writer.write(head.encode())
        assert b"100" in await reader.readline()  # it waits for the body now
        writer.write(b'{"text": "hi')
        writer.close()
    assert server.people[0].messages() == []
    assert server.telegram.requests_to("getMe") == []
    assert errors(caplog) == []
