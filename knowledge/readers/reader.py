"""What every file-format reader is."""

from dataclasses import dataclass, field
from typing import Protocol

from knowledge.yaml_mapping import YamlMapping


@dataclass(frozen=True)
class Content:
    """What a reader found in a file: the text, and the metadata that stands in the file itself."""

    text: str
    metadata: YamlMapping = field(default_factory=lambda: YamlMapping("", ""))


class Reader(Protocol):
    """A file format."""

    def __call__(self, content: bytes, name: str) -> Content:
        """The text and the metadata in a file's bytes; `name` is the file's, for messages.

        Raises DocumentError for bytes that are not of this format.
        """
        ...
