"""Small documents of an invented organisation, and an index of none, for tests of the bot alone."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from bot.desk import Desk
from bot.settings import Settings
from index.confidence import Calibration
from index.index import Index
from index.snapshot import Manifest, ModelSeal, Snapshot
from index.vectors import VectorIndex
from knowledge.archive import Archive
from knowledge.document import Document, text_hash
from knowledge.metadata import Metadata
from knowledge.quote import Quote
from knowledge.sentences import sentences

if TYPE_CHECKING:
    from index.encoder import Encoder

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
TITLE = "Lantern House on Winter Beds"
TEXT = "Lantern House opens its doors at six. Nobody is turned away. The beds are warm."


def document(text: str = TEXT, **metadata: object) -> Document:
    """A document of a text, its sentences as the program finds them."""
    known = Metadata.model_validate({"title": TITLE, **metadata})
    name = text_hash(text)
    return Document("winter-beds", text, known, sentences(text), name, name)


def quote(number: int = 0, **metadata: object) -> Quote:
    """A sentence of the document, by number."""
    dated: dict[str, object] = {"kind": "statement", "date": date(2021, 3, 26)}
    held = document(TEXT, **{**dated, **metadata})
    span = held.sentences[number].span
    return Quote(held, span.start, span.end)


def desk(folder: Path, **settings: object) -> Desk:
    """A desk with an index of no documents, which never asks its model."""
    nothing = VectorIndex.of(np.empty((0, 4), np.float32))
    model = ModelSeal(name="none", weights="", dimensions=4)
    manifest = Manifest(
        created=NOW, fingerprint="", model=model, documents=0, passages=0, sentences=0, files={}
    )
    snapshot = Snapshot("none", manifest, (), nothing, nothing)
    encoder = cast("Encoder", None)
    index = Index(snapshot, encoder, Archive(folder / "archive"), Calibration.shipped(), 0.5)
    return Desk(index, Settings.model_validate(settings), lambda: NOW)
