"""Small documents of an invented organisation, and an index of none, for tests of the bot alone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from bot.desk import Desk
from bot.settings import Settings
from index.calibration import Calibration
from index.encoder import Encoded
from index.index import Index, Judgement
from index.reader import Reader
from index.snapshot import Snapshot
from index.space import Space
from index.tokens import TokenVectors
from index.vectors import VectorIndex
from knowledge.archive import Archive
from knowledge.document import Document, text_hash
from knowledge.glossary import Glossary
from knowledge.metadata import Metadata
from knowledge.pins import CheckedPins
from knowledge.quote import Quote
from knowledge.sentences import sentences
from tests.index.making import bare_manifest

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


class _Blank:
    """A model that makes nothing of a question."""

    def encode(self, texts: Sequence[str], _task: str) -> Encoded:
        """No tokens, and vectors of no meaning."""
        return Encoded(np.zeros((len(texts), 4), np.float32), ())


def desk(folder: Path, **settings: object) -> Desk:
    """A desk with an index of no documents, which needs no model."""
    none = VectorIndex.of(np.empty((0, 4), np.float32))
    space = Space(none, none, TokenVectors.joined([], [], 4))
    snapshot = Snapshot("none", bare_manifest(), (), (space,), Glossary("", ""), CheckedPins(()))
    reader = Reader([cast("Encoder", _Blank())], ("KIND",))
    nothing = Calibration(made="", ranking={}, intercept=0.0, confidence={})
    index = Index(snapshot, reader, Archive(folder / "archive"), Judgement(nothing, 0.5))
    return Desk(index, Settings.model_validate(settings), lambda: NOW)
