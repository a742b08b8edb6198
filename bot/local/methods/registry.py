"""Which function carries out which method."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.local.parameters import Parameters
    from bot.local.telegram import Telegram

Method: TypeAlias = "Callable[[Telegram, Parameters], Awaitable[object]]"

METHODS: dict[str, Method] = {}
"""By the method's name in lower case, since Telegram does not mind the case."""


def method(function: Method) -> Method:
    """Registers a function: `send_message` is the Bot API's `sendMessage`."""
    METHODS[function.__name__.replace("_", "")] = function
    return function
