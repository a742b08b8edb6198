"""Files that are nearly of their format: what is left of good ones after some damage."""

import re
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from lxml import etree

from scripts.fuzzing.trees import damaged_tree

_MOST_CHANGES = 6
_MORE_OFTEN = 0.7  # than not
_LONGEST = 400_000  # bytes; what is longer takes long to read, and breaks nothing else

_TEXT = (b"---\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80", b"\0", b"\r", "\u202e“”’é\u0301".encode())
_MARKDOWN = (
    b"> ",
    b"- ",
    b"1. ",
    b"# ",
    b"```\n",
    b"[a](b)",
    b"![",
    b"|a|b|\n|-|-|\n",
    b"<b>",
    b"&#0;",
)
_XML = (
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"&#0;",
    b"&#xd800;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"/>",
    b"</",
    b"<?xml version='1.1'?>",
)
_HTML = (
    *_XML,
    b"<article>",
    b"</body>",
    b"<table><tr><td>",
    b"<script>",
    b"<li>",
    b"<meta charset='utf-16'>",
    b"<p hidden>",
    b"<template>",
    b"<svg><math>",
    b"<br>",
)
_WORD = (
    *_XML,
    b"<w:p>",
    b"</w:p>",
    b"<w:tbl><w:tr><w:tc>",
    b"<w:del>",
    b"<w:t xml:space='preserve'>",
    b"<w:br/>",
    b"<w:numPr><w:ilvl w:val='99'/><w:numId w:val='-1'/></w:numPr>",
    b"w:val='99999999999'",
    b"<mc:AlternateContent>",
)
_PDF = (
    b"1 0 R",
    b"0 0 R",
    b"endobj\n",
    b"stream\n",
    b"endstream\n",
    b"<<",
    b">>",
    b"[",
    b"(",
    b"/Kids[1 0 R]",
    b"/Count -1",
    b"/Length 99999999",
    b"/Filter/FlateDecode",
    b"/ToUnicode 1 0 R",
    b"/MediaBox[0 0 -1 1e38]",
    b"/Rotate 91",
    b" BT /F1 1e9 Tf ",
    b" Tj ",
    b" Do ",
    b" 0 0 0 0 0 0 cm ",
    b" 1e-38 0 0 1e38 nan inf Tm ",
    b" <feff0000d800> Tj ",
    b"xref\n0 99999999\n",
)
TOKENS: dict[str, Sequence[bytes]] = {
    "txt": _TEXT,
    "md": (*_TEXT, *_MARKDOWN, *_HTML),
    "html": (*_TEXT, *_HTML),
    "docx": _WORD,
    "pdf": _PDF,
}
"""What a format's grammar is made of, by the format."""

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def mutated(content: bytes, format_name: str, others: Sequence[bytes], random: Random) -> bytes:
    """A file of a format after some damage; `others` of the format give parts of theirs.

    What the format packs is damaged within the packing about as often as without.
    """
    within = _WITHIN.get(format_name)
    if within is not None and random.random() < _MORE_OFTEN:
        return within(content, format_name, random)
    return _damaged(content, TOKENS[format_name], others, random)


def _damaged(
    content: bytes, tokens: Sequence[bytes], others: Sequence[bytes], random: Random
) -> bytes:
    for _ in range(random.randint(1, _MOST_CHANGES)):
        change = random.choice(_CHANGES)
        content = change(content, tokens, others, random)[:_LONGEST]
    return content


_Change = Callable[[bytes, Sequence[bytes], Sequence[bytes], Random], bytes]


def _part(content: bytes, random: Random) -> tuple[int, int]:
    """Where a run of bytes begins and ends: more often a short one."""
    start = random.randint(0, len(content))
    longest = min(len(content) - start, random.choice((1, 8, 100, 10_000)))
    return start, start + random.randint(0, longest)


def _flipped(content: bytes, _tokens: object, _others: object, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 8) if content else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(content: bytes, _tokens: object, _others: object, random: Random) -> bytes:
    return content[: random.randint(0, len(content))]


def _without(content: bytes, _tokens: object, _others: object, random: Random) -> bytes:
    start, end = _part(content, random)
    return content[:start] + content[end:]


def _repeated(content: bytes, _tokens: object, _others: object, random: Random) -> bytes:
    start, end = _part(content, random)
    times = random.choice((2, 3, 50, 2000))
    return content[:start] + content[start:end] * times + content[end:]


def _spliced(content: bytes, _tokens: object, others: Sequence[bytes], random: Random) -> bytes:
    start, end = _part(content, random)
    other = random.choice(others)
    first, last = _part(other, random)
    return content[:start] + other[first:last] + content[end:]


def _inserted(content: bytes, tokens: Sequence[bytes], _others: object, random: Random) -> bytes:
    at = random.randint(0, len(content))
    times = random.choice((1, 1, 1, 20, 3000))
    return content[:at] + random.choice(tokens) * times + content[at:]


def _noisy(content: bytes, _tokens: object, _others: object, random: Random) -> bytes:
    start, end = _part(content, random)
    return content[:start] + random.randbytes(end - start) + content[end:]


_CHANGES: Sequence[_Change] = (
    _flipped,
    _cut,
    _without,
    _repeated,
    _spliced,
    _inserted,
    _inserted,
    _noisy,
)


def _within_archive(content: bytes, format_name: str, random: Random) -> bytes:
    """A DOCX file with one of its members damaged, packed again."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (BadZipFile, OSError):
        return content
    name = random.choice(sorted(members, key=lambda name: (name != "word/document.xml", name))[:6])
    others = list(members.values())
    try:
        if random.random() < _MORE_OFTEN:
            members[name] = damaged_tree(members[name], random)
        else:
            members[name] = _damaged(members[name], TOKENS[format_name], others, random)
    except etree.XMLSyntaxError:
        members[name] = b""  # a picture, or what is broken already
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for member, held in members.items():
            archive.writestr(member, held)
    return written.getvalue()


def _within_stream(content: bytes, format_name: str, random: Random) -> bytes:
    """A PDF file with one of its streams damaged as it is unpacked; its places no longer agree."""
    streams = list(_STREAM.finditer(content))
    if not streams:
        return content
    chosen = random.choice(streams)
    try:
        unpacked = zlib.decompress(chosen[1])
    except zlib.error:
        unpacked = chosen[1]
        packed = _damaged(unpacked, TOKENS[format_name], [unpacked], random)
    else:
        packed = zlib.compress(_damaged(unpacked, TOKENS[format_name], [unpacked], random))
    start, end = chosen.span(1)
    # The places of the objects after it stay right as long as it is not longer than before.
    packed += b"\0" * (end - start - len(packed))
    return content[:start] + packed + content[end:]


_WITHIN: dict[str, Callable[[bytes, str, Random], bytes]] = {
    "docx": _within_archive,
    "pdf": _within_stream,
}
