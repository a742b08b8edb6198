"""What is logged: events and error names; never the token, never what anybody wrote."""

import logging
import sys
import traceback
from types import TracebackType
from urllib.parse import quote

# They log every address, the token in it, and at DEBUG every parameter, the questions in them.
_TALKATIVE = ("httpcore", "httpx", "telegram", "sentence_transformers", "transformers", "urllib3")
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
        logging.getLogger(name).setLevel(logging.CRITICAL)
    sys.excepthook = _log_uncaught


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger("bot").critical("stopped by an error", exc_info=(kind, error, trace))
