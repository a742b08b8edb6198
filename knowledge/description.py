"""What is known of a document, put together from those who tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from knowledge.content import Properties
from knowledge.errors import DocumentError
from knowledge.inference import one_line
from knowledge.metadata import Metadata, Status
from knowledge.reading import Reading
from knowledge.yaml_mapping import YamlMapping

_LONGEST_TITLE = 250


class Origin(StrEnum):
    """Who tells a value of a document's metadata."""

    given = "given"
    """Staff, in the front matter or the file beside."""
    file = "file"
    """The file itself, as a web page does in its head."""
    text = "text"
    """The document's words: its first line, its dateline, its language."""
    default = "default"


@dataclass(frozen=True)
class Description:
    """A document's metadata, the origin of each of its keys, and the place of those given."""

    metadata: Metadata
    origins: Mapping[str, Origin]
    places: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: YamlMapping, reading: Reading, name: str) -> Self:
        """What staff give, else what the file tells of itself, else what its text tells.

        Raises MappingError for what is given wrongly, and DocumentError where nobody tells a title.
        """
        told = {
            **_values(reading.inferred, Origin.text),
            **_values(reading.content.properties, Origin.file),
        }
        missing = {key: value for key, (value, _) in told.items() if key not in given.values}
        if "title" not in given.values and "title" not in missing:
            raise DocumentError(f"{name}: its first line is no title; give a `title:`")
        metadata = given.read(Metadata, **missing)
        origins = {
            key: Origin.given
            if key in given.values
            else told[key][1]
            if key in missing
            else Origin.default
            for key in Metadata.model_fields
        }
        places = {key: f"{given.name}, line {given.line((key,))}" for key in given.values}
        return cls(metadata, origins, places)

    @property
    def inferred(self) -> tuple[str, ...]:
        """The keys that nobody gave and that the file or its text told."""
        return tuple(k for k, o in self.origins.items() if o in (Origin.file, Origin.text))

    def doubts(self, identity: str, known: Mapping[str, Metadata]) -> tuple[str, ...]:
        """What staff may have forgotten or mistyped, beside `known` documents, by their ids."""
        metadata = self.metadata
        found = []
        if metadata.status is Status.embargoed and metadata.embargo_until is None:
            found.append("embargoed without `embargo_until`: it never ends by itself")
        if metadata.status is Status.superseded and metadata.superseded_by is None:
            found.append("superseded without `superseded_by`: nobody is led to a newer statement")
        for key in ("superseded_by", "translation_of"):
            other = getattr(metadata, key)
            if other is not None and (other == identity or other not in known):
                found.append(f"{key}: there is no other document {other!r}")
        return tuple(found)


def _values(properties: Properties, origin: Origin) -> dict[str, tuple[object, Origin]]:
    values = properties.model_dump()
    title = one_line(values["title"] or "")
    values["title"] = title if 0 < len(title) <= _LONGEST_TITLE else None
    return {key: (value, origin) for key, value in values.items() if value is not None}
