"""How the documents of today differ from those of before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from knowledge.document import Document
from knowledge.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Change:
    """What changed of a document that stayed: its text, and which keys of its metadata."""

    document: str
    text: bool
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """The ids of the documents that came and went, and what changed of the others; by id.

    A document under a new id is one that went and one that came.
    """

    added: tuple[str, ...]
    changed: tuple[Change, ...]
    removed: tuple[str, ...]

    @classmethod
    def between(cls, before: Iterable[Document], after: Iterable[Document]) -> Self:
        """How the documents `after` differ from those `before`; an id occurs once in each."""
        old, new = ({document.id: document for document in side} for side in (before, after))
        stayed = (_change(old[name], new[name]) for name in sorted(old.keys() & new.keys()))
        return cls(
            added=tuple(sorted(new.keys() - old.keys())),
            changed=tuple(change for change in stayed if change.text or change.keys),
            removed=tuple(sorted(old.keys() - new.keys())),
        )

    @property
    def changed_ids(self) -> tuple[str, ...]:
        """The ids of the documents that changed."""
        return tuple(change.document for change in self.changed)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def _change(before: Document, after: Document) -> Change:
    return Change(after.id, before.sha256 != after.sha256, _keys(before.metadata, after.metadata))


def _keys(before: Metadata, after: Metadata) -> tuple[str, ...]:
    if before == after:
        return ()
    return tuple(k for k in Metadata.model_fields if getattr(before, k) != getattr(after, k))
