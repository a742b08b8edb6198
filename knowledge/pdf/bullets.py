"""Bullets that are drawn as shapes, as browsers draw them, rather than written."""

from collections.abc import Iterator, Sequence
from ctypes import byref, c_float

import pypdfium2.raw as pdfium

from knowledge.layout import Box
from knowledge.pdf.fragments import Fragment, Token
from knowledge.pdf.frame import Frame

_BULLET = "•"
# Shares of the size of the type that a bullet stands beside.
_SMALLEST, _LARGEST = 0.15, 0.7
_NEAREST, _FARTHEST = 0.2, 2.5
_ROUND = 0.25
_LARGEST_POINTS = 16.0


def bullets(
    page: pdfium.FPDF_PAGE, frame: Frame, fragments: Sequence[Fragment]
) -> Iterator[Fragment]:
    """A fragment for each bullet drawn before one of a page's fragments."""
    for shape in _shapes(page):
        level = frame.levelled(shape)
        beside = [fragment for fragment in fragments if _is_bullet(level, fragment)]
        if beside:
            item = min(beside, key=lambda fragment: fragment.left)
            token = Token(_BULLET, level.left, level.right, item.style, shape)
            ends = level.left, level.right
            yield Fragment(
                (token,), *ends, item.baseline, item.style, (False, True), order=item.order
            )


def _shapes(page: pdfium.FPDF_PAGE) -> Iterator[Box]:
    """The boxes of the shapes on a page that are about as wide as high, and small."""
    left, bottom, right, top = (c_float() for _ in range(4))
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        shape = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        pdfium.FPDFPageObj_GetBounds(shape, byref(left), byref(bottom), byref(right), byref(top))
        box = Box(left.value, bottom.value, right.value, top.value)
        width, height = box.right - box.left, box.top - box.bottom
        if 0 < height <= _LARGEST_POINTS and abs(width - height) <= _ROUND * height:
            yield box


def _is_bullet(shape: Box, fragment: Fragment) -> bool:
    size = fragment.style.size
    middle = (shape.bottom + shape.top) / 2
    return (
        _SMALLEST * size <= shape.top - shape.bottom <= _LARGEST * size
        and _NEAREST * size <= fragment.left - shape.right <= _FARTHEST * size
        and fragment.baseline < middle < fragment.top
    )
