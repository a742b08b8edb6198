"""The README is held against the code."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.app import COMMANDS
from bot.settings import PROJECT, Settings
from knowledge.metadata import Metadata
from scripts.command import Exit

README = (PROJECT / "README.md").read_text("utf-8")


def _section(title: str) -> str:
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def _shown(default: object) -> str:
    if default is None or hasattr(default, "model_dump"):
        return "not set"
    if isinstance(default, tuple):
        return ", ".join(f"`{one}`" for one in default)
    return "none" if default == frozenset() else f"`{default}`"


def test_every_setting_stands_in_the_table_with_its_default_and_meaning() -> None:
    rows = [row for row in _rows(_section("Settings")) if len(row) == 3]
    fields = Settings.model_fields.items()
    assert rows == [[f"`{n}`", _shown(f.get_default()), f.description] for n, f in fields]


def test_every_variable_that_the_code_reads_stands_in_the_table() -> None:
    code = (PROJECT / "bot" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'variables\.get\("(\w+)"', code))
    assert read == {row[0].strip("`") for row in _rows(_section("Settings")) if len(row) == 2}


def test_every_command_stands_in_the_table() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    told = set(re.findall(r"^\| `(kind-\w+)", _section("Commands"), re.MULTILINE))
    assert told == set(project["scripts"])


def test_every_exit_code_is_told() -> None:
    told = _section("Commands").partition("Exit codes:")[2].partition("\n\n")[0]
    assert all(f"{code.value} " in told for code in Exit)


def test_every_key_of_a_documents_metadata_is_told() -> None:
    told = _section("Add a document, and reindex")
    assert all(re.search(rf"\b{key}\b", told) for key in Metadata.model_fields)


def test_every_chat_command_is_told() -> None:
    assert all(f"`/{name}`" in _section("What a journalist can do") for name in COMMANDS)


@pytest.mark.parametrize("path", re.findall(r"\((bot/local/[\w.]+)\)", README))
def test_every_picture_is_there(path: str) -> None:
    assert (PROJECT / path).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("script", ["start", "test"])
def test_the_two_commands_can_be_run(script: str) -> None:
    assert f"./scripts/{script}" in README
    assert Path(PROJECT, "scripts", script).stat().st_mode & 0o111


def test_every_folder_of_the_layout_is_there() -> None:
    told = re.findall(r"^    (\w+(?:/\w+)?)/ ", _section("How it is laid out"), re.MULTILINE)
    assert {"scripts", "bot", "bot/local", "index", "knowledge", "tests"} <= set(told)
    assert all((PROJECT / folder).is_dir() for folder in told if folder != "var")
