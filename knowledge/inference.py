"""What a document says of itself where its metadata is silent."""

import re
from datetime import date

from knowledge.blocks import BlockKind, blocks
from knowledge.dates import MONTHS
from knowledge.language import language_of

_LONGEST_TITLE = 250
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(\d{1,2})(?:st|nd|rd|th|\.?º)?"
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+{_DAY},?\s+(\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"\b{_DAY}\s+(?:de\s+)?({_MONTH})\.?,?\s+(?:del?\s+)?(\d{{4}})\b", re.IGNORECASE
)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")


def title_in(text: str) -> str | None:
    """The first line of a text, where it is one that can be a title."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = one_line(line.lstrip("# "))
    return line if 0 < len(line) <= _LONGEST_TITLE else None


def one_line(words: str) -> str:
    """Words as one line: one space between any two, and no character that is not shown."""
    return "".join(c for c in " ".join(words.split()) if c.isprintable()).strip()


def date_in(text: str) -> date | None:
    """The first date in a text's datelines."""
    for block in blocks(text):
        if block.kind is BlockKind.dateline and (found := _date(block.span.of(text))):
            return found
    return None


def _date(line: str) -> date | None:
    if found := _MONTH_FIRST.search(line):
        month, day, year = found.groups()
    elif found := _DAY_FIRST.search(line):
        day, month, year = found.groups()
    elif found := _ISO.search(line):
        year, month, day = found.groups()
    else:
        return None
    try:
        return date(int(year), MONTHS.get(month.casefold()) or int(month), int(day))
    except ValueError:
        return None


def language_in(text: str) -> str:
    """The language of a text; English where it does not tell."""
    return language_of(text) or "en"
