"""Every fault that is tried, and what cannot be tried here."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from scripts.faulting import mounts, tracing, within
from scripts.faulting.fault import ERRORS, KILL, Fault, Point
from scripts.faulting.world import Ran, World, reindexed

KINDS = (KILL, *ERRORS, *mounts.KINDS)
_LOOKED = "EIO"  # the one error that a call which changes nothing may end with
_SELDOM = 8  # of what the quick world has too: in the other one a run takes twenty seconds


@dataclass(frozen=True, slots=True)
class Case:
    """A fault in a world: what it is called, and what runs the command with it, then without.

    `is_tidy` is whether nothing may be left half done right afterwards.
    """

    world: World
    kind: str
    call: str
    path: str
    number: int
    run: Callable[[Path], Ran]
    is_tidy: bool = True
    again: Callable[[Path], Ran] = reindexed


@dataclass
class Plan:
    """What is going to be tried, what cannot be and why, and the points that were found.

    The points are counted by their world, their call, and whether it changes anything.
    """

    cases: list[Case] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    points: Counter[tuple[str, str, bool]] = field(default_factory=Counter)


def planned_within(world: World, folder: Path, kinds: Sequence[str]) -> Plan:
    """All faults at what Python tells of the disk, met within forks of this process."""
    plan = Plan()
    found = within.points_of(world, folder / "traced")
    plan.points.update((world.name, point.call, point.changes) for point in found)
    plan.cases += [
        replace(_case(fault, world, within.strike), again=within.reindexed)
        for fault in _faults(found, kinds)
    ]
    return plan


def planned(worlds: Sequence[World], folder: Path, kinds: Sequence[str]) -> Plan:
    """All faults of these kinds; the builds that show the points take place under a folder."""
    plan = Plan()
    if set(kinds) & {KILL, *ERRORS}:
        if reason := tracing.why_not():
            plan.skipped.append(f"faults at system calls: {reason}")
        else:
            _add_calls(plan, worlds, folder, kinds)
    for kind in mounts.KINDS:
        if kind not in kinds:
            continue
        if reason := mounts.why_not(kind, folder):
            plan.skipped.append(f"{kind}: {reason}")
            continue
        cases = mounts.cases(kind, worlds[0])
        plan.cases += [Case(worlds[0], kind, "", path, 0, go) for path, go in cases]
    return plan


def _add_calls(plan: Plan, worlds: Sequence[World], folder: Path, kinds: Sequence[str]) -> None:
    known: set[tuple[str, str]] = set()
    for world in worlds:
        found = tracing.points_of(world, folder / "traced")
        plan.points.update((world.name, point.call, point.changes) for point in found)
        chosen = [
            point
            for number, point in enumerate(found)
            if (point.call, point.path) not in known or number % _SELDOM == 0
        ]
        known.update((point.call, point.path) for point in found)
        plan.cases += [_case(fault, world, tracing.strike) for fault in _faults(chosen, kinds)]


def _faults(points: Iterable[Point], kinds: Sequence[str]) -> Iterator[Fault]:
    for point in points:
        for kind in kinds:
            if (kind in (KILL, *ERRORS) and point.changes) or kind == _LOOKED:
                yield Fault(point, kind)


def _case(fault: Fault, world: World, strike: Callable[[World, Fault, Path], Ran]) -> Case:
    point = fault.point
    is_tidy = fault.kind != KILL and point.changes and not point.removes
    return Case(
        world,
        fault.kind,
        point.call,
        point.path,
        point.number,
        partial(strike, world, fault),
        is_tidy,
    )
