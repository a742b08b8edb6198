"""What was read off each file, kept, so that a file that has not changed is not read again."""

from pathlib import Path

from pydantic import ValidationError

from knowledge.document import text_hash
from knowledge.errors import ArchiveError
from knowledge.files import replace_file
from knowledge.reading import Reading


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
        path = self._path(source, ending)
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
            self._folder.mkdir(parents=True, exist_ok=True)
            whole = f"{text_hash(written)}\n{written}"
            replace_file(self._path(source, ending), whole.encode("utf-8"))
        except OSError as error:
            raise ArchiveError(
                f"{error.filename or self._folder}: the archive cannot be written: "
                f"{error.strerror}; check the disk and the folder's rights"
            ) from None

    def _path(self, source: str, ending: str) -> Path:
        return self._folder / f"{source}{ending}.json"
