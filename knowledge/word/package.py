"""A DOCX file opened, after what is in it has been looked at from outside."""

import io
import re
import zipfile
import zlib
from collections import Counter
from copy import copy
from typing import Any

import docx
from docx.document import Document
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from lxml import etree

from knowledge.errors import DocumentError, KindError
from knowledge.limits import MEBIBYTE

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MOST_PARTS = 5_000
_MOST_BYTES = 200 * MEBIBYTE
_MOST_TIMES = 200  # XML of a document becomes ten to fifty times smaller
_UNSUSPICIOUS = 8 * MEBIBYTE
_LONGEST_NAME = 255
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_STRICT = b"http://purl.oclc.org/ooxml/"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    OpcError,
    PythonDocxError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


class WordError(KindError):
    """A Word document that cannot be read: what of it, and what to do."""


def opened(content: bytes, name: str) -> Document:
    """The document in a DOCX file's bytes.

    Raises DocumentError for what is no DOCX file, is encrypted or broken, or would be too large.
    """
    if content.startswith(_OLE):
        raise DocumentError(
            f"{name}: it is encrypted or an old .doc; save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive.infolist(), len(content), name)
            strict = _check_xml(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise _broken(content, name) from None
    if strict:
        raise DocumentError(
            f'{name}: it is a "Strict Open XML" document; save it as an ordinary Word document'
        )
    try:
        document = docx.Document(io.BytesIO(content))
        found = document.element.body is not None
    except _BROKEN:
        found = False
    if not found:
        raise _broken(content, name)
    return document


def part(document: Document, kind: str) -> Any | None:  # noqa: ANN401 (lxml has no types)
    """The root element of the part that a document has for a purpose: `footnotes`, `numbering`.

    Raises WordError where it cannot be read.
    """
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            target = relation.target_part
            element = getattr(target, "element", None)
            try:
                return parse_xml(target.blob) if element is None else element
            except etree.LxmlError:
                raise WordError(
                    f"its {kind} are broken; save it anew in a word processor"
                ) from None
    return None


def _check_parts(parts: list[zipfile.ZipInfo], size: int, name: str) -> None:
    """Looks at the central directory, before anything is unpacked."""
    unpacked = sum(entry.file_size for entry in parts)
    if len(parts) > _MOST_PARTS:
        raise DocumentError(f"{name}: it has {len(parts):,} parts; save it again as .docx")
    if unpacked > _MOST_BYTES or unpacked > max(_UNSUSPICIOUS, _MOST_TIMES * size):
        raise DocumentError(
            f"{name}: unpacked it would have {unpacked:,} bytes; take its pictures out, or save "
            "its text as .txt"
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in parts):
        raise DocumentError(f"{name}: it is encrypted; save it as .docx without a password")
    again = [part for part, times in Counter(e.filename for e in parts).items() if times > 1]
    if again or any(_is_absurd(entry) for entry in parts):
        raise DocumentError(f"{name}: its parts have impossible names; save it again as .docx")


def _is_absurd(entry: zipfile.ZipInfo) -> bool:
    written = entry.orig_filename
    return (
        not written.isprintable()
        or len(written) > _LONGEST_NAME
        or written.startswith(("/", "\\"))
        or ":" in written
        or ".." in written.replace("\\", "/").split("/")
        or entry.compress_type not in _METHODS
    )


def _check_xml(archive: zipfile.ZipFile, name: str) -> bool:
    """Looks for declarations that no Word document has; whether it is of the strict kind."""
    strict = False
    for entry in archive.infolist():
        part = _unpacked(archive, entry)
        if entry.filename.lower().endswith((".xml", ".rels")):
            # In UTF-16 there is a zero beside each letter.
            written = part.replace(b"\0", b"")
            if _DECLARATION.search(written):
                raise DocumentError(
                    f"{name}: it declares entities, as no word processor does; save it again as "
                    ".docx"
                )
            strict |= entry.filename == "_rels/.rels" and _STRICT in written
    return strict


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A part, never more of it than the directory says.

    Raises BadZipFile where there is more: what is read without a measure would be all of it.
    """
    longer = copy(entry)
    longer.file_size += 1
    with archive.open(longer) as part:
        content = part.read(longer.file_size)
    if len(content) != entry.file_size:
        raise zipfile.BadZipFile
    return content


def _broken(content: bytes, name: str) -> DocumentError:
    if not content.startswith(b"PK"):
        return DocumentError(f"{name}: not a DOCX file; save it as .docx in a word processor")
    return DocumentError(
        f"{name}: a broken DOCX file, or another kind of document under its name; open it in a "
        "word processor and save it as .docx"
    )
