"""Lantern House's index, with two more snapshots of fewer documents."""

import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from index.build import rebuild_without
from index.model import Model
from index.settings import IndexSettings
from index.snapshots import Snapshots
from scripts import index_snapshots
from tests.conftest import MODELS, NOW
from tests.scripts.running import Ended, write_settings
from tests.scripts.snapshots.kind_index import Index, Run, Three


@cache
def found(names: tuple[str, ...]) -> tuple[Model, ...]:
    """The models of these names."""
    return tuple(Model.find(name, MODELS) for name in names)


def found_once(settings: IndexSettings, _: Callable[[str], None]) -> tuple[Model, ...]:
    """The settings' models, whose files are hashed once for all tests: that takes its time."""
    return found(settings.model_names)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, run within the test to its end; no traceback may reach its user."""

    monkeypatch.setattr(index_snapshots, "find_models", found_once)

    def run(*arguments: str | Path, index: Path = tmp_path / "index", **settings: object) -> Ended:
        config = write_settings(tmp_path, **settings)
        given = ["kind-index", *arguments, "--index", index, "--config", config]
        monkeypatch.setattr(sys, "argv", list(map(str, given)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            index_snapshots.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(int(str(ended.value.code)), said.out, said.err)

    return run


@pytest.fixture(scope="session")
def three(
    lantern_index: Path, lantern_settings: IndexSettings, tmp_path_factory: pytest.TempPathFactory
) -> Three:
    """Lantern House's index with two more snapshots, each of fewer documents; only to be read."""
    folder = shutil.copytree(lantern_index, tmp_path_factory.mktemp("three") / "index")
    settings = lantern_settings.model_copy(update={"index": folder})
    snapshots = Snapshots(folder)
    for day in (1, 2):
        texts = sorted(snapshots.manifest(snapshots.names()[0]).texts)
        rebuild_without(settings, frozenset(texts[:1]), NOW + timedelta(days=day))
    third, second, first = snapshots.names()
    return folder, (first, second, third)


@pytest.fixture
def index(three: Three, tmp_path: Path, run: Run) -> Index:
    """A copy of it that a test may change."""
    folder, names = three
    shutil.copytree(folder, tmp_path / "index")
    return Index(tmp_path / "index", *names, run)
