"""What is known about a document besides its words."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
    field_validator,
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
    begun = value.startswith(("https://", "http://"))
    if not begun or not value.isprintable() or " " in value or not urlsplit(value).hostname:
        raise ValueError("a web address is https:// and a host, and holds no white space")
    return value


def _plain_date(value: object) -> object:
    # A date with a time would be cut silently; the day alone is meant.
    if type(value) is date or value is None:
        return value
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ValueError("a date is a day that exists, written YYYY-MM-DD")


def _moment(value: object) -> object:
    # A bare number would count as seconds since 1970, and so as an embargo long over.
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = ...
    if moment is None or (isinstance(moment, datetime) and moment.utcoffset() is not None):
        return moment
    raise ValueError("a moment is written with its offset, as 2026-12-01T09:00-05:00")


def _shown(value: str) -> str:
    """A line with plain spaces; what is not shown may turn a line around, or clear a terminal."""
    line = "".join(" " if character.isspace() else character for character in value)
    unseen = next((character for character in line if not character.isprintable()), None)
    if unseen is not None:
        raise ValueError(f"holds a character that is not shown, U+{ord(unseen):04X}; take it out")
    return line


# A title and a kind stand beside the longest quote in one chat message of 4,096 UTF-16 units.
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=250, pattern=r"^.*$"),
    AfterValidator(_shown),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^.*$"),
    AfterValidator(_shown),
]
Day = Annotated[date, BeforeValidator(_plain_date)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
DocumentId = Annotated[str, StringConstraints(pattern=rf"^{DOCUMENT_ID}$")]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class Metadata(BaseModel):
    """The front matter of a document, missing values filled in from its text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Title
    date: Day | None = None
    kind: Line | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "en"
    url: WebAddress | None = None
    status: Status = Status.approved
    approved_by: Line | None = None
    approved_on: Day | None = None
    embargo_until: Moment | None = None
    superseded_by: DocumentId | None = None
    translation_of: DocumentId | None = None
    audience: Audience = Audience.public

    @field_validator("superseded_by")
    @classmethod
    def _is_of_one_mind(cls, value: str | None, known: ValidationInfo) -> str | None:
        # Left approved by an oversight, it would go on answering in its successor's place.
        if value is not None and known.data.get("status") is not Status.superseded:
            raise ValueError("goes only with `status: superseded`")
        return value
