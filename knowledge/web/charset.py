"""The encoding that a web page says it is in."""

import codecs
import re

_PROLOG = re.compile(rb"""\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']\s*([\w:.-]+)""")
_META = re.compile(rb"""<meta\b[^>]{0,1000}?\bcharset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_SEARCHED = 16_384  # bytes; a page says it in its head

# As the HTML standard reads the labels: what calls itself Latin-1 is Windows-1252, and a label
# that could be read is in no UTF-16.
_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8"
    " utf-16 utf-16le utf-16be unicode ucs-2 iso-10646-ucs-2 csunicode unicodefeff unicodefffe",
    "cp1252": "windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 latin1 l1"
    " us-ascii ascii ansi_x3.4-1968 cp819 ibm819 iso-ir-100 csisolatin1 iso_8859-1:1987",
    "iso8859-15": "iso-8859-15 iso8859-15 iso885915 iso_8859-15 csisolatin9 l9",
}
_ENCODINGS = {label: encoding for encoding, labels in _LABELS.items() for label in labels.split()}


def declared_charset(content: bytes) -> str:
    """The label in a page's XML declaration or `meta`, in lower case; empty where there is none."""
    head = _COMMENT.sub(b"", content[:_SEARCHED])
    found = _PROLOG.match(head) or _META.search(head)
    return found[1].decode("ascii", "replace").lower() if found else ""


def is_mislabelled(content: bytes, encoding: str) -> bool:
    """Whether bytes that should be in an encoding of one byte a character are plainly in UTF-8.

    A browser is told so by the server, and the saved page keeps the wrong label.
    """
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    marked = content.startswith(codecs.BOM_UTF8)
    return not (encoding == "utf-8" or marked or content.isascii())


def encoding_of(label: str) -> str | None:
    """The Python codec of a label, none for one that no English or Spanish page should have."""
    return _ENCODINGS.get(label)
