"""How far a run is, phase by phase."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.text import Text

from scripts.reindexing.figures import duration, pace

Update = Callable[[int, int], None]

_SECONDS = 10.0  # between two lines of a phase
_SHARE = 0.1  # of a phase between two lines, where that does not take longer than this:
_SILENCE = 60.0


class Phases:
    """Tells on stderr how far each phase of a run is.

    On a terminal, a bar moves, and a finished phase leaves a line with its seconds. Elsewhere
    there are only lines, of phases of `shortest` seconds or more: a few, and one at the end. With
    `quiet` there is nothing. It is used by one thread.
    """

    def __init__(
        self,
        *,
        quiet: bool = False,
        shortest: float = _SECONDS,
        console: Console | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._quiet = quiet
        self._shortest = shortest
        self._console = console or Console(stderr=True)
        self._clock = clock
        self._live = not quiet and self._console.is_interactive
        self._bars = Bars(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            _Figures(),
            console=self._console,
            transient=True,
            redirect_stdout=False,  # or it would come out on stderr
            get_time=clock,
            disable=not self._live,
        )
        self._phase: _Phase | None = None

    def __enter__(self) -> Self:
        if self._live:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._end()
        finally:
            if self._live:
                self._bars.stop()

    def of(self, name: str) -> Update:
        """Begin a phase, and end the one before; gives what is to be told of it: done, and all.

        All is 0 where it is not known, or where there is nothing to do.
        """
        self._end()
        if self._quiet:
            return _nothing
        shortest = None if self._live else self._shortest
        self._phase = _Phase(name, self._bars, self._clock, self._tell, shortest)
        return self._phase.update

    def _end(self) -> None:
        if self._phase is not None:
            self._phase.end()
            self._phase = None

    def _tell(self, line: str) -> None:
        self._console.print(Text(line), soft_wrap=True)


class _Phase:
    """One phase of a run, as far as it is told of."""

    def __init__(
        self,
        name: str,
        bars: Bars,
        clock: Callable[[], float],
        tell: Callable[[str], None],
        shortest: float | None,
    ) -> None:
        self._name = name
        self._bars = bars
        self._clock = clock
        self._tell = tell
        self._live = shortest is None
        self._shortest = shortest or 0.0
        self._id: TaskID = bars.add_task(name, total=None)
        self._began = self._updated = self._told = clock()
        self._done = self._all = self._told_done = 0
        self._open = False

    def update(self, done: int, every: int) -> None:
        """Tell how many are done, of how many; of more than all, all are done."""
        self._updated = self._clock()
        self._done, self._all = max(done, 0), max(done, every, 0) if every > 0 else 0
        self._open = True
        self._bars.update(self._id, completed=self._done, total=self._all or None, visible=True)
        if 0 < self._all <= self._done:
            self.end()
        elif not self._live and self._is_due():
            self._told, self._told_done = self._updated, self._done
            self._tell(f"{self._name}: {_figures(self._task)}")

    def end(self) -> None:
        """Tell what it came to, once."""
        if not self._open:
            return
        self._open = False
        self._bars.update(self._id, visible=False, refresh=self._live)
        seconds = self._updated - self._began
        if not self._live and seconds < self._shortest:
            return
        if not self._done and not self._all:
            self._tell(f"{self._name}: nothing to do")
            return
        count = _count(self._done, self._all if self._done < self._all else 0)
        speed = f" ({pace(self._done / seconds)})" if seconds >= 1 else ""
        self._tell(f"{self._name}: {count} in {duration(seconds)}{speed}")

    def _is_due(self) -> bool:
        waited = self._updated - self._told
        far = self._done - self._told_done >= _SHARE * self._all
        return waited >= _SILENCE or (waited >= _SECONDS and far)

    @property
    def _task(self) -> Task:
        return next(task for task in self._bars.tasks if task.id == self._id)


class _Figures(ProgressColumn):
    """How many are done, how fast, and how long it will take."""

    def render(self, task: Task) -> Text:
        return Text(_figures(task))


def _figures(task: Task) -> str:
    done = int(task.completed)
    every = int(task.total or 0)
    if not done and not every:
        return ""
    speed = [pace(task.speed)] if task.speed else []
    left = task.time_remaining if every else None
    more = speed + ([f"{duration(left)} left"] if left is not None else [])
    return f"{_count(done, every)} ({', '.join(more)})" if more else _count(done, every)


def _count(done: int, every: int) -> str:
    return f"{done:,} of {every:,}" if every else f"{done:,}"


def _nothing(_done: int, _every: int) -> None:
    pass
