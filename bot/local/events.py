"""What happens in the local Telegram, told to whoever watches: people and chat pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from bot.local.wire import Fields

Kind: TypeAlias = Literal["message", "edit", "delete", "action", "answer", "profile", "closed"]
Watcher: TypeAlias = Callable[["Event"], None]


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    Parameters
    ----------
    kind: a new message, an edit, a deletion, a chat action ("typing"), the answer to a callback
        query, a changed profile or command menu, or the end of the server.
    chat_id: where; 0 where no chat is concerned.
    fields: the message, or what else there is to know.
    """

    kind: Kind
    chat_id: int
    fields: Fields


class Events:
    """Tells every watcher of every event, in order."""

    def __init__(self) -> None:
        self._watchers: list[Watcher] = []

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Adds a watcher; gives the function that removes it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def tell(self, kind: Kind, chat_id: int, fields: Fields) -> None:
        """Tells every watcher."""
        event = Event(kind, chat_id, fields)
        for watcher in list(self._watchers):
            watcher(event)
