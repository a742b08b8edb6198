"""The Bot API over HTTP: `/bot<token>/<method>`."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.local.gate import BodyTooLargeError
from bot.local.parameters import read_parameters
from bot.local.wire import Answer, ApiError

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.local.telegram import Telegram

_UNAUTHORIZED = ApiError(401, "Unauthorized")
_NOT_FOUND = ApiError(404, "Not Found")
_TOO_LARGE = ApiError(413, "Request Entity Too Large")


def api_app(telegram: Telegram) -> Starlette:
    """The application that serves the Bot API's methods."""

    async def call(request: Request) -> JSONResponse:
        given = request.path_params["token"]
        if not secrets.compare_digest(given.encode(), telegram.token.encode()):
            return _json(Answer.refusal(_UNAUTHORIZED))
        try:
            body = await request.body()
            kind = request.headers.get("content-type", "")
            parameters = read_parameters(request.url.query, kind, body)
        except ApiError as error:
            return _json(Answer.refusal(error))
        except BodyTooLargeError:
            return _json(Answer.refusal(_TOO_LARGE))
        calling = telegram.call(request.path_params["method"], parameters)
        return _json(await _unless_gone(request, asyncio.create_task(calling)))

    async def unknown(request: Request) -> JSONResponse:  # noqa: ARG001
        return _json(Answer.refusal(_NOT_FOUND))

    methods = ["GET", "POST"]
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=methods),
            Route("/{path:path}", unknown, methods=methods),
        ]
    )
    app.router.redirect_slashes = False
    return app


async def _unless_gone(request: Request, calling: asyncio.Task[Answer]) -> Answer:
    """The answer; a bot that was killed in its long poll must not go on waiting here."""
    leaving = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({calling, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
    if calling.done():
        return calling.result()
    calling.cancel()
    return Answer.refusal(_NOT_FOUND)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _json(answer: Answer) -> JSONResponse:
    return JSONResponse(answer.body, answer.status)
