"""A chat and the messages in it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.local.wire import Fields

MAX_MESSAGES = 1_000
_GROUPS = {"group", "supergroup"}


@dataclass
class Chat:
    """A private chat, group or channel, as far as the bot is concerned.

    Parameters
    ----------
    fields: the Bot API's `Chat`.
    numbers: where the ids of new messages come from; private chats and basic groups share theirs.
    started: whether the bot may write: in a private chat, once the person has written.
    blocked: whether the person blocked the bot, or the group removed it.
    migrated_to: the id of the supergroup that a group has become.
    """

    fields: Fields
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    messages: dict[int, Fields] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The chat's id, positive for private chats only."""
        return int(self.fields["id"])

    @property
    def kind(self) -> str:
        """`private`, `group`, `supergroup` or `channel`."""
        return str(self.fields["type"])

    @property
    def is_group(self) -> bool:
        """Whether several people talk here."""
        return self.kind in _GROUPS

    def keep(self, message: Fields) -> None:
        """Stores a message or its new version; the oldest beyond the limit is forgotten."""
        self.messages[message["message_id"]] = message
        if len(self.messages) > MAX_MESSAGES:
            del self.messages[next(iter(self.messages))]

    def full(self) -> Fields:
        """The Bot API's `ChatFullInfo`."""
        gifts = (
            "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
            "gifts_from_channels",
        )  # fmt: skip
        return {
            **self.fields,
            "accent_color_id": abs(self.id) % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }
