"""The chat page: its files, its stream of events and what the person on it does."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.local.gate import BodyTooLargeError
from bot.local.jsons import read_json
from bot.local.wire import ApiError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request

    from bot.local.events import Event
    from bot.local.person import Person
    from bot.local.wire import Fields

LANGUAGES = ("en", "es")
_STATIC = Path(__file__).with_name("static")
_FILES = {path.name: path for path in _STATIC.iterdir()}
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_HEARTBEAT = 15.0
_BACKLOG = 1_000
_RETRY = 1_000


class BadInputError(Exception):
    """What the page sent makes no sense; its text says why."""


def page_app(people: Sequence[Person]) -> Starlette:
    """The application under the secret path: one conversation for each of the people."""

    async def static(request: Request) -> Response:
        path = _FILES.get(request.path_params.get("file", "index.html"))
        if path is None:
            return Response(status_code=404)
        return FileResponse(path, media_type=f"{_TYPES[path.suffix]}; charset=utf-8")

    async def list_people(request: Request) -> Response:  # noqa: ARG001
        return JSONResponse([person.user for person in people])

    async def events(request: Request) -> Response:
        person = _person(people, request)
        if person is None:
            return Response(status_code=404)
        return StreamingResponse(_stream(person), media_type="text/event-stream")

    async def act(request: Request) -> Response:
        person = _person(people, request)
        action = _ACTIONS.get(request.path_params["action"])
        if person is None or action is None:
            return Response(status_code=404)
        try:
            return JSONResponse(await action(person, await _sent(request)))
        except (ApiError, BadInputError, LookupError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)
        except BodyTooLargeError:
            return Response(status_code=413)

    app = Starlette(
        routes=[
            Route("/{secret}/people", list_people),
            Route("/{secret}/people/{id:int}/events", events),
            Route("/{secret}/people/{id:int}/{action}", act, methods=["POST"]),
            Route("/{secret}/", static),
            Route("/{secret}/{file}", static),
        ]
    )
    app.router.redirect_slashes = False
    return app


async def send(person: Person, sent: Fields) -> Fields:
    """Sends a text for the person on the page."""
    text, reply_to = sent.get("text"), sent.get("reply_to")
    if not isinstance(text, str) or not isinstance(reply_to, int | None):
        raise BadInputError("text must be a string and reply_to a message's number")
    return await person.send(text, reply_to=reply_to)


async def press(person: Person, sent: Fields) -> Fields:
    """Presses a button for the person on the page."""
    message_id, data = sent.get("message_id"), sent.get("data")
    if not isinstance(message_id, int) or not isinstance(data, str):
        raise BadInputError("message_id must be a number and data a string")
    return {"query_id": await person.press_data(message_id, data)}


async def language(person: Person, sent: Fields) -> Fields:
    """Changes the language of the person's Telegram."""
    code = sent.get("language_code")
    if code not in LANGUAGES:
        raise BadInputError(f"language_code must be one of {', '.join(LANGUAGES)}")
    person.speak(code)
    return person.user


_ACTIONS = {"send": send, "press": press, "language": language}


def _person(people: Sequence[Person], request: Request) -> Person | None:
    wanted = request.path_params["id"]
    return next((person for person in people if person.id == wanted), None)


async def _sent(request: Request) -> Fields:
    sent = read_json(await request.body(), "the body is no JSON")
    if not isinstance(sent, dict):
        raise BadInputError("an object is expected")
    return sent


def _state(person: Person) -> Fields:
    return _profile(person) | {"kind": "state", "messages": person.messages()}


def _profile(person: Person) -> Fields:
    profile = person.telegram.profile
    return {
        "kind": "profile",
        "bot": profile.user | {"description": profile.description(person.language_code)},
        "person": person.user,
        "commands": person.menu(),
    }


async def _stream(person: Person) -> AsyncIterator[str]:
    """The conversation as it is, then everything that happens in it, as Server-Sent Events."""
    events: asyncio.Queue[Event] = asyncio.Queue(_BACKLOG)
    stop = person.telegram.events.watch(lambda event: _offer(events, event))
    try:
        yield f"retry: {_RETRY}\n{_line(_state(person))}"
        while not events.full() and not person.telegram.closed:
            try:
                async with asyncio.timeout(_HEARTBEAT):
                    event = await events.get()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if shown := _shown(person, event):
                yield _line(shown)
    finally:
        stop()


def _offer(events: asyncio.Queue[Event], event: Event) -> None:
    # A page that reads too slowly is cut off; it reconnects and gets the whole conversation.
    if not events.full():
        events.put_nowait(event)


def _shown(person: Person, event: Event) -> Fields | None:
    if event.kind == "profile":
        return _profile(person)
    if event.chat_id != person.chat.id:
        return None
    if event.kind in {"message", "edit"}:
        return {"kind": event.kind, "message": event.fields}
    return {**event.fields, "kind": event.kind}


def _line(fields: Fields) -> str:
    return f"data: {json.dumps(fields)}\n\n"
