"""PDF files that are broken, or made to break their reader."""

import zlib
from collections.abc import Iterable
from random import Random

from tests.knowledge.hostile.bombs import Made, deflated

_GIGABYTE = 1_000_000_000
_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def _shown(words: bytes) -> bytes:
    return b"BT /F1 12 Tf 72 700 Td (%s) Tj ET" % words


_SHOWN = _shown(b"The lamp is lit all night, and the door is open.")


def page(more: bytes = b"/MediaBox[0 0 612 792]") -> bytes:
    """A page whose content is object 4 and whose font is object 5."""
    return b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>%s>>" % more


def stream(content: bytes, more: bytes = b"") -> bytes:
    """A stream of an object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), more, content)


def pdf(objects: Iterable[bytes]) -> bytes:
    """A PDF file of these objects, which are numbered from 1; the first is its catalog."""
    written, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    return (
        b"%s" % written
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        + b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (count, len(written))
    )


def _plain(
    *,
    catalog: bytes = _CATALOG,
    pages: bytes = _PAGES,
    leaf: bytes | None = None,
    content: bytes | None = None,
    font: bytes = _FONT,
    more: Iterable[bytes] = (),
) -> bytes:
    return pdf((catalog, pages, leaf or page(), content or stream(_SHOWN), font, *more))


def _noise() -> bytes:
    return b"%PDF-1.7\n" + Random(4).randbytes(20_000)  # noqa: S311 (not for secrets)


def _bomb(words: bytes) -> bytes:
    packed = deflated(words, _GIGABYTE, wrapped=True)
    return _plain(content=stream(packed, b"/Filter/FlateDecode"))


def _packed_twice() -> bytes:
    packed = zlib.compress(deflated(b" ", _GIGABYTE, wrapped=True), 9)
    return _plain(content=stream(packed, b"/Filter[/FlateDecode/FlateDecode]"))


def _forms_within_forms() -> bytes:
    """Forms that each draw the next one twenty times, ten deep."""
    drawn = stream(b"/X Do " * 20, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources%s")
    forms = [drawn % b"<</XObject<</X %d 0 R>>>>" % (number + 1) for number in range(6, 16)]
    last = stream(_SHOWN, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    leaf = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 612 792]"
    leaf += b"/Resources<</XObject<</X 6 0 R>>>>>>"
    return _plain(leaf=leaf, content=stream(b"/X Do"), more=[*forms, last])


def _unnamed_letters() -> bytes:
    """Text in a font of its own, whose letters nothing names."""
    letter = stream(b"500 0 0 0 400 700 d1 0 0 400 700 re f")
    font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]"
    font += b"/FirstChar 1/LastChar 31/Widths[%s]" % (b"500 " * 31)
    names = b" ".join(b"/x%d" % number for number in range(1, 32))
    drawn = b" ".join(b"/x%d 6 0 R" % number for number in range(1, 32))
    font += b"/Encoding<</Differences[1 %s]>>/CharProcs<<%s>>>>" % (names, drawn)
    shown = b"BT /F1 12 Tf 72 700 Td <%s> Tj ET" % bytes(range(1, 32)).hex().encode()
    return _plain(content=stream(shown), font=font, more=[letter])


PDF: dict[str, Made] = {
    "header-only.pdf": b"%PDF-1.7\n",
    "after-the-header-noise.pdf": _noise,
    "no-pdf.pdf": b"The lamp is lit.\n" * 20,
    "cut.pdf": lambda: _plain()[:300],
    "no-pages.pdf": lambda: _plain(pages=b"<</Type/Pages/Kids[]/Count 0>>"),
    "no-words.pdf": lambda: _plain(content=stream(b"0 0 99 99 re f")),
    "pages-within-pages.pdf": lambda: _plain(pages=b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
    "claims-pages.pdf": lambda: _plain(pages=b"<</Type/Pages/Kids[3 0 R]/Count 100000>>"),
    "many-pages.pdf": lambda: _plain(
        pages=b"<</Type/Pages/Kids[%s]/Count 100000>>" % (b"3 0 R " * 100_000)
    ),
    "arrays-within-arrays.pdf": lambda: _plain(
        leaf=page(b"/MediaBox %s" % (b"[" * 100_000 + b"]" * 100_000))
    ),
    "huge-page.pdf": lambda: _plain(
        leaf=page(b"/MediaBox[0 0 1e30 1e30]"), content=stream(_shown(b"It is a huge page."))
    ),
    "zero-bomb.pdf": lambda: _bomb(b"\0"),
    "word-bomb.pdf": lambda: _bomb(_SHOWN + b"\n"),
    "packed-twice.pdf": _packed_twice,
    "forms-within-forms.pdf": _forms_within_forms,
    "unnamed-letters.pdf": _unnamed_letters,
    "own-length.pdf": lambda: _plain(
        content=b"<</Length 4 0 R>>stream\n%s\nendstream" % _shown(b"It is what it is.")
    ),
}
