"""What an earlier snapshot holds that a new one need not make again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.errors import SnapshotError
from index.indexed import Indexed, read_documents
from index.manifest import DOCUMENTS, KEYS, Manifest, ModelSeal
from index.reuse import read_keys
from index.snapshots import Snapshots
from index.space import Keys, Space


@dataclass(frozen=True, slots=True)
class Held:
    """One snapshot's vectors, by the keys of the texts that they were made of."""

    name: str
    manifest: Manifest
    keys: Keys
    snapshots: Snapshots

    @classmethod
    def of(cls, snapshots: Snapshots, name: str) -> "Held":
        """What a snapshot holds, its vectors not read yet. Raises SnapshotError."""
        manifest = snapshots.manifest(name)
        keys = read_keys(snapshots.read(name, manifest, (KEYS,))[KEYS])
        if len(keys) != manifest.passages + manifest.sentences:
            raise SnapshotError(f"snapshot {name}: its keys and its rows do not agree")
        count = manifest.passages
        return cls(name, manifest, Keys(keys[:count], keys[count:]), snapshots)

    def number(self, model: ModelSeal) -> int | None:
        """Which of its spaces a model made, by its weights and its prefix; None for none."""
        made = [(seal.weights, seal.prefix) for seal in self.manifest.models]
        wanted = model.weights, model.prefix
        return made.index(wanted) if wanted in made else None

    def spaces(self, model: ModelSeal) -> list["HeldSpace"]:
        """The space that a model made, if there is one."""
        number = self.number(model)
        return [] if number is None else [HeldSpace(self, number)]

    def is_divided_by(self, code: str, organisation: Sequence[str]) -> bool:
        """Whether its documents were divided by this program, for an organisation of these names.

        Then every text is divided in the same way again.
        """
        return (self.manifest.code, self.manifest.organisation) == (code, tuple(organisation))

    def documents(self) -> tuple[Indexed, ...]:
        """Its documents, divided. Raises SnapshotError."""
        content = self.snapshots.read(self.name, self.manifest, (DOCUMENTS,))[DOCUMENTS]
        try:
            return tuple(read_documents(content).values())
        except (ValueError, IndexError):
            raise SnapshotError(f"snapshot {self.name}: its documents cannot be read") from None


@dataclass(frozen=True, slots=True)
class HeldSpace:
    """One space of what an earlier snapshot holds, not read yet."""

    held: Held
    number: int

    @property
    def keys(self) -> Keys:
        """What its rows were made of."""
        return self.held.keys

    def read(self) -> Space:
        """The vectors, every byte checked. Raises SnapshotError where they are damaged."""
        held, number = self.held, self.number
        files = held.snapshots.read(held.name, held.manifest, Space.names(number))
        space = Space.from_files(files, number)
        seal = held.manifest.models[number]
        if not space.fits(held.manifest.passages, held.manifest.sentences, seal.dimensions):
            raise SnapshotError(f"snapshot {held.name}: its vectors and its keys do not agree")
        return space


def current_held(snapshots: Snapshots) -> Held | None:
    """What the current snapshot holds; None where there is no whole one.

    A damaged snapshot is no reason not to build a whole one.
    """
    try:
        name = snapshots.current()
        return Held.of(snapshots, name) if name is not None else None
    except SnapshotError:
        return None


def others_held(snapshots: Snapshots, current: Held | None) -> Iterator[Held]:
    """What the other snapshots hold, the newest first; damaged ones are passed over."""
    for name in snapshots.names():
        if current is None or name != current.name:
            try:
                yield Held.of(snapshots, name)
            except SnapshotError:
                continue
