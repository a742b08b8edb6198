from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.local.gate import MAX_BODY
from bot.local.parameters import read_parameters

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

    from bot.local.person import Person
    from bot.local.server import LocalServer
    from tests.bot.local.client import Client, Fields

ENTITIES = [{"type": "bold", "offset": 0, "length": 2}]


async def test_parameters_arrive_in_any_of_four_ways(
    server: LocalServer, http: httpx.AsyncClient, friend: Person
) -> None:
    url = f"{server.api_url}/bot{server.token}/sendMessage"
    given = {"chat_id": str(friend.id), "text": "sí & no", "entities": json.dumps(ENTITIES)}
    parts = {name: (None, value) for name, value in given.items()}
    answers = [
        await http.get(url, params=given),
        await http.post(url, data=given),
        await http.post(url, files=parts),
        await http.post(url, json={"chat_id": friend.id, "text": "sí & no", "entities": ENTITIES}),
    ]
    for answer in answers:
        assert answer.json()["result"]["text"] == "sí & no"
        assert answer.json()["result"]["entities"] == ENTITIES
    logged = server.telegram.requests_to("sendMessage")
    expected = {"chat_id": friend.id, "text": "sí & no", "entities": ENTITIES}
    assert [request.parameters for request in logged] == [expected] * 4


def test_a_file_comes_through_byte_by_byte() -> None:
    content = bytes(range(256)) + b"\r\n--not the boundary\r\n"
    body = (
        b'--b0\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n7\r\n'
        b'--b0\r\nContent-Disposition: form-data; name="photo"; filename="a b.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + content + b"\r\n--b0--\r\n"
    )
    parameters = read_parameters("", "multipart/form-data; boundary=b0", body)
    assert parameters.integer("chat_id") == 7
    file = parameters.files["photo"]
    assert (file.name, file.content_type, file.content) == ("a b.png", "image/png", content)
    assert parameters.plain() == {"chat_id": 7, "photo": "a b.png"}


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": "x", "entities": "["}, "can't parse entities JSON object"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "x", "reply_parameters": "{"}, "can't parse reply parameters JSON object"),
        ({"text": "x", "reply_parameters": "7"}, "object expected as reply parameters"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
    ],
)
async def test_what_cannot_be_parsed_is_named(
    server: LocalServer,
    http: httpx.AsyncClient,
    friend: Person,
    parameters: Fields,
    reason: str,
) -> None:
    response = await http.post(
        f"{server.api_url}/bot{server.token}/sendMessage",
        content=json.dumps({"chat_id": friend.id, **parameters}),
        headers={"Content-Type": "application/json"},
    )
    assert response.json()["description"] == f"Bad Request: {reason}"


async def test_a_broken_request_is_refused(server: LocalServer, http: httpx.AsyncClient) -> None:
    url = f"{server.api_url}/bot{server.token}/getMe"
    for content in ("{", "[]"):
        headers = {"Content-Type": "application/json"}
        response = await http.post(url, content=content, headers=headers)
        assert response.status_code == 400


async def test_a_wrong_token_is_unauthorized(server: LocalServer, http: httpx.AsyncClient) -> None:
    for token in ("1:x", server.token + "x", server.token.replace(":", "")):
        response = await http.get(f"{server.api_url}/bot{token}/getMe")
        expected = {"ok": False, "error_code": 401, "description": "Unauthorized"}
        assert (response.status_code, response.json()) == (401, expected)


async def test_an_unknown_method_is_not_found(client: Client) -> None:
    assert await client.refused("sendTelepathy") == (404, "Not Found: method not found")


async def test_the_case_of_a_method_does_not_matter(client: Client) -> None:
    assert await client.call("GETME") == await client.call("getMe")


async def test_the_log_holds_each_request_with_its_answer(
    client: Client, server: LocalServer, friend: Person
) -> None:
    await client.call("sendMessage", chat_id=friend.id, text="x")
    await client.refused("sendMessage", chat_id=friend.id, text="")
    done, refused = server.telegram.requests_to("sendMessage")
    assert done.answer
    assert done.answer.body["result"]["text"] == "x"
    assert refused.answer
    assert refused.answer.status == 400
    assert done.answered
    assert done.arrived <= done.answered <= refused.arrived


async def test_a_body_over_the_limit_is_refused(
    server: LocalServer, http: httpx.AsyncClient
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MAX_BODY // 65_536 + 2):
            yield b"x" * 65_536

    url = f"{server.api_url}/bot{server.token}/getMe"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    declared = await http.post(url, content=b"x" * (MAX_BODY + 1), headers=form)
    streamed = await http.post(url, content=endless(), headers=form)
    assert (declared.status_code, streamed.status_code) == (413, 413)
