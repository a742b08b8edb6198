"""Small PDF files written by hand, for what no program at hand would write."""

from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = b"%PDF-1.4\n"


@dataclass(frozen=True)
class Sheet:
    """A page: what is drawn on it, in PDF's own operators with the fonts /F and /B (bold)."""

    drawn: str
    attributes: str = ""


def line(x: float, y: float, words: str, size: float = 12, font: str = "F") -> str:
    """The operators that draw words in Windows-1252 from a point on."""
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET\n"


def lines(x: float, y: float, text: Sequence[str], leading: float = 14, size: float = 12) -> str:
    """The operators that draw lines one below the other."""
    return "".join(line(x, y - leading * n, words, size) for n, words in enumerate(text))


def pdf(*sheets: Sheet | str, to_unicode: str = "", encoding: str = "") -> bytes:
    """A PDF of pages of 400 by 400 points; `to_unicode` maps codes of the font /F."""
    pages = [sheet if isinstance(sheet, Sheet) else Sheet(sheet) for sheet in sheets]
    mapped = "/ToUnicode 5 0 R" if to_unicode else ""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        _font("Helvetica", mapped, encoding),
        _font("Helvetica-Bold", "", ""),
        _stream(to_unicode),
    ]
    for n, page in enumerate(pages):
        used = f"/Resources<</Font<</F 3 0 R/B 4 0 R>>>>/Contents {7 + 2 * n} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]{used}{page.attributes}>>")
        objects.append(_stream(page.drawn))
    return _written(objects)


def unicode_map(codes: dict[int, str]) -> str:
    """A CMap from codes of one byte to what they read."""
    rows = "\n".join(
        f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for code, text in codes.items()
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Map def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _font(name: str, mapped: str, encoding: str) -> str:
    encoding = encoding or "/WinAnsiEncoding"
    return f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding {encoding}{mapped}>>"


def _stream(content: str) -> str:
    return f"<</Length {len(content.encode('cp1252'))}>>stream\n{content}\nendstream"


def _written(objects: Sequence[str]) -> bytes:
    out = bytearray(_HEAD)
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + content.encode("cp1252") + b"\nendobj\n"
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ).encode()
    return bytes(out)
