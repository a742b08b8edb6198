"""What a reader finds in a file."""

from pydantic import BaseModel, ConfigDict

from knowledge.layout import Layout
from knowledge.metadata import Day


class FrontMatter(BaseModel):
    """YAML that stands above a text, and the line of the file that it begins in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    written: str
    first_line: int


class Properties(BaseModel):
    """What a file says of itself beside its text, as a web page does in its head."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str | None = None
    date: Day | None = None
    language: str | None = None
    url: str | None = None


class Content(BaseModel):
    """A file's text, and what the file itself tells of it.

    `text` is NFC with `\\n` line ends. `layout` is of files that have pages.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    front_matter: FrontMatter | None = None
    properties: Properties = Properties()
    layout: Layout | None = None
