"""Message entities: checked as Telegram checks them, found as Telegram's clients find them."""

from __future__ import annotations

import re
from typing import Any

from bot.local.text import cleaned, trimmed, utf16_length
from bot.local.urls import checked_url
from bot.local.wire import ApiError, Fields, bad_request

MAX_ENTITIES = 100
_FOUND_BY_TELEGRAM = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
    "bank_card_number",
}  # fmt: skip
_STYLES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote",
    "expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji",
    "date_time",
}  # fmt: skip
_REQUIRED = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
_OPAQUE = {"code", "pre", "text_link", "text_mention", *_FOUND_BY_TELEGRAM}
_LOW_SURROGATES = range(0xDC00, 0xE000)

_URL = r"(?:https?://[^\s<>\"]+|(?<![\w@./-])(?:[\w-]+\.)+(?:com|org|net|gov|edu|info|int|io|me|us|mx)\b(?:/[^\s<>\"]*)?)"
_COMMAND = r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?\b(?!/)"
_PATTERNS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("url", re.compile(_URL, re.IGNORECASE)),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{2,31}\b", re.ASCII)),
    ("bot_command", re.compile(_COMMAND, re.ASCII)),
    ("hashtag", re.compile(r"(?<!\w)#\w*[^\W\d_]\w*")),
)  # fmt: skip


def formatted(text: str, raw: object) -> tuple[str, list[Fields]]:
    """A text and its entities as Telegram keeps them: cleaned, trimmed, checked, in order.

    Raises
    ------
    ApiError: 400, for an entity that no client could show.
    """
    given = _checked(text, raw)
    clean = cleaned(text)
    for entity in given:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        entity["offset"] = clean.moved[start]
        entity["length"] = clean.moved[end] - clean.moved[start]
    first = min((entity["offset"] for entity in given), default=len(clean.text))
    body, cut = trimmed(clean.text, first)
    kept = [moved for entity in given if (moved := _shifted(entity, cut, utf16_length(body)))]
    return body, merged(kept, found(body))


def found(text: str) -> list[Fields]:
    """What Telegram sees by itself: links, addresses, mentions, commands, hashtags."""
    entities: list[Fields] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            part = match.group().rstrip(".,;:!?'»”)") if kind == "url" else match.group()
            entity = {
                "type": kind,
                "offset": utf16_length(text[: match.start()]),
                "length": utf16_length(part),
            }
            if not any(_overlap(entity, other) for other in entities):
                entities.append(entity)
    return _in_order(entities)


def merged(given: list[Fields], seen: list[Fields]) -> list[Fields]:
    """Given entities with those seen by Telegram, except where a link or code stands already."""
    opaque = [entity for entity in given if entity["type"] in _OPAQUE]
    free = [one for one in seen if not any(_overlap(one, other) for other in opaque)]
    return _in_order(given + free)[:MAX_ENTITIES]


def _checked(text: str, raw: object) -> list[Fields]:
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise bad_request("expected an Array of MessageEntity")
    if len(raw) > MAX_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    units = text.encode("utf-16-le", "surrogatepass")
    checked = [_entity(one) for one in raw]
    for entity in checked:
        _check_bounds(entity, units)
    return [entity for entity in checked if entity["length"] and entity["type"] in _STYLES]


def _entity(raw: Any) -> Fields:  # noqa: ANN401 - JSON of any shape arrives here
    if not isinstance(raw, dict):
        raise _unparsed("Expected an Object")
    for name in ("offset", "length"):
        if not isinstance(raw.get(name), int):
            raise _unparsed(f'Can\'t find field "{name}"')
    kind = raw.get("type")
    if kind not in _STYLES | _FOUND_BY_TELEGRAM:
        raise _unparsed("Unsupported type specified")
    required = _REQUIRED.get(kind)
    if required and required not in raw:
        raise _unparsed(f'Can\'t find field "{required}"')
    entity = dict(raw)
    if kind == "text_link":
        entity["url"] = checked_url(str(raw["url"]), "entity")
    return entity


def _check_bounds(entity: Fields, units: bytes) -> None:
    start, length = entity["offset"], entity["length"]
    end, whole = start + length, len(units) // 2
    if start < 0:
        raise bad_request(f"receive an entity with incorrect offset {start}")
    if length < 0:
        raise bad_request(f"receive an entity with incorrect length {length}")
    if start > whole or (start == whole and length):
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {start}")
    if end > whole:
        raise bad_request(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text"
            f" at UTF-16 offset {end}"
        )
    if _splits(units, start):
        where = _byte_offset(units, start)
        raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {where}")
    if _splits(units, end):
        where = _byte_offset(units, end)
        raise bad_request(
            f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol"
            f" at byte offset {where}"
        )


def _splits(units: bytes, offset: int) -> bool:
    unit = units[2 * offset : 2 * offset + 2]
    return len(unit) == len("xx") and int.from_bytes(unit, "little") in _LOW_SURROGATES


def _byte_offset(units: bytes, offset: int) -> int:
    before = units[: 2 * (offset - 1)].decode("utf-16-le", "surrogatepass")
    return len(before.encode("utf-8", "surrogatepass")) + len("\U0001f600".encode())


def _shifted(entity: Fields, cut: int, whole: int) -> Fields | None:
    offset = entity["offset"] - cut
    length = min(entity["length"], whole - offset)
    return {**entity, "offset": offset, "length": length} if length > 0 else None


def _overlap(one: Fields, other: Fields) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def _in_order(entities: list[Fields]) -> list[Fields]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _unparsed(reason: str) -> ApiError:
    return bad_request(f"can't parse MessageEntity: {reason}")
