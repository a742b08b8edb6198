"""What kind-doctor checks of the index."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from index.build import rebuild_without
from index.model import Model
from index.settings import IndexSettings
from index.snapshots import Snapshots
from scripts.checks import index
from scripts.checks.check import State
from scripts.checks.running import run_check
from tests.conftest import NOW
from tests.scripts.test_checks import installation_in, only


def test_no_index_yet_is_a_warning(tmp_path: Path) -> None:
    line = only(run_check("index", installation_in(tmp_path)))
    assert (line.state, line.remedy) == (State.warning, "run kind-reindex")


def test_a_whole_index_tells_its_name_documents_and_age(
    lantern_index: Path, models: tuple[Model, ...]
) -> None:
    snapshots = Snapshots(lantern_index)
    line = index.found(snapshots, models, NOW + timedelta(days=3, hours=1))
    count = len(snapshots.manifest(str(snapshots.current())).documents)
    assert line.state is State.ok
    assert line.message == f"{snapshots.current()}: {count} documents, whole, 3 days old"


@pytest.mark.parametrize(
    ("later", "told"),
    [
        (timedelta(seconds=-1), "made at a later time than this clock's"),
        (timedelta(minutes=59), "made within the hour"),
        (timedelta(hours=47), "47 hours old"),
        (timedelta(hours=48), "2 days old"),
    ],
)
def test_the_age_is_told_in_words(lantern_index: Path, later: timedelta, told: str) -> None:
    line = index.found(Snapshots(lantern_index), None, NOW + later)
    assert f"whole, {told}; whether it is these models'" in line.message


def test_an_index_of_other_models_is_an_error(
    lantern_index: Path, models: tuple[Model, ...]
) -> None:
    others = [replace(model, weights="0" * 64) for model in models]
    line = index.found(Snapshots(lantern_index), others, NOW)
    assert line.state is State.error
    assert "the settings name" in line.message
    assert line.remedy == "run kind-reindex"


def test_a_damaged_index_is_an_error_that_tells_what_the_bot_does(
    lantern_copy: Path, lantern_settings: IndexSettings, models: tuple[Model, ...]
) -> None:
    snapshots = Snapshots(lantern_copy)
    (older,) = snapshots.names()
    text = min(snapshots.manifest(older).texts)
    settings = lantern_settings.model_copy(update={"index": lantern_copy})
    rebuild_without(settings, frozenset((text,)), NOW + timedelta(days=1))
    keys = snapshots.folder_of(str(snapshots.current())) / "keys.bin"
    keys.write_bytes(b"?" + keys.read_bytes()[1:])
    line = index.found(snapshots, models, NOW)
    assert line.state is State.error
    assert "keys.bin" in line.message
    assert f"answers from {older}" in line.message
    assert line.remedy == "run kind-reindex, or kind-index rollback"
    (snapshots.folder_of(older) / "keys.bin").unlink()
    assert "no other is whole" in index.found(snapshots, models, NOW).message


def test_a_lost_pointer_is_an_error(lantern_copy: Path, models: tuple[Model, ...]) -> None:
    (lantern_copy / "current").unlink()
    line = index.found(Snapshots(lantern_copy), models, NOW)
    assert line.state is State.error
    assert "current" in line.message
