"""Who may see a document, and when."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from knowledge.metadata import Audience, Metadata, Status


class Role(StrEnum):
    """What a person is to this organisation."""

    journalist = "journalist"
    staff = "staff"
    admin = "admin"

    @property
    def audience(self) -> Audience:
        """The widest audience this role belongs to."""
        return Audience.public if self is Role.journalist else Audience.staff


class Standing(StrEnum):
    """What a document is worth at one moment, its status and its embargo taken together."""

    current = "current"
    pending = "pending"
    superseded = "superseded"
    withdrawn = "withdrawn"

    @classmethod
    def of(cls, metadata: Metadata, now: datetime) -> Self:
        """The standing of a document with this metadata at the moment `now`."""
        if metadata.status is Status.draft or _is_embargoed(metadata, now):
            return cls.pending
        if metadata.status is Status.withdrawn:
            return cls.withdrawn
        return cls.superseded if metadata.status is Status.superseded else cls.current


def _is_embargoed(metadata: Metadata, now: datetime) -> bool:
    if metadata.embargo_until is not None:
        return now < metadata.embargo_until
    # An embargo without its end never ends by itself: the safe reading of a forgotten key.
    return metadata.status is Status.embargoed


def reaches(audience: Audience, role: Role) -> bool:
    """Whether what is meant for `audience` may be shown to `role`."""
    return audience is Audience.public or role.audience is Audience.staff


def may_answer(metadata: Metadata, role: Role, now: datetime) -> bool:
    """Whether a document answers the questions of `role` at the moment `now`."""
    return reaches(metadata.audience, role) and Standing.of(metadata, now) is Standing.current


def published_to(metadata: Metadata, now: datetime) -> Audience | None:
    """The widest audience that may see a document at the moment `now`; None while it is pending."""
    if Standing.of(metadata, now) is Standing.pending:
        return None
    return metadata.audience
