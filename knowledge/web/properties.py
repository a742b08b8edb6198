"""What a web page says of itself in its head."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from knowledge.content import Properties
from knowledge.metadata import Title, WebAddress
from knowledge.web.boilerplate import is_elsewhere

_ADDRESS = TypeAdapter[str](WebAddress)
_TITLE = TypeAdapter[str](Title)
_DAY = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?!\d)")
_LANGUAGE = re.compile(r"\s*([a-z]{2})(?:[-_].*)?\s*", re.IGNORECASE | re.DOTALL)
_SEPARATOR = r"\s*[|–—·•»«:-]\s*"
_ARTICLES = ("article", "newsarticle", "blogposting", "report", "pressrelease")
_DEEPEST = 20


def properties_of(root: Any) -> Properties:  # noqa: ANN401 (lxml has no types)
    """The title, day, language and address of a page, where it says them."""
    return Properties(
        title=_first(_TITLE, _titles(root)),
        date=next(_days(root), None),
        language=_language(root),
        url=_first(_ADDRESS, _addresses(root)),
    )


def head_title(root: Any) -> str:  # noqa: ANN401
    """What a page's head calls it, with the website's name."""
    titles = [*_meta(root, "og:title"), *_words(root, "title")]
    return " ".join(titles)


def _titles(root: Any) -> Iterator[str]:  # noqa: ANN401
    site = next(_meta(root, "og:site_name"), "")
    for found in _meta(root, "og:title"):
        yield _without(site, found)
    headings = list(_words(root, "h1"))
    if len(headings) == 1:
        yield headings[0]
    for found in _words(root, "title"):
        # A page that does not name its site sets it apart with a bar.
        yield _without(site, found) if site else re.split(r"\s+[|«»]\s+", found)[0]


def _without(site: str, title: str) -> str:
    """A title without the website's name before or behind it."""
    if not site:
        return title
    name = re.escape(site)
    return re.sub(f"^{name}{_SEPARATOR}|{_SEPARATOR}{name}$", "", title) or title


def _days(root: Any) -> Iterator[date]:  # noqa: ANN401
    for written in _moments(root):
        found = _DAY.match(written)
        try:
            yield date.fromisoformat(found[1] if found else "")
        except ValueError:
            continue


def _moments(root: Any) -> Iterator[str]:  # noqa: ANN401
    yield from _meta(root, "article:published_time")
    for script in root.iterfind('.//script[@type="application/ld+json"]'):
        try:
            told = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _published(told)
    for place in ("article", "main", "*"):
        for element in root.iterfind(f".//{place}//time[@datetime]"):
            names = element.get("class", "").split()
            if not is_elsewhere(element) and ("updated" not in names or "published" in names):
                yield element.get("datetime")


def _published(told: object, depth: int = 0) -> Iterator[str]:
    """The days of publication in a description by schema.org, of articles only."""
    if depth > _DEEPEST:
        return
    if isinstance(told, dict):
        kinds = told.get("@type")
        named = {str(k).casefold() for k in (kinds if isinstance(kinds, list) else [kinds])}
        if not named.isdisjoint(_ARTICLES) and isinstance(told.get("datePublished"), str):
            yield told["datePublished"]
        told = list(told.values())
    if isinstance(told, list):
        for inner in told:
            yield from _published(inner, depth + 1)


def _addresses(root: Any) -> Iterator[str]:  # noqa: ANN401
    for link in root.iterfind('.//link[@rel="canonical"]'):
        yield link.get("href", "").strip()
    yield from _meta(root, "og:url")


def _language(root: Any) -> str | None:  # noqa: ANN401
    page = next(root.iter("html"), None)
    found = _LANGUAGE.fullmatch(page.get("lang", "")) if page is not None else None
    return found[1].lower() if found else None


def _meta(root: Any, name: str) -> Iterator[str]:  # noqa: ANN401
    for key in ("property", "name"):
        for element in root.iterfind(f'.//meta[@{key}="{name}"]'):
            if content := " ".join(element.get("content", "").split()):
                yield content


def _words(root: Any, tag: str) -> Iterator[str]:  # noqa: ANN401
    for element in root.iter(tag):
        if words := " ".join("".join(element.itertext()).split()):
            yield words


def _first(kind: TypeAdapter[str], found: Iterator[str]) -> str | None:
    """The first that could stand in a document's metadata."""
    for value in found:
        try:
            return kind.validate_python(value)
        except ValidationError:
            continue
    return None
