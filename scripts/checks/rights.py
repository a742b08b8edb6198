"""The right to write: tried, in each folder that is written to."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from knowledge.files import sync_folder, write_synced
from scripts.checks.check import Check
from scripts.checks.disk import nearest
from scripts.checks.installation import Installation

_NAME = "rights"
_FOLDERS = ("index", "archive", "models")


def check(installation: Installation) -> Iterator[Check]:
    """Whether files can be made, kept, renamed and removed, by whoever runs this."""
    for name in _FOLDERS:
        folder = getattr(installation.settings, name)
        # A folder may have been made by another user than those above and below it.
        inside = () if name == "models" else _folders_in(folder)
        refused = next(filter(None, map(_refusal, (nearest(folder), *inside))), None)
        if refused:
            yield Check.error(
                _NAME,
                f"`{name}`: {refused}",
                "give whoever runs the bot the right to write there, or name another folder as "
                f"`{name}` in the settings",
            )
        else:
            yield Check.ok(_NAME, f"`{name}`: {folder} can be written to")


def _folders_in(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(p for p in folder.iterdir() if p.is_dir())) if folder.is_dir() else ()


def _refusal(folder: Path) -> str | None:
    """Why a folder cannot be written to; None where it can."""
    if not folder.is_dir():
        return f"{folder} is no folder"
    # Named as what a writer leaves that was killed: the next one clears it away.
    first, second = (folder / f".{uuid4().hex}.new" for _ in range(2))
    try:
        write_synced(first, b"kind-doctor\n")
        first.rename(second)
        sync_folder(folder)
        second.unlink()
    except OSError as error:
        return f"{folder} cannot be written to: {error.strerror}"
    finally:
        for rest in (first, second):
            _remove(rest)
    return None


def _remove(rest: Path) -> None:
    try:
        rest.unlink(missing_ok=True)
    except OSError:
        return  # what is wrong with the folder is told already
