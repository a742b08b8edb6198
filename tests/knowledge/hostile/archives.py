"""DOCX files that are broken, or made to break their reader."""

import zlib
from collections.abc import Mapping
from io import BytesIO
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile

from tests.knowledge.hostile.bombs import Made, deflated

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" '
    b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_MAIN = "word/document.xml"
_DEEP = 100_000
_OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)  # how files of Word before 2007 begin


def document(body: str, before: str = "") -> bytes:
    """The main part of a DOCX file."""
    xml = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}{xml}'.encode()


def paragraph(words: str) -> str:
    """A paragraph of the main part."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


_LAMP = document(paragraph("The Lamp") + paragraph("The lamp is lit all night."))


def docx(main: bytes | None = _LAMP, members: Mapping[str, bytes] | None = None) -> bytes:
    """A DOCX file of this main part, or of none, and of further members."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        for name, content in {**({_MAIN: main} if main else {}), **(members or {})}.items():
            archive.writestr(name, content)
    return file.getvalue()


def _claiming(size: int, packed: bytes, claimed: int) -> bytes:
    """A DOCX file whose main part is deflated already, and claims a size that it need not have."""
    head = b"PK\x03\x04" + pack("<5H3I2H", 20, 0, 8, 0, 33, 0, len(packed), claimed, len(_MAIN), 0)
    local = head + _MAIN.encode() + packed
    entry = b"PK\x01\x02" + pack("<6H3I", 20, 20, 0, 8, 0, 33, 0, len(packed), claimed)
    entry += pack("<5H2I", len(_MAIN), 0, 0, 0, 0, 0, 0) + _MAIN.encode()
    end = b"PK\x05\x06" + pack("<4H2IH", 0, 0, 1, 1, len(entry), len(local), 0)
    assert size >= len(packed)
    return local + entry + end


def _bomb() -> bytes:
    size = 4_000_000_000
    return _claiming(size, deflated(b" ", size), size)


def _lying_bomb() -> bytes:
    size = 1_000_000_000
    return _claiming(size, deflated(b" ", size), 1000)


def _laughs() -> bytes:
    named = "".join(f'<!ENTITY l{level + 1} "{f"&l{level};" * 10}">' for level in range(12))
    return docx(
        document(paragraph("&l12;"), f'<!DOCTYPE d [<!ENTITY l0 "The lamp is lit. ">{named}]>')
    )


def _outside() -> bytes:
    declared = '<!DOCTYPE d [<!ENTITY o SYSTEM "file:///etc/hostname">]>'
    return docx(document(paragraph("The lamp is lit: &o;."), declared))


def _deep() -> bytes:
    opened = "<w:tbl><w:tr><w:tc>" * (_DEEP // 3)
    closed = "</w:tc></w:tr></w:tbl>" * (_DEEP // 3)
    return docx(document(opened + paragraph("The lamp is lit.") + closed))


def _bad_sum() -> bytes:
    content = docx()
    sum_ = pack("<I", zlib.crc32(_LAMP))
    assert content.count(sum_) == 2
    return content.replace(sum_, b"\0\0\0\0")


def _many() -> bytes:
    return docx(members={f"word/media/{number}.png": b"" for number in range(70_000)})


DOCX: dict[str, Made] = {
    "no-archive.docx": b"The lamp is lit.\n" * 20,
    "old-word.docx": _OLD,
    "cut-off.docx": lambda: docx()[:400],
    "no-main-part.docx": lambda: docx(None),
    "empty-main-part.docx": lambda: docx(b""),
    "wordless.docx": lambda: docx(document("")),
    "no-xml.docx": lambda: docx(b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "bomb.docx": _bomb,
    "lying-bomb.docx": _lying_bomb,
    "many-members.docx": _many,
    "archive-within.docx": lambda: docx(docx()),
    "entities-in-it.docx": _laughs,
    "outside.docx": _outside,
    "tables-within-tables.docx": _deep,
    "bad-sum.docx": _bad_sum,
}
