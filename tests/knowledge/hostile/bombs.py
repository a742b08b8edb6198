"""Files that are small, and large when they are unpacked."""

import zlib
from collections.abc import Callable

Made = bytes | Callable[[], bytes]
"""A file's bytes, or what makes them."""

_BLOCK = 1_000_000


def made(content: Made) -> bytes:
    """A file's bytes."""
    return content if isinstance(content, bytes) else content()


def deflated(words: bytes, size: int, *, wrapped: bool = False) -> bytes:
    """`words` again and again, some `size` bytes of them, as deflate packs them.

    `wrapped` puts zlib's head before it, as PDF has it; its sum is missing.
    """
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = packer.compress(words * (_BLOCK // len(words))) + packer.flush(zlib.Z_FULL_FLUSH)
    # A full flush forgets what came before, so that one block may follow itself.
    return b"\x78\xda" * wrapped + block * (size // _BLOCK) + packer.flush(zlib.Z_FINISH)
