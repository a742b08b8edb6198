"""A file of JSON lines, each of one form."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from scripts.command import CommandError

Line = TypeVar("Line", bound=BaseModel)
Identity = str | int


def read_json_lines(path: Path, form: type[Line]) -> Iterator[tuple[int, Line]]:
    """The lines of a file with their numbers, from 1; empty ones are passed over.

    Raises CommandError naming the file, the line, and what is wrong in it.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, _read(line, form, f"{path}, line {number}")
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path}: this is not UTF-8; save the file as UTF-8") from None


def _read(line: str, form: type[Line], place: str) -> Line:
    try:
        return form.model_validate_json(line)
    except ValidationError as error:
        raise CommandError(f"{place}: {told(error)}") from None


def told(error: ValidationError) -> str:
    """The first mistake of a validation in one line: the key and what is wrong with it."""
    first = error.errors(include_url=False, include_context=False)[0]
    key = ".".join(map(str, first["loc"]))
    return f"{key}: {first['msg']}" if key else first["msg"]
