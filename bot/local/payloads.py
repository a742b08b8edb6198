"""What people send that is not text: `person.send_other(**payloads.sticker())`."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.local.wire import Fields


def photo(caption: str = "") -> Fields:
    """A photo in three sizes."""
    sizes = ((90, 67, 1_341), (320, 240, 19_512), (1280, 960, 143_220))
    photos = [_file(width=w, height=h, file_size=size) for w, h, size in sizes]
    return {"photo": photos, "caption": caption} if caption else {"photo": photos}


def sticker(emoji: str = "👍") -> Fields:
    """A sticker of a set."""
    kind = {"type": "regular", "is_animated": False, "is_video": False}
    shape = {"width": 512, "height": 512, "emoji": emoji, "set_name": "HotCherry"}
    return {"sticker": _file(**kind, **shape, file_size=23_466)}


def voice(seconds: int = 4) -> Fields:
    """A voice message."""
    return {"voice": _file(duration=seconds, mime_type="audio/ogg", file_size=4_000 * seconds)}


def document(name: str = "draft.docx", mime_type: str = "application/msword") -> Fields:
    """A file."""
    return {"document": _file(file_name=name, mime_type=mime_type, file_size=14_336)}


def contact(phone_number: str = "+12025550143", first_name: str = "Ana") -> Fields:
    """A shared telephone number."""
    return {"contact": {"phone_number": phone_number, "first_name": first_name}}


def location(latitude: float = 38.9007, longitude: float = -77.0365) -> Fields:
    """A place on the map."""
    return {"location": {"latitude": latitude, "longitude": longitude}}


def new_members(*users: Fields) -> Fields:
    """The service message that people, or bots, joined a group."""
    return {"new_chat_members": list(users)}


def left_member(user: Fields) -> Fields:
    """The service message that someone left a group."""
    return {"left_chat_member": user}


def _file(**fields: object) -> Fields:
    unique = secrets.token_urlsafe(11)
    return {"file_id": f"AgACAgEAAxkBAA{unique}AAQ", "file_unique_id": unique, **fields}
