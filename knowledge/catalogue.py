"""Every document of a folder, and what of it was refused and why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from knowledge.archive import Archive
from knowledge.description import Description
from knowledge.document import Document, text_hash
from knowledge.errors import ArchiveError, DocumentError, KindError, WorkerError
from knowledge.folder import (
    Refusal,
    content_of,
    document_id,
    files_in,
    printable,
    refuse_no_file,
    shown,
)
from knowledge.limits import Limits
from knowledge.readers import ENDINGS
from knowledge.reading import Reading
from knowledge.sentences import sentences_of
from knowledge.sidecar import beside, given_above, given_beside, is_sidecar
from knowledge.workers import Workers

__all__ = ["Catalogue", "Entry", "Refusal", "files_by_id"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document's file, by its name within the folder, and who tells what of it.

    `pages` is the number of them, where the format has any. `fresh` is whether the file was read
    now, not known from before.
    """

    file: str
    description: Description
    pages: int | None = None
    fresh: bool = True


@dataclass(frozen=True)
class Catalogue:
    """The documents of a folder in the order of their ids, and the files that were refused.

    `entries` are by the documents' ids. `doubts` are what may be wrong of files that were taken.
    """

    documents: tuple[Document, ...]
    refused: tuple[Refusal, ...]
    entries: Mapping[str, Entry] = field(default_factory=dict)
    doubts: tuple[Refusal, ...] = ()

    @classmethod
    def load(  # noqa: PLR0913 (a folder, what is known of it, and how to read)
        cls,
        folder: Path,
        archive: Archive,
        *,
        limits: Limits | None = None,
        keep: bool = False,
        reread: bool = False,
        only: str | None = None,
        progress: Progress = lambda _done, _all: None,
    ) -> "Catalogue":
        """Read every file of a folder and its sub-folders; hidden ones are passed over.

        A broken file is refused and the rest goes on, and so is one whose text was erased. `keep`
        has the archive keep what is read, and `reread` reads also the files whose readings it has.
        `only` is the id of the one document that is wanted. `progress` is told the files read so
        far and in all. Raises DocumentError when the folder cannot be read, ArchiveError when the
        archive cannot, and WorkerError where no file at all can be read.
        """
        limits = limits or Limits()
        files, refused = files_in(folder, limits)
        if only is not None:
            files, refused = [path for path in files if _identity(path) == only], []
        found: dict[str, tuple[Document, Entry]] = {}
        texts: dict[str, str] = {}
        with Workers(limits, most=len(files)) as workers:
            reader = _Reader(folder, files, archive, workers, keep=keep, reread=reread)
            for number, read in enumerate(reader.read(), start=1):
                outcome = read if isinstance(read, Refusal) else _unless_twin(*read, texts)
                if isinstance(outcome, Refusal):
                    refused.append(outcome)
                else:
                    found[outcome[0].id] = outcome
                progress(number, len(reader.documents))
        entries = {identity: entry for identity, (_, entry) in sorted(found.items())}
        return cls(
            tuple(found[identity][0] for identity in entries),
            tuple(sorted(refused, key=lambda r: r.file)),
            entries,
            tuple(_doubts(entries)),
        )


def files_by_id(folder: Path, limits: Limits) -> Mapping[str, tuple[Path, ...]]:
    """The files of each document in a folder, with those beside them, by the documents' ids.

    Raises DocumentError when the folder cannot be read.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for path in files_in(folder, limits)[0]:
        if (identity := _identity(path)) is not None:
            found[identity] = (*found.get(identity, ()), path)
    return found


def _identity(path: Path) -> str | None:
    """The id of the document that a file is, or stands beside; None for any other file."""
    named = Path(path.stem) if is_sidecar(path) else path
    return named.stem if named.suffix.lower() in ENDINGS else None


class _Reader:
    """The files of one folder, each read at most once, several at a time."""

    def __init__(  # noqa: PLR0913 (what to read, by what, and how)
        self,
        folder: Path,
        files: Iterable[Path],
        archive: Archive,
        workers: Workers,
        *,
        keep: bool,
        reread: bool,
    ) -> None:
        self._folder = folder
        self._archive = archive
        self._workers = workers
        self._keep = keep
        self._reread = reread
        self._sidecars = {path for path in files if is_sidecar(path)}
        self._named: dict[str, list[Path]] = defaultdict(list)
        self.documents = [path for path in files if path not in self._sidecars]
        for path in self.documents:
            if path.suffix.lower() in ENDINGS:
                self._named[path.stem].append(path)

    def read(self) -> Iterator[tuple[Document, Entry] | Refusal]:
        """A document or a refusal for each file, in the files' order."""
        for path in sorted(self._sidecars - set(map(beside, self.documents))):
            name = shown(path, self._folder)
            yield Refusal(
                name, f"{name}: there is no {printable(path.stem)} beside it; put it there"
            )
        pool = ThreadPoolExecutor(self._workers.count, thread_name_prefix="read")
        try:
            # What is known already is quicker without threads, which would wait for each other.
            first = [self._attempt(path, read=False) for path in self.documents]
            rest = [p for p, outcome in zip(self.documents, first, strict=True) if outcome is None]
            read = pool.map(partial(self._attempt, read=True), rest)
            for outcome in first:
                found = outcome or next(read)
                assert found is not None  # noqa: S101 (for the type checker: it was read)
                yield found
        finally:
            pool.shutdown(cancel_futures=True)

    def _attempt(self, path: Path, *, read: bool) -> tuple[Document, Entry] | Refusal | None:
        """A document or a refusal; None where the file would have to be read, and is not to be."""
        name = shown(path, self._folder)
        try:
            return self._document(path, name, read=read)
        except (ArchiveError, WorkerError):
            raise
        except KindError as error:
            return Refusal(name, str(error))

    def _document(self, path: Path, name: str, *, read: bool) -> tuple[Document, Entry] | None:
        identity = document_id(path, name)
        self._refuse_several(path, name)
        refuse_no_file(path, name)
        if path.suffix.lower() not in ENDINGS:
            ending = printable(path.suffix) or "a file without an ending"
            known = ", ".join(sorted(ENDINGS))
            raise DocumentError(f"{name}: no reader for {ending}; save it as one of {known}")
        content = content_of(path, name, self._workers.limits)
        source = sha256(content).hexdigest()
        self._refuse_erased(name, None, source)
        ending = path.suffix.lower()
        reading = None if self._reread else self._archive.readings.find(source, ending)
        fresh = reading is None
        if reading is None:
            if not read:
                return None
            reading = self._read(content, source, ending, name)
        self._refuse_erased(name, reading.text, source, exactly=True)
        sidecar = beside(path)
        if sidecar in self._sidecars:
            written = given_beside(reading, sidecar, shown(sidecar, self._folder))
        else:
            written = given_above(reading, name)
        description = Description.of(written, reading, name)
        text = reading.text
        document = Document(
            identity,
            text,
            description.metadata,
            self._archive.bounds(text) or sentences_of(reading.sentences),
            text_hash(text),
            source,
        )
        layout = reading.content.layout
        pages = len(layout.pages) if layout else None
        return document, Entry(name, description, pages, fresh)

    def _refuse_several(self, path: Path, name: str) -> None:
        others = [shown(p, self._folder) for p in self._named[path.stem] if p != path]
        if others and path.suffix.lower() in ENDINGS:
            raise DocumentError(
                f"{name}: the id {path.stem!r} is also that of {', '.join(others)}; rename one of "
                "them"
            )

    def _read(self, content: bytes, source: str, ending: str, name: str) -> Reading:
        """What a file holds; it is kept, so that it stands while the file does not change."""
        reading, written = self._workers.read(content, name)
        self._refuse_erased(name, reading.text, source)
        if self._keep:
            self._archive.readings.keep(source, ending, written)
            if self._archive.erasures.holds(reading.text, source):  # meanwhile
                self._archive.readings.remove(source, ending)
        return reading

    def _refuse_erased(
        self, name: str, text: str | None, source: str, *, exactly: bool = False
    ) -> None:
        erased = self._archive.erasures.when(text, source, exactly=exactly)
        if erased is not None:
            raise DocumentError(
                f"{name}: its text was erased on {erased:%Y-%m-%d}; it cannot be published again; "
                "remove the file"
            )


def _unless_twin(
    document: Document, entry: Entry, texts: dict[str, str]
) -> tuple[Document, Entry] | Refusal:
    # A reference names a text, so a text can stand only once.
    twin = texts.setdefault(document.sha256, entry.file)
    if twin == entry.file:
        return document, entry
    reason = f"{entry.file}: its text is the same as that of {twin}; keep one of them"
    return Refusal(entry.file, reason)


def _doubts(entries: Mapping[str, Entry]) -> Iterator[Refusal]:
    known = {identity: entry.description.metadata for identity, entry in entries.items()}
    for identity, entry in entries.items():
        for doubt in entry.description.doubts(identity, known):
            yield Refusal(entry.file, f"{entry.file}: {doubt}")
