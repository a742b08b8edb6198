"""Damaged files of every format, read one after another: no damage may escape the reader.

Run as `python -m scripts.fuzz`; what is found lies in the folder named by `--into`.
"""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random
from threading import Lock
from typing import Annotated

import typer

from knowledge.limits import Limits
from knowledge.workers import Workers
from scripts.command import CommandError, Exit, JsonOption, run, say, say_json
from scripts.fuzzing.corpus import corpus
from scripts.fuzzing.judgement import Judgement, judged
from scripts.fuzzing.mutations import mutated
from scripts.fuzzing.reduction import reduced

_SECONDS = 5  # that one file may take; a damaged one seldom takes one
_MOST_KEPT = 20  # files a finding


@dataclass
class _Tally:
    """What came of the files so far: how many ended how, and the findings' own files."""

    folder: Path
    endings: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def note(self, format_name: str, content: bytes, judgement: Judgement) -> None:
        """Count a file, and keep it if what came of it is a finding."""
        with self._lock:
            self.endings[format_name, judgement.ending] += 1
            if judgement.wrong is not None:
                self.wrong[format_name, judgement.wrong] += 1
            number = self.endings[format_name, judgement.ending]
            seen = self.wrong[format_name, judgement.wrong or ""]
        if judgement.wrong is not None and seen <= _MOST_KEPT:
            self._keep("wrong", format_name, content)
        elif judgement.ending not in ("read", "refused") and number <= _MOST_KEPT:
            self._keep(judgement.ending.split()[0], format_name, content)

    def _keep(self, kind: str, format_name: str, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{kind}-{sha256(content).hexdigest()[:12]}.{format_name}"
        (self.folder / name).write_bytes(content)


@dataclass(frozen=True)
class _Run:
    """Damaged files, one after another, until the time is over."""

    workers: Workers
    files: Mapping[str, Sequence[bytes]]
    seed: int
    until: float
    tally: _Tally

    def go_on(self, first: int) -> None:
        """Read every so many-th file, beginning with the first, as one of several threads."""
        for number in count(first, self.workers.count):
            if time.monotonic() >= self.until:
                return
            format_name, content = damaged(self.files, self.seed, number)
            name = f"damaged.{format_name}"
            self.tally.note(format_name, content, judged(self.workers, content, name))


def fuzz(  # noqa: PLR0913, PLR0917 (an option each)
    minutes: Annotated[float, typer.Option(help="How long to go on.")] = 10,
    seed: Annotated[int, typer.Option(help="Where the damage begins.")] = 0,
    only: Annotated[str | None, typer.Option("--format", help="Only this format: pdf.")] = None,
    into: Annotated[Path, typer.Option(help="Where to keep what is found.")] = Path("var/fuzz"),
    files: Annotated[
        Path | None, typer.Option(help="A folder of files to damage, else those of the tests.")
    ] = None,
    reduce: Annotated[
        Path | None, typer.Option(help="Reduce this file instead, to what still ends so.")
    ] = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Read damaged files until the time is over, and count what comes of them."""
    with Workers(Limits(seconds=_SECONDS), most=2) as workers:
        if reduce is not None:
            _reduce(workers, reduce)
            return
        chosen = _chosen(corpus(files, files) if files else corpus(), only)
        tally = _Tally(into)
        going = _Run(workers, chosen, seed, time.monotonic() + 60 * minutes, tally)
        with ThreadPoolExecutor(workers.count) as pool:
            list(pool.map(going.go_on, range(workers.count)))
    if json:
        say_json(_summary(tally))
    else:
        _tell(tally)
    raise typer.Exit(Exit.failed if tally.wrong else Exit.done)


def _chosen(files: Mapping[str, Sequence[bytes]], only: str | None) -> dict[str, Sequence[bytes]]:
    chosen = {name: held for name, held in files.items() if held and only in (None, name)}
    if not chosen:
        raise CommandError(f"{only or 'no format'}: there is no file of this format to damage")
    return chosen


def damaged(files: Mapping[str, Sequence[bytes]], seed: int, number: int) -> tuple[str, bytes]:
    """The format and the bytes of one damaged file; the same for the same numbers."""
    random = Random(f"{seed} {number}")  # noqa: S311 (not for secrets)
    format_name = sorted(files)[number // 2 % len(files)]
    held = files[format_name]
    return format_name, mutated(random.choice(held), format_name, held, random)


def _reduce(workers: Workers, path: Path) -> None:
    """Write what is left of a file that still comes to the same beside it."""
    content = path.read_bytes()
    before = judged(workers, content, path.name)
    less = reduced(content, lambda part: judged(workers, part, path.name) == before)
    smaller = path.with_name(f"reduced-{path.name}")
    smaller.write_bytes(less)
    wrong = before.wrong or "nothing is wrong"
    say(f"{before.ending}: {wrong}; {len(content)} bytes to {len(less)}: {smaller}")


def _summary(tally: _Tally) -> dict[str, object]:
    formats = sorted({name for name, _ in tally.endings})
    return {
        "files": sum(tally.endings.values()),
        "endings": {
            name: {e: n for (f, e), n in tally.endings.most_common() if f == name}
            for name in formats
        },
        "wrong": [
            {"format": name, "wrong": wrong, "files": number}
            for (name, wrong), number in tally.wrong.most_common()
        ],
    }


def _tell(tally: _Tally) -> None:
    for (format_name, ending), number in sorted(tally.endings.items()):
        say(f"{format_name:6} {number:8,}  {ending}")
    say(f"Files: {sum(tally.endings.values()):,}; wrong: {sum(tally.wrong.values()):,}")
    for (format_name, wrong), number in tally.wrong.most_common():
        say(f"wrong: {format_name}: {wrong} ({number:,}); see {tally.folder}")


if __name__ == "__main__":
    run(fuzz)
