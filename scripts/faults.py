"""Faults at every system call by which a build touches the disk, and what stands after each.

Run as `python -m scripts.faults`; it needs strace, and a Linux that lets it trace.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from scripts.command import CommandError, Exit, JsonOption, run, say, say_json
from scripts.faulting.judgement import Outcome, judged
from scripts.faulting.plan import KINDS, Case, Plan, planned, planned_within
from scripts.faulting.world import make_worlds

_TOLD = 50  # faults, each time
QuickOption = Annotated[bool, typer.Option("--quick", help="Only where nothing has to be encoded.")]
WithinOption = Annotated[
    bool, typer.Option("--within", help="In forks of this process, without strace or mounts.")
]


def faults(  # noqa: PLR0913, PLR0917 (an option each)
    kinds: Annotated[str, typer.Option(help="Which faults, with commas.")] = ",".join(KINDS),
    points: Annotated[int, typer.Option(min=1, help="Only every so many-th.")] = 1,
    model: Annotated[str | None, typer.Option(help="One model alone, which is quicker.")] = None,
    folder: Annotated[Path | None, typer.Option(help="Where to work, else a new one.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many at once.")] = os.cpu_count() or 1,
    quick: QuickOption = False,  # noqa: FBT002 (typer makes it an option)
    within: WithinOption = False,  # noqa: FBT002 (typer makes it an option)
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Let a build meet every fault at every point, and tell what stood afterwards."""
    chosen = kinds.split(",")
    if unknown := sorted(set(chosen) - set(KINDS)):
        raise CommandError(f"--kinds: unknown: {', '.join(unknown)}; known: {', '.join(KINDS)}")
    began = time.monotonic()
    with TemporaryDirectory(prefix="faults-") as made:
        place = (folder or Path(made)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        worlds = make_worlds(place, model, quick=quick or within)
        if within:
            plan, workers = planned_within(worlds[0], place, chosen), 1
        else:
            plan = planned(worlds, place, chosen)
        cases = plan.cases[::points]
        tried = _tried(cases, place, workers)
        outcomes = list(tried if json else _counted(tried, len(cases)))
    outcomes.sort(key=lambda outcome: not outcome.wrong)
    minutes = round((time.monotonic() - began) / 60, 1)
    if json:
        say_json(_summary(plan, outcomes, minutes))
    else:
        _tell(plan, outcomes, minutes)
    raise typer.Exit(Exit.failed if any(outcome.wrong for outcome in outcomes) else Exit.done)


def _tried(cases: Sequence[Case], folder: Path, workers: int) -> Iterator[Outcome]:
    """What came of each case, as many at a time as there are workers; one needs no thread."""
    if workers == 1:
        yield from (judged(case, folder / "struck") for case in cases)
        return
    places: SimpleQueue[Path] = SimpleQueue()
    for number in range(workers):
        places.put(folder / f"struck-{number}")

    def attempt(case: Case) -> Outcome:
        place = places.get()
        try:
            return judged(case, place)
        finally:
            places.put(place)

    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(attempt, cases)


def _counted(outcomes: Iterator[Outcome], every: int) -> Iterator[Outcome]:
    """The same; how many there are so far is told on stderr, and what is wrong."""
    for number, outcome in enumerate(outcomes, start=1):
        if outcome.wrong or number % _TOLD == 0:
            wrong = "; ".join(outcome.wrong)
            sys.stderr.write(f"tried {number} of {every}{wrong and ': '}{wrong}\n")
        yield outcome


def _summary(plan: Plan, outcomes: Sequence[Outcome], minutes: float) -> dict[str, object]:
    return {
        "points": [
            {"world": world, "call": call, "changes": changes, "points": number}
            for (world, call, changes), number in plan.points.items()
        ],
        "skipped": plan.skipped,
        "tried": len(outcomes),
        "failed": sum(bool(outcome.wrong) for outcome in outcomes),
        "outcomes": [
            {
                "world": outcome.case.world.name,
                "kind": outcome.case.kind,
                "call": outcome.case.call,
                "number": outcome.case.number,
                "path": outcome.case.path,
                "code": outcome.code,
                "stood": outcome.stood,
                "said": outcome.said,
                "wrong": list(outcome.wrong),
            }
            for outcome in outcomes
        ],
        "minutes": minutes,
    }


def _tell(plan: Plan, outcomes: Sequence[Outcome], minutes: float) -> None:
    for outcome in outcomes:
        case = outcome.case
        point = f"{case.call} {case.number}".strip()
        told = f"{case.world.name:8}  {case.kind:9}  {point:14}  {case.path}"
        say(f"{told}  {outcome.stood}, {outcome.code}")
        for wrong in outcome.wrong:
            say(f"  wrong: {wrong}")
    for reason in plan.skipped:
        say(f"skipped: {reason}")
    for (world, call, changes), number in sorted(plan.points.items()):
        say(f"points of {world}: {call} {number}{'' if changes else ', which changes nothing'}")
    ended = Counter((outcome.case.kind, outcome.stood) for outcome in outcomes)
    for (kind, stood), number in sorted(ended.items()):
        say(f"{kind}: the {stood} state stood {number} times")
    failed = sum(bool(outcome.wrong) for outcome in outcomes)
    say(f"Faults tried: {len(outcomes)}; failed: {failed}; {minutes} minutes")


if __name__ == "__main__":
    run(faults)
