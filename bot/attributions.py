"""Who speaks in a quote, said above it."""

from collections.abc import Sequence
from functools import reduce

from bot.parts import Metadata, Phrase
from bot.rendering import utf16_length
from index.attribution import Attribution, Named
from knowledge.speakers import Affiliation

LONGEST_NAMES = 120  # UTF-16 units that fit above the longest quote; more is hardly a name


def attributed(attribution: Attribution, *, asked: bool) -> Phrase | None:
    """Whose words a quote is or holds; None where that need not be said.

    Words of others are never shown without it, nor those of the organisation's people where the
    quote does not name them in full ("Young added"). `asked` is whether the question is for
    somebody's own words: then it is always said, also of words that are nobody's.
    """
    ours = Affiliation.ours
    named = [
        one
        for one in attribution.speakers
        if asked or one.affiliation is not ours or not one.in_full
    ]
    if sum(utf16_length(one.name) for one in named) > LONGEST_NAMES:
        return Phrase("said_by_somebody")
    if named:
        throughout = len(named) == 1 and named[0].throughout
        return Phrase("said" if throughout else "said_in_part", {"speaker": _names(named)})
    if not asked:
        return None
    return Phrase("said_by_somebody" if attribution.unsure else "own_words")


def _names(named: Sequence[Named]) -> Metadata | Phrase:
    """The names, one after the other."""
    names: list[Metadata | Phrase] = [Metadata(one.name) for one in named]
    return reduce(lambda first, second: Phrase("names", {"first": first, "second": second}), names)
