"""Figures as they are told to people."""

from scripts.evaluation.comparison import Change
from scripts.evaluation.figures import BY_NAME
from scripts.evaluation.groups import Group


def told(value: float, name: str) -> str:
    """A figure's value, to as many places as it is good for."""
    return f"{value:.{BY_NAME[name].places}f}"


def bounds(group: Group, name: str) -> str:
    """The interval of a group's figure."""
    interval = group.figures[name].interval
    return f"{told(interval.low, name)}–{told(interval.high, name)}"


def changed(change: Change) -> str:
    """A difference, with its sign."""
    return _signed(change.difference.value, change.figure)


def change_bounds(change: Change) -> str:
    """The interval of a difference."""
    interval = change.difference.interval
    return f"{_signed(interval.low, change.figure)} to {_signed(interval.high, change.figure)}"


def _signed(value: float, name: str) -> str:
    written = told(abs(value), name)
    if not float(written):
        return written
    return f"+{written}" if value > 0 else f"−{written}"
