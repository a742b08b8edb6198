"""An answer is sent until Telegram takes it; all else is tried once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from telegram import Bot, Message
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot import request
from bot.local.person import Person
from bot.local.server import LocalServer
from bot.local.telegram import Telegram
from bot.local.wire import ApiError, bad_request, too_many_requests
from bot.request import SteadyRequest

OUTAGE = ApiError(502, "Bad Gateway")
MOST = 10


class Pauses:
    """The request's waits: each is noted, and over at once but for the one that is `held`.

    That is the first of so many seconds, or the one that makes it so many waits.
    """

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.held: float | None = None
        self.held_at: int | None = None
        self.holding = asyncio.Event()
        self.release = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        if seconds == self.held or len(self.asked) == self.held_at:
            self.holding.set()
            await self.release.wait()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> Pauses:
    held = Pauses()
    monkeypatch.setattr(request, "asyncio", SimpleNamespace(sleep=held.sleep))
    return held


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with LocalServer() as running:
        yield running


@asynccontextmanager
async def _bot(api_url: str, token: str) -> AsyncIterator[Bot]:
    sending, polling = SteadyRequest(8), SteadyRequest(1)
    async with sending, polling:
        yield Bot(token, f"{api_url}/bot", request=sending, get_updates_request=polling)


@pytest.fixture
async def bot(server: LocalServer) -> AsyncIterator[Bot]:
    async with _bot(server.api_url, server.token) as made:
        yield made


def _person(telegram: Telegram) -> Person:
    person = Person(telegram)
    person.chat.started = True
    return person


async def test_an_answer_is_sent_again_after_an_outage_until_it_is_through(
    server: LocalServer, bot: Bot, pauses: Pauses
) -> None:
    ana = _person(server.telegram)
    server.telegram.fail("sendMessage", OUTAGE, times=4)
    await bot.send_message(ana.id, "an answer")
    assert (await ana.next_message())["text"] == "an answer"
    assert pauses.asked == [0.5, 1.0, 2.0, 4.0]


async def test_the_wait_that_telegram_asks_for_is_kept_and_only_by_that_chat(
    server: LocalServer, bot: Bot, pauses: Pauses
) -> None:
    ana, ben = _person(server.telegram), _person(server.telegram)
    server.telegram.fail("sendMessage", too_many_requests(17))
    pauses.held = 17
    held = asyncio.create_task(bot.send_message(ana.id, "to Ana"))
    await pauses.holding.wait()
    await bot.send_message(ben.id, "to Ben")
    assert (await ben.next_message())["text"] == "to Ben"
    assert ana.unread == []
    pauses.release.set()
    await held
    assert (await ana.next_message())["text"] == "to Ana"
    assert pauses.asked == [17]


@pytest.mark.parametrize(
    ("refusal", "kind"), [(OUTAGE, NetworkError), (too_many_requests(3), RetryAfter)]
)
async def test_after_ten_refusals_an_answer_is_given_up(
    server: LocalServer, bot: Bot, pauses: Pauses, refusal: ApiError, kind: type[TelegramError]
) -> None:
    ana = _person(server.telegram)
    server.telegram.fail("sendMessage", refusal, times=MOST)
    with pytest.raises(kind):
        await bot.send_message(ana.id, "an answer")
    assert len(server.telegram.requests_to("sendMessage")) == MOST
    assert len(pauses.asked) == MOST - 1
    assert max(pauses.asked) <= 30


async def test_what_telegram_will_never_take_is_not_sent_again(
    server: LocalServer, bot: Bot, pauses: Pauses
) -> None:
    ana = _person(server.telegram)
    server.telegram.fail("sendMessage", bad_request("chat not found"))
    with pytest.raises(BadRequest):
        await bot.send_message(ana.id, "an answer")
    assert len(server.telegram.requests_to("sendMessage")) == 1
    assert pauses.asked == []


async def test_a_rewritten_answer_is_sent_again_too(
    server: LocalServer, bot: Bot, pauses: Pauses
) -> None:
    ana = _person(server.telegram)
    sent = await bot.send_message(ana.id, "an answer")
    server.telegram.fail("editMessageText", OUTAGE)
    await bot.edit_message_text("another", ana.id, sent.message_id)
    assert [m["text"] for m in await ana.replies(2)] == ["an answer", "another"]
    assert len(pauses.asked) == 1


COURTESIES: dict[str, Callable[[Bot, int], Awaitable[object]]] = {
    "sendChatAction": lambda bot, chat: bot.send_chat_action(chat, "typing"),
    "answerCallbackQuery": lambda bot, _: bot.answer_callback_query("1"),
    "setMyCommands": lambda bot, _: bot.set_my_commands([("help", "How to ask")]),
    "getMe": lambda bot, _: bot.get_me(),
    "getUpdates": lambda bot, _: bot.get_updates(timeout=0),
}


@pytest.mark.parametrize("method", COURTESIES)
async def test_a_courtesy_is_tried_once(
    server: LocalServer, bot: Bot, pauses: Pauses, method: str
) -> None:
    ana = _person(server.telegram)
    server.telegram.fail(method, OUTAGE)
    with pytest.raises(NetworkError):
        await COURTESIES[method](bot, ana.id)
    assert len(server.telegram.requests_to(method)) == 1
    assert pauses.asked == []


async def test_an_answer_waits_for_an_unreachable_network(pauses: Pauses) -> None:
    telegram = Telegram()
    async with LocalServer(telegram=telegram) as gone:
        port = gone.port
    telegram = Telegram()
    ana = _person(telegram)
    pauses.held = 30.0
    async with _bot(gone.api_url, telegram.token) as bot:
        sending = asyncio.create_task(bot.send_message(ana.id, "an answer"))
        await pauses.holding.wait()
        assert len(pauses.asked) == 7
        async with LocalServer(port=port, telegram=telegram):
            pauses.release.set()
            await sending
    assert (await ana.next_message())["text"] == "an answer"


async def test_a_network_that_stays_down_is_not_counted_as_a_refusal(pauses: Pauses) -> None:
    async with LocalServer() as gone:
        pass
    pauses.held_at = 3 * MOST
    async with _bot(gone.api_url, gone.token) as bot:
        sending = asyncio.create_task(bot.send_message(1, "an answer"))
        await pauses.holding.wait()
        assert not sending.done()
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending


async def test_a_waiting_answer_can_be_cancelled(
    server: LocalServer, bot: Bot, pauses: Pauses
) -> None:
    ana = _person(server.telegram)
    server.telegram.fail("sendMessage", too_many_requests(600))
    pauses.held = 600
    sending = asyncio.create_task(bot.send_message(ana.id, "an answer"))
    await pauses.holding.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert ana.unread == []


async def _serve(answers: list[bytes]) -> tuple[asyncio.Server, str]:
    """A server that gives each request the next of these answers, the last for ever."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n")
             if line.startswith(b"content-length:")), 0,
        )  # fmt: skip
        await reader.readexactly(length)
        writer.write(answers.pop(0) if len(answers) > 1 else answers[0])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _answer(status: str, body: bytes, kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode() + body


SENT = _answer(
    "200 OK",
    b'{"ok":true,"result":{"message_id":5,"date":1,"chat":{"id":1,"type":"private"},"text":"x"}}',
)


@pytest.mark.parametrize(
    "trouble",
    [
        _answer("502 Bad Gateway", b"<html><h1>502 Bad Gateway</h1></html>", "text/html"),
        _answer("504 Gateway Timeout", b""),
        _answer("429 Too Many Requests", b"<html>slow down</html>", "text/html"),
        _answer("429 Too Many Requests", b'{"ok":false,"error_code":429,"parameters":null}'),
        _answer("500 Internal Server Error", b"[]"),
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{",
        b"no HTTP at all\r\n\r\n",
    ],
    ids=["html", "empty", "429 html", "429 null", "list", "cut off", "cut short", "no http"],
)
async def test_whatever_stands_between_answers_badly_the_answer_is_sent_again(
    pauses: Pauses, trouble: bytes
) -> None:
    server, api_url = await _serve([trouble, trouble, SENT])
    async with server, _bot(api_url, "1:a") as bot:
        sent = await bot.send_message(1, "an answer")
    assert isinstance(sent, Message)
    assert pauses.asked == [0.5, 1.0]
