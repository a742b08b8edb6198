"""What kind-doctor checks of the settings, and of the models that they name."""

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from index import model as index_model
from index.model import Model
from scripts.checks.check import State
from scripts.checks.installation import Installation
from scripts.checks.running import run_check
from tests.conftest import MODELS
from tests.scripts.test_checks import CONTACTS, Make, installation_in, model_in, only, states


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Makes an installation in the test's own folder."""
    return partial(installation_in, tmp_path)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The folder of the model that the installation names."""
    return model_in(tmp_path)


def test_settings_without_a_gap_are_one_line(made: Make) -> None:
    line = only(run_check("settings_file", made(**CONTACTS, staff=[1, 2])))
    assert line.state is State.ok
    assert "2 staff, no admins" in line.message


def test_each_missing_contact_is_a_warning(made: Make) -> None:
    assert states(run_check("settings_file", made(help_contact={"en": "Lantern Helpline"}))) == [
        ("settings file", State.ok),
        ("press_contact", State.warning),
        ("help_contact.es", State.warning),
    ]


def test_every_mistake_of_the_settings_is_a_line(made: Make) -> None:
    lines = run_check("settings_file", made(pres_contact="x", threshold=7))
    assert states(lines) == [("settings file", State.error)] * 2
    assert lines[1].remedy == "did you mean 'press_contact'?"
    assert all("settings.yaml, line" in line.message and line.remedy for line in lines)


@pytest.mark.parametrize("content", [None, b"\xff", b"- lamp", b"a: [", b"press_contact: ''"])
def test_a_settings_file_that_cannot_be_used_is_an_error(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "lantern.yaml"
    if content is not None:
        file.write_bytes(content)
    line = only(run_check("settings_file", Installation(variables={"KIND_CONFIG": str(file)})))
    assert line.state is State.error
    assert "lantern.yaml" in line.message
    assert line.remedy


def test_a_token_that_is_none_is_no_fault_of_the_settings(made: Make) -> None:
    installation = replace(made(**CONTACTS), variables={"TELEGRAM_BOT_TOKEN": "none"})
    assert only(run_check("settings_file", installation)).state is State.ok


@pytest.mark.parametrize("name", ["documents", "taken_back", "models", "index", "disk", "rights"])
def test_what_is_checked_by_the_settings_is_skipped_without(made: Make, name: str) -> None:
    line = only(run_check(name, made(threshold=7)))
    assert (line.state, line.message) == (State.skipped, "the settings cannot be read")


def test_an_index_that_is_named_has_its_own_archive(made: Make, tmp_path: Path) -> None:
    settings = replace(made(), index=tmp_path / "trial").settings
    assert (settings.index, settings.archive) == (tmp_path / "trial", tmp_path / "trial/archive")


def test_a_model_with_its_tokenizer_is_right(made: Make, model: Path) -> None:
    line = only(run_check("models", made()))
    assert line.state is State.ok
    assert str(model) in line.message


@pytest.mark.parametrize("lost", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_model_that_lacks_a_file_is_an_error_that_names_it(
    made: Make, model: Path, lost: str
) -> None:
    (model / lost).unlink()
    line = only(run_check("models", made()))
    assert line.state is State.error
    assert lost in line.message
    assert line.remedy


@pytest.mark.parametrize("rest", [b"", b'{"a": "b'])
def test_a_tokenizer_that_is_cut_short_is_an_error(made: Make, model: Path, rest: bytes) -> None:
    (model / "tokenizer.json").write_bytes(rest)
    line = only(run_check("models", made()))
    assert (line.state, "tokenizer.json" in line.message) == (State.error, True)


def test_a_packaged_model_has_the_weights_that_were_tested(
    made: Make, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(index_model.PACKAGED, "all-MiniLM-L6-v2", lambda *_: model)
    line = run_check("models", made(model="all-MiniLM-L6-v2"))[0]
    assert line.state is State.error
    assert "not the tested ones" in line.message


def test_a_model_made_here_with_other_weights_is_doubtful_and_can_be_made_again(
    made: Make, model: Path, models: tuple[Model, ...], tmp_path: Path
) -> None:
    folder = shutil.copytree(model, tmp_path / "models" / models[0].folder.name)
    line = run_check("models", made(model=models[0].name, models="models"))[0]
    assert line.state is State.warning
    assert line.remedy.startswith(f"remove {folder}")


@pytest.mark.parametrize("name", ["multilingual-e5-small", "lantern/house"])
def test_a_model_that_is_not_here_yet_is_left_to_the_first_start(
    made: Make, tmp_path: Path, name: str
) -> None:
    line = run_check("models", made(model=name, models="models"))[0]
    assert line.state is State.ok
    assert "at the first start" in line.message
    assert not (tmp_path / "models").exists()


def test_models_without_a_calibration_are_an_error(made: Make, model: Path) -> None:
    lines = run_check("models", made(calibration=None))
    assert states(lines) == [("models", State.ok), ("calibration", State.error)]
    assert model.name in lines[1].message


@pytest.mark.parametrize("content", [None, "calibrations: 7"])
def test_a_calibration_that_cannot_be_read_is_an_error(
    made: Make, tmp_path: Path, content: str | None
) -> None:
    if content:
        (tmp_path / "weights.yaml").write_text(content)
    lines = run_check("models", made(calibration="weights.yaml"))
    assert states(lines)[1:] == [("calibration", State.error)]
    assert all(line.remedy for line in lines[1:])


def test_the_models_that_all_tests_share_are_the_tested_ones(made: Make) -> None:
    installation = made(
        model="multilingual-e5-small", second_model="all-MiniLM-L6-v2", calibration=None,
        models=str(MODELS),
    )  # fmt: skip
    assert states(run_check("models", installation)) == [("models", State.ok)] * 2
