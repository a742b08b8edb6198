"""System calls of the real command, listed and struck by strace."""

import shlex
import subprocess
from pathlib import Path
from shutil import which

from scripts.command import CommandError
from scripts.faulting.fault import CALLS, KILL, Fault, Point, calls_in, points_in, shortened
from scripts.faulting.world import Ran, World, reindexed

_ATTEMPTS = 3  # a count may be off by a thread that was quicker
# Python writes again when it closes a file whose bytes the disk has not taken.
_TWICE = frozenset({"write"})


def why_not() -> str | None:
    """Why nothing can be traced here; None where it can."""
    if which("strace") is None:
        return "strace is not installed"
    done = subprocess.run(
        ["strace", "-f", "-y", "-e", "trace=mkdir", "true"],  # noqa: S607 (wherever it is)
        capture_output=True,
        check=False,
    )
    return f"strace may not trace: {done.stderr.decode().strip()}" if done.returncode else None


def points_of(world: World, place: Path) -> list[Point]:
    """The points of a build of this world, found by tracing one. Raises CommandError."""
    world.copied(place)
    log = place / "trace"
    known = frozenset(path.name for path in (place / "var" / "index" / "snapshots").iterdir())
    prefix = _strace(log, "--seccomp-bpf", "-e", f"trace={','.join(CALLS)}")
    ran = reindexed(place, prefix)
    if ran.code:
        raise CommandError(f"{place}: the traced command fails: {ran.told.strip()}")
    return points_in(log.read_text("utf-8", "replace"), place, known)


def strike(world: World, fault: Fault, place: Path) -> Ran:
    """Run the command on a new copy of the world, with a fault.

    Raises CommandError where it did not strike what it was meant for.
    """
    for _ in range(_ATTEMPTS):
        world.copied(place)
        log = place / "trace"
        ran = reindexed(place, _injecting(fault, place, log))
        if _struck(log.read_text("utf-8", "replace"), fault, place):
            return ran
    raise CommandError(f"{fault.kind} did not strike {fault.point.call} of {fault.point.path}")


def _injecting(fault: Fault, place: Path, log: Path) -> list[str]:
    point = fault.point
    when = str(point.of_file if point.file else point.number)
    if point.call in _TWICE and point.file:
        when += f"..{int(when) + 1}"
    what = "signal=KILL" if fault.kind == KILL else f"error={fault.kind}"
    options = ["-e", f"trace={point.call}", "-e", f"inject={point.call}:{what}:when={when}"]
    if point.file:
        options += ["-P", str(place / "var" / point.file)]
    if fault.kind != KILL:
        options.append("--seccomp-bpf")  # quicker; but strace sends no signals then
    return _strace(log, *options)


def _strace(log: Path, *options: str) -> list[str]:
    """What the command is put behind; `{}` in an option is the number of the command's process.

    strace is then a child of the command (-D), which takes the place of the shell.
    """
    told = " ".join(shlex.quote(option).replace("{}", "'$$'") for option in options)
    script = f'exec strace -D -f -y -qq -o {shlex.quote(str(log))} {told} "$@"'
    return ["sh", "-c", script, "sh"]


def _struck(trace: str, fault: Fault, place: Path) -> bool:
    """Whether the fault struck the call that it was meant for."""
    point = fault.point
    if fault.kind != KILL:
        lines = [line for line in trace.splitlines() if line.endswith("(INJECTED)")]
        struck = list(calls_in("\n".join(lines)))
    elif "+++ killed by SIGKILL" in trace:
        struck = list(calls_in(trace))[-1:]
    else:
        struck = []
    return any(
        call.name == point.call and shortened(call.paths[0], place) == point.path for call in struck
    )
