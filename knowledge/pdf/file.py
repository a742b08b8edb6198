"""A PDF file opened by pdfium, and everything that pdfium was asked to load closed again."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.errors import DocumentError
from knowledge.layout import Box
from knowledge.pdf.bullets import bullets
from knowledge.pdf.characters import TextPage
from knowledge.pdf.fragments import fragments
from knowledge.pdf.initials import with_initials
from knowledge.pdf.numbering import without_line_numbers
from knowledge.pdf.running import Page

MOST_PAGES = 2_000


@contextmanager
def opened(content: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF's bytes, opened. Raises DocumentError for what is none, or cannot be read."""
    # pdfium keeps its last error, and sets none for a file without pages. Here it gets one that
    # bytes in memory never have.
    pdfium.FPDF_LoadDocument(b"", None)
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"{name}: {_reason(error)}") from None
    try:
        if len(document) > MOST_PAGES:
            raise DocumentError(
                f"{name}: it has {len(document):,} pages, more than the {MOST_PAGES:,} allowed; "
                "split the document"
            )
        yield document
    finally:
        document.close()


def _reason(error: pypdfium2.PdfiumError) -> str:
    if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return "it is encrypted; save it without a password"
    if error.err_code == pdfium.FPDF_ERR_FILE:
        return "it has no pages; save it again as a PDF"
    return "it is not a PDF, or it is damaged; save it again as a PDF"


def pages_of(
    document: pypdfium2.PdfDocument, name: str
) -> tuple[tuple[tuple[float, float], ...], list[Page]]:
    """The width and height of each page, and what it shows.

    Raises DocumentError for a page that is damaged, and for text that cannot be read.
    """
    sizes, pages = [], []
    for number in range(len(document)):
        size, page = _page(document, number, name)
        sizes.append(size)
        pages.append(page)
    return tuple(sizes), pages


def _page(
    document: pypdfium2.PdfDocument, number: int, name: str
) -> tuple[tuple[float, float], Page]:
    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            shown = TextPage(text.raw, Box(*page.get_bbox()))
            found = with_initials(without_line_numbers(fragments(shown.characters())))
            found += bullets(page.raw, shown.frame, found)
            return page.get_size(), Page(number, shown.frame.level, tuple(found))
    except pypdfium2.PdfiumError:
        raise DocumentError(
            f"{name}: page {number + 1} is damaged; save it again as a PDF"
        ) from None
