"""The address of a site, and which other addresses are still the same site."""

import re

import httpx

from scripts.command import CommandError

_HOST = re.compile(rb"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_FORM = "a site's address is https:// and a host, such as https://example.org"


def read_address(written: str) -> httpx.URL:
    """An address as a person gives it; https where it names no scheme. Raises CommandError."""
    whole = written.strip()
    try:
        url = httpx.URL(whole if "://" in whole else f"https://{whole}")
    except (httpx.InvalidURL, ValueError):
        raise CommandError(f"{written!r}: {_FORM}") from None
    if url.scheme not in ("http", "https") or not _HOST.fullmatch(url.raw_host):
        raise CommandError(f"{written!r}: {_FORM}")
    if url.userinfo:
        raise CommandError(f"{url.host}: {_FORM}, without a name or a password in it")
    return url.copy_with(fragment=None)


def is_same_site(url: httpx.URL, other: httpx.URL) -> bool:
    """Whether `other` has the host and port of `url`, and is not less safe: https stays https."""
    schemes = (url.scheme, other.scheme)
    return (
        url.host == other.host
        and url.port == other.port
        and not other.userinfo
        and schemes in (("http", "http"), ("http", "https"), ("https", "https"))
    )


def site_name(root: httpx.URL) -> str:
    """What a site is called whether it is asked through /wp-json/ or through ?rest_route=/."""
    path = root.path.rstrip("/").removesuffix("/wp-json").removesuffix("/index.php")
    return f"{root.netloc.decode('ascii')}{path}".rstrip("/")
