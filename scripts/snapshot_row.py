"""What kind-index list tells of a snapshot."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from index.errors import SnapshotError
from index.lease import is_in_use
from index.snapshots import AGAIN, Snapshots
from knowledge.folder import printable


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A snapshot as its manifest tells of it; `error` is why the manifest cannot be used.

    `created` is a moment in ISO 8601, `size` the bytes of its files together.
    """

    id: str
    current: bool
    in_use: bool = False
    error: str | None = None
    created: str | None = None
    documents: int = 0
    size: int = 0
    code: str = ""
    models: tuple[str, ...] = ()

    @classmethod
    def of(cls, snapshots: Snapshots, name: str, current: str | None) -> Self:
        """That of a snapshot by its name."""
        folder = snapshots.folder_of(name)
        try:
            in_use = is_in_use(folder)
        except OSError as error:
            return cls(name, name == current, error=f"{folder}: {error.strerror}")
        try:
            manifest = snapshots.manifest(name)
        except SnapshotError as error:
            return cls(name, name == current, in_use, str(error).removesuffix(f"; {AGAIN}"))
        return cls(
            name,
            name == current,
            in_use,
            created=manifest.created.isoformat(),
            documents=len(manifest.documents),
            size=manifest.size,
            code=printable(manifest.code),
            models=tuple(printable(model.name) for model in manifest.models),
        )

    @property
    def line(self) -> str:
        """The row for a person."""
        states = [("current", self.current), ("in use", self.in_use)]
        state = ", ".join(state for state, holds in states if holds) or "-"
        if self.created is None:
            return f"{self.id}  damaged  {state}  {self.error}"
        size = f"{self.documents} documents  {self.size / 1e6:.1f} MB"
        made = f"{datetime.fromisoformat(self.created).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        return f"{self.id}  {made}  {size}  {state}  {self.code}  {', '.join(self.models)}"
