"""What kind-doctor checks on this machine: each check in each state."""

import errno
import os
import resource
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from index import model as index_model
from index.build import rebuild_without
from index.model import Model
from index.settings import IndexSettings
from index.snapshots import Snapshots
from scripts.checks import (
    apertium,
    clock,
    disk,
    index,
    memory,
    open_files,
    packages,
    python,
    running,
)
from scripts.checks.check import Check, SkippedError, State, worst
from scripts.checks.installation import PROJECT, Installation
from scripts.checks.running import run_check
from tests.conftest import MODELS, NOW
from tests.index.programs import mode

MIB = 2**20
CONTACTS = {
    "press_contact": "Press Office, 555 0100",
    "help_contact": {"en": "Lantern Helpline", "es": "Línea Lantern"},
}
CALIBRATION = {"made": "by hand", "ranking": {}, "intercept": 0, "confidence": {}}
Make = Callable[..., Installation]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """The folder of a model that is made of nothing."""
    folder = tmp_path / "lamp-model"
    folder.mkdir()
    for name in ("config.json", "tokenizer.json", "model.safetensors"):
        (folder / name).write_text("{}\n")
    return folder


@pytest.fixture
def made(tmp_path: Path, model: Path) -> Make:
    """An installation by these settings, its folders under the test's own, with that model."""

    def make(**settings: object) -> Installation:
        file = tmp_path / "settings.yaml"
        weights = tmp_path / "calibration.yaml"
        weights.write_text(yaml.safe_dump({"calibrations": {model.name: CALIBRATION}}))
        held = {"model": str(model), "second_model": None, "calibration": weights.name, **settings}
        file.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
        return Installation(file, clock=lambda: NOW)

    return make


def states(lines: Sequence[Check]) -> list[tuple[str, State]]:
    return [(line.name, line.state) for line in lines]


def only(lines: Sequence[Check]) -> Check:
    (line,) = lines
    return line


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ([], State.ok),
        ([State.ok, State.skipped], State.ok),
        ([State.ok, State.warning, State.skipped], State.warning),
        ([State.error, State.warning], State.error),
    ],
)
def test_the_worst_state_counts_and_what_was_skipped_is_no_fault(
    found: list[State], state: State
) -> None:
    assert worst(Check("lamp", one, "") for one in found) is state


@pytest.mark.parametrize("name", ["python", "packages", "open_files", "memory"])
def test_this_machine_is_fit_for_the_tests(name: str) -> None:
    assert {line.state for line in run_check(name, Installation())} <= {State.ok, State.warning}


@pytest.mark.parametrize(
    ("number", "bits", "state"),
    [
        ((3, 11, 0), 64, State.ok),
        ((3, 14, 1), 64, State.ok),
        ((3, 10, 9), 64, State.error),
        ((3, 12, 0), 32, State.error),
    ],
)
def test_python_is_new_and_wide_enough(number: tuple[int, ...], bits: int, state: State) -> None:
    assert python.judged(number, bits=bits).state is state


@pytest.mark.parametrize(
    ("limit", "state"),
    [(1024, State.ok), (1023, State.warning), (resource.RLIM_INFINITY, State.ok)],
)
def test_a_thousand_files_may_be_open(limit: int, state: State) -> None:
    assert open_files.judged(limit).state is state


@pytest.mark.parametrize(
    ("available", "limit", "state"),
    [
        (2 * MIB, None, State.ok),
        (2 * MIB - 1, None, State.warning),
        (4 * MIB, "max\n", State.ok),
        (4 * MIB, f"{2**30}\n", State.warning),
    ],
)
def test_two_gibibytes_of_memory_are_available(
    tmp_path: Path, available: int, limit: str | None, state: State
) -> None:
    told, held = tmp_path / "meminfo", tmp_path / "memory.max"
    told.write_text(f"MemTotal:       9999999 kB\nMemAvailable:   {available} kB\n")
    if limit:
        held.write_text(limit)
    assert memory.judged(memory.available(told, held)).state is state


@pytest.mark.parametrize("told", [None, "MemFree: 1 kB\n"])
def test_a_system_that_tells_no_memory_is_no_fault(tmp_path: Path, told: str | None) -> None:
    if told:
        (tmp_path / "meminfo").write_text(told)
    with pytest.raises(SkippedError):
        memory.available(tmp_path / "meminfo", tmp_path / "none")


def project(folder: Path, *dependencies: str, tested: str = "") -> Path:
    written = ", ".join(f'"{one}"' for one in dependencies)
    (folder / "pyproject.toml").write_text(f"[project]\ndependencies = [{written}]\n")
    (folder / "constraints.txt").write_text(f"# The tested versions.\n{tested}\n")
    return folder


@pytest.mark.parametrize(
    "dependencies",
    [
        ["httpx>=0.28"],
        ["uvicorn>=0.1", "lantern-oil>=3; sys_platform == 'nowhere'"],
        ["HTTPX", "python_dateutil>=2"],  # a name is written in many ways
        ["sentence-transformers"],
    ],
)
def test_packages_that_are_there_in_an_allowed_version_are_right(
    tmp_path: Path, dependencies: list[str]
) -> None:
    assert only(list(packages.judged(project(tmp_path, *dependencies)))).state is State.ok


def test_every_missing_or_wrong_package_is_named(tmp_path: Path) -> None:
    needed = project(tmp_path, "lantern-oil>=3", "httpx>=99", "pydantic")
    oil, httpx = packages.judged(needed)
    assert (oil.state, httpx.state) == (State.error, State.error)
    assert f"httpx {version('httpx')}" in httpx.message + oil.message
    assert "lantern-oil is not installed" in httpx.message + oil.message
    assert "install" in oil.remedy


def installed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, metadata: str, record: str = ""
) -> None:
    """A package `lantern-oil` that is installed in a folder of the path."""
    held = folder / "lantern_oil-3.0.dist-info"
    held.mkdir()
    (held / "METADATA").write_text(metadata)
    (held / "RECORD").write_text(record)
    monkeypatch.syspath_prepend(str(folder))


def test_what_a_package_needs_is_needed_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata = (
        "Metadata-Version: 2.1\nName: lantern-oil\nVersion: 3.0\n"
        "Requires-Dist: wick>=2; extra == 'long'\nRequires-Dist: glass>=1; extra == 'clear'\n"
    )
    installed(tmp_path, monkeypatch, metadata=metadata)
    assert only(list(packages.judged(project(tmp_path, "lantern-oil")))).state is State.ok
    line = only(list(packages.judged(project(tmp_path, "lantern-oil[long]"))))
    assert line.message == "wick is not installed; lantern-oil needs it"


def test_a_package_of_which_a_file_is_gone_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metadata = "Metadata-Version: 2.1\nName: lantern-oil\nVersion: 3.0\n"
    record = 'oil/"a,b".txt,,\noil/__init__.py,sha256=0,1\noil/burn.py,sha256=0,1\n'
    installed(tmp_path, monkeypatch, metadata=metadata, record=record)
    (tmp_path / "oil").mkdir()
    (tmp_path / "oil" / "__init__.py").touch()
    line = only(list(packages.judged(project(tmp_path, "lantern-oil"))))
    assert (line.state, line.message) == (State.error, "lantern-oil: oil/burn.py is missing")


@pytest.mark.parametrize("metadata", ["", "Name: lantern-oil\nVersion: one\n"])
def test_a_package_whose_metadata_is_damaged_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, metadata: str
) -> None:
    installed(tmp_path, monkeypatch, metadata=metadata)
    assert only(list(packages.judged(project(tmp_path, "lantern-oil>=1")))).state is State.error


def test_an_untested_version_is_told_and_no_fault(tmp_path: Path) -> None:
    line = only(list(packages.judged(project(tmp_path, "httpx", tested="httpx==0.1"))))
    assert line.state is State.ok
    assert f"httpx {version('httpx')} (tested: ==0.1)" in line.message


def test_without_a_source_tree_the_installed_package_tells_what_it_needs(tmp_path: Path) -> None:
    (line, *_) = packages.judged(tmp_path)
    assert "tested" not in line.message


def test_settings_without_a_gap_are_one_line(made: Make) -> None:
    line = only(run_check("settings_file", made(**CONTACTS, staff=[1, 2])))
    assert line.state is State.ok
    assert "2 staff, no admins" in line.message


def test_each_missing_contact_is_a_warning(made: Make) -> None:
    assert states(run_check("settings_file", made(help_contact={"en": "Lantern Helpline"}))) == [
        ("settings", State.ok),
        ("press_contact", State.warning),
        ("help_contact.es", State.warning),
    ]


def test_every_mistake_of_the_settings_is_a_line(made: Make) -> None:
    lines = run_check("settings_file", made(pres_contact="x", threshold=7))
    assert states(lines) == [("settings", State.error)] * 2
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


@pytest.mark.parametrize("name", ["documents", "models", "index", "disk", "rights"])
def test_what_is_checked_by_the_settings_is_skipped_without(made: Make, name: str) -> None:
    line = only(run_check(name, made(threshold=7)))
    assert (line.state, line.message) == (State.skipped, "the settings cannot be read")


def test_an_index_that_is_named_has_its_own_archive(made: Make, tmp_path: Path) -> None:
    settings = replace(made(), index=tmp_path / "trial").settings
    assert (settings.index, settings.archive) == (tmp_path / "trial", tmp_path / "trial/archive")


def test_documents_are_counted(made: Make, lantern: Path) -> None:
    line = only(run_check("documents", made(documents=str(lantern))))
    assert line.state is State.ok
    assert line.message.split()[0].isdecimal()


def test_a_folder_of_no_document_is_a_warning_and_none_at_all_an_error(
    made: Make, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    assert only(run_check("documents", made(documents="empty"))).state is State.warning
    assert only(run_check("documents", made(documents="nowhere"))).state is State.error


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
    assert states(lines) == [("model", State.ok), ("calibration", State.error)]
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


def test_no_index_yet_is_a_warning(made: Make) -> None:
    line = only(run_check("index", made()))
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


@pytest.mark.parametrize(
    ("free", "state"),
    [(100 * MIB - 1, State.error), (100 * MIB, State.ok)],
)
def test_a_full_disk_is_an_error(made: Make, free: int, state: State) -> None:
    line = only(list(disk.judged(made(), lambda _: free)))
    assert line.state is state
    assert "index, archive, models" in line.message


def test_a_disk_without_room_for_two_more_snapshots_is_a_warning(
    made: Make, lantern_index: Path
) -> None:
    folder = made(index=str(lantern_index))
    snapshots = Snapshots(lantern_index)
    needed = 2 * snapshots.manifest(str(snapshots.current())).size
    least = max(needed, 100 * MIB)
    assert only(list(disk.judged(folder, lambda _: least))).state is State.ok
    if needed > 100 * MIB:
        assert only(list(disk.judged(folder, lambda _: least - 1))).state is State.warning


def test_a_disk_without_room_for_a_model_that_is_to_be_made_is_a_warning(made: Make) -> None:
    installation = made(model="lantern/house", models="models")
    assert only(list(disk.judged(installation, lambda _: 500 * MIB - 1))).state is State.warning
    assert only(list(disk.judged(installation, lambda _: 500 * MIB))).state is State.ok


def test_each_disk_is_a_line(made: Make) -> None:
    lines = run_check("disk", made(index="/proc/self"))
    assert len(lines) == 2
    assert "free for index" in lines[0].message
    assert "free for archive, models" in lines[1].message


def test_folders_that_can_be_written_to_are_right_and_left_as_they_were(
    made: Make, tmp_path: Path
) -> None:
    (tmp_path / "var" / "index" / "snapshots").mkdir(parents=True)
    installation = made()
    before = sorted(tmp_path.rglob("*"))
    assert states(run_check("rights", installation)) == [("rights", State.ok)] * 3
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["index", "archive", "models"])
def test_a_folder_that_nobody_can_write_to_is_an_error(made: Make, name: str) -> None:
    # The kernel takes no files there, not even from root.
    found = {line.message: line for line in run_check("rights", made(**{name: "/proc/self"}))}
    (wrong,) = (line for line in found.values() if line.state is State.error)
    assert f"`{name}`: /proc/self cannot be written to" in wrong.message
    assert "right to write" in wrong.remedy


@pytest.mark.parametrize("place", ["var", "var/index"])
def test_a_file_in_place_of_a_folder_is_an_error(made: Make, tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("a lamp")
    lines = run_check("rights", made())
    assert lines[0].state is State.error
    assert f"{tmp_path / place} is no folder" in lines[0].message


def test_a_link_to_nowhere_is_an_error(made: Make, tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "index").symlink_to(tmp_path / "nowhere")
    assert run_check("rights", made())[0].state is State.error


def test_a_folder_within_that_another_user_made_is_an_error(made: Make, tmp_path: Path) -> None:
    (tmp_path / "var" / "archive").mkdir(parents=True)
    (tmp_path / "var" / "archive" / "texts").symlink_to("/proc/self")
    line = run_check("rights", made())[1]
    assert line.state is State.error
    assert "texts cannot be written to" in line.message


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_disk_that_keeps_nothing_is_an_error_and_nothing_is_left(
    made: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    installation = made()
    assert installation.settings
    before = sorted(tmp_path.rglob("*"))
    with monkeypatch.context() as patch:
        patch.setattr(os, call, broken)
        lines = run_check("rights", installation)
    assert states(lines) == [("rights", State.error)] * 3
    assert "Input/output error" in lines[0].message
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("early", "state"),
    [
        (timedelta(hours=23), None),
        (timedelta(days=1), State.warning),
        (timedelta(days=364), State.warning),
        (timedelta(days=365), State.error),
    ],
)
def test_a_clock_before_the_program_was_written_is_in_the_past(
    early: timedelta, state: State | None
) -> None:
    line = clock.in_the_past(NOW - early, NOW)
    assert (line and line.state) is state


def test_the_newest_file_of_the_program_is_what_counts(tmp_path: Path) -> None:
    for name, moment in (("bot/old.py", 1), ("index/deep/new.py", 9), ("var/index.py", 99)):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (moment, moment))
    assert clock.newest(tmp_path).timestamp() == 9
    line = only(run_check("clock", Installation(clock=lambda: clock.newest(tmp_path))))
    assert (line.state, "in the past" in line.message) == (State.error, True)


def test_without_telegram_the_clock_is_not_compared() -> None:
    line = only(run_check("clock", Installation(clock=lambda: clock.newest(PROJECT))))
    assert (line.state, "not asked" in line.message) == (State.skipped, True)


CHILDREN = r"for request in requests(): reply(request.replace(b'ni', b'children ') + b'\0')"


@pytest.mark.parametrize(
    ("bodies", "state"),
    [
        ([CHILDREN], State.ok),
        (["for request in requests(): reply(b'lamps' + b'\\0')"], State.warning),
        (["time.sleep(60)"], State.warning),
        (["sys.exit(1)"], State.warning),
    ],
)
def test_apertium_is_right_where_it_translates(
    tmp_path: Path, bodies: list[str], state: State
) -> None:
    line = apertium.judged(mode(tmp_path, *bodies), seconds=2)
    assert line.state is state
    assert "lt-proc" in line.message
    assert ("apt-get install" in line.remedy) is (state is State.warning)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "not installed"),
        (b"lt-proc 'x' | lantern-proc 'y'", "is not installed"),
        (b"lt-proc; rm lamp", "not a plain chain"),
        (b"\xff", "UnicodeDecodeError"),
    ],
)
def test_apertium_that_is_missing_or_in_part_is_a_warning(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "spa-eng.mode"
    if content is not None:
        file.write_bytes(content)
    line = apertium.judged(file)
    assert line.state is State.warning
    assert told in line.message
    assert "apt-get install" in line.remedy


SECRET = "12345:lantern-oil"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"raise ValueError({SECRET!r})", "ValueError"),
        (f"raise RecursionError({SECRET!r})", "RecursionError"),
        ("import lantern_oil.wick", "the package lantern_oil cannot be imported"),
        ("open('/nowhere/lamp')", "/nowhere/lamp: No such file or directory (FileNotFoundError)"),
    ],
)
@pytest.mark.parametrize("where", ["at once", "after a line"])
def test_a_check_that_fails_is_a_line_with_its_kind_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, told: str, where: str
) -> None:
    before = f'    yield Check.ok("lamp", "lit")\n' if where == "after a line" else ""
    code = (
        f"from scripts.checks.check import Check\n\ndef check(_):\n{before}    {body}\n    yield\n"
    )
    (tmp_path / "lamp_check.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(running, "__package__", "lamps")
    (tmp_path / "lamps").mkdir()
    (tmp_path / "lamp_check.py").rename(tmp_path / "lamps" / "lamp_check.py")
    monkeypatch.delitem(sys.modules, "lamps", raising=False)
    monkeypatch.delitem(sys.modules, "lamps.lamp_check", raising=False)
    *first, line = run_check("lamp_check", Installation())
    assert len(first) == (where == "after a line")
    assert (line.name, line.state) == ("lamp_check", State.error)
    assert told in line.message
    assert SECRET not in line.message + line.remedy
    assert line.remedy


def test_the_models_that_all_tests_share_are_the_tested_ones(made: Make) -> None:
    installation = made(
        model="multilingual-e5-small", second_model="all-MiniLM-L6-v2", calibration=None,
        models=str(MODELS),
    )  # fmt: skip
    assert states(run_check("models", installation)) == [("model", State.ok)] * 2
