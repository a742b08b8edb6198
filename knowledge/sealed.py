"""A file that tells whether it is whole, and is read again only where it has changed."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.errors import ArchiveError
from knowledge.files import locked, make_folder, replace_file

Form = TypeVar("Form", bound=BaseModel)
_Signature = tuple[int, int, int, int]


class SealedFile(Generic[Form]):
    """A JSON file below a line with its sha256, which many may read and one at a time may change.

    Parameters
    ----------
    path: where it is; until it is first written, it holds what `form` holds by default.
    form: what it holds.
    remedy: what to do where it is damaged.
    """

    def __init__(self, path: Path, form: type[Form], remedy: str) -> None:
        self._path = path
        self._form = form
        self._remedy = remedy
        self._nothing = form()
        self._held: tuple[_Signature, Form] | None = None
        self._was_there = False

    def read(self) -> Form:
        """What it holds: the same object until the file is replaced.

        Raises ArchiveError for a file that is not as it was written, that cannot be read, or that
        was there before and is gone.
        """
        try:
            signature = _signature(self._path.stat())
            self._was_there = True
            if self._held is not None and self._held[0] == signature:
                return self._held[1]
            with self._path.open("rb") as file:
                # Of the file that is read: it may have been replaced since.
                signature = _signature(os.fstat(file.fileno()))
                found = self._parsed(file.read())
        except FileNotFoundError:
            if not self._was_there:
                return self._nothing
            raise self._damaged("it was there before, and is gone") from None
        except ValidationError:
            raise self._damaged("not of its form") from None
        except (OSError, ValueError) as error:
            raise self._damaged(getattr(error, "strerror", None) or str(error)) from None
        self._held = signature, found
        return found

    def change(self, changed: Callable[[Form], Form]) -> Form:
        """Put in place what `changed` makes of what it holds, with nobody else doing so.

        Raises ArchiveError as `read` does, and where the disk does not take it.
        """
        try:
            make_folder(self._path.parent)
            with locked(self._path.with_suffix(".lock")):
                before = self.read()
                after = changed(before)
                if after != before:
                    replace_file(self._path, _sealed(after))
        except OSError as error:
            raise ArchiveError(
                f"{error.filename or self._path}: the archive cannot be written: "
                f"{error.strerror}; check the disk and the folder's rights"
            ) from None
        return after

    def _parsed(self, written: bytes) -> Form:
        seal, _, content = written.partition(b"\n")
        if sha256(content).hexdigest().encode() != seal:
            raise ValueError("it is not what was written")
        return self._form.model_validate_json(content)

    def _damaged(self, why: str) -> ArchiveError:
        return ArchiveError(
            f"{self._path}: this file of the archive is damaged or cannot be read ({why}); "
            f"{self._remedy}"
        )


def _sealed(content: BaseModel) -> bytes:
    written = content.model_dump_json(indent=1).encode()
    return sha256(written).hexdigest().encode() + b"\n" + written


def _signature(state: os.stat_result) -> _Signature:
    return state.st_mtime_ns, state.st_ctime_ns, state.st_ino, state.st_size
