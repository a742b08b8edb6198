"""The file that a post becomes."""

import re
import sys
from dataclasses import dataclass
from typing import Literal, Self

import yaml

from knowledge.decoding import normalise
from knowledge.errors import KindError
from knowledge.html_text import text_of
from knowledge.inference import title_in
from knowledge.language import language_of
from knowledge.limits import Limits
from knowledge.metadata import Metadata
from knowledge.reading import Reading
from knowledge.sidecar import given_above
from scripts.importing.answer import one_line
from scripts.importing.post import Post, RefusedPostError

ENDING = ".txt"
ImportStatus = Literal["draft", "approved"]
_NAME = f"document{ENDING}"
_PLACE = re.compile(rf"^{re.escape(_NAME)}(, line \d+)?: ")
# What no browser shows; the reader of text refuses the first of them.
_CONTROLS = dict.fromkeys([*range(32), 127]) | {11: " ", 12: " ", 9: "\t", 10: "\n"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A file's bytes, and the document's text that a reader will find in them."""

    content: bytes
    text: str

    @classmethod
    def of(cls, post: Post, status: ImportStatus, limits: Limits) -> Self:
        """The file of a post. Raises RefusedPostError for what the catalogue would refuse."""
        body = _body(post)
        first = title_in(body)
        title = normalise(post.title) or first
        if title is None:
            raise RefusedPostError("it has no title")
        text = f"{body}\n" if first == title else f"{title}\n\n{body}\n"
        told = {
            "title": title,
            "date": post.day,
            "kind": post.type.kind,
            "language": post.language or language_of(body),
            "url": post.link,
            "status": status,
        }
        given = {key: value for key, value in told.items() if value is not None}
        front = yaml.safe_dump(given, sort_keys=False, allow_unicode=True, width=sys.maxsize)
        content = f"---\n{front}---\n{text}".encode()
        _check(content, text, limits)
        return cls(content, text)


def _body(post: Post) -> str:
    html = normalise(post.html).translate(_CONTROLS)
    try:
        # A reference such as &#11; may have named a control again.
        text = normalise(text_of(html)).translate(_CONTROLS).strip()
    except (KindError, RecursionError, ValueError) as error:
        raise RefusedPostError(f"its HTML cannot be read: {one_line(error)}") from None
    if not text:
        raise RefusedPostError("it has no text")
    return text


def _check(content: bytes, text: str, limits: Limits) -> None:
    """Read the file as the catalogue will, so that it takes every file that is written."""
    try:
        reading = Reading.of(content, _NAME, limits.text)
        given_above(reading, _NAME).read(Metadata)
    except KindError as error:
        raise RefusedPostError(_PLACE.sub("", one_line(error))) from None
    if len(content) > limits.file or reading.text != text:
        raise RefusedPostError("its file is too large, or does not read back as it was written")
