"""Every text ever published, by hash, so that references and buttons outlive a reindex."""

import json
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.access import published_to
from knowledge.document import Document, text_hash
from knowledge.erasures import Erasures, folded_hash
from knowledge.errors import ArchiveError
from knowledge.files import locked, make_folder, put_file, replace_file, sync_folder
from knowledge.ledger import Entry, Ledger, Sighting, seen, widened
from knowledge.readings import Readings
from knowledge.sentences import Row, Sentence, sentence_rows, sentences_of
from knowledge.taken_back import TakenBack
from knowledge.withdrawals import Withdrawals

__all__ = ["Archive", "Entry", "Erased"]


class _Text(BaseModel):
    """A text's own file: written once, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    sentences: list[Row]


def _kept(content: bytes, name: str) -> tuple[str, tuple[Sentence, ...]]:
    """What a text's file holds. Raises ValueError where it is not what was written."""
    kept = _Text.model_validate_json(content)
    found = sentences_of(kept.sentences)
    if text_hash(kept.text) != name:
        raise ValueError("its text is not the one its name promises")
    ends = [0, *(s.span.end for s in found)]
    starts = [*(s.span.start for s in found), len(kept.text)]
    between = zip(ends, starts, strict=True)
    if any(end > start or kept.text[end:start].strip() for end, start in between):
        raise ValueError("its sentences are not those of its text")
    return kept.text, found


@dataclass(frozen=True, slots=True)
class Erased:
    """What was removed: texts and source files, by sha256, and how many files of the archive.

    `ids` are those of all documents that had one of the texts, and `unread` the files that could
    not be looked at, since they are damaged.
    """

    ids: frozenset[str]
    texts: frozenset[str]
    sources: frozenset[str]
    files: int
    unread: tuple[Path, ...]


class Archive:
    """The texts under a folder: one immutable file a text, and one ledger of what is known of them.

    Every method raises ArchiveError when a file of the archive is damaged or cannot be read or
    written, naming it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts = folder / "texts"
        self._ledger = folder / "ledger.json"
        self.readings = Readings(folder / "readings")
        self.withdrawals = Withdrawals(folder)
        self.erasures = Erasures(folder)

    def taken_back(self) -> TakenBack:
        """What is withdrawn and what is erased now; cheap enough to ask at every question."""
        return TakenBack(self.withdrawals.withdrawn(), self.erasures.erased())

    def texts_of(self, identity: str) -> frozenset[str]:
        """The sha256 of each text that the document of this id is known to have had."""
        return frozenset(name for name, entry in self.entries().items() if identity in entry.ids)

    def bounds(self, text: str) -> tuple[Sentence, ...] | None:
        """The sentences of a text as they were archived with it; None for an unknown text."""
        known = self._read_text(text_hash(text))
        return known[1] if known else None

    def entries(self) -> Mapping[str, Entry]:
        """What is known of each text, by its hash."""
        try:
            return Ledger.model_validate_json(self._ledger.read_bytes()).texts
        except FileNotFoundError:
            return {}
        except (OSError, ValidationError) as error:
            raise self._damaged(self._ledger, error) from None

    def find(self, prefix: str) -> tuple[Document, Entry] | None:
        """The one text whose hash begins with `prefix`, as it was last seen; None if unknown."""
        named = [(name, entry) for name, entry in self.entries().items() if name.startswith(prefix)]
        if len(named) != 1:
            return None
        name, entry = named[0]
        known = self._read_text(name)
        if known is None:
            raise self._damaged(self._path(name), ValueError("it is missing"))
        document = Document(entry.document, known[0], entry.metadata, known[1], name, entry.source)
        return document, entry

    def record(self, documents: Iterable[Document], now: datetime) -> None:
        """Keep the texts of these documents, and note that they were seen at the moment `now`.

        What is withdrawn stays so under a new name and with a new text. Raises ArchiveError for a
        text that was erased.
        """
        documents = list(documents)
        try:
            make_folder(self._texts)
            with self._writing():
                for half in self._halves():
                    half.unlink(missing_ok=True)
                self.readings.remove_all(())
                known = self.entries()
                self._refuse_erased(documents, known)
                self.withdrawals.follow(documents, self._resaved(documents, known))
                for document in documents:
                    self._keep(document)
                sync_folder(self._texts)
                self._note(documents, known, now)
        except OSError as error:
            raise ArchiveError(
                f"{error.filename or self._folder}: the archive cannot be written: "
                f"{error.strerror}; check the disk and the folder's rights"
            ) from None

    def erase(self, identity: str, now: datetime) -> Erased:
        """Remove for good every text that a document has had, wherever the same words stand.

        What `erasures.begin` was told goes too. All is marked before it is removed, so that it
        stays refused, and an erasure that was killed can be run again. Raises ArchiveError where
        the disk does not let go.
        """
        try:
            make_folder(self._texts)
            with self._writing():
                return self._erase(identity, now)
        except OSError as error:
            raise ArchiveError(
                f"{error.filename or self._folder}: the archive cannot be written: "
                f"{error.strerror}; check the disk and the folder's rights, and run this again"
            ) from None

    def _erase(self, identity: str, now: datetime) -> Erased:
        known, (texts, unread) = self.entries(), self._all_texts()
        begun = self.erasures.pending.get(identity)
        sources = begun.sources if begun else frozenset[str]()
        mine = {
            n: e for n, e in known.items() if identity in e.ids or not sources.isdisjoint(e.sources)
        }
        self._mark(identity, mine, texts, now)
        held = {name for name, text in texts.items() if self.erasures.holds(text)}
        others = {name: known[name] for name in held if name in known}
        readings, unreadable = self.readings.holding(self.erasures.holds)
        self._mark(identity, others, texts, now, readings.values())
        pending = self.erasures.pending[identity]
        names = held | pending.texts
        # The ledger first: it must not name a text that is gone.
        kept = Ledger(texts={n: entry for n, entry in known.items() if n not in names})
        if kept.texts.keys() != known.keys():
            replace_file(self._ledger, kept.model_dump_json(indent=1).encode())
        files = self._unlink(map(self._path, names)) + self.readings.remove_all(readings)
        ids = frozenset(name for e in (*mine.values(), *others.values()) for name in e.ids)
        return Erased(ids, frozenset(names), pending.sources, files, (*unread, *unreadable))

    def _mark(
        self,
        identity: str,
        entries: Mapping[str, Entry],
        texts: Mapping[str, str],
        now: datetime,
        sources: Iterable[str] = (),
    ) -> None:
        words = (texts[name] for name in entries if name in texts)
        every = {source for entry in entries.values() for source in entry.sources}.union(sources)
        self.erasures.begin(identity, words, every, now, hashes=entries)

    def _all_texts(self) -> tuple[dict[str, str], list[Path]]:
        """Every text there is, by its sha256, also those not in the ledger; and damaged files."""
        texts: dict[str, str] = {}
        unread: list[Path] = []
        for path in sorted(self._texts.glob("*.json")):
            try:
                known = self._read_text(path.stem)
            except ArchiveError:
                unread.append(path)
            else:
                texts |= {path.stem: known[0]} if known else {}
        return texts, unread

    def _unlink(self, paths: Iterable[Path]) -> int:
        """Remove files, and what killed runs have left half written; how many there were."""
        found = [path for path in (*paths, *self._halves()) if path.exists()]
        for path in found:
            path.unlink(missing_ok=True)
        sync_folder(self._texts)
        sync_folder(self._folder)
        return len(found)

    def _halves(self) -> tuple[Path, ...]:
        """What killed runs have left half written: nobody writes here while the lock is held."""
        return *self._texts.glob("*.new"), *self._folder.glob(f".{self._ledger.name}.*.new")

    def _refuse_erased(self, documents: Iterable[Document], known: Mapping[str, Entry]) -> None:
        for document in documents:
            exactly = document.sha256 in known
            erased = self.erasures.when(document.text, document.source, exactly=exactly)
            if erased is not None:
                raise ArchiveError(
                    f"{document.id}: its text was erased on {erased:%Y-%m-%d}; it cannot be "
                    "published again"
                )

    def _resaved(
        self, documents: Iterable[Document], known: Mapping[str, Entry]
    ) -> Mapping[str, str]:
        """For each new text, by sha256, the withdrawn one with the same words, if there is one."""
        withdrawn = self.withdrawals.withdrawn().texts
        new = [document for document in documents if document.sha256 not in known]
        if not new or not withdrawn:
            return {}
        kept = {name: self._read_text(name) for name in withdrawn}
        words = {folded_hash(text[0]): name for name, text in kept.items() if text}
        found = {document.sha256: words.get(folded_hash(document.text)) for document in new}
        return {text: name for text, name in found.items() if name is not None}

    def _note(self, documents: list[Document], known: Mapping[str, Entry], now: datetime) -> None:
        withdrawn = self.withdrawals.withdrawn()
        latest = max((entry.last_seen for entry in known.values()), default=now)
        # What stood until now may have become public since it was noted: an embargo has ended.
        ledger = Ledger(
            texts={
                name: widened(entry, now)
                if entry.last_seen == latest and not withdrawn.holds(name, *entry.ids)
                else entry
                for name, entry in known.items()
            }
        )
        for document in documents:
            sighting = Sighting(
                document=document.id, metadata=document.metadata, source=document.source
            )
            before = ledger.texts.get(document.sha256) or Entry(
                **dict(sighting), first_seen=now, last_seen=now, audience=None
            )
            shown = not withdrawn.holds(document.sha256, document.id)
            audience = published_to(document.metadata, now) if shown else None
            after = seen(before, sighting, audience)
            ledger.texts[document.sha256] = after.model_copy(update={"last_seen": now})
        replace_file(self._ledger, ledger.model_dump_json(indent=1).encode())

    def _writing(self) -> AbstractContextManager[None]:
        return locked(self._folder / "lock")

    def _path(self, name: str) -> Path:
        return self._texts / f"{name}.json"

    def _keep(self, document: Document) -> None:
        path = self._path(document.sha256)
        if path.exists():
            return
        kept = {"text": document.text, "sentences": sentence_rows(document.sentences)}
        put_file(path, json.dumps(kept, ensure_ascii=False).encode())

    def _read_text(self, name: str) -> tuple[str, tuple[Sentence, ...]] | None:
        path = self._path(name)
        try:
            return _kept(path.read_bytes(), name)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise self._damaged(path, error) from None

    def _damaged(self, path: Path, error: Exception) -> ArchiveError:
        why = "not of the archive's form" if isinstance(error, ValidationError) else str(error)
        return ArchiveError(
            f"{path}: this file of the archive is damaged ({why}); restore it from a backup"
        )
