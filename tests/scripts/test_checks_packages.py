"""What kind-doctor checks of the packages."""

from importlib.metadata import version
from pathlib import Path

import pytest

from scripts.checks import packages
from scripts.checks.check import State
from tests.scripts.test_checks import only


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
