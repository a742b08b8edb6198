"""A snapshot in memory: one built, immutable version of the index."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from weakref import finalize

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from index.errors import SnapshotError
from index.indexed import Indexed, read_documents
from index.manifest import DOCUMENTS, GLOSSARY, KEYS, PINS, Manifest
from index.model import Model
from index.reuse import read_keys
from index.snapshots import AGAIN, Snapshots
from index.space import Space
from knowledge.errors import KindError
from knowledge.folder import printable
from knowledge.glossary import Glossary
from knowledge.pins import CheckedPins, Pin
from knowledge.quote import Quote

_LONGEST_REASON = 200


class _WrittenPin(BaseModel):
    """A pin as a snapshot keeps it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    questions: tuple[str, ...]
    document: str
    start: int
    end: int


_ALL_WRITTEN = TypeAdapter(list[_WrittenPin])


def write_pins(pins: CheckedPins) -> bytes:
    """Pins as the bytes of a snapshot's file."""
    rows = [
        {
            "name": pin.name,
            "questions": pin.questions,
            "document": pin.quote.document.id,
            "start": pin.quote.start,
            "end": pin.quote.end,
        }
        for pin in pins.pins
    ]
    return json.dumps(rows, ensure_ascii=False).encode()


def _read_pins(content: bytes, documents: Sequence[Indexed]) -> CheckedPins:
    known = {held.document.id: held.document for held in documents}
    written = _ALL_WRITTEN.validate_json(content)
    return CheckedPins(
        tuple(Pin(p.name, p.questions, Quote(known[p.document], p.start, p.end)) for p in written)
    )


@dataclass(frozen=True)
class Snapshot:
    """The documents, what staff know of them, and a space of vectors for each model.

    Rows are in the order of the documents, and within one in the order of its text; sentence rows
    are of the quotable sentences alone. `lines` are the documents by the sha256 of their lines.
    While it is in memory its folder is held in use.
    """

    name: str
    manifest: Manifest
    documents: tuple[Indexed, ...]
    spaces: tuple[Space, ...]
    glossary: Glossary
    pins: CheckedPins
    lines: Mapping[bytes, Indexed] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def passage_terms(self) -> tuple[tuple[str, ...], ...]:
        """The content words of each passage row, with its head."""
        return tuple(terms for held in self.documents for terms in held.terms)

    @classmethod
    def load(cls, folder: Path, models: Sequence[Model]) -> "Snapshot":
        """The current snapshot of a folder, every byte of it checked.

        Raises SnapshotError when there is none, when it is damaged, or when its vectors are
        other models'.
        """
        snapshots = Snapshots(folder)
        name = snapshots.current()
        if name is None:
            raise SnapshotError(f"{folder}: there is no index here yet; {AGAIN}")
        return cls.read(snapshots, name, models)

    @classmethod
    def read(
        cls,
        snapshots: Snapshots,
        name: str,
        models: Sequence[Model] | None = None,
        before: "Snapshot | None" = None,
    ) -> "Snapshot":
        """A snapshot by its name, every byte of it checked; of any models, where none are given.

        What `before` has in memory already is not made again. Raises SnapshotError.
        """
        lease = snapshots.lease(name)
        try:
            manifest = snapshots.manifest(name)
            if models is not None:
                _refuse_others(manifest, models, snapshots.folder)
            files = snapshots.read(name, manifest)
            snapshot = cls._of(name, manifest, files, snapshots.folder, before)
        except BaseException:
            lease.close()
            raise
        finalize(snapshot, lease.close)
        return snapshot

    @classmethod
    def _of(
        cls,
        name: str,
        manifest: Manifest,
        files: Mapping[str, bytes],
        folder: Path,
        before: "Snapshot | None",
    ) -> "Snapshot":
        try:
            keys = read_keys(files[KEYS])
            lines = read_documents(files[DOCUMENTS], before.lines if before else None)
            documents = tuple(lines.values())
            snapshot = cls(
                name,
                manifest,
                documents,
                tuple(_space(files, n, manifest, before) for n in range(len(manifest.models))),
                Glossary(files[GLOSSARY].decode(), GLOSSARY),
                _read_pins(files[PINS], documents),
                lines,
            )
        except (KeyError, ValueError, IndexError, KindError) as error:
            form = isinstance(error, ValidationError)
            why = "not of its form" if form else " ".join(str(error).split())[:_LONGEST_REASON]
            raise SnapshotError(f"{folder}: snapshot {name} is damaged ({why}); {AGAIN}") from None
        snapshot._check_rows(len(keys))
        return snapshot

    def _check_rows(self, keys: int) -> None:
        passages = sum(len(d.passages) for d in self.documents)
        sentences = sum(s.quotable for d in self.documents for s in d.document.sentences)
        told = {d.document.id: d.document.sha256 for d in self.documents}
        named = {identity: seal.text for identity, seal in self.manifest.documents.items()}
        agree = told == named and keys == passages + sentences
        for space, model in zip(self.spaces, self.manifest.models, strict=True):
            if not agree or not space.fits(passages, sentences, model.dimensions):
                raise SnapshotError(
                    f"snapshot {self.name}: its vectors and its documents do not agree; {AGAIN}"
                )


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot that is whole, and what is wrong with the current one where it is another."""

    snapshot: Snapshot
    trouble: SnapshotError | None = None


def open_snapshot(folder: Path, models: Sequence[Model]) -> Opened:
    """The current snapshot of a folder, or the newest whole one where that is damaged.

    Raises SnapshotError, telling of the current one, where there is none.
    """
    try:
        return Opened(Snapshot.load(folder, models))
    except SnapshotError as trouble:
        whole = _newest_whole(Snapshots(folder), models)
        if whole is None:
            raise
        # Anew: the one that was raised holds on to all that was read of the damaged one.
        return Opened(whole, SnapshotError(str(trouble)))


def _newest_whole(snapshots: Snapshots, models: Sequence[Model]) -> Snapshot | None:
    for name in snapshots.names():
        try:
            return Snapshot.read(snapshots, name, models)
        except SnapshotError:
            continue  # the next older one may be whole
    return None


def _space(
    files: Mapping[str, bytes], number: int, manifest: Manifest, before: Snapshot | None
) -> Space:
    names = Space.names(number)
    if before is not None and number < len(before.spaces):
        held = [before.manifest.files.get(name) for name in names]
        if held == [manifest.files.get(name) for name in names]:
            return before.spaces[number]
    return Space.from_files(files, number)


def _refuse_others(manifest: Manifest, models: Sequence[Model], folder: Path) -> None:
    if others := by_others(manifest, models):
        raise SnapshotError(f"{folder}: the index was {others}; {AGAIN}")


def by_others(manifest: Manifest, models: Sequence[Model]) -> str | None:
    """Which models a snapshot was built by, where these are not the given ones; else None."""
    if [seal.weights for seal in manifest.models] == [model.weights for model in models]:
        return None
    made = _told((seal.name, seal.weights) for seal in manifest.models)
    return f"built by {made}, and the settings name {_told((m.name, m.weights) for m in models)}"


def _told(models: Iterable[tuple[str, str]]) -> str:
    told = " and ".join(f"the model {name} ({weights[:12]})" for name, weights in models)
    return printable(told) or "no model"
