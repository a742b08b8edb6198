from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    import httpx

    from bot.local.server import LocalServer

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def send_url(server: LocalServer) -> str:
    return f"{server.page_url}people/{server.people[0].id}/send"


async def test_the_page_is_served_under_its_secret_with_all_its_headers(
    server: LocalServer, http: httpx.AsyncClient
) -> None:
    for name, kind in (("", "html"), ("page.css", "css"), ("page.js", "javascript")):
        response = await http.get(server.page_url + name)
        assert response.status_code == 200
        assert kind in response.headers["content-type"]
        assert response.headers["content-security-policy"] == POLICY
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert response.headers["cache-control"] == "no-store"
        assert not [name for name in response.headers if name.startswith("access-control")]


async def test_the_secret_has_128_bits_at_least_and_is_new_each_time(server: LocalServer) -> None:
    secret = urlsplit(server.page_url).path.strip("/")
    assert len(secret) * 6 >= 128
    assert secret not in type(server)(telegram=server.telegram).page_url


async def test_a_wrong_secret_is_not_found(server: LocalServer, http: httpx.AsyncClient) -> None:
    person = server.people[0].id
    for path in ("", "page.js", "people", "wrong/", "wrong/people", f"people/{person}/events"):
        assert (await http.get(f"{server.api_url}/{path}")).status_code == 404
    for url in (server.page_url[:-2] + "/", server.page_url.rstrip("/") + "x/"):
        assert (await http.get(url)).status_code == 404
        sent = await http.post(f"{url}people/{person}/send", json={"text": "x"})
        assert sent.status_code == 404
    for path in ("nothing.js", "people/1/events", "../wire.py", "%2e%2e/wire.py"):
        assert (await http.get(server.page_url + path)).status_code == 404
    assert server.people[0].messages() == []


@pytest.mark.parametrize(
    "host", ["evil.example.org", "evil.example.org:{port}", "127.0.0.1", "127.0.0.1:1", ""]
)
async def test_a_foreign_host_is_refused_everywhere(
    server: LocalServer, http: httpx.AsyncClient, host: str
) -> None:
    headers = {"Host": host.format(port=server.port)}
    page = await http.get(server.page_url, headers=headers)
    api = await http.get(f"{server.api_url}/bot{server.token}/getMe", headers=headers)
    assert (page.status_code, api.status_code) == (403, 403)


@pytest.mark.parametrize("origin", ["https://evil.example.org", "null", "http://127.0.0.1:1"])
async def test_a_foreign_origin_is_refused(
    server: LocalServer, http: httpx.AsyncClient, origin: str
) -> None:
    headers = {"Origin": origin}
    sent = await http.post(send_url(server), json={"text": "x"}, headers=headers)
    called = await http.post(f"{server.api_url}/bot{server.token}/getMe", headers=headers)
    assert (sent.status_code, called.status_code) == (403, 403)
    assert "access-control-allow-origin" not in sent.headers
    assert server.people[0].messages() == []


async def test_localhost_is_this_host_too(server: LocalServer, http: httpx.AsyncClient) -> None:
    host = f"localhost:{server.port}"
    headers = {"Host": host, "Origin": f"http://{host}"}
    sent = await http.post(send_url(server), json={"text": "x"}, headers=headers)
    assert sent.status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_only_json_changes_anything(
    server: LocalServer, http: httpx.AsyncClient, kind: str
) -> None:
    headers = {"Content-Type": kind}
    sent = await http.post(send_url(server), content='{"text": "x"}', headers=headers)
    assert sent.status_code == 415
    assert server.people[0].messages() == []


@pytest.mark.parametrize(
    ("action", "content"),
    [
        ("send", "{"),
        ("send", "[]"),
        ("send", '{"text": 7}'),
        ("send", '{"text": ""}'),
        ("send", '{"text": "x", "reply_to": 999}'),
        ("press", '{"message_id": "x", "data": "y"}'),
        ("language", '{"language_code": "tlh"}'),
    ],
)
async def test_nonsense_from_the_page_is_refused(
    server: LocalServer, http: httpx.AsyncClient, action: str, content: str
) -> None:
    url = send_url(server).removesuffix("send") + action
    headers = {"Content-Type": "application/json"}
    assert (await http.post(url, content=content, headers=headers)).status_code == 400


async def test_a_second_server_cannot_have_the_same_port(server: LocalServer) -> None:
    with pytest.raises(OSError, match="in use"):
        await type(server)(port=server.port).__aenter__()
