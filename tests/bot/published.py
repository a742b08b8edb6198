"""Snapshots of small documents, published without any model, and a desk that answers from them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from bot.desk import Desk
from bot.settings import Settings
from index.build import Contents
from index.calibration import Calibration
from index.draft import Draft
from index.encoder import Encoded, Tokens
from index.follower import Follower
from index.index import Index, Judgement
from index.indexed import Indexed
from index.manifest import ModelSeal
from index.model import Model
from index.reader import Reader
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from index.space import Space, Wanted
from knowledge.archive import Archive
from knowledge.staff import StaffKnowledge
from tests.bot.samples import NOW
from tests.making import document

if TYPE_CHECKING:
    from index.encoder import Encoder

_WIDE = 4
MODEL = Model("blank", Path("nowhere"), "0" * 64)
_SEAL = ModelSeal(name=MODEL.name, weights=MODEL.weights, prefix="", dimensions=_WIDE)


class _Blank:
    """A model to which all texts are the same, and hold no word."""

    model = MODEL
    dimensions = _WIDE

    def encode(self, texts: Sequence[str], _task: str) -> Encoded:
        """The same vector for every text, and no tokens."""
        none = np.empty(0, np.int64)
        tokens = Tokens(none, np.empty((0, _WIDE), np.float32), none, none)
        vectors = np.full((len(texts), _WIDE), 1 / 2, np.float32)
        return Encoded(vectors, (tokens,) * len(texts))


class Published:
    """A folder of snapshots, each of one document."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = lambda: NOW) -> None:
        self.snapshots = Snapshots(folder / "index")
        self.archive = Archive(folder / "archive")
        self._second = count()
        self._clock = clock

    def publish(self, text: str) -> str:
        """Publish a document of a text alone; the snapshot's name."""
        held = (Indexed.of(document(text), ("Lantern House",)),)
        draft = Draft(held, StaffKnowledge.none(), (_SEAL,), ())
        blank = cast("Encoder", _Blank())
        space = Space.completed(Wanted(draft.texts), {}, _WIDE, blank, lambda _: None)
        contents = Contents(draft, (space,), None, "0", ("Lantern House",))
        with self.snapshots.writing("a test"):
            made = NOW + timedelta(seconds=next(self._second))
            return self.snapshots.publish(*contents.sealed(made))

    def desk(self) -> Desk:
        """A desk that answers from the current snapshot."""
        reader = Reader([cast("Encoder", _Blank())], ("Lantern House",))
        nothing = Calibration(made="", ranking={}, intercept=0.0, confidence={})
        snapshot = Snapshot.load(self.snapshots.folder, (MODEL,))
        index = Index(snapshot, reader, self.archive, Judgement(nothing, 0.5))
        return Desk(index, Settings(), self._clock)

    def follower(self) -> Follower:
        """What follows the folder."""
        return Follower(self.snapshots, (MODEL,), lambda: NOW)
