"""What stands after a fault, what was said, and what the next reindex makes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.snapshot import Opened, open_snapshot
from knowledge.archive import Archive
from knowledge.errors import KindError
from scripts.command import CommandError
from scripts.faulting.fault import KILL
from scripts.faulting.plan import Case
from scripts.faulting.world import Ran, State, World

_KILLED = -9
_RESTS = ("*.new", ".new-*", ".old-*")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: how the command ended, which state stood, and all that was wrong.

    `stood` is old, new or neither.
    """

    case: Case
    code: int
    stood: str
    said: str
    wrong: tuple[str, ...]


def judged(case: Case, place: Path) -> Outcome:
    """What comes of a case in a place of its own."""
    try:
        ran = case.run(place)
    except CommandError as error:
        return Outcome(case, 0, "neither", "", (str(error),))
    named, wrong = _stood(case.world, place)
    wrong += _said_wrongly(case.kind, ran, named)
    if case.is_tidy and (left := _rests(place)):
        wrong.append(f"it leaves {', '.join(left)}")
    wrong += _unmended(case, place)
    return Outcome(case, ran.code, named, ran.told.strip(), tuple(wrong))


def _stood(world: World, place: Path) -> tuple[str, list[str]]:
    """Which state an index starts up with, and what is wrong with it."""
    try:
        opened = open_snapshot(place / "var" / "index", world.models)
    except KindError as error:
        return "neither", [f"no index starts up: {error}"]
    state = State.of(opened.snapshot)
    named = {world.old: "old", world.new: "new"}.get(state, "neither")
    wrong = [] if named != "neither" else ["what starts up is neither the old nor the new state"]
    if opened.trouble is not None:
        wrong.append(f"the current snapshot is not whole: {opened.trouble}")
    return named, [*wrong, *_lost(opened, Archive(place / "var" / "archive"))]


def _lost(opened: Opened, archive: Archive) -> Iterator[str]:
    """The documents of a snapshot whose references the archive does not resolve."""
    for held in opened.snapshot.documents:
        document = held.document
        try:
            found = archive.find(document.sha256[:16])
        except KindError as error:
            yield f"{document.id}: its references do not resolve: {error}"
            continue
        kept = found and (found[0].text, found[0].sentences)
        if kept != (document.text, document.sentences):
            yield f"{document.id}: its references lead to something else"


def _said_wrongly(kind: str, ran: Ran, named: str) -> Iterator[str]:
    """What is wrong with how the command ended: an error is one line, and then the old stays."""
    if kind == KILL:
        if ran.code != _KILLED:
            yield f"it was to be killed, and ended with {ran.code}"
        return
    lines = ran.told.splitlines()
    if "Traceback" in ran.told or "Exception ignored" in ran.told:
        yield f"a traceback: {lines[-1]}"
    elif ran.code == 1 and (len(lines) != 1 or named != "old"):
        yield f"it said that it failed, in {len(lines)} lines, and the {named} state stands"
    elif ran.code == 0 and named != "new":
        yield f"it said that it published, and the {named} state stands"
    elif ran.code not in (0, 1):
        yield f"it ended with {ran.code}"


def _rests(place: Path) -> list[str]:
    """What is left half done under a folder's `var`."""
    var = place / "var"
    return sorted(str(p.relative_to(var)) for form in _RESTS for p in var.rglob(form))


def _unmended(case: Case, place: Path) -> Iterator[str]:
    """What is wrong after the next reindex, which nothing strikes."""
    ran = case.again(place)
    if ran.code:
        yield f"the next reindex fails with {ran.code}: {ran.told.strip()}"
    named, wrong = _stood(case.world, place)
    if named != "new":
        yield f"after the next reindex the {named} state stands"
    yield from (f"after the next reindex {one}" for one in wrong)
    if left := _rests(place):
        yield f"the next reindex leaves {', '.join(left)}"
