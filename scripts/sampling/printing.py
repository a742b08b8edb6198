"""A PDF of an article, with a running head and page numbers, drawn by pdfium."""

import ctypes
from collections.abc import Iterator
from io import BytesIO
from textwrap import wrap

import pypdfium2
import pypdfium2.raw as pdfium

from scripts.sampling.article import Article

_WIDTH, _HEIGHT = 612, 792  # points: a letter page
_LEFT, _TOP, _BOTTOM = 72, 690, 90
_SIZE, _LEADING = 11, 14
_COLUMNS = 88  # characters of a line
_HEAD = "Lantern House, Port Ember"


def printed(article: Article) -> bytes:
    """The article as a PDF file, of two pages or three."""
    document = pypdfium2.PdfDocument.new()
    try:
        font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
        for number, lines in enumerate(_pages(article), start=1):
            page = document.new_page(_WIDTH, _HEIGHT)
            _write(document, page, font, _HEAD, _HEIGHT - 40)
            _write(document, page, font, f"Page {number}", 40)
            for place, line in enumerate(lines):
                _write(document, page, font, line, _TOP - place * _LEADING)
            page.gen_content()
            page.close()
        file = BytesIO()
        document.save(file)
        pdfium.FPDFFont_Close(font)
    finally:
        document.close()
    return file.getvalue()


def _pages(article: Article) -> Iterator[list[str]]:
    lines: list[str] = []
    for paragraph in (article.title, article.dateline, *article.paragraphs):
        lines += [*wrap(paragraph, _COLUMNS), ""]
    held = (_TOP - _BOTTOM) // _LEADING
    for start in range(0, len(lines), held):
        yield lines[start : start + held]


def _write(
    document: pypdfium2.PdfDocument,
    page: pypdfium2.PdfPage,
    font: pdfium.FPDF_FONT,
    line: str,
    height: float,
) -> None:
    if not line:
        return
    drawn = pdfium.FPDFPageObj_CreateTextObj(document, font, _SIZE)
    words = ctypes.create_string_buffer(line.encode("utf-16-le") + b"\0\0")
    pdfium.FPDFText_SetText(drawn, ctypes.cast(words, pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPageObj_Transform(drawn, 1, 0, 0, 1, _LEFT, height)
    pdfium.FPDFPage_InsertObject(page, drawn)
