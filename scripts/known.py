"""What is known of a document on this machine, wherever that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from bot.settings import Settings
from index.manifest import DocumentSeal
from index.snapshots import Snapshots
from knowledge.archive import Archive, Entry
from knowledge.catalogue import Catalogue, files_by_id
from knowledge.document import Document
from knowledge.errors import KindError
from knowledge.folder import printable
from scripts.command import CommandError


@dataclass(frozen=True)
class Known:
    """What the folder of documents, the archive and the snapshots know of all documents.

    `files` are by the documents' ids, `entries` by the sha256 of the texts, `snapshots` by their
    names. `troubles` are why some of it could not be looked at.
    """

    files: Mapping[str, tuple[Path, ...]]
    entries: Mapping[str, Entry]
    snapshots: Mapping[str, Mapping[str, DocumentSeal]]
    troubles: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings, folder: Path) -> "Known":
        """Whatever can be looked at; what cannot is no reason not to take a document back."""
        files: Mapping[str, tuple[Path, ...]] = {}
        entries: Mapping[str, Entry] = {}
        snapshots: dict[str, Mapping[str, DocumentSeal]] = {}
        troubles: list[str] = []
        try:
            files = files_by_id(folder, settings.limits)
        except KindError as error:
            troubles.append(str(error))
        try:
            entries = Archive(settings.archive).entries()
        except KindError as error:
            troubles.append(str(error))
        held = Snapshots(settings.index)
        for name in held.names():
            try:
                snapshots[name] = held.manifest(name).documents
            except KindError as error:
                troubles.append(str(error))
        return cls(files, entries, snapshots, tuple(troubles))

    @property
    def ids(self) -> frozenset[str]:
        """Every id that any of them knows."""
        told = (identity for entry in self.entries.values() for identity in entry.ids)
        return frozenset(self.files).union(told, *self.snapshots.values())

    def texts_of(self, identity: str) -> frozenset[str]:
        """The sha256 of each text that the document of an id is known to have had."""
        told = frozenset(name for name, entry in self.entries.items() if identity in entry.ids)
        return told | {seal.text for seal in self.seals_of(identity)}

    def seals_of(self, identity: str) -> tuple[DocumentSeal, ...]:
        """The texts and sources that the document of an id has in the snapshots."""
        return tuple(held[identity] for held in self.snapshots.values() if identity in held)

    def ids_of(self, texts: frozenset[str]) -> frozenset[str]:
        """The ids of all documents that are known to have had one of these texts, by sha256."""
        told = (name for text in texts if text in self.entries for name in self.entries[text].ids)
        sealed = (
            identity
            for held in self.snapshots.values()
            for identity, seal in held.items()
            if seal.text in texts
        )
        return frozenset((*told, *sealed))

    def refuse_unknown(self, identity: str) -> None:
        """Raise CommandError, with ids that are near, for an id that no document has."""
        if identity in self.ids:
            return
        near = get_close_matches(identity, sorted(self.ids), n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "see kind-documents list"
        unseen = f" (not looked at: {'; '.join(self.troubles)})" if self.troubles else ""
        raise CommandError(f"{printable(identity)}: there is no such document; {hint}{unseen}")


def present_document(
    settings: Settings, folder: Path, identity: str
) -> tuple[Document | None, tuple[str, ...]]:
    """The document of an id as the folder has it now; None, and why, where it cannot be read."""
    try:
        archive = Archive(settings.archive)
        catalogue = Catalogue.load(folder, archive, limits=settings.limits, only=identity)
    except KindError as error:
        return None, (str(error),)
    found = next(iter(catalogue.documents), None)
    return found, tuple(refusal.error for refusal in catalogue.refused)
