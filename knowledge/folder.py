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
_NO_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is not in the catalogue: a file's or folder's name within the folder, and the reason."""

    file: str
    error: str


def files_in(folder: Path, limits: Limits) -> tuple[list[Path], list[Refusal]]:
    """The files of a folder and its sub-folders, in order, and the sub-folders with too many.

    Hidden ones are passed over. Raises DocumentError when the folder cannot be read, or has itself
    more files than the limit.
    """
    if not folder.is_dir():
        raise DocumentError(f"{folder}: there is no such folder of documents; name one that exists")
    found: list[Path] = []
    refused: list[Refusal] = []
    for parent, names in _walk(folder):
        if len(names) > limits.files:
            reason = (
                f"{len(names):,} files are more than the {limits.files:,} allowed; keep only "
                "documents here, or raise `most_files`"
            )
            if parent == folder:
                raise DocumentError(f"{folder}: {reason}")
            name = f"{shown(parent, folder)}/"
            refused.append(Refusal(name, f"{name}: {reason}"))
        else:
            found += [parent / name for name in names]
    if len(found) > limits.files:
        raise DocumentError(
            f"{folder}: {len(found):,} files in its folders are more than the {limits.files:,} "
            "allowed; keep only documents here, or raise `most_files`"
        )
    return found, refused


def _walk(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    def fail(error: OSError) -> None:
        raise DocumentError(f"{error.filename}: this folder cannot be read: {error.strerror}")

    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        links = [f for f in folders if Path(parent, f).is_symlink()]  # os.walk does not follow
        yield Path(parent), sorted(n for n in names + links if not n.startswith("."))


def shown(path: Path, folder: Path) -> str:
    """A file's name within a folder, fit for a message.

    A name may hold any byte but two, and a message is one line of UTF-8.
    """
    name = str(path.relative_to(folder))
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def document_id(path: Path, name: str) -> str:
    """The id of a file's document. Raises DocumentError for a file's name that cannot be one."""
    if re.fullmatch(DOCUMENT_ID, path.stem):
        return path.stem
    folded = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    better = _NO_ID.sub("-", folded).strip("-")
    advice = f"rename it, say to {better}{path.suffix.lower()}" if better else "rename it"
    raise DocumentError(
        f"{name}: a file's name is its document's id: only a–z, 0–9 and hyphens; {advice}"
    )


def content_of(path: Path, name: str, limits: Limits) -> bytes:
    """A file's bytes, of a regular file that is not too large.

    Raises DocumentError for anything else; what is no file is not opened for reading.
    """
    try:
        if not S_ISREG(path.lstat().st_mode):
            raise DocumentError(f"{name}: not a regular file; put the file itself in the folder")
        # Between the two it may have become a link, or a pipe that nobody writes to.
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
        raise DocumentError(
            f"{name}: this file cannot be read: {error.strerror}; check its rights"
        ) from None
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
