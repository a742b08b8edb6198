"""Addresses in buttons and links, checked as Telegram checks them."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.local.wire import bad_request

_SCHEMES = {"http", "https", "tg", "ton"}


def checked_url(url: str, where: str) -> str:
    """The address as Telegram gives it back, with a scheme and a path.

    Raises
    ------
    ApiError: 400, for what is no address of the web or of Telegram.
    """
    address = url if ":" in url.partition("/")[0] else f"http://{url}"
    problem = _problem(url, address)
    if problem:
        raise bad_request(f"{where} URL '{url}' is invalid: {problem}")
    parts = urlsplit(address)
    if parts.scheme in {"http", "https"} and not parts.path:
        return parts._replace(path="/").geturl()
    return address


def _problem(url: str, address: str) -> str | None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    if parts.scheme not in _SCHEMES:
        return "Unsupported URL protocol"
    if not url or not host:
        return "URL host is empty"
    if parts.scheme in {"http", "https"} and "." not in host.strip("."):
        return "Wrong HTTP URL"
    return None
