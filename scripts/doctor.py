"""kind-doctor: is this machine, is this installation fit?

What it imports at its start is Python's own, so that it tells what is missing of the rest.
"""

import json
import logging
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from typing import NoReturn

from scripts.checks.check import Check, State, worst
from scripts.checks.installation import Installation
from scripts.checks.report import summary, write
from scripts.checks.running import run_check

# By their modules, in the order in which they are told. Those of one group share what they read,
# and so follow one another; the groups run at once, but after the first, which loads what is
# common: libraries whose modules import each other are not loaded by two threads.
_FIRST = ("python", "settings_file")
_GROUPS = (
    ("packages", "open_files", "memory"),
    ("documents", "taken_back"),
    ("models", "index", "disk", "rights"),
    ("token", "clock"),
    ("apertium",),
)
_EXITS = {State.ok: 0, State.warning: 3, State.error: 1}  # those of scripts.command
# They log addresses with the token in them.
_TALKATIVE = ("httpcore", "httpx")


def examine(installation: Installation) -> list[Check]:
    """Every line of every check."""

    def run_group(group: tuple[str, ...]) -> list[Check]:
        return [line for module in group for line in run_check(module, installation)]

    first = run_group(_FIRST)
    with ThreadPoolExecutor(len(_GROUPS)) as threads:
        return [*first, *chain.from_iterable(threads.map(run_group, _GROUPS))]


def main() -> NoReturn:
    """Run the command."""
    asked = _asked()
    with _told_errors():
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        installation = Installation(asked.config, asked.index, asked.offline, os.environ)
        checks = examine(installation)
        state = worst(checks)
        if asked.json:
            rows = [
                {"name": c.name, "state": c.state, "message": c.message, "remedy": c.remedy}
                for c in checks
            ]
            told = json.dumps({"state": state, "checks": rows}, ensure_ascii=False)
            sys.stdout.write(f"{told}\n")
        else:
            write(checks)
        sys.stdout.flush()
        if state is State.error:
            sys.stderr.write(f"{summary(checks)}\n")
        elif not asked.json:
            sys.stdout.write(f"{summary(checks)}\n")
    raise SystemExit(_EXITS[state])


def _asked() -> Namespace:
    parser = ArgumentParser(
        prog="kind-doctor",
        description="Check this machine and this installation: what is wrong, and what to do.",
    )
    parser.add_argument("--config", type=Path, help="a settings file (else KIND_CONFIG)")
    parser.add_argument("--index", type=Path, help="the folder of the index, with its own archive")
    parser.add_argument("--offline", action="store_true", help="do not ask Telegram")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    return parser.parse_args()


def _told_errors() -> AbstractContextManager[None]:
    """How every command ends; in a way of its own where what the others need is missing."""
    try:
        from scripts.command import told_errors  # noqa: PLC0415 (what it needs may be missing)
    except Exception:  # noqa: BLE001 (a broken package may raise anything)
        return _told_stop()
    return told_errors()


@contextmanager
def _told_stop() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        raise SystemExit(_EXITS[State.error]) from None
