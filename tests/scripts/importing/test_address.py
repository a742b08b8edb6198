"""Which address belongs to which site."""

import httpx
import pytest

from scripts.command import CommandError
from scripts.importing.address import is_same_site, read_address, site_name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("lantern.example", "https://lantern.example"),
        (" http://lantern.example/a#b ", "http://lantern.example/a"),
        ("https://Lantern.example:8443/?p=1", "https://lantern.example:8443/?p=1"),
    ],
)
def test_an_address_is_read_as_a_person_writes_it(written: str, read: str) -> None:
    assert read_address(written) == httpx.URL(read)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "https://",
        "ftp://lantern.example",
        "file:///etc/passwd",
        "https://a b",
        "https://[",
        "x:y@z",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(written: str) -> None:
    with pytest.raises(CommandError, match="a site's address is https:// and a host"):
        read_address(written)


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("https://a.example/x", "https://a.example/y?z", True),
        ("http://a.example", "https://a.example", True),
        ("http://a.example:80", "http://a.example", True),
        ("https://a.example", "http://a.example", False),
        ("https://a.example", "https://www.a.example", False),
        ("https://a.example", "https://a.example:8443", False),
        ("https://a.example", "https://a.example@b.example", False),
        ("https://a.example", "https://x:y@a.example", False),
        ("http://a.example", "ftp://a.example", False),
    ],
)
def test_only_the_same_host_as_safely_reached_is_the_same_site(
    here: str,
    there: str,
    same: bool,  # noqa: FBT001
) -> None:
    assert is_same_site(httpx.URL(here), httpx.URL(there)) is same


@pytest.mark.parametrize(
    ("root", "name"),
    [
        ("https://a.example/wp-json/", "a.example"),
        ("https://a.example/index.php?rest_route=/", "a.example"),
        ("https://a.example/index.php/wp-json/", "a.example"),
        ("http://a.example:8080/es/wp-json/", "a.example:8080/es"),
        ("https://a.example/es/?rest_route=/", "a.example/es"),
    ],
)
def test_a_site_has_one_name(root: str, name: str) -> None:
    assert site_name(httpx.URL(root)) == name
