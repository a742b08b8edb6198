"""The clock: as Telegram's, and not in the past; embargoes end by it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from knowledge.errors import KindError
from scripts.checks.check import Check, SkippedError
from scripts.checks.installation import PROJECT, Installation

_NAME = "clock"
_LAYERS = ("bot", "index", "knowledge", "scripts")
_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
_OFF, _WRONG = timedelta(seconds=60), timedelta(seconds=300)
_REMEDY = "set the time, and have it kept right: timedatectl set-ntp true"


def check(installation: Installation) -> Iterator[Check]:
    """The time by this installation's newest file, then by Telegram's answer."""
    yield in_the_past(installation.clock(), newest(PROJECT)) or compared(installation)


def newest(project: Path) -> datetime:
    """When the newest file of the program was written."""
    files = (path for layer in _LAYERS for path in (project / layer).rglob("*.py"))
    times = (path.stat().st_mtime for path in files)
    return datetime.fromtimestamp(max(times, default=0.0), UTC)


def in_the_past(now: datetime, written: datetime) -> Check | None:
    """What is wrong where the program's newest file is of the future; else None."""
    early = written - now
    if early < _DAY:
        return None
    told = f"{now:%Y-%m-%d} is {early.days} days before this program was put here"
    if early < _YEAR:
        return Check.warning(_NAME, told, _REMEDY)
    return Check.error(_NAME, f"{told}: it is in the past, and embargoes would not end", _REMEDY)


def compared(installation: Installation) -> Check:
    """How far it is from Telegram's."""
    try:
        reply = installation.replies["getMe"]
    except SkippedError:
        return Check.skipped(_NAME, "nothing to compare it with: Telegram was not asked")
    except (KindError, ImportError):
        return Check.skipped(_NAME, "nothing to compare it with: there is no answer of Telegram's")
    if reply.date is None:
        return Check.skipped(_NAME, "nothing to compare it with: the answer has no date")
    off = reply.at - reply.date
    where = "ahead of" if off > timedelta() else "behind"
    told = f"{abs(off).total_seconds():.0f} s {where} Telegram's"
    if abs(off) > _WRONG:
        return Check.error(_NAME, f"{told}: embargoes would end at another moment", _REMEDY)
    if abs(off) > _OFF:
        return Check.warning(_NAME, told, _REMEDY)
    return Check.ok(_NAME, "as Telegram's, to the minute")
