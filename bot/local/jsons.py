"""JSON from outside, refused unless it can be written out again."""

from __future__ import annotations

import json
from typing import Any

from bot.local.wire import bad_request

MAX_DEPTH = 100  # as in TDLib


def read_json(content: str | bytes, problem: str) -> Any:  # noqa: ANN401 - JSON of any shape
    """The value of a JSON text.

    Parameters
    ----------
    problem: what is said of a text that is no JSON, or too deeply nested.

    Raises
    ------
    ApiError: 400, also for a string with half a surrogate pair and for a number without a value.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise bad_request(problem) from error
    if _is_deep(value):
        raise bad_request(problem)
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise bad_request("strings must be encoded in UTF-8") from error
    except ValueError as error:
        raise bad_request(problem) from error
    return value


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [inner for one in level for inner in _inside(one)]
    return bool(level)


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
