"""Every text ever published, by hash, so that references and buttons outlive a reindex."""

import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from knowledge.access import published_to
from knowledge.blocks import BlockKind
from knowledge.document import Document, text_hash
from knowledge.errors import ArchiveError
from knowledge.files import replace_file, sync_folder, write_synced
from knowledge.metadata import Audience, Metadata
from knowledge.sentences import Sentence, sentences
from knowledge.span import Span

Row = tuple[int, int, str, int]


def sentence_rows(found: Iterable[Sentence]) -> list[Row]:
    """Sentences as plain rows `(start, end, kind, block)`, fit for JSON."""
    return [(s.span.start, s.span.end, str(s.kind), s.block) for s in found]


def sentences_of(rows: Iterable[Row]) -> tuple[Sentence, ...]:
    """The sentences that `sentence_rows` made these rows of.

    Raises ValueError for rows it cannot have made.
    """
    return tuple(Sentence(Span(start, end), BlockKind(kind), b) for start, end, kind, b in rows)


class _Text(BaseModel):
    """A text's own file: written once, never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    sentences: list[Row]


class Entry(BaseModel):
    """What the archive's ledger knows of one text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    metadata: Metadata
    source: str
    first_seen: AwareDatetime
    last_seen: AwareDatetime
    audience: Audience | None  # the widest that could ever see it


class _Ledger(BaseModel):
    model_config = ConfigDict(extra="forbid")

    texts: dict[str, Entry] = {}


def _wider(one: Audience | None, other: Audience | None) -> Audience | None:
    if Audience.public in (one, other):
        return Audience.public
    return one or other


class Archive:
    """The texts under a folder: one immutable file a text, and one ledger of what is known of them.

    Every method raises ArchiveError when a file of the archive is damaged or cannot be read or
    written, naming it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts = folder / "texts"
        self._ledger = folder / "ledger.json"

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """The sentence bounds of a text: those archived with it, else as they are found today."""
        known = self._read_text(text_hash(text))
        return known[1] if known else sentences(text)

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
            return None
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
        ledger = _Ledger(texts=dict(self.entries()))
        for document in documents:
            before = ledger.texts.get(document.sha256)
            ledger.texts[document.sha256] = Entry(
                document=document.id,
                metadata=document.metadata,
                source=document.source,
                first_seen=before.first_seen if before else now,
                last_seen=now,
                audience=_wider(
                    before.audience if before else None, published_to(document.metadata, now)
                ),
            )
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
            kept = _Text.model_validate_json(path.read_bytes())
            found = sentences_of(kept.sentences)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise self._damaged(path, error) from None
        if text_hash(kept.text) != name:
            raise self._damaged(path, ValueError("its text is not the one its name promises"))
        return kept.text, found

    def _damaged(self, path: Path, error: Exception) -> ArchiveError:
        why = "not of the archive's form" if isinstance(error, ValidationError) else str(error)
        return ArchiveError(
            f"{path}: this file of the archive is damaged ({why}); restore it from a backup"
        )
