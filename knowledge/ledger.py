"""What the archive knows of each text besides its words."""

from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict

from knowledge.access import published_to
from knowledge.metadata import Audience, Metadata


class Sighting(BaseModel):
    """A text as a document of the folder had it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    metadata: Metadata
    source: str


class Entry(Sighting):
    """What the archive's ledger knows of one text.

    It is told of as its widest audience last saw it: what the document was called while fewer could
    see it stays with these. `narrower` is how it was seen since, where that was by fewer.
    """

    first_seen: AwareDatetime
    last_seen: AwareDatetime
    audience: Audience | None  # the widest that could ever see it
    narrower: Sighting | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the documents that it was seen as."""
        return (self.document, self.narrower.document) if self.narrower else (self.document,)

    @property
    def sources(self) -> tuple[str, ...]:
        """The sha256 of the files that it was seen in."""
        return (self.source, self.narrower.source) if self.narrower else (self.source,)


class Ledger(BaseModel):
    """What is known of each text, by its sha256."""

    model_config = ConfigDict(extra="forbid")

    texts: dict[str, Entry] = {}


def _covers(one: Audience | None, other: Audience | None) -> bool:
    """Whether an audience is at least as wide as another."""
    return one is Audience.public or other is None or one is other


def widened(entry: Entry, now: datetime) -> Entry:
    """An entry at the moment `now`, of a text that stood until then."""
    last = entry.narrower or entry
    audience = published_to(last.metadata, now)
    return seen(entry, last, audience) if _covers(audience, entry.audience) else entry


def seen(entry: Entry, sighting: Sighting, audience: Audience | None) -> Entry:
    """An entry after its text was seen by an audience."""
    if not _covers(audience, entry.audience):
        return entry.model_copy(update={"narrower": sighting})
    told = {name: getattr(sighting, name) for name in Sighting.model_fields}
    return entry.model_copy(update={**told, "audience": audience, "narrower": None})
