"""Who may speak to the server: any web page can post to loopback, so not everyone."""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 4 * 1024 * 1024
_SAFE_METHODS = {"GET", "HEAD"}
_CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Gate:
    """Lets requests through to the Bot API, or with the page's secret to the page.

    Refused are: another Host than this server's (a rebound name), another Origin (a foreign
    page), a body over the limit, and for the page a wrong secret or a change that no foreign page
    needs permission to send (anything but JSON). No CORS header is ever sent.

    Parameters
    ----------
    api, page: the applications behind the gate.
    port: this server's port.
    secret: the first part of the page's path.
    """

    def __init__(self, api: ASGIApp, page: ASGIApp, *, port: int, secret: str) -> None:
        self._api = api
        self._page = page
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._secret = secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        first = scope["path"].split("/")[1]
        is_page = secrets.compare_digest(first.encode(), self._secret.encode())
        app = self._page if is_page else self._api
        app = self._refusal(scope["method"], headers, is_page=is_page) or app
        with contextlib.suppress(ClientDisconnect):  # nobody is left to be answered
            await app(scope, _limited(receive), _hardened(send))

    def _refusal(self, method: str, headers: Headers, *, is_page: bool) -> ASGIApp | None:
        host = headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("Unknown host", 403)
        if headers.get("origin", f"http://{host}") != f"http://{host}":
            return PlainTextResponse("Foreign origin", 403)
        if _declared_length(headers) > MAX_BODY:
            return PlainTextResponse("Request Entity Too Large", 413)
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if is_page and method not in _SAFE_METHODS and kind != "application/json":
            return PlainTextResponse("Only JSON is taken", 415)
        return None


class BodyTooLargeError(Exception):
    """A body without a declared length went over the limit."""


def _declared_length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() else MAX_BODY + 1


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MAX_BODY:
            raise BodyTooLargeError
        return message

    return limited


def _hardened(send: Send) -> Send:
    async def hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(_HEADERS)
        await send(message)

    return hardened
