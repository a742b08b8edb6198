"""One line of what was checked: its name, its state, what is wrong, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class State(StrEnum):
    """How a check ended; `skipped` is what cannot be checked here, which is no fault."""

    ok = "ok"
    skipped = "skipped"
    warning = "warning"
    error = "error"


class SkippedError(Exception):
    """Something cannot be checked here; the message is the reason."""


_BY_GRAVITY = (State.ok, State.warning, State.error)


@dataclass(frozen=True, slots=True)
class Check:
    """What was found: the message says what is, or what is wrong, and the remedy what to do."""

    name: str
    state: State
    message: str
    remedy: str = ""

    @classmethod
    def ok(cls, name: str, message: str) -> Self:
        """All is as it should be."""
        return cls(name, State.ok, message)

    @classmethod
    def skipped(cls, name: str, reason: str) -> Self:
        """It could not be checked."""
        return cls(name, State.skipped, reason)

    @classmethod
    def warning(cls, name: str, message: str, remedy: str) -> Self:
        """The bot runs, and something is less than it could be."""
        return cls(name, State.warning, message, remedy)

    @classmethod
    def error(cls, name: str, message: str, remedy: str) -> Self:
        """The bot does not run, or not as it must."""
        return cls(name, State.error, message, remedy)

    @classmethod
    def told(cls, name: str, error: Exception, remedy: str) -> Self:
        """An error line of an error's own words, whose last part says what to do, else `remedy`."""
        message, _, own = str(error).rpartition("; ")
        return cls.error(name, message or own, own if message else remedy)


def worst(checks: Iterable[Check]) -> State:
    """The gravest state; that of what was skipped is ok."""
    found = {check.state for check in checks}
    return max(found - {State.skipped}, key=_BY_GRAVITY.index, default=State.ok)
