"""A saved page of a website: its article."""

from knowledge.content import Content
from knowledge.decoding import decode, normalise
from knowledge.errors import DocumentError
from knowledge.html_text import HtmlError, parsed
from knowledge.web.article import article_in
from knowledge.web.charset import declared_charset, encoding_of, is_mislabelled
from knowledge.web.properties import head_title, properties_of
from knowledge.web.refusal import reason_against


def prepare() -> None:
    """Loads the lists of words that trafilatura tells articles by."""
    article_in("<html><body><article><p>The lamp is lit.</p></article></body></html>", "")


def read(content: bytes, name: str) -> Content:
    """The article of a web page, and what the page says of itself.

    Raises DocumentError for bytes that are not in the encoding that the page names, and for a page
    that holds no article or whose article cannot be told from the rest.
    """
    label = declared_charset(content)
    encoding = encoding_of(label) if label else ""
    if encoding is None:
        raise DocumentError(
            f"{name}: it says that it is in {label!r}, which this program does not read; save the "
            "page as UTF-8"
        )
    if encoding and is_mislabelled(content, encoding):
        raise DocumentError(
            f"{name}: it is UTF-8 but says that it is in {label!r}; write `utf-8` in its `charset`"
        )
    html = normalise(decode(content, name, encoding))
    try:
        root = parsed(html)
        reason = reason_against(root)
        text = None if reason else article_in(html, head_title(root))
    except HtmlError as error:
        raise DocumentError(f"{name}: {error}") from None
    if reason:
        raise DocumentError(f"{name}: {reason}")
    if text is None:
        raise DocumentError(
            f"{name}: its article cannot be told from the rest of the page; save its text as .txt"
        )
    return Content(text=text, properties=properties_of(root))
