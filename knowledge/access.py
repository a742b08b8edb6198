"""Who may see a document, and when."""

from dataclasses import dataclass
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
        if is_embargoed(metadata, now):
            return cls.pending
        return cls.after_embargo(metadata)

    @classmethod
    def after_embargo(cls, metadata: Metadata) -> Self:
        """The standing of a document once its embargo, if there is one, is over."""
        match metadata.status:
            case Status.draft:
                return cls.pending
            case Status.superseded:
                return cls.superseded
            case Status.withdrawn:
                return cls.withdrawn
            case Status.approved | Status.embargoed:
                return cls.current


def is_embargoed(metadata: Metadata, now: datetime) -> bool:
    """Whether a document waits for its embargo to end at the moment `now`."""
    if metadata.embargo_until is not None:
        return now < metadata.embargo_until
    # An embargo without its end never ends by itself: the safe reading of a forgotten key.
    return metadata.status is Status.embargoed


def reaches(audience: Audience, role: Role) -> bool:
    """Whether what is meant for `audience` may be shown to `role`."""
    return audience is Audience.public or role.audience is Audience.staff


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody of a role at the moment `now`."""

    role: Role
    now: datetime

    def standing(self, metadata: Metadata) -> Standing | None:
        """What a document is worth to them; None where to them there is no such document.

        Staff see a document before its embargo ends. A draft is there for nobody.
        """
        if not reaches(metadata.audience, self.role):
            return None
        ahead = self.role.audience is Audience.staff
        standing = Standing.after_embargo(metadata) if ahead else Standing.of(metadata, self.now)
        return None if standing is Standing.pending else standing


def may_answer(metadata: Metadata, role: Role, now: datetime) -> bool:
    """Whether a document answers the questions of `role` at the moment `now`."""
    return Viewer(role, now).standing(metadata) is Standing.current


def published_to(metadata: Metadata, now: datetime) -> Audience | None:
    """The widest audience that a document's words are shown to at the moment `now`; None for none.

    Staff alone see them while an embargo lasts. A draft's and a withdrawn document's words are
    shown to nobody.
    """
    if Standing.after_embargo(metadata) in {Standing.pending, Standing.withdrawn}:
        return None
    return Audience.staff if is_embargoed(metadata, now) else metadata.audience
