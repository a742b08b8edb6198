"""What the tests share: the guard, a clock that stands, and the invented Lantern House, indexed."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import build
from index.index import Index
from index.model import Model
from index.settings import IndexSettings
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from tests.guard.plugin import guarded_environment, reached, reached_by_children

__all__ = ["guarded_environment", "reached", "reached_by_children"]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def now() -> datetime:
    """The moment that the tests take place at."""
    return NOW


@pytest.fixture(scope="session")
def clock() -> Callable[[], datetime]:
    """A clock that stands at that moment."""
    return lambda: NOW


@pytest.fixture(scope="session")
def lantern() -> Path:
    """A folder of documents of Lantern House, an organisation that does not exist."""
    return Path(__file__).parent / "documents" / "lantern"


@pytest.fixture(scope="session")
def model() -> Model:
    """The embedding model of the default settings."""
    return Model.find(IndexSettings().model)


@pytest.fixture(scope="session")
def lantern_index(
    tmp_path_factory: pytest.TempPathFactory, lantern: Path, model: Model, now: datetime
) -> Path:
    """A folder with the index of Lantern House's documents and its `archive`; only to be read."""
    folder = tmp_path_factory.mktemp("lantern") / "index"
    archive = Archive(folder / "archive")
    catalogue = Catalogue.load(lantern, archive)
    archive.record(catalogue.documents, now)
    build(catalogue, model, folder, now=now)
    return folder


@pytest.fixture
def lantern_copy(lantern_index: Path, tmp_path: Path) -> Path:
    """A copy of `lantern_index` that a test may damage."""
    return shutil.copytree(lantern_index, tmp_path / "index")


@pytest.fixture(scope="session")
def index(lantern_index: Path) -> Index:
    """The index of Lantern House's documents, opened; shared, so not to be changed."""
    return Index.open(IndexSettings(index=lantern_index), Archive(lantern_index / "archive"))
