"""What an import did, and what it left."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Left:
    """A post that did not become a document, or a document that was left as it is; and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(slots=True)
class Outcome:
    """The ids of the documents that were written, or would be, and what was left.

    `kept` were changed on the site and edited here; `deleted` are no longer on the site. `copied`
    were edited here and replaced, and tell where their old text is.
    """

    imported: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[Left] = field(default_factory=list)
    deleted: list[Left] = field(default_factory=list)
    skipped: list[Left] = field(default_factory=list)
    copied: list[Left] = field(default_factory=list)

    def summary(self, seconds: float) -> dict[str, object]:
        """The whole of it, for other programs."""
        return {
            "imported": self.imported,
            "updated": self.updated,
            "unchanged": len(self.unchanged),
            "kept": [left.name for left in self.kept],
            "deleted": [left.name for left in self.deleted],
            "skipped": [{"post": left.name, "reason": left.reason} for left in self.skipped],
            "seconds": seconds,
        }

    def told(self, seconds: float, *, dry: bool) -> str:
        """The whole of it in a line."""
        done = ("Would import", "would update") if dry else ("Imported", "updated")
        counted = f"{done[0]} {len(self.imported)}, {done[1]} {len(self.updated)}"
        left = {
            "kept": self.kept,
            "deleted on the site": self.deleted,
            "skipped": self.skipped,
        }
        tail = ", ".join(f"{len(these)} {name}" for name, these in left.items() if these)
        more = f"; {tail}, see above" if tail else ""
        return f"{counted}, {len(self.unchanged)} unchanged{more}; {seconds} s"

    @property
    def written(self) -> bool:
        """Whether any document was written, or would be."""
        return bool(self.imported or self.updated)

    @property
    def partly(self) -> bool:
        """Whether something of the site is not in the folder as the site has it."""
        return bool(self.skipped or self.kept)
