"""kind-doctor: what it says of an installation as a whole, and how it ends."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts import doctor
from scripts.checks.check import Check, State
from scripts.checks.report import summary, write
from tests.guard.environment import guarded_environment
from tests.scripts.running import BIN, PROJECT, write_settings
from tests.scripts.test_checks import CONTACTS
from tests.scripts.test_checks_telegram import ME, SECRET, TOKEN, now, reply, serving

# The command with some packages as if they were not installed; it tells which it loaded.
WITHOUT = """
import atexit, json, os, sys
for name in filter(None, sys.argv.pop(1).split(",")):
    sys.modules[name] = None
heavy = ("torch", "transformers", "sentence_transformers", "sklearn")
atexit.register(lambda: os.write(2, f"loaded: {[n for n in heavy if n in sys.modules]}".encode()))
from scripts.doctor import main
main()
"""


@dataclass
class Ended:
    """How the command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def checks(self) -> list[Check]:
        """The lines of the object that --json says."""
        told = json.loads(self.out)
        assert list(told) == ["state", "checks"]
        return [Check(**row) for row in told["checks"]]

    def states(self, name: str) -> set[str]:
        """The states of the lines of a name."""
        return {check.state for check in self.checks if check.name == name}


Run = Callable[..., Ended]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """The command within the test, with the checks that are named."""
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore")}

    def run(
        *arguments: str | Path, checks: tuple[str, ...] = ("settings_file",), **settings: object
    ) -> Ended:
        config = write_settings(tmp_path, **settings)
        given = ["kind-doctor", *arguments, "--config", config]
        monkeypatch.setattr(sys, "argv", list(map(str, given)))
        monkeypatch.setattr(doctor, "_GROUPS", (checks,))
        monkeypatch.setattr(doctor, "_FIRST", ())
        with pytest.raises(SystemExit) as ended:
            doctor.main()
        said = capsys.readouterr()
        return Ended(int(str(ended.value.code)), said.out, said.err)

    yield run
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def without(tmp_path: Path) -> Run:
    """The command as a process, without some packages; no traceback may reach its user."""

    def run(packages: str, *arguments: str | Path, config: Path | None = None) -> Ended:
        file = config or write_settings(tmp_path, models=str(tmp_path), **CONTACTS)
        done = subprocess.run(  # noqa: S603 (this project's own code)
            [sys.executable, "-c", WITHOUT, packages, "--config", file, *arguments],
            capture_output=True, text=True, cwd=PROJECT, env=guarded_environment(),
            timeout=120, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


def test_all_ok_ends_with_0(run: Run) -> None:
    ended = run(checks=("settings_file", "rights"), **CONTACTS)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[-1] == "4 ok"


def test_what_was_skipped_ends_with_0(run: Run) -> None:
    ended = run("--offline", checks=("settings_file", "token"), **CONTACTS)
    assert (ended.code, ended.out.splitlines()[-1]) == (0, "1 skipped, 1 ok")


def test_only_warnings_end_with_3(run: Run) -> None:
    ended = run()
    assert (ended.code, ended.err) == (3, "")
    assert ended.out.splitlines()[-1] == "3 warnings, 1 ok"


def test_an_error_ends_with_1_and_a_line_on_stderr(run: Run) -> None:
    ended = run(checks=("settings_file", "rights"), index="/proc/self")
    assert (ended.code, ended.err) == (1, "1 error, 3 warnings, 3 ok\n")


@pytest.mark.parametrize(
    ("settings", "state", "code", "err"),
    [
        (CONTACTS, "ok", 0, ""),
        ({}, "warning", 3, ""),
        ({"lamp": 1}, "error", 1, "1 error\n"),
    ],
)
def test_json_is_one_object(
    run: Run, settings: dict[str, Any], state: str, code: int, err: str
) -> None:
    ended = run("--json", **settings)
    assert (ended.code, ended.err, ended.out.count("\n")) == (code, err, 1)
    assert json.loads(ended.out)["state"] == state
    (line, *_) = json.loads(ended.out)["checks"]
    assert list(line) == ["name", "state", "message", "remedy"]


def test_the_index_that_is_named_is_checked(run: Run, lantern_copy: Path) -> None:
    ended = run("--json", "--index", lantern_copy, checks=("rights",))
    assert [str(lantern_copy) in check.message for check in ended.checks] == [True, True, False]


def test_neither_output_nor_logs_tell_the_token(
    run: Run, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    for answer in (
        reply(ME | {"username": TOKEN}, date=now()),
        reply(None, "401 Unauthorized", description=TOKEN),
        reply(None, f"302 {TOKEN}"),
        b"HTTP/1.1 200 OK\r\n" + TOKEN.encode(),
    ):
        with caplog.at_level(logging.DEBUG), serving(lambda c, _, a=answer: c.sendall(a)) as url:  # type: ignore[misc]
            monkeypatch.setenv("TELEGRAM_API_URL", url)
            for form in (("--json",), ()):
                ended = run(*form, checks=("token", "clock"))
                assert SECRET not in ended.out + ended.err
    assert SECRET not in caplog.text


def test_a_line_has_its_state_name_and_message_and_the_remedy_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(
        [
            Check.ok("index", "12 documents, whole"),
            Check.warning("help_contact.en", "not set", "set it"),
            Check.skipped("token", "not set"),
            Check.error("model", "lost\x1b[2J\n[red]", "find it"),
        ]
    )
    assert capsys.readouterr().out.splitlines() == [
        "ok       index            12 documents, whole",
        "warning  help_contact.en  not set",
        "                          set it",
        "skipped  token            not set",
        "error    model            lost?[2J?[red]",
        "                          find it",
    ]


def test_colours_are_for_terminals(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    lines = [Check.error("model", "lost", "find it")]
    write(lines)
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    write(lines)
    out = capsys.readouterr().out
    assert out.startswith("\x1b[31merror\x1b[0m")
    assert "lost" in out


@pytest.mark.parametrize(
    ("states", "told"),
    [
        ([State.ok], "1 ok"),
        ([State.ok, State.error, State.warning, State.error], "2 errors, 1 warning, 1 ok"),
        ([State.skipped, State.skipped, State.ok, State.ok], "2 skipped, 2 ok"),
    ],
)
def test_the_summary_counts_the_gravest_first(states: list[State], told: str) -> None:
    assert summary([Check("lamp", state, "") for state in states]) == told


def test_a_whole_installation_is_fit(
    without: Run, tmp_path: Path, lantern_copy: Path, lantern: Path
) -> None:
    config = write_settings(tmp_path, documents=str(lantern), **CONTACTS)
    ended = without("", "--json", "--index", lantern_copy, config=config)
    assert ended.code in {0, 3}  # a test machine may lack Apertium or memory
    assert ended.err == "loaded: []"
    assert list(dict.fromkeys(check.name for check in ended.checks)) == [
        "python", "settings file", "packages", "open files", "memory", "documents",
        "taken back", "models", "index", "disk", "rights", "token", "clock", "apertium",
    ]  # fmt: skip
    must = ("python", "settings file", "packages", "documents", "models", "index", "rights")
    assert all(ended.states(name) == {"ok"} for name in must)
    assert ended.states("token") == ended.states("clock") == {"skipped"}


@pytest.mark.parametrize(
    ("packages", "errors", "others"),
    [
        ("pydantic", {"settings file": "pydantic", "token": "pydantic"}, {"python", "packages"}),
        ("yaml", {"settings file": "yaml"}, {"python", "packages"}),
        (
            "faiss,httpx",
            {"index": "faiss", "token": "httpx"},
            {"settings file", "packages", "rights"},
        ),
        ("packaging", {"packages": "packaging"}, {"settings file", "python", "rights"}),
    ],
)
def test_a_missing_package_is_a_line_and_the_rest_is_checked(
    without: Run, packages: str, errors: dict[str, str], others: set[str]
) -> None:
    ended = without(packages, "--json")
    assert ended.code == 1
    assert "error" in ended.err.splitlines()[0]
    found = {check.name: check for check in ended.checks}
    for name, package in errors.items():
        assert found[name].message == f"the package {package} cannot be imported"
        assert "install" in found[name].remedy
    assert all(ended.states(name) == {"ok"} for name in others)


def test_without_the_packages_of_the_command_line_the_lines_are_plain(without: Run) -> None:
    ended = without("typer,rich,click")
    assert ended.code in {0, 3}
    lines = ended.out.splitlines()
    assert lines[0].startswith("ok       python")
    assert any(line.startswith("ok       settings file") for line in lines)


def test_bad_usage_ends_with_2() -> None:
    command = [str(BIN / "kind-doctor"), "--lamp"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 2
    assert "--lamp" in done.stderr
