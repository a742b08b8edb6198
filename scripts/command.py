"""What the commands share: their options, their settings, how they end."""

import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import IntEnum
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from bot.settings import Environment, Settings
from knowledge.catalogue import Catalogue
from knowledge.errors import KindError
from knowledge.staff import StaffKnowledge

IndexOption = Annotated[
    Path | None, typer.Option("--index", help="The folder of the index, with its own archive.")
]
DocumentsOption = Annotated[
    Path | None, typer.Option("--documents", help="The folder of documents.")
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="A settings file (else KIND_CONFIG).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


_STOPPED = "stopped; nothing was left half done"
_ENOUGH = 3  # signals
_STDERR = 2


class CommandError(KindError):
    """What a command was given, or what it runs, is not as it must be."""


class Exit(IntEnum):
    """How a command ends."""

    done = 0
    failed = 1
    partly = 3


def run(*commands: Callable[..., Any], **named: Callable[..., Any]) -> NoReturn:
    """Run a function as a command, or several by their names as its sub-commands.

    Their errors are one line on stderr, and exit code 1.
    """
    app = typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, no_args_is_help=bool(named)
    )
    for name, command in [*((None, c) for c in commands), *named.items()]:
        app.command(name)(_stoppable(command))
    with told_errors():
        app()
    raise SystemExit(Exit.done)


def _stoppable(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command whose interruption is told here; typer would end it without a word."""

    @wraps(command)
    def stoppable(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 (whatever it takes)
        try:
            return command(*arguments, **options)
        except KeyboardInterrupt:
            fail(_STOPPED)

    return stoppable


@contextmanager
def told_errors() -> Iterator[None]:
    """Turn an error into a line on stderr and exit code 1; no traceback reaches a user.

    Ctrl-C and SIGTERM are errors too, and raise KeyboardInterrupt.
    """
    logging.basicConfig(level=logging.ERROR)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # The documents' quotation marks come out whatever the terminal says of itself.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with _Signals():
            yield
    except KindError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail(_STOPPED)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has gone; there is nobody to tell
        raise SystemExit(Exit.failed) from None


class _Signals:
    """Ctrl-C and SIGTERM while a command runs.

    The first raises KeyboardInterrupt. The second lets what cleans up go on; the third ends the
    process at once, which is no worse than a lost power supply.
    """

    def __init__(self) -> None:
        self._before: dict[int, Any] = {}
        self._received = 0

    def __enter__(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            handler = signal.getsignal(number)
            # A shell starts what it runs in the background with Ctrl-C ignored.
            if handler not in {signal.SIG_IGN, None}:
                self._before[number] = handler
                signal.signal(number, self._receive)

    def __exit__(self, *_: object) -> None:
        if not self._received:  # else it is on its way out, and another must not stop it there
            for number, handler in self._before.items():
                signal.signal(number, handler)

    def _receive(self, _number: int, _frame: FrameType | None) -> None:
        self._received += 1
        if self._received == 1:
            raise KeyboardInterrupt
        if self._received == _ENOUGH:
            os._exit(Exit.failed)
        # The stream may be in the middle of a line of its own.
        with suppress(OSError):
            os.write(_STDERR, b"stopping; once more ends it at once\n")


def fail(message: str) -> NoReturn:
    """End with a message on stderr and exit code 1."""
    sys.stderr.write(f"{message}\n")
    raise SystemExit(Exit.failed)


def settings_for(config: Path | None, index: Path | None) -> Settings:
    """The settings of `--config` or KIND_CONFIG, with `--index` over them.

    An index named so keeps its own archive within its folder, so that a trial's texts never join
    what KIND has published. Raises SettingsError.
    """

    settings = Settings.load(config or Environment.read(os.environ).config)
    if index is None:
        return settings
    folder = index.resolve()
    return settings.model_copy(update={"index": folder, "archive": folder / "archive"})


def staff_knowledge(settings: Settings, catalogue: Catalogue, now: datetime) -> StaffKnowledge:
    """What staff know besides a catalogue's documents. Raises KindError for mistakes in it."""
    return StaffKnowledge.load(settings.glossary, settings.pinned, catalogue.documents, now)


def say(line: str) -> None:
    """Write a line to stdout, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_json(value: object) -> None:
    """Write a value to stdout as one line of JSON, at once."""
    say(json.dumps(value, ensure_ascii=False))
