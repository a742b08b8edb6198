"""Methods that answer queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.methods.registry import method
from bot.local.text import utf16_length
from bot.local.wire import bad_request

if TYPE_CHECKING:
    from bot.local.parameters import Parameters
    from bot.local.telegram import Telegram

MAX_ANSWER = 200


@method
async def answer_callback_query(telegram: Telegram, parameters: Parameters) -> bool:
    """Ends the wait of whoever pressed a button, with a notice or without."""
    text = parameters.text("text")
    if utf16_length(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = parameters.text("callback_query_id")
    query = telegram.queries.pop(query_id, None)
    if query is None or telegram.clock() - query.asked > telegram.query_lifetime:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    answer = {"query_id": query_id, "user_id": query.user_id, "text": text}
    answer |= {"show_alert": parameters.boolean("show_alert"), "url": parameters.text("url")}
    telegram.events.tell("answer", query.chat_id, answer)
    return True
