"""Whether a snapshot can be used here: whole, and made by the models of the settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from index.errors import SnapshotError
from index.model import Model
from index.snapshot import Snapshot, by_others
from index.snapshots import AGAIN, Snapshots
from knowledge.erasures import Erasures
from knowledge.folder import printable


@dataclass(frozen=True, slots=True)
class Soundness:
    """What is wrong with a snapshot: its damage, or that other models made it; None for nothing."""

    damage: str | None = None
    others: str | None = None

    @classmethod
    def of(cls, snapshots: Snapshots, name: str, models: Sequence[Model] | None) -> Self:
        """That of a snapshot, every byte of it checked; of any models, where none are given."""
        try:
            manifest = Snapshot.read(snapshots, name).manifest
        except SnapshotError as error:
            return cls(damage=str(error).removesuffix(f"; {AGAIN}"))
        return cls(others=None if models is None else by_others(manifest, models))

    @property
    def usable(self) -> bool:
        """Whether the bot answers from it."""
        return self.damage is None and self.others is None


def erased_in(snapshot: Snapshot, erasures: Erasures) -> str | None:
    """A document of a snapshot whose text was erased for good, by its id; None for none."""
    held = (held.document for held in snapshot.documents)
    found = (d.id for d in held if erasures.holds(text=d.text, source=d.source))
    return next(map(printable, found), None)


def fallback(
    snapshots: Snapshots, known: Mapping[str, Soundness], models: Sequence[Model] | None
) -> str | None:
    """The snapshot that a bot answers from which starts while the current one is damaged.

    `known` is what is known of some already.
    """
    for name in snapshots.names():
        if (known.get(name) or Soundness.of(snapshots, name, models)).usable:
            return name
    return None
