"""A folder of snapshots that is built into again and again, by models that are loaded once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from threadpoolctl import threadpool_limits

from index import build as building
from index.build import Built, build
from index.calibration import calibration_of
from index.draft import texts_of
from index.encoder import Encoded, Encoder, Task
from index.index import Index, Judgement
from index.indexed import Indexed
from index.manifest import DOCUMENTS, GLOSSARY, KEYS, PINS, Manifest
from index.model import Model
from index.reader import Reader
from index.settings import IndexSettings
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from index.space import Space, Texts
from knowledge.access import Role
from knowledge.archive import Archive
from tests.conftest import NOW, ORGANISATION
from tests.index.edits import PINNED, QUESTIONS, House, Paper

VECTORS = Space.names(0)
HOUSE = House.of(393)  # some sentence twice, and a first paper of several passages
Change = Callable[[Paper], Paper]


@contextmanager
def one_thread() -> Iterator[None]:
    """Short texts are encoded no faster by several, which wait where others want a core."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        torch.set_num_threads(before)


class Noting:
    """A model that was loaded before, and notes what it is given to encode."""

    def __init__(self, encoder: Encoder, given: list[str]) -> None:
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._given = given

    def encode(self, texts: Sequence[str], task: Task) -> Encoded:
        self._given.extend(texts)
        return self._encoder.encode(texts, task)


class Folder:
    """A folder of snapshots that is built into again and again, by models loaded once."""

    def __init__(self, place: Path, settings: IndexSettings, encoders: Sequence[Encoder]) -> None:
        names = tuple(encoder.model.name for encoder in encoders)
        second = names[1] if len(names) > 1 else None
        changed = {"index": place, "model": names[0], "second_model": second}
        self.settings = settings.model_copy(update=changed)
        self.snapshots = Snapshots(place)
        self.models = tuple(encoder.model for encoder in encoders)
        self.encoded: list[str] = []
        self.loaded: list[Model] = []
        self._encoders = dict(zip(self.models, encoders, strict=True))
        self._second = count()

    def build(self, house: House, **how: Any) -> Built:  # noqa: ANN401
        """Build what the house has; what that encodes and loads is noted."""
        self.encoded, self.loaded = [], []
        with pytest.MonkeyPatch.context() as patch, one_thread():
            patch.setattr(building, "Encoder", self._load)
            patch.setattr(building, "find_models", lambda *_: self.models)
            now = NOW + timedelta(seconds=next(self._second))
            return build(house.catalogue, self.settings, now=now, staff=house.staff, **how)

    def _load(self, model: Model) -> Noting:
        self.loaded.append(model)
        return Noting(self._encoders[model], self.encoded)

    @property
    def name(self) -> str:
        """The name of the current snapshot."""
        return self.snapshots.current() or ""

    @property
    def manifest(self) -> Manifest:
        """The manifest of the current snapshot."""
        return self.snapshots.manifest(self.name)

    def path(self, file: str) -> Path:
        """A file of the current snapshot."""
        return self.snapshots.folder_of(self.name) / file

    def read(self) -> Snapshot:
        """The current snapshot, every byte of it checked."""
        return Snapshot.load(self.settings.index, self.models)

    def new(self, house: House) -> int:
        """How many different texts of a house stand in no snapshot here, for all models."""
        held = [Snapshot.read(self.snapshots, name) for name in self.snapshots.names()]
        known = [texts_of(snapshot.documents) for snapshot in held]
        texts = divided(house)
        passages = set(texts.passages).difference(*(one.passages for one in known))
        sentences = set(texts.sentences).difference(*(one.sentences for one in known))
        return len(self.models) * (len(passages) + len(sentences))

    def index(self) -> Index:
        """An index over the current snapshot."""
        reader = Reader(list(self._encoders.values()), ORGANISATION)
        judgement = Judgement(calibration_of(self.settings), self.settings.threshold)
        return Index(self.read(), reader, Archive(self.settings.index / "archive"), judgement)


def divided(house: House) -> Texts:
    return texts_of([Indexed.of(document, ORGANISATION) for document in house.documents])


def every_text(house: House) -> list[str]:
    """Each passage and each sentence of a house, once."""
    return [*set(divided(house).passages), *set(divided(house).sentences)]


def changed(house: House, change: Change) -> House:
    """A house with its first paper changed."""
    identity, paper = next(iter(house.papers.items()))
    return house.having(identity, change(paper))


def titled(title: str) -> Change:
    return lambda paper: replace(paper, title=title)


def labelled(**label: object) -> Change:
    return lambda paper: replace(paper, metadata={**paper.metadata, **label})


def damage(file: Path, size: float) -> None:
    """Cut a file short; where it keeps its size, change one bit in its middle."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content[: int(len(content) * size)])


def rows(house: House) -> list[str]:
    return [*divided(house).passages, *divided(house).sentences]


def assert_same(one: Folder, other: Folder) -> None:
    """That two folders' current snapshots are the same, but for when they were made."""
    for file in (DOCUMENTS, GLOSSARY, PINS, KEYS):
        assert one.path(file).read_bytes() == other.path(file).read_bytes()
    shown = {"created", "files"}
    assert one.manifest.model_dump(exclude=shown) == other.manifest.model_dump(exclude=shown)
    assert one.manifest.files.keys() == other.manifest.files.keys()
    for mine, yours in zip(one.read().spaces, other.read().spaces, strict=True):
        assert np.allclose(mine.passages.vectors(), yours.passages.vectors(), rtol=0, atol=1e-5)
        assert np.allclose(mine.sentences.vectors(), yours.sentences.vectors(), rtol=0, atol=1e-5)
        tokens, others = mine.tokens, yours.tokens
        for part in ("ids", "bounds", "passages", "sentences", "within"):
            assert np.array_equal(getattr(tokens, part), getattr(others, part)), part
        assert np.abs(tokens.codes.astype(int) - others.codes.astype(int)).max(initial=0) <= 1
        assert np.allclose(tokens.scales, others.scales, rtol=1e-3)


def assert_same_answers(one: Folder, other: Folder) -> None:
    """That both answer with the same quotes, in the same order, and as surely."""
    mine, yours = (folder.index().view(Role.staff, NOW) for folder in (one, other))
    for question in (*QUESTIONS, PINNED):
        with one_thread():
            answer, wanted = mine.search(question), yours.search(question)
        assert answer.answered == wanted.answered
        assert answer.confidence == pytest.approx(wanted.confidence, abs=1e-3)
        assert [hit.quote for hit in answer.hits] == [hit.quote for hit in wanted.hits]


def states(place: Path) -> dict[Path, tuple[int, int, int, bytes]]:
    """Every file and folder under a place: when it was changed, which it is, and its bytes."""
    return {
        path: (
            path.stat().st_mtime_ns,
            path.stat().st_ctime_ns,
            path.stat().st_ino,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in (place, *place.rglob("*"))
    }
