"""How long reading a folder of documents of every format takes, and how much memory.

Run as `python -m scripts.bench_documents`.
"""

import os
import platform
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from typing import Annotated

import typer

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.reading import Reading
from knowledge.readings import Readings
from scripts.command import CommandError, JsonOption, run, say, say_json
from scripts.memory import MemoryWatch
from scripts.sampling.files import write_sample

_SEED = 20210326


class _TimedReadings(Readings):
    """An archive's readings, and the seconds from looking for each to keeping it, by format.

    They are those that reading a file takes by the clock, its worker's answer on the way among it.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._began: dict[str, float] = {}
        self.seconds: defaultdict[str, list[float]] = defaultdict(list)

    def find(self, source: str, ending: str) -> Reading | None:
        """The reading that is kept of a file; None where there is none, and it is read next."""
        self._began[source] = time.monotonic()
        return super().find(source, ending)

    def keep(self, source: str, ending: str, written: str) -> None:
        """Keep a reading."""
        self.seconds[ending].append(time.monotonic() - self._began[source])
        super().keep(source, ending, written)


@dataclass(frozen=True)
class _Run:
    """A run over the folder: its seconds, those of each file by format, and MiB at the most."""

    documents: int
    seconds: float
    memory: float
    workers: float
    worker: float
    by_format: dict[str, list[float]] = field(default_factory=dict)


def bench_documents(
    documents: Annotated[int, typer.Option(min=5, help="How many documents.")] = 1000,
    seed: Annotated[int, typer.Option(help="Another seed makes other documents.")] = _SEED,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Measure reading invented documents, then again with nothing changed."""
    with tempfile.TemporaryDirectory(prefix="kind-bench-") as place:
        folder, archive = Path(place, "documents"), Path(place, "archive")
        folder.mkdir()
        _write_apart(folder, documents, seed)
        first, again = (_measured(folder, archive) for _ in range(2))
    result = _result(first, again)
    if json:
        say_json(result)
        return
    for key, value in result.items():
        for label, number in value.items() if isinstance(value, dict) else ((key, value),):
            name = label if label == key else f"{key} {label}"
            say(f"{name.replace('_', ' '):32} {number}")


def _write_apart(folder: Path, documents: int, seed: int) -> None:
    """Write the documents in a process of their own, whose memory is not this one's."""
    process = get_context("spawn").Process(target=write_sample, args=(folder, documents, seed))
    process.start()
    process.join()
    if process.exitcode:
        raise CommandError(f"{folder}: the documents could not be written; is the disk full?")


def _measured(folder: Path, place: Path) -> _Run:
    archive = Archive(place)
    archive.readings = readings = _TimedReadings(place / "readings")
    began = time.monotonic()
    with MemoryWatch() as watch:
        catalogue = Catalogue.load(folder, archive, keep=True)
    seconds = time.monotonic() - began
    if catalogue.refused:
        raise CommandError(f"refused: {catalogue.refused[0].error}")
    return _Run(
        len(catalogue.documents),
        seconds,
        watch.own,
        watch.together,
        watch.largest,
        dict(readings.seconds),
    )


def _result(first: _Run, again: _Run) -> dict[str, object]:
    return {
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "documents": first.documents,
        "seconds": round(first.seconds, 1),
        "seconds_a_document": {
            ending: round(mean(each), 4) for ending, each in sorted(first.by_format.items())
        },
        "slowest_s": {
            ending: round(max(each), 3) for ending, each in sorted(first.by_format.items())
        },
        "peak_memory_mib": round(first.memory),
        "workers_peak_memory_mib": round(first.workers),
        "largest_worker_mib": round(first.worker),
        "unchanged_seconds": round(again.seconds, 1),
        "unchanged_peak_memory_mib": round(again.memory),
        "unchanged_read": sum(map(len, again.by_format.values())),
    }


if __name__ == "__main__":
    run(bench_documents)
