"""A snapshot in memory: one built, immutable version of the index."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from index.errors import SnapshotError
from index.indexed import Indexed, read_documents
from index.keywords import terms
from index.model import Model
from index.snapshots import AGAIN, Manifest, Snapshots
from index.space import Space
from knowledge.errors import KindError
from knowledge.glossary import Glossary
from knowledge.pins import CheckedPins, Pin
from knowledge.quote import Quote

_LONGEST_REASON = 200
DOCUMENTS, GLOSSARY, PINS = "documents.json", "glossary.yaml", "pins.json"


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
    are of the quotable sentences alone.
    """

    name: str
    manifest: Manifest
    documents: tuple[Indexed, ...]
    spaces: tuple[Space, ...]
    glossary: Glossary
    pins: CheckedPins

    @cached_property
    def passage_terms(self) -> tuple[tuple[str, ...], ...]:
        """The content words of each passage row, with its head."""
        return tuple(
            tuple(terms(held.passage_text(number), held.document.metadata.language))
            for held in self.documents
            for number in range(len(held.passages))
        )

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
        manifest = snapshots.manifest(name)
        _refuse_others(manifest, models, folder)
        return cls._of(name, manifest, snapshots.read(name, manifest), folder)

    @classmethod
    def _of(
        cls, name: str, manifest: Manifest, files: Mapping[str, bytes], folder: Path
    ) -> "Snapshot":
        try:
            documents = read_documents(files[DOCUMENTS])
            snapshot = cls(
                name,
                manifest,
                documents,
                tuple(Space.from_files(files, n) for n in range(len(manifest.models))),
                Glossary(files[GLOSSARY].decode(), GLOSSARY),
                _read_pins(files[PINS], documents),
            )
        except (KeyError, ValueError, IndexError, KindError) as error:
            form = isinstance(error, ValidationError)
            why = "not of its form" if form else " ".join(str(error).split())[:_LONGEST_REASON]
            raise SnapshotError(f"{folder}: snapshot {name} is damaged ({why}); {AGAIN}") from None
        snapshot._check_rows()
        return snapshot

    def _check_rows(self) -> None:
        passages = sum(len(d.passages) for d in self.documents)
        sentences = sum(s.quotable for d in self.documents for s in d.document.sentences)
        for space, model in zip(self.spaces, self.manifest.models, strict=True):
            if not space.fits(passages, sentences, model.dimensions):
                raise SnapshotError(
                    f"snapshot {self.name}: its vectors and its documents do not agree; {AGAIN}"
                )


def _refuse_others(manifest: Manifest, models: Sequence[Model], folder: Path) -> None:
    made_by = [(seal.name, seal.weights) for seal in manifest.models]
    named = [(model.name, model.weights) for model in models]
    if [weights for _, weights in made_by] != [weights for _, weights in named]:
        raise SnapshotError(
            f"{folder}: the index was built by {_told(made_by)}, and the settings name "
            f"{_told(named)}; {AGAIN}"
        )


def _told(models: list[tuple[str, str]]) -> str:
    return " and ".join(f"the model {name} ({weights[:12]})" for name, weights in models)
