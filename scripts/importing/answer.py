"""What a site answers to one request."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from scripts.command import CommandError

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_OK = 200
_LONGEST = 200


class SiteError(CommandError):
    """A site cannot be asked any further."""


class AnswerError(SiteError):
    """One answer of a site is of no use; others may be."""


class DeniedError(AnswerError):
    """A site answers with an error; `code` is WordPress's name of it."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


def one_line(value: object) -> str:
    """Words of a site's or of a library's, fit for one short line of a message."""
    words = " ".join(str(value).split())
    shown = "".join(c if c.isprintable() else "\ufffd" for c in words)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: where it came from, its status, its headers, its body unpacked."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes

    @property
    def redirects(self) -> bool:
        """Whether it only names another address."""
        return self.status in _REDIRECTS and "location" in self.headers

    def read(self) -> Any:  # noqa: ANN401 (whatever the JSON holds)
        """The body's JSON. Raises AnswerError for another status than 200, and for no JSON."""
        if self.status != _OK:
            raise self._denial()
        return self._json()

    def number(self, header: str) -> int | None:
        """A header's whole number; None where there is none."""
        written = self.headers.get(header, "")
        return int(written[:18]) if written.isascii() and written.isdigit() else None

    def _json(self) -> Any:  # noqa: ANN401
        try:
            return json.loads(self.body)
        except RecursionError:
            raise AnswerError("the answer is JSON nested too deeply") from None
        except ValueError:
            kind = one_line(self.headers.get("content-type", "of no kind"))
            raise AnswerError(f"the answer is not JSON, though it says {kind}") from None

    def _denial(self) -> DeniedError:
        try:
            told = self._json()
        except AnswerError:  # a page for people
            told = None
        told = told if isinstance(told, dict) else {}
        code, message = (one_line(told.get(key) or "") for key in ("code", "message"))
        words = " ".join(filter(None, [f"the answer is {self.status}", code, message]))
        return DeniedError(words, code)
