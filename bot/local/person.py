"""People who write to the bot: scripted in tests, or typing on the chat page."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from bot.local.entities import formatted
from bot.local.methods.messages import MAX_TEXT, without_reply
from bot.local.privacy import reaches_bot
from bot.local.text import utf16_length

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.local.chat import Chat
    from bot.local.events import Event
    from bot.local.telegram import Telegram
    from bot.local.wire import Fields

PATIENCE = 10.0
_MAX_UNREAD = 5_000
_MEMBER = {"status": "member"}


class Person:
    """One person with Telegram on a phone: a private chat with the bot, and any groups joined.

    Parameters
    ----------
    telegram: where this person lives.
    first_name, language_code: what the bot is told about the person.
    user_id: a new one by default; ids in `roles` settings are compared with it.
    """

    def __init__(
        self,
        telegram: Telegram,
        first_name: str = "Ana",
        *,
        user_id: int | None = None,
        language_code: str = "en",
        username: str = "",
    ) -> None:
        self.telegram = telegram
        self.id = user_id if user_id is not None else telegram.new_id()
        self.user: Fields = {"id": self.id, "is_bot": False, "first_name": first_name}
        self.user |= {"username": username} if username else {}
        self.user["language_code"] = language_code
        self.chat = telegram.private_chat(self.user)
        self.actions: list[str] = []
        self._chats = {self.chat.id}
        self._unread: deque[Fields] = deque(maxlen=_MAX_UNREAD)
        self._answers: dict[str, Fields] = {}
        self._news = asyncio.Event()
        self.leave = telegram.events.watch(self._notice)

    @property
    def language_code(self) -> str:
        """The language of the person's Telegram."""
        return str(self.user["language_code"])

    def speak(self, language_code: str) -> None:
        """Changes the language of the person's Telegram."""
        self.user = {**self.user, "language_code": language_code}
        self.telegram.events.tell("profile", self.chat.id, {})

    def join(self, *chats: Chat) -> None:
        """Reads along in groups or channels from now on."""
        self._chats |= {chat.id for chat in chats}

    async def send(
        self, text: str, *, chat: Chat | None = None, reply_to: int | Fields | None = None
    ) -> Fields:
        """Sends a text, cleaned, trimmed and with the entities that a client would find.

        Raises
        ------
        ValueError: for a text that a client would not send: an empty or over-long one.
        """
        body, entities = formatted(text, None)
        if not body.strip() or utf16_length(body) > MAX_TEXT:
            raise ValueError(f"a client sends 1 to {MAX_TEXT} characters, not {len(body)}")
        fields: Fields = {"text": body, "entities": entities} if entities else {"text": body}
        return await self.send_other(chat=chat, reply_to=reply_to, **fields)

    async def send_other(
        self, *, chat: Chat | None = None, reply_to: int | Fields | None = None, **fields: object
    ) -> Fields:
        """Sends a message with any fields: see `payloads` for photos, stickers and the like."""
        where = self._at(chat)
        where.started = True
        message = self.telegram.post(
            where, self._author(where) | self._reply(where, reply_to) | fields
        )
        if reaches_bot(where, message, self.telegram.profile.user):
            kind = "channel_post" if where.kind == "channel" else "message"
            self.telegram.updates.put(kind, message)
        return message

    async def edit(self, message: int | Fields, text: str, *, chat: Chat | None = None) -> Fields:
        """Edits an own message."""
        where = self._at(chat)
        body, entities = formatted(text, None)
        changes: Fields = {"text": body, "entities": entities or None}
        changes["edit_date"] = int(self.telegram.today())
        edited = self.telegram.change(where, where.messages[_number(message)], changes)
        if reaches_bot(where, edited, self.telegram.profile.user):
            kind = "edited_channel_post" if where.kind == "channel" else "edited_message"
            self.telegram.updates.put(kind, edited)
        return edited

    async def press(self, message: int | Fields, button: str, *, chat: Chat | None = None) -> str:
        """Presses the callback button with this text; gives the callback query's id.

        Raises
        ------
        LookupError: when the message, as it is now, has no such button.
        """
        current = self.message(message, chat=chat) or {}
        rows = current.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [one for row in rows for one in row]
        for one in buttons:
            if one["text"] == button and "callback_data" in one:
                return await self.press_data(message, one["callback_data"], chat=chat)
        raise LookupError(f"no button {button!r} among {[one['text'] for one in buttons]}")

    async def press_data(
        self, message: int | Fields, data: str, *, chat: Chat | None = None
    ) -> str:
        """Sends a callback query with any data, forged data too; gives the query's id."""
        return self.telegram.ask(self.user, self._at(chat), _number(message), data)

    async def deliver(self, **update: Fields) -> int | None:
        """Delivers an update as it is, `edited_message={…}` for instance; gives its id."""
        ((kind, payload),) = update.items()
        return self.telegram.updates.put(kind, payload)

    async def next_message(self, timeout: float = PATIENCE) -> Fields:  # noqa: ASYNC109
        """The next message that the bot sent or edited and that was not read here yet."""
        return (await self.replies(1, timeout))[0]

    async def replies(self, count: int, timeout: float = PATIENCE) -> list[Fields]:  # noqa: ASYNC109
        """The next messages that the bot sent or edited, oldest first.

        Raises
        ------
        TimeoutError: when fewer came; they are named in it and remain unread.
        """
        try:
            await self._until(lambda: len(self._unread) >= count, timeout)
        except TimeoutError as error:
            texts = [message.get("text", message) for message in self._unread]
            raise TimeoutError(f"{count} replies expected, {len(texts)} came: {texts}") from error
        return [self._unread.popleft() for _ in range(count)]

    async def answer(self, query_id: str, timeout: float = PATIENCE) -> Fields:  # noqa: ASYNC109
        """What the bot answered to a pressed button: text, show_alert and url."""
        await self._until(lambda: query_id in self._answers, timeout)
        return self._answers.pop(query_id)

    @property
    def unread(self) -> list[Fields]:
        """What the bot has sent or edited and was not taken by `replies` yet."""
        return list(self._unread)

    def message(self, message: int | Fields, *, chat: Chat | None = None) -> Fields | None:
        """A message as it is now; None when it was deleted."""
        return self._at(chat).messages.get(_number(message))

    def messages(self, *, chat: Chat | None = None) -> list[Fields]:
        """The conversation as it is now, oldest first."""
        return list(self._at(chat).messages.values())

    def menu(self, *, chat: Chat | None = None) -> list[Fields]:
        """The commands offered to this person."""
        return self.telegram.profile.menu(self._at(chat), self.id, self.language_code)

    async def block(self) -> None:
        """Blocks the bot, which is told so."""
        self._switch(blocked=True)

    async def unblock(self) -> None:
        """Lets the bot write again."""
        self._switch(blocked=False)

    def _switch(self, *, blocked: bool) -> None:
        self.chat.blocked = blocked
        bot = {"user": self.telegram.profile.user}
        gone = {"status": "kicked", "until_date": 0}
        old, new = (_MEMBER, gone) if blocked else (gone, _MEMBER)
        change: Fields = {"chat": self.chat.fields, "from": self.user}
        change |= {"date": int(self.telegram.today())}
        change |= {"old_chat_member": bot | old, "new_chat_member": bot | new}
        self.telegram.updates.put("my_chat_member", change)

    def _at(self, chat: Chat | None) -> Chat:
        return chat or self.chat

    def _author(self, chat: Chat) -> Fields:
        if chat.kind == "channel":
            return {"sender_chat": chat.fields}
        return {"from": self.user}

    def _reply(self, chat: Chat, reply_to: int | Fields | None) -> Fields:
        if reply_to is None:
            return {}
        return {"reply_to_message": without_reply(chat.messages[_number(reply_to)])}

    def _notice(self, event: Event) -> None:
        if event.chat_id not in self._chats:
            return
        author = event.fields.get("from", {}).get("id")
        if event.kind in {"message", "edit"} and author == self.telegram.profile.user["id"]:
            self._unread.append(event.fields)
        elif event.kind == "answer" and event.fields["user_id"] == self.id:
            self._answers[event.fields["query_id"]] = event.fields
        elif event.kind == "action":
            self.actions.append(event.fields["action"])
        self._news.set()

    async def _until(self, ready: Callable[[], bool], seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not ready():
                self._news.clear()
                await self._news.wait()


def _number(message: int | Fields) -> int:
    return message if isinstance(message, int) else int(message["message_id"])
