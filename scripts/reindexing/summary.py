"""What a reindex came to."""

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.reindexing.figures import counted, duration
from scripts.reindexing.visible import visible

_NAMED = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """What a reindex did, or a dry run would do.

    `snapshot` names the one that is current afterwards, and `published` is whether it was not
    before; a dry run names one only where it would stay. `added`, `changed` and `removed` are ids
    of documents; `encoded` and `reused` count texts, for each model. `rejected` and `doubtful`
    are files, each with what is wrong; `inferred` are files, each with the metadata keys that were
    read from its text.
    """

    snapshot: str | None
    documents: int
    passages: int
    sentences: int
    encoded: int
    reused: int
    seconds: float
    published: bool
    dry_run: bool = False
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()
    doubtful: tuple[tuple[str, str], ...] = ()
    inferred: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def json(self) -> dict[str, object]:
        """The whole of it, for other programs."""
        return {
            "snapshot": self.snapshot,
            "documents": self.documents,
            "passages": self.passages,
            "sentences": self.sentences,
            "encoded": self.encoded,
            "reused": self.reused,
            "rejected": [{"file": file, "error": error} for file, error in self.rejected],
            "doubtful": [{"file": file, "doubt": doubt} for file, doubt in self.doubtful],
            "inferred": [{"file": file, "keys": list(keys)} for file, keys in self.inferred],
            "seconds": self.seconds,
            "added": list(self.added),
            "changed": list(self.changed),
            "removed": list(self.removed),
            "published": self.published,
            "dry_run": self.dry_run,
        }

    def lines(self) -> list[str]:
        """The outcome in a line for a person, and one for each thing that happened."""
        return [f"{self._outcome}: {self._counts}", *self._news()]

    @property
    def _outcome(self) -> str:
        if self.snapshot is None:
            return "Would publish"
        if self.published:
            return f"Published {self.snapshot}"
        nothing = "Nothing would change" if self.dry_run else "Nothing has changed"
        return f"{nothing}; {self.snapshot} stays"

    @property
    def _counts(self) -> str:
        counts = {
            "document": self.documents,
            "passage": self.passages,
            "sentence": self.sentences,
        }
        return ", ".join(counted(number, noun) for noun, number in counts.items())

    def _news(self) -> Iterator[str]:
        for what, names in (
            ("added", self.added),
            ("changed", self.changed),
            ("removed", self.removed),
            ("refused", tuple(file for file, _ in self.rejected)),
        ):
            if names:
                yield f"{what} {len(names):,} ({_named(names)})"
        encoded = "to encode" if self.dry_run else "encoded"
        texts = {encoded: self.encoded, "reused": self.reused}
        if any(texts.values()):
            yield "texts: " + ", ".join(f"{n:,} {what}" for what, n in texts.items() if n)
        yield f"took {duration(self.seconds)}"


def _named(names: tuple[str, ...]) -> str:
    named = ", ".join(map(visible, names[:_NAMED]))
    more = len(names) - _NAMED
    return f"{named} … and {more:,} more" if more > 0 else named
