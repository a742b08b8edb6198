"""Every text ever published, by hash, so that references and buttons outlive a reindex."""

import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from knowledge.access import published_to
from knowledge.document import Document, text_hash
from knowledge.errors import ArchiveError
from knowledge.files import replace_file, sync_folder, write_synced
from knowledge.metadata import Audience, Metadata
from knowledge.readings import Readings
from knowledge.sentences import Row, Sentence, sentence_rows, sentences_of


class _Text(BaseModel):
    """A text's own file: written once, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    sentences: list[Row]


class Sighting(BaseModel):
    """A text as a document of the folder had it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    metadata: Metadata
    source: str


class Entry(Sighting):
    """What the archive's ledger knows of one text.

    It is told of as its widest audience last saw it: what the document was called while fewer could
    see it stays with these. `narrower` is how it was seen since, where that was by fewer.
    """

    first_seen: AwareDatetime
    last_seen: AwareDatetime
    audience: Audience | None  # the widest that could ever see it
    narrower: Sighting | None = None


class _Ledger(BaseModel):
    model_config = ConfigDict(extra="forbid")

    texts: dict[str, Entry] = {}


def _covers(one: Audience | None, other: Audience | None) -> bool:
    """Whether an audience is at least as wide as another."""
    return one is Audience.public or other is None or one is other


def _widened(entry: Entry, now: datetime) -> Entry:
    """An entry at the moment `now`, of a text that stood until then."""
    seen = entry.narrower or entry
    audience = published_to(seen.metadata, now)
    return _seen(entry, seen, audience) if _covers(audience, entry.audience) else entry


def _seen(entry: Entry, sighting: Sighting, audience: Audience | None) -> Entry:
    """An entry after its text was seen by an audience."""
    if not _covers(audience, entry.audience):
        return entry.model_copy(update={"narrower": sighting})
    told = {name: getattr(sighting, name) for name in Sighting.model_fields}
    return entry.model_copy(update={**told, "audience": audience, "narrower": None})


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

    def bounds(self, text: str) -> tuple[Sentence, ...] | None:
        """The sentences of a text as they were archived with it; None for an unknown text."""
        known = self._read_text(text_hash(text))
        return known[1] if known else None

    def entries(self) -> Mapping[str, Entry]:
        """What is known of each text, by its hash."""
        try:
            return _Ledger.model_validate_json(self._ledger.read_bytes()).texts
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
        """Keep the texts of these documents, and note that they were seen at the moment `now`."""
        documents = list(documents)
        try:
            self._texts.mkdir(parents=True, exist_ok=True)
            with self._writing():
                for document in documents:
                    self._keep(document)
                sync_folder(self._texts)
                self._note(documents, now)
        except OSError as error:
            raise ArchiveError(
                f"{error.filename or self._folder}: the archive cannot be written: "
                f"{error.strerror}; check the disk and the folder's rights"
            ) from None

    def _note(self, documents: list[Document], now: datetime) -> None:
        known = self.entries()
        latest = max((entry.last_seen for entry in known.values()), default=now)
        # What stood until now may have become public since it was noted: an embargo has ended.
        ledger = _Ledger(
            texts={
                name: _widened(entry, now) if entry.last_seen == latest else entry
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
            after = _seen(before, sighting, published_to(document.metadata, now))
            ledger.texts[document.sha256] = after.model_copy(update={"last_seen": now})
        replace_file(self._ledger, ledger.model_dump_json(indent=1).encode())

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # The lock dies with its holder, so a killed run leaves nothing to clean up.
        with (self._folder / "lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _path(self, name: str) -> Path:
        return self._texts / f"{name}.json"

    def _keep(self, document: Document) -> None:
        path = self._path(document.sha256)
        if path.exists():
            return
        kept = {"text": document.text, "sentences": sentence_rows(document.sentences)}
        beside = path.with_suffix(".new")
        write_synced(beside, json.dumps(kept, ensure_ascii=False).encode())
        beside.replace(path)

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
