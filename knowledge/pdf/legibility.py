"""Whether the text that is drawn on pages can be read at all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.errors import DocumentError
from knowledge.pdf.characters import UNREADABLE
from knowledge.pdf.fragments import Fragment, Token
from knowledge.pdf.running import Page

# The share of words that may have an unreadable character: a logo, a formula.
_MOST_BROKEN = 0.01
_ALLOWED = 3
_BULLET = "•"


def refuse_illegible(pages: Sequence[Page], name: str) -> None:
    """Raise DocumentError for pages without words, and for words of fonts that tell no letters."""
    words = [token.text for page in pages for f in page.fragments for token in f.tokens]
    broken = sum(UNREADABLE in word for word in words)
    if broken > _ALLOWED + _MOST_BROKEN * len(words) or 2 * broken > len(words):
        raise DocumentError(
            f"{name}: its text cannot be read (the fonts lack a Unicode map); OCR it"
        )
    if not any(character.isalpha() for word in words for character in word):
        raise DocumentError(f"{name}: there is no text in it; OCR it first")


def legible(page: Page) -> Page:
    """A page without the words that nothing of can be read; before other words such is a bullet."""
    found = (_legible(fragment) for fragment in page.fragments)
    return replace(page, fragments=tuple(fragment for fragment in found if fragment))


def _legible(fragment: Fragment) -> Fragment | None:
    if not any(UNREADABLE in token.text for token in fragment.tokens):
        return fragment
    tokens = tuple(_tokens(fragment))
    return replace(fragment, tokens=tokens) if tokens else None


def _tokens(fragment: Fragment) -> Iterator[Token]:
    first, *others = fragment.tokens
    if first.text.strip(UNREADABLE):
        yield first
    elif others:
        yield replace(first, text=_BULLET)
    yield from (token for token in others if token.text.strip(UNREADABLE))
