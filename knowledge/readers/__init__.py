"""The file formats that documents come in, by the ending of the file's name."""

from knowledge.readers.reader import Content, Reader
from knowledge.readers.text import read_text

READERS: dict[str, Reader] = {".txt": read_text}

__all__ = ["READERS", "Content", "Reader"]
