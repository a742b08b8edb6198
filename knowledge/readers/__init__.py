"""The file formats that documents come in: a module each, named as the files' names end.

A module has `read`, a `Reader`, and may have `prepare`, which loads what reading needs once. None
is loaded before a file of its format is read.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from knowledge.content import Content

FORMATS = tuple(sorted(module.name for module in iter_modules(__path__)))
ENDINGS = {f".{name}": name for name in FORMATS} | {".htm": "html", ".markdown": "md"}


class Reader(Protocol):
    """A file format."""

    def __call__(self, content: bytes, name: str) -> Content:
        """The text in a file's bytes, and what the file tells of it; `name` is for messages.

        Raises DocumentError for bytes that are not of this format.
        """
        ...


def reader_of(ending: str) -> Reader:
    """The reader of files whose names end so, in lower case. Raises KeyError for no format's."""
    return cast("Reader", import_module(f"{__name__}.{ENDINGS[ending]}").read)
