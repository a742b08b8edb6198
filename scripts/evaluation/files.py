"""The files that an evaluation leaves behind."""

from pathlib import Path

from knowledge.files import replace_file
from scripts.command import CommandError


def make_folder(folder: Path) -> None:
    """Make a folder where there is none. Raises CommandError where it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: this folder cannot be made: {error.strerror}") from None


def write(path: Path, content: str) -> None:
    """Write a file in one step. Raises CommandError where it cannot be written."""
    try:
        # A folder's name, which a set is called by, may hold what is no UTF-8.
        replace_file(path, content.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise CommandError(f"{path}: cannot be written: {error.strerror}") from None
