"""What came of reading a file, and whether that is what may come of one."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from index.indexed import Indexed
from knowledge.document import Document, text_hash
from knowledge.errors import DocumentError
from knowledge.metadata import Metadata
from knowledge.reading import Reading
from knowledge.sentences import sentences_of
from knowledge.workers import Workers

_LAMP = b"The Lamp\n\nMay 4, 2023\n\nThe lamp is lit. It burns all night.\n"
_ORGANISATION = ("Lantern House",)
_LONGEST_MESSAGE = 2_000
_ENDINGS = (
    ("crashed", re.compile("broke off: the file is damaged")),
    ("time", re.compile("took longer than")),
    ("memory", re.compile("took more memory than")),
    ("output", re.compile("far more came out of it")),
    ("unreadable", re.compile(r"it cannot be read as \S* \((.*)\)")),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """How reading ended, in a word; `wrong` is what may not be, None where all is well."""

    ending: str
    wrong: str | None = None


def judged(workers: Workers, content: bytes, name: str) -> Judgement:
    """Read a file, and judge what comes of it.

    It is a reading whose parts agree, or one line that begins with the file's name; and after what
    ended its reader, the next file is read as if nothing had been.
    """
    try:
        reading, _ = workers.read(content, name)
    except DocumentError as error:
        ending = _ending(str(error))
        wrong = _wrong_words(str(error), name)
        if ending in ("crashed", "time", "memory", "output"):
            wrong = wrong or _wrong_afterwards(workers)
        return Judgement(ending, wrong)
    except Exception as error:  # noqa: BLE001 (whatever escapes is what is looked for)
        return Judgement("escaped", f"{type(error).__name__} reached whoever reads")
    return Judgement("read", _wrong_reading(reading) or _wrong_index(reading))


def _ending(message: str) -> str:
    for ending, pattern in _ENDINGS:
        if found := pattern.search(message):
            return f"{ending} ({found[1]})" if found.groups() else ending
    return "refused"


def _wrong_words(message: str, name: str) -> str | None:
    if not message.startswith(name):
        return "the message does not begin with the file's name"
    if not message.isprintable():
        return "the message is not one line that can be printed"
    return "the message is too long" if len(message) > _LONGEST_MESSAGE else None


def _wrong_reading(reading: Reading) -> str | None:
    text = reading.text
    if not unicodedata.is_normalized("NFC", text):
        return "the text is not NFC"
    if "\0" in text or "\r" in text:
        return "the text has a NUL or a carriage return"
    ends = [(0, 0), *((s.span.start, s.span.end) for s in sentences_of(reading.sentences))]
    ends.append((len(text), len(text)))
    if any(after[0] < before[1] for before, after in pairwise(ends)):
        return "the sentences do not follow one another"
    if any(text[before[1] : after[0]].strip() for before, after in pairwise(ends)):
        return "the sentences do not cover the text"
    return _wrong_layout(reading)


def _wrong_layout(reading: Reading) -> str | None:
    layout = reading.content.layout
    if layout is None:
        return None
    words = layout.words
    if any(not 0 <= w.start < w.end <= len(reading.text) for w in words):
        return "a word is not within the text"
    if any(not 0 <= w.page < len(layout.pages) for w in words):
        return "a word is on no page"
    if any(after.start < before.end for before, after in pairwise(words)):
        return "the words do not follow one another"
    return None


def _wrong_index(reading: Reading) -> str | None:
    """What is read is indexed in the program's own process, where nothing holds the damage."""
    metadata = Metadata(title="The Lamp")
    found = sentences_of(reading.sentences)
    document = Document(
        "lamp", reading.text, metadata, found, text_hash(reading.text), source="0" * 64
    )
    try:
        Indexed.of(document, _ORGANISATION)
    except Exception as error:  # noqa: BLE001 (whatever escapes is what is looked for)
        return f"its text cannot be indexed ({type(error).__name__})"
    return None


def _wrong_afterwards(workers: Workers) -> str | None:
    try:
        after, _ = workers.read(_LAMP, "lamp.txt")
    except DocumentError:
        return "the next file is refused"
    return None if after.text.encode() == _LAMP else "the next file is read otherwise"
