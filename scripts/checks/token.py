"""The token: Telegram takes it, inline mode is on, and no webhook takes the messages away."""

import re
from collections.abc import Iterator

from bot.errors import SettingsError
from scripts.checks.check import Check
from scripts.checks.installation import Installation
from scripts.checks.telegram import Reply, UnreachableError

_NAME = "token"
_USERNAME = re.compile(r"[A-Za-z0-9_]{5,32}")
_NETWORK = "check this machine's network, and TELEGRAM_API_URL where it is set; then run this again"
_ADDRESS = "check TELEGRAM_API_URL where it is set, and whether a proxy answers; try again later"
_COPY = "copy it again from @BotFather (/mybots, API Token), and set TELEGRAM_BOT_TOKEN anew"
_INLINE = "send /setinline to @BotFather, choose this bot, and send what is shown while one types"
_WEBHOOK = (
    "end the program that set it, then run "
    'curl "https://api.telegram.org/bot$TELEGRAM_BOT_TOKEN/deleteWebhook"'
)


def check(installation: Installation) -> Iterator[Check]:
    """What Telegram says of the bot; of its words only the bot's name is shown."""
    try:
        replies = installation.replies
    except SettingsError as error:
        yield Check.told(_NAME, error, "correct that variable")
        return
    except UnreachableError as error:
        yield Check.error(_NAME, str(error), _NETWORK)
        return
    me = replies["getMe"].result
    if me is None:
        yield _refused(replies["getMe"])
        return
    username = me.get("username")
    known = isinstance(username, str) and _USERNAME.fullmatch(username)
    yield Check.ok(_NAME, f"Telegram takes it, for {f'@{username}' if known else 'a bot'}")
    yield _inline(me.get("supports_inline_queries"))
    yield _webhook(replies["getWebhookInfo"])


def _refused(reply: Reply) -> Check:
    if reply.is_refusal:
        return Check.error(_NAME, "Telegram does not take it", _COPY)
    told = f"what answers is not the Bot API, or out of order (HTTP {reply.status})"
    return Check.error(_NAME, told, _ADDRESS)


def _inline(supported: object) -> Check:
    if supported is True:
        return Check.ok("inline mode", "on")
    if supported is False:
        return Check.warning("inline mode", "off: nobody can ask from within another chat", _INLINE)
    return Check.skipped("inline mode", "the answer does not say whether it is on")


def _webhook(reply: Reply) -> Check:
    if reply.result is None:
        return Check.skipped("webhook", f"the answer does not say (HTTP {reply.status})")
    if reply.result.get("url"):
        told = "one is set, and while it is, Telegram gives the bot no messages"
        return Check.warning("webhook", told, _WEBHOOK)
    return Check.ok("webhook", "none")
