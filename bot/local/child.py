"""A bot run as a child of the server, and the signals it is passed."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping, Sequence

GRACE = 15.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_KILLED_BY = 128


class Signals:
    """SIGINT and SIGTERM, taken while the `with` block runs and passed to the child, if any."""

    def __init__(self) -> None:
        self.received = asyncio.Event()
        self._last = 0
        self._child: Process | None = None

    def __enter__(self) -> Self:
        """Takes the signals from now on."""
        for number in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self._take, number)
        return self

    def __exit__(self, *error: object) -> None:
        """Leaves the signals to whom they belonged."""
        for number in _SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)

    def pass_to(self, child: Process) -> None:
        """Passes signals to a child: those to come, and one that came before it began."""
        self._child = child
        if self._last:
            self._take(self._last)

    def _take(self, number: int) -> None:
        self._last = number
        self.received.set()
        if self._child is not None and self._child.returncode is None:
            self._child.send_signal(number)


async def run_child(
    command: Sequence[str],
    variables: Mapping[str, str],
    signals: Signals,
    *,
    grace: float = GRACE,
) -> int:
    """Runs a command until it ends and gives its exit code, as a shell would.

    Once a signal was passed to it, or when this task is cancelled, the child has `grace` seconds
    to end and is killed then.

    Parameters
    ----------
    command: the program and its arguments.
    variables: what is added to the environment.

    Raises
    ------
    OSError: when the command cannot be started.
    """
    # Its own process group: Ctrl-C on a terminal reaches it once, through `signals`.
    child = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **variables}, process_group=0
    )
    try:
        signals.pass_to(child)
        code = await _ended(child, signals.received, grace)
    finally:
        await _end(child, grace)
    return code if code >= 0 else _KILLED_BY - code


async def _ended(child: Process, asked: asyncio.Event, grace: float) -> int:
    ending = asyncio.create_task(child.wait())
    asking = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait({ending, asking}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({ending}, timeout=grace)
        if not ending.done():
            child.kill()
        return await ending
    finally:
        ending.cancel()
        asking.cancel()


async def _end(child: Process, grace: float) -> None:
    if child.returncode is not None:
        return
    child.terminate()
    try:
        async with asyncio.timeout(grace):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()
