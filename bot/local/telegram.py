"""Telegram in memory: users, chats, messages, and the bot's side of them."""

from __future__ import annotations

import itertools
import secrets
import string
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.local.chat import Chat
from bot.local.events import Events
from bot.local.methods import METHODS
from bot.local.profile import Profile
from bot.local.updates import UpdateQueue
from bot.local.wire import Answer, ApiError, Fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.local.methods.registry import Method
    from bot.local.parameters import Parameters

BOT_ID = 7_000_000_001
MAX_REQUESTS = 20_000
MAX_QUERIES = 1_000
_TOKEN_LETTERS = string.ascii_letters + string.digits + "_-"


@dataclass
class Request:
    """One line of the server's log.

    `arrived` and `answered` are the clock's seconds; `answer` is None until there is one.
    """

    method: str
    parameters: Fields
    arrived: float
    answered: float | None = None
    answer: Answer | None = None


@dataclass
class Query:
    """A pressed button which waits for its `answerCallbackQuery`."""

    user_id: int
    chat_id: int
    asked: float


class Telegram:
    """Everything that Telegram's servers would know about one bot and the people around it.

    Parameters
    ----------
    name, username: the bot's, as `getMe` gives them.
    clock: monotonic seconds, for pacing, the log and the life of a callback query.
    today: seconds since 1970, for the dates of messages.
    query_lifetime: for how many seconds a callback query can be answered.
    """

    def __init__(
        self,
        *,
        name: str = "KIND Positions",
        username: str = "kind_positions_bot",
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], float] = time.time,
        query_lifetime: float = 60.0,
    ) -> None:
        self.clock = clock
        self.today = today
        self.query_lifetime = query_lifetime
        self.token = f"{BOT_ID}:AA{''.join(secrets.choice(_TOKEN_LETTERS) for _ in range(33))}"
        self.profile = Profile(_bot_user(name, username))
        self.updates = UpdateQueue(clock)
        self.events = Events()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.requests: deque[Request] = deque(maxlen=MAX_REQUESTS)
        self.closed = False
        self._failures: deque[tuple[str, ApiError]] = deque()
        self._ids = itertools.count(100_000_001)
        self._messages = itertools.count(1)

    async def call(self, method: str, parameters: Parameters) -> Answer:
        """Carries out a method of the Bot API for the bot, and logs it."""
        request = Request(method, parameters.plain(), self.clock())
        self.requests.append(request)
        request.answer = await self._answer(method, parameters)
        request.answered = self.clock()
        return request.answer

    def requests_to(self, method: str) -> list[Request]:
        """The logged requests to a method, oldest first."""
        return [one for one in self.requests if one.method.lower() == method.lower()]

    def fail(self, method: str, error: ApiError, *, times: int = 1) -> None:
        """Makes the next calls of a method fail, as in a flood (429) or an outage (502)."""
        self._failures.extend([(method.lower(), error)] * times)

    def new_id(self) -> int:
        """An id for a user or a chat that nobody has yet."""
        return next(self._ids)

    def private_chat(self, user: Fields) -> Chat:
        """The chat of a user with the bot; the bot may not write to it before the user has."""
        shown = ("first_name", "last_name", "username")
        fields = {"id": user["id"], "type": "private"}
        fields |= {name: user[name] for name in shown if user.get(name)}
        return self._add(Chat(fields, self._messages))

    def group(self, title: str = "Newsroom", *, kind: str = "supergroup") -> Chat:
        """A new group with the bot in it; `kind` is `supergroup` or `group`."""
        if kind == "group":
            fields = {"id": -self.new_id(), "type": kind, "title": title}
            return self._add(Chat(fields, self._messages, started=True))
        return self._add(self._numbered(title, kind))

    def channel(self, title: str = "Press desk") -> Chat:
        """A new channel with the bot as an administrator."""
        return self._add(self._numbered(title, "channel"))

    def post(self, chat: Chat, fields: Fields) -> Fields:
        """Adds a message to a chat and tells the watchers; gives the whole `Message`."""
        message: Fields = {"message_id": next(chat.numbers), "date": int(self.today())}
        message |= {"chat": chat.fields, **fields}
        chat.keep(message)
        self.events.tell("message", chat.id, message)
        return message

    def change(self, chat: Chat, message: Fields, fields: Fields) -> Fields:
        """Puts a new version in a message's place; fields that are None go."""
        merged = {**message, **fields}
        edited = {name: value for name, value in merged.items() if value is not None}
        chat.keep(edited)
        self.events.tell("edit", chat.id, edited)
        return edited

    def ask(self, user: Fields, chat: Chat, message_id: int, data: str) -> str:
        """Presses a callback button for a user; gives the id of the callback query."""
        query_id = str(secrets.randbelow(10**18) + 10**17)
        self.queries[query_id] = Query(user["id"], chat.id, self.clock())
        if len(self.queries) > MAX_QUERIES:
            del self.queries[next(iter(self.queries))]
        gone = {"chat": chat.fields, "message_id": message_id, "date": 0}
        payload = {"id": query_id, "from": user, "chat_instance": str(abs(chat.id) * 7919)}
        payload |= {"message": chat.messages.get(message_id, gone), "data": data}
        self.updates.put("callback_query", payload)
        return query_id

    def close(self) -> None:
        """Ends everything that waits: long polls and the pages' streams."""
        self.closed = True
        self.updates.close()
        self.events.tell("closed", 0, {})

    async def _answer(self, method: str, parameters: Parameters) -> Answer:
        try:
            self._fail_if_asked(method)
            return Answer.of(await _action(method)(self, parameters))
        except ApiError as error:
            return Answer.refusal(error)

    def _fail_if_asked(self, method: str) -> None:
        if self.closed:
            raise ApiError(500, "Internal Server Error: restart")
        for failure in self._failures:
            if failure[0] == method.lower():
                self._failures.remove(failure)
                raise failure[1]

    def _numbered(self, title: str, kind: str) -> Chat:
        chat_id = -1_000_000_000_000 - self.new_id()
        return Chat({"id": chat_id, "type": kind, "title": title}, started=True)

    def _add(self, chat: Chat) -> Chat:
        self.chats[chat.id] = chat
        return chat


def _action(method: str) -> Method:
    action = METHODS.get(method.lower())
    if action is None:
        raise ApiError(404, "Not Found: method not found")
    return action


def _bot_user(name: str, username: str) -> Fields:
    switches = (
        "can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business",
        "has_main_web_app", "has_topics_enabled", "allows_users_to_create_topics",
    )  # fmt: skip
    user = {"id": BOT_ID, "is_bot": True, "first_name": name, "username": username}
    return user | {"can_join_groups": True} | dict.fromkeys(switches, False)
