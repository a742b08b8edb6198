"""Bytes to text, or the place of the first byte that is none."""

import codecs
import re
import unicodedata

from knowledge.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# What English and Spanish texts have beyond ASCII. Nearly every byte is some character of
# Windows-1252, so that text of another code page would silently come out as other letters.
_WESTERN = (
    "áéíóúüñçàèìòùâêîôûäëïöãõÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÎÔÛÄËÏÖÃÕ¿¡“”‘’«»‹›‚„–—…•·°ºª§¶©®™€£¢¼½¾×÷±²³´"
    "\u00a0\u00ad"
)
_STRANGE = re.compile(b"[^\\x00-\\x7f%s]" % re.escape(_WESTERN.encode("cp1252")))


def decode(content: bytes, name: str, declared: str = "") -> str:
    """The text of bytes that are UTF-8, UTF-16 or Windows-1252; without a byte-order mark.

    `declared` is the encoding that a file without that mark says it is in, if it does: it is never
    another one then. Raises DocumentError with the offset of the first byte that is not text.
    """
    guess = (b"", declared or _guess(content))
    mark, encoding = next((m for m in _MARKS if content.startswith(m[0])), guess)
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        place = error.start + len(mark)
        if mark or declared or encoding != "utf-8" or _MULTIBYTE.search(content):
            raise _refusal(name, place, encoding.upper()) from None
        text = _windows(content, name)
    nul = text.find("\0")
    if nul >= 0:
        raise DocumentError(f"{name}: character {nul} is NUL, so this is not a text file")
    return text


def normalise(text: str) -> str:
    """NFC with `\\n` line ends; nothing else is touched."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _guess(content: bytes) -> str:
    """UTF-16 without its mark has a zero byte beside every letter; all else may be UTF-8."""
    start = content[:400]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(start) > 1 and 2 * zeros.count(0) > len(zeros):
            return encoding
    return "utf-8"


def _windows(content: bytes, name: str) -> str:
    strange = _STRANGE.search(content)
    if strange:
        wanted = "UTF-8, nor a character of English or Spanish in Windows-1252"
        raise _refusal(name, strange.start(), wanted)
    return content.decode("cp1252")


def _refusal(name: str, place: int, wanted: str) -> DocumentError:
    return DocumentError(f"{name}: byte {place} is not {wanted}; save the file as UTF-8")
