"""An erasure: what is of a document, and how it is removed for good."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from itertools import chain
from pathlib import Path

import yaml

from bot.settings import Settings
from index.build import rebuild_without
from index.errors import SnapshotError
from index.exports import Export, Exports
from index.snapshot import Snapshot
from index.snapshots import Snapshots
from knowledge.archive import Archive, Entry, Erased
from knowledge.catalogue import Catalogue, files_by_id
from knowledge.document import Document
from knowledge.erasures import Marks, folded
from knowledge.errors import ArchiveError, DocumentError
from knowledge.files import sync_folder
from scripts.known import Known

_TELLING = 30  # letters of a sentence that others would hardly say by chance


@dataclass(frozen=True)
class Plan:
    """What is of a document: its texts, by sha256 and as far as they are at hand, and its files.

    `others` are the ids of other documents with one of its texts, which go with it. `pins` and
    `quoting` name what holds words of it and stays, and `exports` what cannot be reached.
    """

    identity: str
    title: str | None
    entries: tuple[Entry, ...]
    hashes: frozenset[str]
    texts: tuple[str, ...]
    sources: frozenset[str]
    files: tuple[Path, ...]
    others: frozenset[str]
    snapshots: tuple[str, ...]
    pins: tuple[str, ...]
    quoting: tuple[str, ...]
    exports: tuple[Export, ...]
    troubles: tuple[str, ...]

    @classmethod
    def of(cls, identity: str, settings: Settings, folder: Path) -> "Plan":
        """What is known of a document. Raises KindError where that cannot be told.

        Of one whose erasure has begun, also what has been marked then.
        """
        archive = Archive(settings.archive)
        begun = archive.erasures.pending.get(identity)
        known = Known.of(settings, folder)
        archive.entries()  # a ledger that cannot be read is no trouble to go on with
        if begun is None:
            known.refuse_unknown(identity)
        hashes = known.texts_of(identity) | (begun.texts if begun else frozenset())
        catalogue = Catalogue.load(folder, archive, limits=settings.limits)
        found = _Found.of(identity, hashes, archive, catalogue)
        sources = {seal.source for seal in known.seals_of(identity)}
        sources |= {source for entry in found.entries for source in entry.sources}
        sources |= begun.sources if begun else frozenset()
        files, read = _files(folder, settings, {identity, *found.ids}, sources)
        others = (known.ids_of(frozenset(found.hashes)) | found.ids) - {identity}
        return cls(
            identity,
            found.title,
            found.entries,
            found.hashes,
            found.texts,
            frozenset(sources | read),
            files,
            others,
            _holding(Snapshots(settings.index), found.hashes, sources | read),
            tuple(_pins(settings.pinned, identity, found.texts)),
            tuple(_quoting(catalogue.documents, found)),
            Exports(settings.index).holding(found.hashes),
            (*known.troubles, *found.troubles),
        )


@dataclass(frozen=True)
class _Found:
    """The texts of a document, from the archive and from the folder, and the ids of these."""

    title: str | None
    entries: tuple[Entry, ...]
    hashes: frozenset[str]
    texts: tuple[str, ...]
    documents: tuple[Document, ...]
    ids: frozenset[str]
    troubles: tuple[str, ...]

    @classmethod
    def of(
        cls, identity: str, hashes: frozenset[str], archive: Archive, catalogue: Catalogue
    ) -> "_Found":
        documents: list[Document] = []
        entries: list[Entry] = []
        troubles: list[str] = []
        for name in sorted(hashes):
            try:
                kept = archive.find(name)
            except ArchiveError as error:
                troubles.append(str(error))
                continue
            if kept is not None:
                documents.append(kept[0])
                entries.append(kept[1])
        words = {folded(document.text) for document in documents}
        here = [
            document
            for document in catalogue.documents
            if document.id == identity
            or document.sha256 in hashes
            or folded(document.text) in words
        ]
        entries.sort(key=lambda entry: entry.first_seen)
        last = next((d for d in here if d.id == identity), documents[-1] if documents else None)
        every = {document.sha256: document for document in (*documents, *here)}
        return cls(
            last.metadata.title if last else None,
            tuple(entries),
            hashes | every.keys(),
            tuple(document.text for document in every.values()),
            tuple(every.values()),
            frozenset(document.id for document in here),
            tuple(troubles),
        )


def _files(
    folder: Path, settings: Settings, ids: set[str], sources: set[str]
) -> tuple[tuple[Path, ...], set[str]]:
    """The files of documents of these ids or of these bytes, each before what is beside it.

    With the sha256 of each.
    """
    found: list[Path] = []
    read: set[str] = set()
    for identity, paths in files_by_id(folder, settings.limits).items():
        seals = {path: _sha256(path) for path in paths}
        if identity in ids or not sources.isdisjoint(seals.values()):
            found += paths
            read |= {seal for path, seal in seals.items() if seal and path.suffix != ".yaml"}
    return tuple(found), read


def _sha256(path: Path) -> str | None:
    """The sha256 of a file; None for what is no file of its own."""
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DocumentError(
            f"{path}: this file cannot be read: {error.strerror}; check its rights"
        ) from None


def _holding(
    snapshots: Snapshots, texts: Collection[str], sources: Collection[str]
) -> tuple[str, ...]:
    """The snapshots that hold a text or what was read of a file; also those that do not tell."""
    found: list[str] = []
    for name in snapshots.names():
        try:
            seals = snapshots.manifest(name).documents.values()
        except SnapshotError:
            found.append(name)
        else:
            if any(seal.text in texts or seal.source in sources for seal in seals):
                found.append(name)
    return tuple(found)


def _pins(file: Path, identity: str, texts: Iterable[str]) -> Iterator[str]:
    """The pins that quote the document, or hold words of it; they are staff's to change."""
    try:
        pins = yaml.safe_load(file.read_text("utf-8"))
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        yield f"{file}: cannot be read; look yourself"
        return
    whole = [folded(text) for text in texts]
    for name, pin in pins.items() if isinstance(pins, dict) else ():
        match pin:
            case {"document": named, **rest}:
                words = folded(str(rest.get("words", "")))
                held = len(words) >= _TELLING and any(words in text for text in whole)
                if named == identity or held:
                    yield f"{file}: {name}"


def _quoting(documents: Iterable[Document], found: _Found) -> Iterator[str]:
    """The other documents of the folder that hold one of its sentences."""
    sentences = {*chain.from_iterable(map(_sentences, found.documents))}
    for document in documents:
        if document.sha256 not in found.hashes and not sentences.isdisjoint(_sentences(document)):
            yield document.id


def _sentences(document: Document) -> Iterator[str]:
    for sentence in document.sentences:
        letters = folded(sentence.span.of(document.text))
        if sentence.quotable and len(letters) >= _TELLING:
            yield letters


@dataclass(frozen=True)
class Done:
    """What an erasure came to: the snapshots that went, and the new one, where one was needed.

    `lost` is whether no index is current any more.
    """

    erased: Erased
    removed: tuple[str, ...]
    snapshot: str | None
    lost: bool


def carry_out(plan: Plan, settings: Settings, now: datetime) -> Done:
    """Remove what is of a document, everywhere.

    All of it is marked first: from then on it is shown to nobody and refused. Each step may be done
    again, so that an erasure that was ended anywhere is finished by running it again.
    """
    archive = Archive(settings.archive)
    archive.erasures.begin(plan.identity, plan.texts, plan.sources, now, hashes=plan.hashes)
    for path in plan.files:
        _remove(path)
    erased = archive.erase(plan.identity, now)
    removed, snapshot = _without(settings, archive.erasures.erased(), now)
    for name in archive.withdrawals.covering(plan.identity, erased.texts):
        archive.withdrawals.reinstate(name)  # it names the document, and is not needed any more
    archive.erasures.finish(plan.identity)
    lost = bool(removed) and _whole_current(Snapshots(settings.index)) is None
    return Done(erased, removed, snapshot, lost)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise DocumentError(
            f"{path}: cannot be removed: {error.strerror}; check the folder's rights"
        ) from None


def _without(settings: Settings, marks: Marks, now: datetime) -> tuple[tuple[str, ...], str | None]:
    """Publish the current snapshot without what is marked, and remove all that hold it."""
    snapshots = Snapshots(settings.index)
    removed: list[str] = []
    made: str | None = None
    # A reindex that read the documents before they were marked may publish one more.
    while held := _holding(snapshots, marks.texts, marks.sources):
        current = _whole_current(snapshots)
        if current in held:
            made = rebuild_without(settings, _marked_in(snapshots, current, marks), now)
        with snapshots.writing("kind-erase"):
            for name in held:
                snapshots.remove(name, force=True)
            if not snapshots.names():
                # It is as before the first index.
                snapshots.pointer.unlink(missing_ok=True)
        removed += held
    return tuple(removed), made


def _whole_current(snapshots: Snapshots) -> str | None:
    """The current snapshot's name; None where it is damaged: nothing can be made of that."""
    try:
        name = snapshots.current()
        if name is not None:
            Snapshot.read(snapshots, name)
    except SnapshotError:
        return None
    return name


def _marked_in(snapshots: Snapshots, name: str, marks: Marks) -> frozenset[str]:
    """The texts of a snapshot that are marked, by themselves or by the file they were read from."""
    seals = snapshots.manifest(name).documents.values()
    return frozenset(seal.text for seal in seals if marks.holds(seal.text, seal.source))
