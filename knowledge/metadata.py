"""What is known about a document besides its words."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
)

DOCUMENT_ID = r"[a-z0-9][a-z0-9-]*"


class Status(StrEnum):
    """Where a document stands in its life."""

    approved = "approved"
    draft = "draft"
    embargoed = "embargoed"
    superseded = "superseded"
    withdrawn = "withdrawn"


class Audience(StrEnum):
    """For whom a document is meant."""

    public = "public"
    staff = "staff"


def _web_address(value: str) -> str:
    if not value.startswith(("https://", "http://")) or any(c.isspace() for c in value):
        raise ValueError("a web address begins with https:// and holds no white space")
    return value


def _plain_date(value: object) -> object:
    # A date with a time would be cut silently; the day alone is meant.
    if type(value) is date or value is None:
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise ValueError("a date is written YYYY-MM-DD")


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^.*$")
]
Day = Annotated[date, BeforeValidator(_plain_date)]
DocumentId = Annotated[str, StringConstraints(pattern=rf"^{DOCUMENT_ID}$")]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class Metadata(BaseModel):
    """The front matter of a document, missing values filled in from its text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Line
    date: Day | None = None
    kind: Line | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"
    url: WebAddress | None = None
    status: Status = Status.approved
    approved_by: Line | None = None
    approved_on: Day | None = None
    embargo_until: AwareDatetime | None = None
    superseded_by: DocumentId | None = None
    translation_of: DocumentId | None = None
    audience: Audience = Audience.public
