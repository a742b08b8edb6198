"""Whether a text read from a page has the page's words, all of each block and in their order."""

import re
from collections.abc import Iterator

from knowledge.web.runs import characters

_MARKER = re.compile(r"> |(?:#{1,6} )?(?:-|\d+\.|[a-z]+\.|[A-Z]+[.)])(?= )|#{1,6} ")
_ENDS = 30  # characters, too many to stand in two places by chance


def lines_of(text: str) -> Iterator[str]:
    """The paragraphs, items, headings and cells of a text, without their markers."""
    for line in text.split("\n"):
        marker = _MARKER.match(line)
        for cell in line[marker.end() if marker else 0 :].split("|"):
            if cell.strip():
                yield cell


def is_faithful(text: str, page: str) -> bool:
    """Whether each line of a text is one run of a page's characters, and in their order."""
    place = 0
    for line in lines_of(text):
        key = characters(line)
        found = page.find(key, place)
        if found < 0:
            return False
        place = found + len(key)
    return True


def is_within(key: str, told: str) -> bool:
    """Whether characters, or their beginning or end where they are many, stand in others."""
    if key in told:
        return bool(key)
    return len(key) > 2 * _ENDS and (key[:_ENDS] in told or key[-_ENDS:] in told)
