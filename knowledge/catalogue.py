"""Every document of a folder, and what of it was refused and why."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from knowledge.archive import Archive
from knowledge.document import Document, text_hash
from knowledge.errors import ArchiveError, DocumentError, KindError
from knowledge.inference import date_in, language_in, title_in
from knowledge.metadata import DOCUMENT_ID, Metadata
from knowledge.readers import READERS, Content

MAX_FILE_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not in the catalogue: its name within the folder, and the reason."""

    file: str
    error: str


@dataclass(frozen=True)
class Catalogue:
    """The documents of a folder in the order of their ids, and the files that were refused."""

    documents: tuple[Document, ...]
    refused: tuple[Refusal, ...]

    @classmethod
    def load(cls, folder: Path, archive: Archive) -> "Catalogue":
        """Read every file of a folder and its sub-folders; hidden ones are passed over.

        A broken file is refused and the rest goes on. Raises DocumentError when the folder cannot
        be read, and ArchiveError when the archive cannot.
        """
        files = list(_files(folder))
        taken = _several(files, folder)
        documents: list[Document] = []
        refused: list[Refusal] = []
        texts: dict[str, str] = {}
        for path in files:
            name = _shown(path, folder)
            try:
                if path.stem in taken:
                    others = ", ".join(sorted(taken[path.stem] - {name}))
                    raise DocumentError(
                        f"{name}: the id {path.stem!r} is also that of {others}; rename one of them"
                    )
                document = _read(path, name, archive)
                _refuse_twin(document, name, texts)
                documents.append(document)
            except ArchiveError:
                raise
            except KindError as error:
                refused.append(Refusal(name, str(error)))
        return cls(
            tuple(sorted(documents, key=lambda d: d.id)),
            tuple(sorted(refused, key=lambda r: r.file)),
        )


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise DocumentError(f"{folder}: there is no such folder of documents; name one that exists")

    def fail(error: OSError) -> None:
        raise DocumentError(f"{error.filename}: this folder cannot be read: {error.strerror}")

    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        links = [f for f in folders if Path(parent, f).is_symlink()]  # os.walk does not follow
        for name in sorted(names + links):
            if not name.startswith("."):
                yield Path(parent, name)


def _shown(path: Path, folder: Path) -> str:
    # A file's name may hold any byte but two, and a message is one line of UTF-8.
    name = str(path.relative_to(folder))
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def _several(files: list[Path], folder: Path) -> dict[str, set[str]]:
    named: dict[str, set[str]] = defaultdict(set)
    for path in files:
        if path.suffix.lower() in READERS:
            named[path.stem].add(_shown(path, folder))
    return {stem: names for stem, names in named.items() if len(names) > 1}


def _refuse_twin(document: Document, name: str, texts: dict[str, str]) -> None:
    # A reference names a text, so a text can stand only once.
    twin = texts.setdefault(document.sha256, name)
    if twin != name:
        raise DocumentError(f"{name}: its text is the same as that of {twin}; keep one of them")


def _bytes(path: Path, name: str) -> bytes:
    try:
        state = path.lstat()
        if not S_ISREG(state.st_mode):
            raise DocumentError(f"{name}: not a regular file; put the file itself in the folder")
        if state.st_size > MAX_FILE_BYTES:
            raise DocumentError(
                f"{name}: {state.st_size:,} bytes are more than the {MAX_FILE_BYTES:,} allowed; "
                "split the document"
            )
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(
            f"{name}: this file cannot be read: {error.strerror}; check its rights"
        ) from None


def _read(path: Path, name: str, archive: Archive) -> Document:
    if not re.fullmatch(DOCUMENT_ID, path.stem):
        raise DocumentError(
            f"{name}: a file's name is its document's id: only a–z, 0–9 and hyphens; rename it"
        )
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(
            f"{name}: no reader for {path.suffix or 'a file without an ending'} "
            f"(known: {', '.join(READERS)})"
        )
    content = _bytes(path, name)
    read = reader(content, name)
    text = read.text
    if not text.strip():
        raise DocumentError(f"{name}: there is no text in this file")
    metadata = _metadata(read, name)
    found = archive.sentences(text)
    if not any(s.quotable for s in found):
        raise DocumentError(f"{name}: there is no sentence in this file that could be quoted")
    source = sha256(content).hexdigest()
    return Document(path.stem, text, metadata, found, text_hash(text), source)


def _metadata(read: Content, name: str) -> Metadata:
    given = read.metadata.values
    inferred: dict[str, object] = {}
    if "title" not in given:
        inferred["title"] = title_in(read.text)
        if inferred["title"] is None:
            raise DocumentError(f"{name}: its first line is no title; give a `title:`")
    if "date" not in given:
        inferred["date"] = date_in(read.text)
    if "language" not in given:
        inferred["language"] = language_in(read.text)
    return read.metadata.read(Metadata, **inferred)
