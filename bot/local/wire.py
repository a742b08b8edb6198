"""What travels between a bot and Telegram: JSON objects, answers and errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

Fields: TypeAlias = dict[str, Any]
"""A JSON object as the Bot API writes it."""

_NAMES = {400: "Bad Request", 403: "Forbidden", 409: "Conflict"}


class ApiError(Exception):
    """A request which Telegram refuses.

    Parameters
    ----------
    code: the `error_code`, which is also the HTTP status.
    reason: Telegram's wording, without the "Bad Request: " before it.
    parameters: `ResponseParameters`, such as `{"retry_after": 3}`.
    """

    def __init__(self, code: int, reason: str, parameters: Fields | None = None) -> None:
        self.code = code
        self.description = f"{_NAMES[code]}: {reason}" if code in _NAMES else reason
        self.parameters = parameters
        super().__init__(self.description)


def bad_request(reason: str) -> ApiError:
    """The error 400 with Telegram's wording after "Bad Request: "."""
    return ApiError(400, reason)


def forbidden(reason: str) -> ApiError:
    """The error 403 with Telegram's wording after "Forbidden: "."""
    return ApiError(403, reason)


def too_many_requests(seconds: int) -> ApiError:
    """The error 429, which asks the bot to wait so many seconds."""
    reason = f"Too Many Requests: retry after {seconds}"
    return ApiError(429, reason, {"retry_after": seconds})


@dataclass(frozen=True)
class Answer:
    """What a request gets: an HTTP status and the JSON object in its body."""

    status: int
    body: Fields

    @classmethod
    def of(cls, result: object) -> Answer:
        """The answer to a request which was carried out."""
        return cls(200, {"ok": True, "result": result})

    @classmethod
    def refusal(cls, error: ApiError) -> Answer:
        """The answer to a request which was refused."""
        body: Fields = {"ok": False, "error_code": error.code, "description": error.description}
        if error.parameters:
            body["parameters"] = error.parameters
        return cls(error.code, body)
