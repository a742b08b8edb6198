"""Plain text with YAML front matter."""

import codecs
import unicodedata

from knowledge.errors import DocumentError
from knowledge.readers.reader import Content
from knowledge.yaml_mapping import YamlMapping

_FENCE = "---"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, name: str) -> str:
    """The text of UTF-8 bytes, or of UTF-16 ones with a byte-order mark; without that mark.

    Raises DocumentError with the offset of the first byte that is not text.
    """
    mark, encoding = next((m for m in _MARKS if content.startswith(m[0])), (b"", "utf-8"))
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: byte {error.start + len(mark)} is not {encoding.upper()}; "
            "save the file as UTF-8"
        ) from None
    nul = text.find("\0")
    if nul >= 0:
        raise DocumentError(f"{name}: character {nul} is NUL, so this is not a text file")
    return text


def normalise(text: str) -> str:
    """NFC with `\\n` line ends; nothing else is touched."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def split_front_matter(text: str, name: str) -> Content:
    """A text below its front matter, and the front matter; all of it where there is none.

    Raises DocumentError when the front matter does not end or is not a YAML mapping.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Content(text)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            written = "\n".join(lines[1:number]) + "\n"
            return Content("\n".join(lines[number + 1 :]), YamlMapping(written, name, first_line=2))
    raise DocumentError(f"{name}, line 1: the front matter has no closing `---` line")


def read_text(content: bytes, name: str) -> Content:
    """A plain-text file's text and front matter.

    Raises DocumentError for bytes that are not text and for unfinished front matter.
    """
    return split_front_matter(normalise(decode(content, name)), name)
