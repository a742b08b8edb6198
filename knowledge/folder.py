"""The files of a folder of documents: which there are, and the bytes of one."""

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from knowledge.errors import DocumentError
from knowledge.limits import MEBIBYTE, Limits
from knowledge.metadata import DOCUMENT_ID

_LARGE_FILE = b"version https://git-lfs.github.com/spec/"
_DEEPEST = 20
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is not in the catalogue: a file's or folder's name within the folder, and the reason."""

    file: str
    error: str


def files_in(folder: Path, limits: Limits) -> tuple[list[Path], list[Refusal]]:
    """The files of a folder and its sub-folders, in order, and the sub-folders that are not read.

    Those are refused that have too many files, lie too deep, or cannot be read; hidden ones are
    passed over. Raises DocumentError when the folder itself cannot be read, or has more files than
    the limit, with those of its sub-folders.
    """
    if not folder.is_dir():
        raise DocumentError(f"{folder}: there is no such folder of documents; name one that exists")
    found: list[Path] = []
    refused: list[Refusal] = []
    for place, names in _walk(folder, 0):
        reason = names if isinstance(names, str) else _too_many(len(names), limits)
        if reason and place == folder:
            raise DocumentError(f"{folder}: {reason}")
        if reason:
            name = f"{shown(place, folder)}/"
            refused.append(Refusal(name, f"{name}: {reason}"))
        else:
            found += [place / name for name in names]
    if len(found) > limits.files:
        raise DocumentError(f"{folder}: with its folders, {_too_many(len(found), limits)}")
    return found, refused


def _too_many(count: int, limits: Limits) -> str:
    if count <= limits.files:
        return ""
    return (
        f"{count:,} files are more than the {limits.files:,} allowed; keep only documents here, or "
        "raise `most_files`"
    )


def _walk(place: Path, depth: int) -> Iterator[tuple[Path, list[str] | str]]:
    """Each folder with the names of its files, in order, or with the reason that it has none."""
    if depth > _DEEPEST:
        yield place, f"it lies more than {_DEEPEST} folders deep; move it up"
        return
    try:
        with os.scandir(place) as entries:
            shown_ones = sorted(e.name for e in entries if not e.name.startswith("."))
            folders = [name for name in shown_ones if _is_folder(place / name)]
    except OSError as error:
        yield place, f"this folder cannot be read: {error.strerror}; check its rights"
        return
    inside = set(folders)
    yield place, [name for name in shown_ones if name not in inside]
    for name in folders:
        yield from _walk(place / name, depth + 1)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def shown(path: Path, folder: Path) -> str:
    """A file's name within a folder, fit for a message.

    A name may hold any byte but two, and a message is one line of UTF-8.
    """
    return printable(str(path.relative_to(folder)))


def printable(name: str) -> str:
    """A part of a file's name, fit for a message."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def document_id(path: Path, name: str) -> str:
    """The id of a file's document. Raises DocumentError for a file's name that cannot be one."""
    if re.fullmatch(DOCUMENT_ID, path.stem):
        return path.stem
    folded = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    better = _NO_ID.sub("-", folded).strip("-")
    ending = printable(path.suffix.lower())
    advice = f"rename it, say to {better}{ending}" if better else "rename it"
    raise DocumentError(
        f"{name}: a file's name is its document's id: only a–z, 0–9 and hyphens; {advice}"
    )


def refuse_no_file(path: Path, name: str) -> None:
    """Raise DocumentError for a link, a pipe, a device: for all but a regular file."""
    try:
        regular = S_ISREG(path.lstat().st_mode)
    except OSError as error:
        raise _unread(name, error) from None
    if not regular:
        raise DocumentError(f"{name}: not a regular file; put the file itself in the folder")


def content_of(path: Path, name: str, limits: Limits) -> bytes:
    """A file's bytes, of a regular file that is not too large.

    Raises DocumentError for anything else; what is no file is not opened for reading.
    """
    refuse_no_file(path, name)
    try:
        # Since then it may have become a link, or a pipe that nobody writes to.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not S_ISREG(state.st_mode):
                raise DocumentError(
                    f"{name}: not a regular file; put the file itself in the folder"
                )
            content = file.read(limits.file + 1)
            size = max(state.st_size, len(content))
    except OSError as error:
        raise _unread(name, error) from None
    if size > limits.file:
        raise DocumentError(
            f"{name}: {size / MEBIBYTE:,.1f} MiB are more than the {limits.file / MEBIBYTE:,.4g} "
            "allowed; split the document, or raise `file_limit`"
        )
    if not content:
        raise DocumentError(f"{name}: the file is empty, it has 0 bytes; put it here again")
    if content.startswith(_LARGE_FILE):
        raise DocumentError(
            f"{name}: only a Git LFS pointer, not the file itself; fetch it with `git lfs pull`"
        )
    return content


def _unread(name: str, error: OSError) -> DocumentError:
    return DocumentError(f"{name}: this file cannot be read: {error.strerror}; check its rights")
