"""Plain text with YAML front matter."""

from knowledge.content import Content
from knowledge.decoding import decode, normalise
from knowledge.front_matter import split_front_matter


def read(content: bytes, name: str) -> Content:
    """A plain-text file's text and front matter.

    Raises DocumentError for bytes that are not text and for unfinished front matter.
    """
    return split_front_matter(normalise(decode(content, name)), name)
