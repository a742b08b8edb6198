"""Metadata that staff give: above a text, or in a YAML file beside the document's."""

from pathlib import Path

from knowledge.decoding import decode, normalise
from knowledge.errors import DocumentError
from knowledge.folder import content_of
from knowledge.limits import Limits
from knowledge.readers import ENDINGS
from knowledge.reading import Reading
from knowledge.yaml_mapping import YamlMapping

_ENDING = ".yaml"
_LARGEST = 64 * 1024  # bytes; a document's metadata is a dozen lines


def is_sidecar(path: Path) -> bool:
    """Whether a file is one beside a document: `testimony.pdf.yaml`."""
    return path.suffix == _ENDING and Path(path.stem).suffix.lower() in ENDINGS


def beside(path: Path) -> Path:
    """Where the file beside a document's would be."""
    return path.with_name(path.name + _ENDING)


def given_above(reading: Reading, name: str) -> YamlMapping:
    """What stands in the front matter of a document, with its lines; nothing where there is none.

    Raises DocumentError where it is too long, and MappingError where it is not YAML.
    """
    above = reading.content.front_matter
    if above is None:
        return YamlMapping("", name)
    if len(above.written) > _LARGEST:
        raise DocumentError(f"{name}: its front matter is over {_LARGEST:,} characters; shorten it")
    return YamlMapping(above.written, name, above.first_line)


def given_beside(reading: Reading, sidecar: Path, name: str) -> YamlMapping:
    """What stands in the file beside a document; `name` is that file's, for messages.

    Raises DocumentError for a file that cannot be read and where the document has front matter too,
    and MappingError where it is not YAML.
    """
    if reading.content.front_matter is not None:
        raise DocumentError(
            f"{name}: {name.removesuffix(_ENDING)} has front matter as well; keep one of them"
        )
    content = content_of(sidecar, name, Limits())
    if len(content) > _LARGEST:
        raise DocumentError(f"{name}: its metadata is over {_LARGEST:,} bytes; shorten it")
    return YamlMapping(normalise(decode(content, name)), name)
