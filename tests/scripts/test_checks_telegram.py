"""What kind-doctor asks Telegram: the token, inline mode, the webhook."""

import asyncio
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Thread

import pytest

from bot.local.server import LocalServer
from scripts.checks import telegram
from scripts.checks.check import Check, State
from scripts.checks.installation import Installation
from scripts.checks.running import run_check
from scripts.checks.telegram import UnreachableError, ask

SECRET = "AAH-lantern-oil-and-wick_0123456789abc"  # noqa: S105 (nobody's)
TOKEN = f"12345678:{SECRET}"
ME = {"id": 1, "is_bot": True, "username": "lantern_bot", "supports_inline_queries": True}
WEBHOOK = {"url": "", "pending_update_count": 0}
ENDLESS = b"x" * 65_536

Answer = Callable[[socket.socket, str], None]


def now() -> datetime:
    return datetime.now(UTC)


def reply(
    result: object, status: str = "200 OK", date: datetime | str | None = None, **more: object
) -> bytes:
    """An answer of the Bot API as bytes."""
    body = json.dumps({"ok": status.startswith("200"), "result": result, **more}).encode()
    told = format_datetime(date, usegmt=True) if isinstance(date, datetime) else date
    dated = f"Date: {told}\r\n" if told else ""
    head = f"HTTP/1.1 {status}\r\n{dated}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def raw(head: str, body: bytes = b"") -> bytes:
    """An answer that is none of the Bot API's."""
    return f"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n".encode() + body


@contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server on loopback that does to each connection what is given; its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(10)
            line = connection.makefile("rb").readline().decode("latin-1")
            answer(connection, line.split()[1] if " " in line else "")

    def serve() -> None:
        with suppress(OSError):
            while True:
                one(listener.accept()[0])

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)


def telling(me: bytes, webhook: bytes | None = None) -> Answer:
    """What answers getMe and getWebhookInfo so."""

    def answer(connection: socket.socket, path: str) -> None:
        other = reply(WEBHOOK) if webhook is None else webhook
        connection.sendall(other if path.endswith("/getWebhookInfo") else me)

    return answer


def installation(api_url: str, token: str = TOKEN) -> Installation:
    return Installation(variables={"TELEGRAM_API_URL": api_url, "TELEGRAM_BOT_TOKEN": token})


def found(answer: Answer, name: str = "token") -> list[Check]:
    """The lines about a server that answers so; the token is in none."""
    with serving(answer) as api_url:
        lines = run_check(name, installation(api_url))
    assert SECRET not in repr(lines)
    return lines


def states(lines: list[Check]) -> dict[str, State]:
    return {line.name: line.state for line in lines}


async def test_the_local_server_takes_its_token() -> None:
    async with LocalServer() as server:
        asked = installation(server.api_url, server.token)
        lines = await asyncio.to_thread(run_check, "token", asked)
        dated = await asyncio.to_thread(run_check, "clock", asked)
    assert states(lines) == {
        "token": State.ok,
        "inline mode": State.warning,
        "webhook": State.ok,
    }
    assert "/setinline" in lines[1].remedy
    assert server.token not in repr(lines)
    assert dated[0].state is State.skipped  # it sends no date


async def test_the_local_server_refuses_another_token() -> None:
    async with LocalServer() as server:
        lines = await asyncio.to_thread(run_check, "token", installation(server.api_url))
    assert states(lines) == {"token": State.error}
    assert "does not take it" in lines[0].message
    assert "@BotFather" in lines[0].remedy
    assert SECRET not in repr(lines)


def test_a_bot_that_has_all_it_needs_is_right() -> None:
    lines = found(telling(reply(ME)))
    assert set(states(lines).values()) == {State.ok}
    assert "@lantern_bot" in lines[0].message


@pytest.mark.parametrize(
    ("supported", "state"),
    [(True, State.ok), (False, State.warning), (None, State.skipped), ("yes", State.skipped)],
)
def test_inline_mode_is_on(supported: object, state: State) -> None:
    lines = found(telling(reply({**ME, "supports_inline_queries": supported})))
    assert states(lines)["inline mode"] is state


@pytest.mark.parametrize(
    ("webhook", "state"),
    [
        (reply(WEBHOOK), State.ok),
        (reply({"url": f"https://lantern.example/{TOKEN}"}), State.warning),
        (reply(None, "500 Oh"), State.skipped),
        (raw("200 OK", b"<html>"), State.skipped),
    ],
)
def test_a_webhook_is_told_without_its_address(webhook: bytes, state: State) -> None:
    (*_, line) = found(telling(reply(ME), webhook))
    assert (line.name, line.state) == ("webhook", state)
    assert "lantern.example" not in repr(line)


@pytest.mark.parametrize(
    "username", [None, 7, TOKEN, "", "a" * 65, "lamp\x1b[2J", "lamp\nok  token"]
)
def test_a_name_that_is_none_is_not_shown(username: object) -> None:
    (line, *_) = found(telling(reply({**ME, "username": username})))
    assert line.message == "Telegram takes it, for a bot"


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden", "404 Not Found"])
def test_a_token_that_telegram_refuses_is_an_error(status: str) -> None:
    refusal = reply(None, status, description=f"bot{TOKEN} is unknown")
    (line,) = found(telling(refusal))
    assert (line.state, line.message) == (State.error, "Telegram does not take it")


@pytest.mark.parametrize(
    "answer",
    [
        reply(None, "500 Internal Server Error"),
        reply(None, "429 Too Many Requests", parameters={"retry_after": 9}),
        raw("500 Internal Server Error", b"<html>bad</html>"),
        raw("401 Unauthorized", b"<html>log in first</html>"),
        raw("200 OK", b"<html>a guest network</html>"),
        raw("200 OK", b'{"ok": tr'),
        raw("200 OK", b"\xff\xfe"),
        raw("200 OK", b"[" * 60_000),
        raw("200 OK", b"[]"),
        raw("200 OK", b'{"ok": true}'),
        raw("200 OK", b'{"ok": true, "result": []}'),
        raw("200 OK", b'{"ok": "true", "result": {}}'),
        raw("200 OK"),
        raw("204 No Content"),
        raw(f"302 Found\r\nLocation: https://lantern.example/bot{TOKEN}/getMe"),
        raw("200 OK\r\nContent-Encoding: gzip", b"\x1f\x8b\x08"),
    ],
)
def test_what_is_not_the_bot_api_is_an_error(answer: bytes) -> None:
    (line,) = found(telling(answer))
    assert line.state is State.error
    assert "not the Bot API" in line.message
    assert "TELEGRAM_API_URL" in line.remedy


def test_a_body_without_an_end_is_not_read_to_it() -> None:
    sent = 0

    def answer(connection: socket.socket, _: str) -> None:
        nonlocal sent
        connection.sendall(raw("200 OK"))
        while sent < 1000:
            connection.sendall(ENDLESS)
            sent += 1

    (line,) = found(answer)
    assert "not the Bot API" in line.message
    assert sent < 1000


def hang(connection: socket.socket, _: str) -> None:
    connection.recv(100)
    while connection.recv(100):
        pass


def drip(connection: socket.socket, _: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Lamp: ")
    while True:
        connection.sendall(b"l")
        time.sleep(0.05)


def reset(connection: socket.socket, _: str) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def close(_connection: socket.socket, _: str) -> None:
    return


def babble(connection: socket.socket, _: str) -> None:
    connection.sendall(f"{TOKEN}\r\n\r\n".encode())


def cut(connection: socket.socket, _: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (hang, "no answer in time"),
        (drip, "no answer in time"),
        (reset, "breaks off"),
        (close, "ends the connection"),
        (babble, "does not speak HTTP"),
        (cut, "ends the connection"),
    ],
)
def test_a_server_that_does_not_answer_is_an_error_of_its_kind(answer: Answer, why: str) -> None:
    began = time.monotonic()
    with serving(answer) as api_url, pytest.raises(UnreachableError) as raised:
        ask(api_url, TOKEN, now, seconds=0.5)
    assert time.monotonic() - began < 5
    assert why in str(raised.value)
    error: BaseException = raised.value
    assert SECRET not in repr(error)
    assert (error.__cause__, error.__context__) == (None, None)


def test_an_unreachable_server_is_an_error_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(close) as api_url:
        pass
    (line,) = run_check("token", installation(api_url))
    assert line.state is State.error
    assert "refuses the connection" in line.message
    assert "network" in line.remedy
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    (line,) = run_check("token", installation("https://127.0.0.1:1"))
    assert "cannot be reached" in line.message


def test_a_server_without_tls_is_told_so() -> None:
    with serving(babble) as api_url:
        (line,) = run_check("token", installation(api_url.replace("http:", "https:")))
    assert "does not speak TLS" in line.message


@pytest.mark.parametrize(
    ("variables", "state", "told"),
    [
        ({}, State.skipped, "runs on this machine alone"),
        ({"TELEGRAM_BOT_TOKEN": " "}, State.skipped, "runs on this machine alone"),
        ({"TELEGRAM_BOT_TOKEN": f"bot {TOKEN}"}, State.error, "not a token"),
        (
            {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://lantern.example"},
            State.error,
            "TELEGRAM_API_URL",
        ),
    ],
)
def test_a_token_that_is_not_asked_about(
    variables: dict[str, str], state: State, told: str
) -> None:
    (line,) = run_check("token", Installation(variables=variables))
    assert line.state is state
    assert told in line.message
    assert SECRET not in repr(line)
    assert bool(line.remedy) is (state is State.error)


@pytest.mark.parametrize("name", ["token", "clock"])
def test_offline_nobody_is_asked(name: str) -> None:
    asked: list[str] = []
    with serving(lambda _, path: asked.append(path)) as api_url:
        variables = {"TELEGRAM_API_URL": api_url, "TELEGRAM_BOT_TOKEN": TOKEN}
        (line,) = run_check(name, Installation(variables=variables, offline=True))
    assert line.state is State.skipped
    assert asked == []


def test_telegram_is_asked_once_for_all_that_is_told() -> None:
    asked: list[str] = []

    def answer(connection: socket.socket, path: str) -> None:
        asked.append(path)
        telling(reply(ME, date=now()))(connection, path)

    with serving(answer) as api_url:
        one = installation(api_url)
        lines = [*run_check("token", one), *run_check("clock", one)]
    assert asked == [f"/bot{TOKEN}/{method}" for method in telegram.METHODS]
    assert {line.state for line in lines} == {State.ok}
