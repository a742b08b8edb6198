"""Methods by which a bot gets its updates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.local.methods.registry import method
from bot.local.updates import MAX_LIMIT
from bot.local.wire import Fields, bad_request

if TYPE_CHECKING:
    from bot.local.parameters import Parameters
    from bot.local.telegram import Telegram


@method
async def get_updates(telegram: Telegram, parameters: Parameters) -> list[Fields]:
    """Unconfirmed updates; waits for one when there is none."""
    kinds = parameters.object("allowed_updates", "allowed updates")
    if kinds is not None:
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("expected an Array of String as allowed_updates")
        telegram.updates.subscribe(kinds)
    return await telegram.updates.get(
        parameters.integer("offset"),
        parameters.integer("limit", MAX_LIMIT),
        parameters.integer("timeout"),
    )


@method
async def delete_webhook(telegram: Telegram, parameters: Parameters) -> bool:
    """There is no webhook; drops the waiting updates when asked to."""
    if parameters.boolean("drop_pending_updates"):
        telegram.updates.clear()
    return True


@method
async def get_webhook_info(telegram: Telegram, parameters: Parameters) -> Fields:  # noqa: ARG001
    """That there is no webhook, and how many updates wait."""
    info: Fields = {"url": "", "has_custom_certificate": False}
    info["pending_update_count"] = len(telegram.updates)
    if telegram.updates.allowed:
        info["allowed_updates"] = sorted(telegram.updates.allowed)
    return info
