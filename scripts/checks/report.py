"""What was found, as lines for a person."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from scripts.checks.check import Check, State

_COLOURS = {State.ok: "green", State.skipped: "dim", State.warning: "yellow", State.error: "red"}
_INDENT = max(map(len, State)) + 2


def write(checks: Sequence[Check]) -> None:
    """Write a line for each check, and beneath it what to do; in colours on a terminal only."""
    width = max(len(check.name) for check in checks) + 2
    try:
        from rich.console import Console  # noqa: PLC0415 (it may be missing)
        from rich.text import Text  # noqa: PLC0415 (it may be missing)
    except ImportError:
        for check in checks:
            sys.stdout.writelines(f"{line}\n" for line in _lines(check, width))
        return
    console = Console(highlight=False, soft_wrap=True)
    for check in checks:
        first, *more = _lines(check, width)
        rest = first.removeprefix(check.state)
        console.print(Text.assemble((check.state, _COLOURS[check.state]), rest))
        for line in more:
            console.print(Text(line))


def summary(checks: Sequence[Check]) -> str:
    """How many of each state there are, the gravest first."""
    counts = Counter(check.state for check in checks)
    plural = {State.warning: "warnings", State.error: "errors"}
    told = [
        f"{counts[state]} {plural.get(state, state) if counts[state] > 1 else state}"
        for state in reversed(State)
        if counts[state]
    ]
    return ", ".join(told)


def _lines(check: Check, width: int) -> Iterator[str]:
    yield _plain(f"{check.state:<{_INDENT}}{check.name:<{width}}{check.message}")
    if check.remedy:
        yield _plain(f"{'':<{_INDENT + width}}{check.remedy}")


def _plain(text: str) -> str:
    """A text without what a terminal would obey."""
    return "".join(character if character.isprintable() else "?" for character in text)
