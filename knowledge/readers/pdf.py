"""PDF: the text of its pages in reading order, and the place of each word on them."""

from knowledge.content import Content
from knowledge.layout import Layout
from knowledge.pdf.composition import Composition
from knowledge.pdf.dictionary import dictionary
from knowledge.pdf.file import opened, pages_of
from knowledge.pdf.flow import flow
from knowledge.pdf.legibility import legible, refuse_illegible
from knowledge.pdf.running import without_running


def prepare() -> None:
    """Load the dictionaries that tell divided words from compounds."""
    for language in ("en", "es"):
        dictionary(language)


def read(content: bytes, name: str) -> Content:
    """A PDF's text and layout.

    Running heads, running feet and numbers of pages are left out. A word divided at a line's end
    is one word again, in two boxes. Raises DocumentError for bytes that are not a PDF, for one that
    is encrypted, and for one without text that can be read.
    """
    with opened(content, name) as document:
        sizes, pages = pages_of(document, name)
    refuse_illegible(pages, name)
    text = [legible(page) for page in without_running(pages)]
    refuse_illegible(text, name)
    composed = Composition(flow(text))
    return Content(text=composed.text, layout=Layout(pages=sizes, words=tuple(composed.words)))
