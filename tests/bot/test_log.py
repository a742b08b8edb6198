"""No line of the log holds the token, or what anybody wrote."""

import asyncio
import contextlib
import io
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from telegram import Bot

from bot.local.server import LocalServer
from bot.log import _TALKATIVE, RedactingFormatter, configure, log_stray

TAIL = "AAsecretsecretsecretsecret_secret-1"
TOKEN = f"7000000001:{TAIL}"
WORDS = "I am afraid of my uncle"
FORMS = [TOKEN, quote(TOKEN, safe=""), TOKEN.replace(":", "%3a"), TAIL]


class Log:
    """What stands on stderr, as UTF-8 that takes no half characters."""

    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        self.stream = io.TextIOWrapper(self.bytes, "utf-8", errors="strict", write_through=True)

    def begin(self, token: str) -> None:
        """Log to it from here on, as the bot does at DEBUG."""
        with contextlib.redirect_stderr(self.stream):
            configure("DEBUG", (token,))

    @property
    def written(self) -> str:
        return self.bytes.getvalue().decode()


@pytest.fixture
def log() -> Iterator[Log]:
    """The log as the bot sets it up, at DEBUG; all is put back after the test."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in _TALKATIVE}
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook, logging.raiseExceptions
    held = Log()
    held.begin(TOKEN)
    yield held
    sys.excepthook, sys.unraisablehook, threading.excepthook, logging.raiseExceptions = hooks
    logging.captureWarnings(False)  # noqa: FBT003 (the signature is logging's)
    root.handlers[:], _ = before
    root.setLevel(before[1])
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _raised(error: BaseException) -> BaseException:
    try:
        raise error
    except type(error) as raised:
        return raised


def _line(message: str, *arguments: object, error: BaseException | None = None) -> str:
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, message, arguments, told)
    return RedactingFormatter((TOKEN,)).format(record)


@pytest.mark.parametrize("form", FORMS)
def test_the_token_is_in_no_message_and_no_argument(form: str) -> None:
    for line in (
        _line(f"to {form} and {form}"),
        _line("to %s", form),
        _line("to %r", {"url": f"https://api.telegram.org/bot{form}/getMe"}),
    ):
        assert TAIL not in line
        assert "<token>" in line


def test_the_names_of_errors_are_written_and_their_messages_are_not() -> None:
    error = ValueError(f"{WORDS} {TOKEN}")
    error.__cause__ = _raised(KeyError(WORDS))
    line = _line("failed", error=_raised(error))
    assert "ValueError" in line
    assert "test_log.py" in line
    assert WORDS not in line
    assert TAIL not in line


def test_the_token_is_hidden_in_the_place_of_an_error_too() -> None:
    namespace: dict[str, object] = {}
    code = compile("def fail():\n    raise ValueError\n", f"/srv/{TAIL}/bot.py", "exec")
    exec(code, namespace)  # noqa: S102 (the code is the line above)
    try:
        namespace["fail"]()  # type: ignore[operator]
    except ValueError as error:
        line = _line("failed", error=error)
    assert "<token>" in line
    assert TAIL not in line


def test_a_logger_without_an_error_says_so_briefly(log: Log) -> None:
    logging.getLogger("bot").error("failed", exc_info=True)  # noqa: LOG014 (there is no error)
    assert "failed" in log.written


def test_an_uncaught_error_is_written_by_name_alone(log: Log) -> None:
    error = _raised(ValueError(f"{WORDS} {TOKEN}"))
    sys.excepthook(type(error), error, error.__traceback__)
    written = log.written
    assert "an uncaught error" in written
    assert "ValueError" in written
    assert WORDS not in written
    assert TAIL not in written


def test_an_error_that_ends_a_thread_is_written_by_name_alone(
    log: Log,
) -> None:
    def fail() -> None:
        raise ValueError(WORDS)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    written = log.written
    assert "ValueError" in written
    assert WORDS not in written


async def test_an_error_of_a_task_that_nobody_awaits_is_written_by_name_alone(
    log: Log,
) -> None:
    async def fail() -> None:
        raise ValueError(f"{WORDS} {TOKEN}")

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log_stray)
    task = asyncio.create_task(fail())
    await asyncio.wait({task})
    del task
    written = log.written
    assert "nobody awaited" in written
    assert "ValueError" in written
    assert WORDS not in written
    assert TAIL not in written


async def test_an_error_of_a_callback_is_written_without_its_arguments(
    log: Log,
) -> None:
    def fail(words: str) -> None:
        raise ValueError(words)

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log_stray)
    loop.call_soon(fail, WORDS)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    written = log.written
    assert "ValueError" in written
    assert WORDS not in written


def test_a_record_that_cannot_be_written_is_not_printed_instead(
    log: Log,
) -> None:
    logging.getLogger("bot").error("two %s of %s", WORDS)  # noqa: PLE1206 (the mistake is meant)
    logging.getLogger("bot").error("half \ud83d %s", WORDS[:4])
    assert WORDS not in log.written


def test_pythons_warnings_are_logged_without_the_token(log: Log) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)  # noqa: FBT003 (the signature is logging's)
        warnings.warn(f"{TOKEN} is old", UserWarning, stacklevel=1)
    written = log.written
    assert "UserWarning" in written
    assert TAIL not in written


async def test_at_debug_neither_a_request_nor_an_unreadable_update_shows_token_or_words(
    log: Log,
) -> None:
    async with LocalServer() as server:
        log.begin(server.token)
        async with Bot(server.token, base_url=f"{server.api_url}/bot") as bot:
            server.telegram.updates.put("message", {"text": WORDS})  # no chat, no date
            with pytest.raises(KeyError):
                await bot.get_updates(timeout=0)
    written = log.written
    assert "uvicorn" in written
    assert server.token.partition(":")[2] not in written
    assert WORDS not in written
