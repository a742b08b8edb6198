"""What the tests share: the guard, a clock that stands, and the invented Lantern House, indexed."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import build
from index.encoder import Encoder
from index.index import Index
from index.model import Model, find_models
from index.settings import IndexSettings
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.staff import StaffKnowledge
from tests.guard.plugin import guarded_environment, reached, reached_by_children

__all__ = ["guarded_environment", "reached", "reached_by_children"]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ORGANISATION = ("Lantern House", "Casa del Farol")
# Made by the first test that needs them, and kept: it takes a quarter of a minute and 470 MB.
MODELS = Path(__file__).parent.parent / "var" / "models"
DOCUMENTS = Path(__file__).parent / "documents"


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
    return DOCUMENTS / "lantern"


@pytest.fixture(scope="session")
def lantern_settings() -> IndexSettings:
    """The settings of Lantern House, its index nowhere yet, with the models of the defaults."""
    return IndexSettings(organisation=ORGANISATION, models=MODELS, index=Path("nowhere"))


@pytest.fixture(scope="session")
def models(lantern_settings: IndexSettings) -> tuple[Model, ...]:
    """The embedding models of the default settings."""
    return find_models(lantern_settings)


@pytest.fixture(scope="session")
def encoders(models: tuple[Model, ...]) -> tuple[Encoder, ...]:
    """These models, loaded."""
    return tuple(map(Encoder, models))


@pytest.fixture(scope="session")
def lantern_catalogue(lantern: Path, tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Lantern House's documents, read."""
    return Catalogue.load(lantern, Archive(tmp_path_factory.mktemp("lantern") / "archive"))


@pytest.fixture(scope="session")
def lantern_staff(lantern_catalogue: Catalogue) -> StaffKnowledge:
    """The glossary and the pins of Lantern House."""
    files = (DOCUMENTS / "lantern-glossary.yaml", DOCUMENTS / "lantern-pinned.yaml")
    return StaffKnowledge.load(*files, lantern_catalogue.documents, NOW)


@pytest.fixture(scope="session")
def lantern_index(
    tmp_path_factory: pytest.TempPathFactory,
    lantern_catalogue: Catalogue,
    lantern_staff: StaffKnowledge,
    lantern_settings: IndexSettings,
) -> Path:
    """A folder with the index of Lantern House's documents and its `archive`; only to be read."""
    folder = tmp_path_factory.mktemp("lantern") / "index"
    Archive(folder / "archive").record(lantern_catalogue.documents, NOW)
    settings = lantern_settings.model_copy(update={"index": folder})
    build(lantern_catalogue, settings, now=NOW, staff=lantern_staff)
    return folder


@pytest.fixture
def lantern_copy(lantern_index: Path, tmp_path: Path) -> Path:
    """A copy of `lantern_index` that a test may damage."""
    return shutil.copytree(lantern_index, tmp_path / "index")


@pytest.fixture(scope="session")
def index(lantern_index: Path, lantern_settings: IndexSettings) -> Iterator[Index]:
    """The index of Lantern House's documents, opened; shared, so not to be changed."""
    settings = lantern_settings.model_copy(update={"index": lantern_index})
    opened = Index.open(settings, Archive(lantern_index / "archive"))
    yield opened
    opened.close()
