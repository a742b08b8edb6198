"""A catalogue to a published snapshot."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from index.encoder import Encoder
from index.errors import BuildError, SnapshotError
from index.indexed import Indexed, read_documents, write_documents
from index.model import Model, find_models
from index.settings import IndexSettings
from index.snapshot import DOCUMENTS, GLOSSARY, PINS, write_pins
from index.snapshots import FORMAT, Manifest, ModelSeal, Snapshots, seal
from index.space import Space, Texts
from index.tokens import Place
from knowledge.catalogue import Catalogue
from knowledge.staff import StaffKnowledge

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: `encoded` and `reused` count texts, passages and sentences alike."""

    snapshot: str
    documents: int
    passages: int
    sentences: int
    encoded: int
    reused: int


def build(  # noqa: PLR0913 (what is built, from what, when; and two that listen)
    catalogue: Catalogue,
    settings: IndexSettings,
    *,
    now: datetime,
    staff: StaffKnowledge | None = None,
    progress: Progress = lambda _done, _all: None,
    told: Callable[[str], None] | None = None,
) -> Built:
    """Encode a catalogue and publish it as the current snapshot of the settings' folder.

    Where the current snapshot already is what would be built, it stays and nothing is encoded.
    `progress` is told the texts encoded so far and in all, `told` when a model has to be made
    first. Raises BuildError for a catalogue without documents, ModelError and SnapshotError as
    their parts do.
    """
    if not catalogue.documents:
        raise BuildError("there is no document to index; the index stays as it was")
    models = find_models(settings, told)
    documents = [Indexed.of(d, settings.organisation) for d in catalogue.documents]
    staff = staff or StaffKnowledge.none()
    written = {
        DOCUMENTS: write_documents(documents),
        GLOSSARY: staff.glossary.written.encode(),
        PINS: write_pins(staff.pins),
    }
    fingerprint = _fingerprint(written, models)
    snapshots = Snapshots(settings.index)
    if (standing := _standing(snapshots, fingerprint)) is not None:
        return standing
    texts = texts_of(documents)
    counted = _Counted(len(models) * (len(texts.passages) + len(texts.sentences)), progress)
    seals = []
    for number, model in enumerate(models):
        encoder = Encoder(model)
        written |= Space.of(encoder, texts, counted.more).files(number)
        seals.append(
            ModelSeal(name=model.name, weights=model.weights, dimensions=encoder.dimensions)
        )
    manifest = Manifest(
        created=now.astimezone(UTC),
        fingerprint=fingerprint,
        models=tuple(seals),
        documents=len(documents),
        passages=len(texts.passages),
        sentences=len(texts.sentences),
        files={name: seal(content) for name, content in written.items()},
    )
    name = snapshots.publish(manifest, written)
    return _built(name, manifest, encoded=counted.done, reused=0)


def published(settings: IndexSettings) -> frozenset[str]:
    """The ids of the documents in the current snapshot; none where there is no whole one."""
    snapshots = Snapshots(settings.index)
    try:
        name = snapshots.current()
        if name is None:
            return frozenset()
        files = snapshots.read(name, snapshots.manifest(name))
        return frozenset(indexed.document.id for indexed in read_documents(files[DOCUMENTS]))
    except (SnapshotError, KeyError, ValueError, IndexError):
        return frozenset()  # a damaged snapshot is no reason not to build a whole one


def texts_of(documents: Sequence[Indexed]) -> Texts:
    """What is encoded of documents, in the order of a snapshot's rows."""
    passages: list[str] = []
    sentences: list[str] = []
    within: list[Place] = []
    for indexed in documents:
        text, found = indexed.document.text, indexed.document.sentences
        for number, passage in enumerate(indexed.passages):
            shift = len(indexed.head) - passage.span.start
            for sentence in found[passage.first : passage.last + 1]:
                if sentence.quotable:
                    start, end = sentence.span.start + shift, sentence.span.end + shift
                    within.append(Place(len(passages), start, end))
                    sentences.append(sentence.span.of(text))
            passages.append(indexed.passage_text(number))
    return Texts(passages, sentences, within)


class _Counted:
    """How many texts are encoded so far, of all there are."""

    def __init__(self, texts: int, progress: Progress) -> None:
        self._all = texts
        self._progress = progress
        self.done = 0

    def more(self, texts: int) -> None:
        self.done += texts
        self._progress(self.done, self._all)


def _fingerprint(written: dict[str, bytes], models: Sequence[Model]) -> str:
    hashes = {name: sha256(content).hexdigest() for name, content in written.items()}
    made_of = json.dumps([FORMAT, [model.weights for model in models], hashes], sort_keys=True)
    return sha256(made_of.encode()).hexdigest()


def _standing(snapshots: Snapshots, fingerprint: str) -> Built | None:
    try:
        name = snapshots.current()
        if name is None:
            return None
        manifest = snapshots.manifest(name)
        if manifest.fingerprint != fingerprint:
            return None
        snapshots.read(name, manifest)
    except SnapshotError:
        return None  # a damaged snapshot is no reason not to build a whole one
    texts = len(manifest.models) * (manifest.passages + manifest.sentences)
    return _built(name, manifest, encoded=0, reused=texts)


def _built(name: str, manifest: Manifest, *, encoded: int, reused: int) -> Built:
    return Built(name, manifest.documents, manifest.passages, manifest.sentences, encoded, reused)
