"""A catalogue to a published snapshot, encoding only what changed."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from index.calibration import calibration_of
from index.draft import Draft, draft_of
from index.encoder import Encoder
from index.errors import BuildError, CalibrationError, SnapshotError
from index.held import Held, HeldSpace
from index.manifest import DocumentSeal, Manifest, ModelSeal, sealed
from index.model import Model, find_models
from index.settings import IndexSettings
from index.snapshot import Snapshot
from index.snapshots import AGAIN, Snapshots
from index.space import Space, Wanted
from index.version import code_version
from knowledge.catalogue import Catalogue
from knowledge.document import Document
from knowledge.pins import CheckedPins
from knowledge.staff import StaffKnowledge

Phase = Literal["dividing", "encoding", "writing"]
Progress = Callable[[Phase, int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to.

    `encoded` and `reused` count texts, passages and sentences alike, for each model. `snapshot` is
    the name of the current one; `published` is whether it was not before. A dry run names none,
    unless nothing has changed. `before` are the documents of the snapshot that was current.
    """

    snapshot: str
    documents: int
    passages: int
    sentences: int
    encoded: int
    reused: int
    published: bool
    before: tuple[Document, ...] = ()


def build(  # noqa: PLR0913 (what is built, from what, when, and how; and two that listen)
    catalogue: Catalogue,
    settings: IndexSettings,
    *,
    now: datetime,
    staff: StaffKnowledge | None = None,
    full: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _phase, _done, _all: None,
    told: Callable[[str], None] | None = None,
    snapshots: Snapshots | None = None,
) -> Built:
    """Publish a catalogue as the current snapshot of the settings' folder.

    Only texts whose vectors no snapshot there holds are encoded; with `full`, all are. Where the
    current snapshot already is what would be built, it stays. With `dry_run` nothing is encoded or
    written. `progress` is told how much of each phase is done, `told` when a model has to be made
    first. Whoever holds the lock of the settings' folder gives the `snapshots` it is held by.
    Raises BuildError for a catalogue without documents, ModelError, SnapshotError and LockError as
    their parts do.
    """
    if not catalogue.documents:
        raise BuildError("there is no document to index; the index stays as it was")
    models = find_models(settings, told)
    draft = draft_of(
        catalogue.documents,
        staff or StaffKnowledge.none(),
        map(_seal, models),
        settings,
        full=full,
        progress=lambda done, every: progress("dividing", done, every),
    )
    snapshots = snapshots or Snapshots(settings.index)
    if dry_run:
        standing = None if full else _standing(snapshots, draft.fingerprint)
        stays = standing if standing == _current(snapshots) else None
        return _built(draft, stays, encoded=draft.new)
    with snapshots.writing("a build"):
        current = _current(snapshots)  # another writer may have changed it meanwhile
        if not full and (standing := _standing(snapshots, draft.fingerprint)) is not None:
            if standing != current:
                snapshots.point(standing)
            return _built(draft, standing, encoded=0, published=standing != current)
        with ThreadPoolExecutor(1, thread_name_prefix="sources") as thread:
            # What is kept is read and checked while the models load, which takes longer.
            reading = thread.submit(_sources, draft)
            encoders = [_encoder(m, w) for m, w in zip(models, draft.wanted, strict=True)]
            draft, sources = reading.result()
        encoded = _Counted(draft.new, lambda done, every: progress("encoding", done, every))
        spaces = tuple(
            _space(wanted, source, encoder or _encoder(model, wanted), encoded.more)
            for wanted, source, encoder, model in zip(
                draft.wanted, sources, encoders, models, strict=True
            )
        )
        content = Contents(
            draft, spaces, _calibration(settings), code_version(), settings.organisation
        )
        manifest, files = content.sealed(now)
        progress("writing", 0, len(files))
        name = snapshots.publish(manifest, files)
        progress("writing", len(files), len(files))
    return _built(draft, name, encoded=draft.new, published=True)


def published(settings: IndexSettings) -> frozenset[str]:
    """The ids of the documents in the current snapshot; none where there is no whole one."""
    snapshots = Snapshots(settings.index)
    name = _current(snapshots)
    try:
        return frozenset(snapshots.manifest(name).documents) if name else frozenset()
    except SnapshotError:
        return frozenset()  # a damaged snapshot is no reason not to build a whole one


def rebuild_without(settings: IndexSettings, texts: frozenset[str], now: datetime) -> str | None:
    """Publish the current snapshot anew without the documents of some texts, by their sha256.

    Nothing is encoded. Gives the new snapshot's name; None where no document is left, and the
    current one stays. Raises SnapshotError where there is no whole current one.
    """
    snapshots = Snapshots(settings.index)
    with snapshots.writing("an erasure"):
        name = snapshots.current()
        if name is None:
            raise SnapshotError(f"{settings.index}: there is no index here; {AGAIN}")
        held = Held.of(snapshots, name)
        snapshot = Snapshot.read(snapshots, name)
        documents = tuple(d for d in snapshot.documents if d.document.sha256 not in texts)
        if not documents:
            return None
        pins = tuple(p for p in snapshot.pins.pins if p.quote.document.sha256 not in texts)
        staff = StaffKnowledge(snapshot.glossary, CheckedPins(pins))
        draft = Draft(documents, staff, held.manifest.models, (held,))
        spaces = tuple(
            Space.completed(wanted, {0: space}, space.dimensions, None, lambda _: None)
            for wanted, space in zip(draft.wanted, snapshot.spaces, strict=True)
        )
        # What was divided by another version of the program is so still.
        made = held.manifest
        content = Contents(draft, spaces, made.calibration, made.code, made.organisation)
        return snapshots.publish(*content.sealed(now))


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a snapshot will be, ready to be written."""

    draft: Draft
    spaces: tuple[Space, ...]
    calibration: str | None
    code: str
    organisation: tuple[str, ...]

    def sealed(self, now: datetime) -> tuple[Manifest, dict[str, bytes]]:
        """The manifest and the files of the snapshot, made at the moment `now`."""
        files = dict(self.draft.files)
        for number, space in enumerate(self.spaces):
            files |= space.files(number)
        manifest = Manifest(
            code=self.code,
            organisation=self.organisation,
            created=now.astimezone(UTC),
            fingerprint=self.draft.fingerprint,
            models=tuple(map(_measured, self.draft.models, self.spaces)),
            calibration=self.calibration,
            documents={
                held.document.id: DocumentSeal(
                    text=held.document.sha256, source=held.document.source
                )
                for held in self.draft.documents
            },
            passages=len(self.draft.texts.passages),
            sentences=len(self.draft.texts.sentences),
            files=sealed(files),
        )
        return manifest, files


class _Counted:
    """How many texts are encoded so far, of all that have to be."""

    def __init__(self, texts: int, progress: Callable[[int, int], None]) -> None:
        self._all = texts
        self._progress = progress
        self._done = 0

    def more(self, texts: int) -> None:
        self._done += texts
        self._progress(self._done, self._all)


def _sources(draft: Draft) -> tuple[Draft, list[dict[int, Space]]]:
    """The earlier spaces that a draft takes vectors from; without those that are damaged."""
    sources: list[dict[int, Space]] = []
    for wanted in draft.wanted:
        read: dict[int, Space] = {}
        for number, earlier in wanted.earlier.items():
            try:
                read[number] = earlier.read()
            except SnapshotError:
                return _sources(draft.without(earlier.held))
        sources.append(read)
    return draft, sources


def _encoder(model: Model, wanted: Wanted[HeldSpace]) -> Encoder | None:
    return Encoder(model) if wanted.new else None


def _space(
    wanted: Wanted[HeldSpace],
    earlier: Mapping[int, Space],
    encoder: Encoder | None,
    progress: Callable[[int], None],
) -> Space:
    known = next((space.dimensions for space in earlier.values()), 0)
    dimensions = encoder.dimensions if encoder else known
    return Space.completed(wanted, earlier, dimensions, encoder, progress)


def _seal(model: Model) -> ModelSeal:
    return ModelSeal(name=model.name, weights=model.weights, prefix=model.prefix, dimensions=0)


def _measured(model: ModelSeal, space: Space) -> ModelSeal:
    return model.model_copy(update={"dimensions": space.dimensions})


def _calibration(settings: IndexSettings) -> str | None:
    try:
        return calibration_of(settings).sha256
    except CalibrationError:
        return None  # trials build an index to fit one


def _current(snapshots: Snapshots) -> str | None:
    """The current snapshot's name; None also where the pointer is damaged."""
    try:
        return snapshots.current()
    except SnapshotError:
        return None


def _standing(snapshots: Snapshots, fingerprint: str) -> str | None:
    """The whole snapshot that already is what would be built; the current one before others."""
    current = _current(snapshots)
    names = dict.fromkeys(filter(None, (current, *snapshots.names())))
    return next((name for name in names if _is(snapshots, name, fingerprint)), None)


def _is(snapshots: Snapshots, name: str, fingerprint: str) -> bool:
    """Whether a snapshot has this fingerprint, and is whole."""
    try:
        return snapshots.manifest(name).fingerprint == fingerprint and snapshots.is_whole(name)
    except SnapshotError:
        return False  # a damaged snapshot is no reason not to build a whole one


def _built(draft: Draft, name: str | None, *, encoded: int, published: bool = False) -> Built:
    return Built(
        name or "",
        len(draft.documents),
        len(draft.texts.passages),
        len(draft.texts.sentences),
        encoded,
        draft.rows - encoded,
        published,
        draft.before,
    )
