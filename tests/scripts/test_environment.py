"""What `scripts/environment.sh` does about the translator, with an `apt-get` of the test's own."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.settings import PROJECT

PACKAGE = "apertium-eng-spa"
FETCHED = "[ -e fetched ] || { echo 'E: Unable to locate package' >&2; exit 100; }"


@dataclass(frozen=True)
class Machine:
    """A folder with the programs that the script finds, besides the shell's own."""

    folder: Path

    def has(self, name: str, body: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>calls\n{body}\n', "utf-8")
        path.chmod(0o755)

    def translator(self) -> str:
        """What the function says; it always succeeds, and nothing is said on standard output."""
        mode = self.folder / "spa-eng.mode"
        script = f'set -euo pipefail; . "{PROJECT}/scripts/environment.sh"; translator "{mode}"'
        done = subprocess.run(  # noqa: S603 (this project's own script)
            ["/bin/bash", "-c", script],
            cwd=self.folder,
            env={"PATH": str(self.folder / "bin")},
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        assert done.stdout == ""
        return done.stderr

    @property
    def installed(self) -> list[str]:
        """The `apt-get` commands that were given, each by its first word."""
        calls = self.folder / "calls"
        lines = calls.read_text("utf-8").splitlines() if calls.exists() else []
        return [line.split()[1] for line in lines if line.startswith("apt-get ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    it = Machine(tmp_path)
    (tmp_path / "bin").mkdir()
    for name in ("tail", "timeout"):
        (tmp_path / "bin" / name).symlink_to(f"/usr/bin/{name}")
    it.has("id", "echo 0")
    it.has("apt-get", "true")
    return it


def test_where_it_is_there_nothing_is_said_or_done(machine: Machine) -> None:
    (machine.folder / "spa-eng.mode").touch()
    assert machine.translator() == ""
    assert machine.installed == []


def test_root_installs_it_and_says_so_on_one_line(machine: Machine) -> None:
    machine.has("apt-get", "echo Reading package lists...; echo Setting up >&2")
    (line,) = machine.translator().splitlines()
    assert PACKAGE in line
    assert machine.installed == ["install"]
    assert PACKAGE in (machine.folder / "calls").read_text("utf-8")


def test_the_lists_are_fetched_only_where_the_package_is_not_in_them(machine: Machine) -> None:
    machine.has("apt-get", f'[ "$1" = update ] && {{ >fetched; exit; }}\n{FETCHED}')
    assert len(machine.translator().splitlines()) == 1
    assert machine.installed == ["install", "update", "install"]


@pytest.mark.parametrize("fails", ["install", "update"])
def test_what_fails_is_told_on_one_line_and_start_goes_on(machine: Machine, fails: str) -> None:
    reason = "echo 'Reading...'; echo 'E: no network' >&2; exit 100"
    fetches = f'[ "$1" = update ] && exit\n{FETCHED}'
    machine.has("apt-get", f'[ "$1" = {fails} ] && {{ {reason}; }}\n{fetches}')
    (_, line) = machine.translator().splitlines()
    assert "E: no network" in line
    assert "found less well" in line


def test_nobody_is_asked_anything(machine: Machine) -> None:
    machine.has("apt-get", 'echo "$DEBIAN_FRONTEND" >asked; read -r answer && exit 1; exit 0')
    assert len(machine.translator().splitlines()) == 1
    assert (machine.folder / "asked").read_text("utf-8") == "noninteractive\n"


def test_who_is_not_root_is_told_what_it_costs_and_the_command(machine: Machine) -> None:
    machine.has("id", "echo 1000")
    (line,) = machine.translator().splitlines()
    assert "found less well" in line
    assert f"sudo apt-get install {PACKAGE}" in line
    assert machine.installed == []


def test_where_there_is_no_apt_get_it_is_told_what_is_missing(machine: Machine) -> None:
    (machine.folder / "bin" / "apt-get").unlink()
    (line,) = machine.translator().splitlines()
    assert PACKAGE in line
    assert "found less well" in line
