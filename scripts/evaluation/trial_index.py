"""An index of a set's documents, made for one evaluation and gone after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.settings import Settings
from index.build import build
from index.calibration import Calibration
from index.index import Index
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from scripts.command import staff_knowledge


@contextmanager
def trial_index(
    catalogue: Catalogue,
    settings: Settings,
    now: datetime,
    calibration: Calibration | None = None,
) -> Iterator[Index]:
    """The index of a catalogue, as `kind-reindex` would publish it, in a temporary folder.

    `calibration` is the settings' unless given. Raises BuildError and ModelError as the building
    does.
    """
    with TemporaryDirectory() as place:
        folder = Path(place)
        placed = {"index": folder / "index", "archive": folder / "archive"}
        tried = settings.model_copy(update=placed)
        archive = Archive(tried.archive)
        archive.record(catalogue.documents, now)
        build(catalogue, tried, now=now, staff=staff_knowledge(tried, catalogue, now))
        yield Index.open(tried, archive, calibration=calibration)
