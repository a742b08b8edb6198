"""What is logged: events and error names; never the token, never what anybody wrote."""

import asyncio
import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any
from urllib.parse import quote

_LOG = logging.getLogger("bot")

# They log addresses with the token in them, and parameters and exceptions with questions in them;
# python-telegram-bot does so even at CRITICAL, with the whole of an update that it cannot read.
_TALKATIVE = ("httpcore", "httpx", "telegram", "sentence_transformers", "transformers", "urllib3")
_NEVER = logging.CRITICAL + 1
_HIDDEN = "<token>"


class RedactingFormatter(logging.Formatter):
    """A log format in which secrets never appear, however they came into the record.

    Of an exception it writes the type and the places in the code, not the message, which may hold
    what a person wrote.
    """

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        forms = {form for secret in secrets for form in _forms(secret)}
        self._forms = sorted(forms, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, secrets replaced."""
        line = super().format(record)
        for form in self._forms:
            line = line.replace(form, _HIDDEN)
        return line

    def formatException(  # noqa: N802 (the name is logging's)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """Where an exception came from, and its type."""
        kind, _, trace = ei
        if kind is None:
            return ""
        return "".join(traceback.format_tb(trace)) + kind.__qualname__


def _forms(secret: str) -> tuple[str, ...]:
    _, _, tail = secret.partition(":")
    return tuple(form for form in (secret, quote(secret, safe=""), tail) if form)


def configure(level: str, secrets: tuple[str, ...]) -> None:
    """Log to stderr at a level, with these secrets redacted in all that is logged."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)  # noqa: FBT003 (the signature is logging's)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(_NEVER)
    logging.raiseExceptions = False  # else a record that cannot be written is printed as it is
    sys.excepthook = _log_uncaught
    sys.unraisablehook = lambda it: _log_uncaught(it.exc_type, it.exc_value, it.exc_traceback)
    threading.excepthook = lambda it: _log_uncaught(it.exc_type, it.exc_value, it.exc_traceback)


def log_stray(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log an error that nobody awaits; an event loop's exception handler.

    The loop's own message is left out: it holds the exception's, and so perhaps a person's words.
    """
    _LOG.error("an error that nobody awaited", exc_info=context.get("exception"))


def _log_uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    _LOG.critical("an uncaught error", exc_info=(kind, error or kind(), trace))
