"""Requests to Telegram that are made again until they are through."""

import asyncio
import json
import logging
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

_LOG = logging.getLogger(__name__)
# What carries an answer. The rest is a courtesy, or has a loop of its own.
_KEPT = frozenset({"sendMessage", "editMessageText"})
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0
_MOST_REFUSALS = 10


class SteadyRequest(HTTPXRequest):
    """A request class in which an answer is sent again while Telegram cannot be reached.

    An unreachable network is waited for without limit, as nothing else could be done meanwhile.
    Telegram's own errors (5xx, 429) are taken ten times, so that one message that it never takes
    does not hold up its chat for ever.
    """

    async def do_request(
        self,
        url: str,
        method: str,
        *args: Any,  # noqa: ANN401 (handed on)
        **kwargs: Any,  # noqa: ANN401 (handed on)
    ) -> tuple[int, bytes]:
        """Make a request; again, for as long as it takes, when it carries an answer."""
        endpoint = url.rpartition("/")[2]
        if endpoint not in _KEPT:
            return await super().do_request(url, method, *args, **kwargs)
        wait, refusals = _FIRST_WAIT, 0
        while True:
            try:
                code, payload = await super().do_request(url, method, *args, **kwargs)
            except NetworkError as error:
                _LOG.warning("%s: %s; trying again", endpoint, type(error).__name__)
            else:
                refusals += 1
                if not _is_passing(code) or refusals == _MOST_REFUSALS:
                    return code, payload
                _LOG.warning("%s: HTTP %d; trying again", endpoint, code)
                wait = max(wait, _asked_wait(payload))
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)


def _is_passing(code: int) -> bool:
    return code == HTTPStatus.TOO_MANY_REQUESTS or code >= HTTPStatus.INTERNAL_SERVER_ERROR


def _asked_wait(payload: bytes) -> float:
    """The seconds that Telegram asks to wait; 0 where it does not say."""
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 0.0
