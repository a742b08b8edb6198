"""What the tests of the index share."""

import shutil
from pathlib import Path

import pytest

from index.encoder import Encoder
from index.settings import IndexSettings
from tests.index.growing import HOUSE, Folder


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory,
    lantern_settings: IndexSettings,
    encoders: tuple[Encoder, ...],
) -> tuple[Path, list[str]]:
    """A folder into which the house was built, and what that encoded; only to be read."""
    place = tmp_path_factory.mktemp("house") / "index"
    first = Folder(place, lantern_settings, encoders[1:])
    first.build(HOUSE)
    return place, first.encoded


@pytest.fixture
def folder(
    built: tuple[Path, list[str]],
    tmp_path: Path,
    lantern_settings: IndexSettings,
    encoders: tuple[Encoder, ...],
) -> Folder:
    """A copy of that folder, to be built into, with the smaller model alone."""
    place = shutil.copytree(built[0], tmp_path / "index")
    copy = Folder(place, lantern_settings, encoders[1:])
    next(copy._second)
    return copy


@pytest.fixture
def other(tmp_path: Path, lantern_settings: IndexSettings, encoders: tuple[Encoder, ...]) -> Folder:
    """Another folder, into which nothing was built."""
    return Folder(tmp_path / "other", lantern_settings, encoders[1:])
