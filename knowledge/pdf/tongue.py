"""Which language a few lines are in, as their commonest words tell."""

from collections.abc import Iterable

SPANISH = frozenset("el la los las de del que y en un una por con para se su".split())
ENGLISH = frozenset("the of and to in that for is on with as by it be at are was".split())
_LEAD = 3


def tongue(words: Iterable[str]) -> str | None:
    """English or Spanish, or None where there are too few words to tell."""
    lead = 0
    for word in words:
        lead += (word in SPANISH) - (word in ENGLISH)
    if abs(lead) < _LEAD:
        return None
    return "es" if lead > 0 else "en"
