"""The smallest part of a file that still does what the whole file does."""

from collections.abc import Callable


def reduced(content: bytes, still: Callable[[bytes], bool], most: int = 2_000) -> bytes:
    """A file with all of it left out that can be, of which `still` holds.

    `still` is asked at most `most` times.
    """
    size = max(1, len(content) // 2)
    asked = 0
    while asked < most:
        start, before = 0, len(content)
        while start < len(content) and asked < most:
            less = content[:start] + content[start + size :]
            asked += 1
            if still(less):
                content = less
            else:
                start += size
        if size == 1 and len(content) == before:
            break
        size = max(1, size // 2)
    return content
