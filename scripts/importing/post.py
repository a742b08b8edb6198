"""A post of a WordPress site, as the REST API gives it, checked."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from markupsafe import Markup

from scripts.command import CommandError
from scripts.importing.answer import one_line
from scripts.importing.post_type import PostType

MAX_HTML = 2_000_000
_LONGEST_TITLE = 250  # of a document's metadata
_LONGEST_MARKUP = 10_000
_LARGEST_NUMBER = 2**63
_LANGUAGE_KEYS = ("lang", "polylang_current_lang", "wpml_current_locale")
_HALF = re.compile("[\ud800-\udfff]")  # which no file can hold
_FIRST_YEAR = 1990
_CODE_LENGTH = 2  # of a language


class RefusedPostError(CommandError):
    """A post cannot become a document; the message is the reason alone."""


@dataclass(frozen=True, slots=True)
class Post:
    """A published post. `modified` is the site's own word for when, and is only compared."""

    type: PostType
    number: int
    slug: str
    modified: str
    title: str
    html: str
    link: str | None
    day: date | None
    language: str | None

    @classmethod
    def read(cls, item: dict[str, Any], kind: PostType, number: int) -> Self:
        """A post from the JSON of it. Raises RefusedPostError for what is no post with a text."""
        content = item.get("content")
        if isinstance(content, dict) and content.get("protected"):
            raise RefusedPostError("it is protected by a password")
        html = _rendered(content)
        if not html.strip():
            raise RefusedPostError("it has no text")
        if len(html) > MAX_HTML:
            raise RefusedPostError(f"its text has {len(html):,} characters, at most {MAX_HTML:,}")
        return cls(
            type=kind,
            number=number,
            slug=str(item.get("slug") or "")[:1000],
            modified=modified_of(item),
            title=_title(_rendered(item.get("title"))),
            html=html,
            link=_link(item.get("link")),
            day=_day(item.get("date")),
            language=_language(item),
        )


def number_of(item: object) -> int | None:
    """A post's number on its site; None where it has none."""
    number = item.get("id") if isinstance(item, dict) else None
    return number if type(number) is int and 0 < number < _LARGEST_NUMBER else None


def modified_of(item: dict[str, Any]) -> str:
    """When a post was modified, in UTC where the site says so."""
    stamps = (item.get(key) for key in ("modified_gmt", "modified"))
    return next((one_line(stamp) for stamp in stamps if stamp and isinstance(stamp, str)), "")


def moment_of(modified: str) -> datetime | None:
    """The moment that a site's word for it means; None for no moment since there is a web."""
    try:
        moment = datetime.fromisoformat(modified).replace(tzinfo=None)
    except ValueError:
        return None
    return moment if moment.year >= _FIRST_YEAR else None


def _rendered(value: object) -> str:
    words = value.get("rendered") if isinstance(value, dict) else value
    if not isinstance(words, str):
        return ""
    if _HALF.search(words):
        raise RefusedPostError("it holds half of a character")
    return words


def _title(markup: str) -> str:
    """A title without tags, entities decoded, on one line."""
    if len(markup) > _LONGEST_MARKUP:
        raise RefusedPostError(f"its title has {len(markup):,} characters, at most 250")
    words = Markup(markup).striptags()  # noqa: S704 (taken apart, shown nowhere)
    # What a browser does not show is no part of the title.
    title = "".join(c for c in words if c.isprintable() or c.isspace())
    if len(title) > _LONGEST_TITLE:
        raise RefusedPostError(f"its title has {len(title):,} characters, at most 250")
    return " ".join(title.split())


def _link(value: object) -> str | None:
    return value if value and isinstance(value, str) else None


def _day(value: object) -> date | None:
    """The day on which it was published where the site is."""
    if value is None or value == "":
        return None
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        raise RefusedPostError(f"its date {one_line(value)!r} is none") from None


def _language(item: dict[str, Any]) -> str | None:
    """The language that a plug-in for translations names: `es`, `es_MX`, `es-419`."""
    for key in _LANGUAGE_KEYS:
        code = str(item.get(key) or "").replace("_", "-").partition("-")[0].lower()
        if len(code) == _CODE_LENGTH and code.isascii() and code.isalpha():
            return code
    return None
