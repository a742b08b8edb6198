"""Python: new enough, and of 64 bits."""

import sys
from collections.abc import Iterator

from scripts.checks.check import Check
from scripts.checks.installation import Installation

_NAME = "python"
_OLDEST = (3, 11)
_BITS = 64
_REMEDY = "install Python 3.11 or newer, of 64 bits; remove .venv; run ./scripts/start"


def check(_: Installation) -> Iterator[Check]:
    """Whether this Python can run the bot."""
    yield judged(sys.version_info[:3], bits=sys.maxsize.bit_length() + 1)


def judged(version: tuple[int, ...], *, bits: int) -> Check:
    """Whether a Python of this version can run the bot."""
    told = f"{'.'.join(map(str, version))}, {bits} bit"
    if version < _OLDEST:
        return Check.error(_NAME, f"{told}: older than 3.11", _REMEDY)
    if bits < _BITS:
        return Check.error(_NAME, f"{told}: the libraries are made for 64 bit only", _REMEDY)
    return Check.ok(_NAME, told)
