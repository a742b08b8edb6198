"""How much memory a process holds, and how much those hold that it started."""

import os
from collections import defaultdict
from pathlib import Path
from threading import Event, Thread
from typing import Self

_PROCESSES = Path("/proc")
_EVERY = 0.02  # seconds
_KIBIBYTES = 1024  # of a MiB, which is what figures are told in


class MemoryWatch:
    """The most memory that a process and those it started were seen to hold, in MiB.

    `own` is of the process itself, `largest` of any one process that it started, directly or not,
    `together` of all of these at one moment. Memory that they share counts once for each.
    """

    def __init__(self, process: int | None = None) -> None:
        self._process = process or os.getpid()
        self._over = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self.own = self.largest = self.together = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.own = max(self.own, _resident(self._process))
            others = [_resident(process) for process in _started_by(self._process)]
            self.largest = max(self.largest, *others, 0.0)
            self.together = max(self.together, sum(others))
            if self._over.wait(_EVERY):
                return


def _resident(process: int) -> float:
    """MiB of memory that a process holds now; none once it has ended."""
    try:
        status = (_PROCESSES / str(process) / "status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    return float(status.partition("VmRSS:")[2].split()[0]) / _KIBIBYTES if "VmRSS:" in status else 0


def _started_by(process: int) -> list[int]:
    """The processes that a process started, and those that these started."""
    children = defaultdict(list)
    for place in _PROCESSES.glob("[0-9]*/stat"):
        try:
            state = place.read_text("ascii", "replace")
        except OSError:
            continue  # it ended while it was looked at
        # The name, in parentheses, may hold anything; after it stand the state and the parent.
        children[int(state.rpartition(")")[2].split()[1])].append(int(place.parent.name))
    found = list(children[process])
    for each in found:  # which grows
        found += children[each]
    return found
