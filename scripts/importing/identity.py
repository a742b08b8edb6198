"""The id that a post's document gets."""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from scripts.importing.post import Post

LONGEST = 80
_OTHER = re.compile(r"[^a-z0-9]+")


def identities(post: Post) -> Iterator[str]:
    """Ids for a post, the best first: its slug, with its type, with its number too."""
    slug, kind = _folded(unquote(post.slug)), _folded(post.type.slug) or "post"
    if slug:
        yield _joined(slug)
        yield _joined(slug, kind)
    yield _joined(slug or kind, *([kind] if slug else []), str(post.number))


def _joined(first: str, *others: str) -> str:
    tail = "".join(f"-{other}" for other in others)
    return first[: LONGEST - len(tail)].rstrip("-") + tail


def _folded(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words.lower())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _OTHER.sub("-", letters).strip("-")
