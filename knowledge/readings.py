"""What was read off each file, kept, so that a file that has not changed is not read again."""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from knowledge.document import text_hash
from knowledge.errors import ArchiveError
from knowledge.files import make_folder, replace_file, sync_folder
from knowledge.reading import Reading

_SHA256 = 64  # hex digits


class Readings:
    """A folder of readings, one file each, by the hash of the source file and its format.

    While a file stays the same its text stands, even if a later reader would read it better: what
    was quoted from it goes on standing there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, source: str, ending: str) -> Reading | None:
        """The reading of a file with this sha256 and ending; None where none is kept.

        Raises ArchiveError for one that is damaged or cannot be read.
        """
        return self._read(self._path(source, ending))

    def _read(self, path: Path) -> Reading | None:
        try:
            sealed, _, content = path.read_text("utf-8").partition("\n")
            if text_hash(content) != sealed:
                raise ValueError("it is not what was written")  # noqa: TRY301 (told as the others)
            return Reading.model_validate_json(content)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            why = "it is not of its form" if isinstance(error, ValidationError) else error
            raise ArchiveError(
                f"{path}: this file of the archive is damaged ({why}); restore it from a backup, "
                "or read the documents anew: kind-reindex --reread"
            ) from None

    def keep(self, source: str, ending: str, written: str) -> None:
        """Keep a reading, as JSON. Raises ArchiveError where the disk does not take it."""
        try:
            make_folder(self._folder)
            whole = f"{text_hash(written)}\n{written}"
            with _held(self._folder, fcntl.LOCK_SH):
                replace_file(self._path(source, ending), whole.encode("utf-8"))
        except OSError as error:
            raise ArchiveError(
                f"{error.filename or self._folder}: the archive cannot be written: "
                f"{error.strerror}; check the disk and the folder's rights"
            ) from None

    def holding(
        self, holds: Callable[[str | None, str], bool]
    ) -> tuple[dict[Path, str], list[Path]]:
        """The readings of whose text or source `holds` is true, with their sources.

        And those of which it cannot be told, since they are damaged.
        """
        found: dict[Path, str] = {}
        unread: list[Path] = []
        for path in sorted(self._folder.glob("*.json")):
            source = path.name[:_SHA256]
            try:
                reading = self._read(path)
            except ArchiveError:
                reading = None
            text = reading.text if reading else None
            if holds(text, source):
                found[path] = source
            elif text is None:
                unread.append(path)
        return found, unread

    def remove(self, source: str, ending: str) -> None:
        """Keep a reading no longer. Raises ArchiveError where the disk does not let it go."""
        self.remove_all([self._path(source, ending)])

    def remove_all(self, paths: Iterable[Path]) -> int:
        """Remove readings, and what killed runs have left half written; how many there were.

        Raises ArchiveError where the disk does not let one go.
        """
        try:
            with _held(self._folder, fcntl.LOCK_EX):  # so that nobody is in the middle of one
                found = [path for path in (*paths, *self._folder.glob(".*.new")) if path.exists()]
                for path in found:
                    path.unlink(missing_ok=True)
                if found:
                    sync_folder(self._folder)
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise ArchiveError(
                f"{error.filename or self._folder}: cannot be removed: {error.strerror}; check "
                "the disk and the folder's rights, and run this again"
            ) from None
        return len(found)

    def _path(self, source: str, ending: str) -> Path:
        return self._folder / f"{source}{ending}.json"


@contextmanager
def _held(folder: Path, kind: int) -> Iterator[None]:
    """Hold a folder, alone or with others; the hold dies with its holder."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)
