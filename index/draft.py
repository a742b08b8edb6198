"""A snapshot to be: what it will hold, and how much of that earlier ones hold already."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256

from index.errors import SnapshotError
from index.held import Held, HeldSpace, current_held, others_held
from index.indexed import Indexed, write_documents
from index.manifest import DOCUMENTS, FORMAT, GLOSSARY, KEYS, PINS, ModelSeal
from index.reuse import write_keys
from index.settings import IndexSettings
from index.snapshot import write_pins
from index.snapshots import Snapshots
from index.space import Texts, Wanted
from index.tokens import Place
from index.version import code_version
from knowledge.document import Document
from knowledge.staff import StaffKnowledge

Dividing = Callable[[int, int], None]


@dataclass(frozen=True)
class Draft:
    """Documents divided, what staff know of them, and where the vectors of their texts come from.

    `models` are named by their seals, whose dimensions are told only by what earlier snapshots
    hold: `held` is what these have, and `others` gives more, which is looked into only where that
    is not enough. `before` are the documents of the current snapshot.
    """

    documents: tuple[Indexed, ...]
    staff: StaffKnowledge
    models: tuple[ModelSeal, ...]
    held: tuple[Held, ...] = ()
    others: Callable[[], Iterable[Held]] = tuple
    before: tuple[Document, ...] = ()

    @cached_property
    def texts(self) -> Texts:
        """What is encoded of the documents."""
        return texts_of(self.documents)

    @cached_property
    def files(self) -> dict[str, bytes]:
        """The files of the snapshot, but those of its vectors."""
        return {
            DOCUMENTS: write_documents(self.documents),
            GLOSSARY: self.staff.glossary.written.encode(),
            PINS: write_pins(self.staff.pins),
            KEYS: write_keys((*self.texts.keys.passages, *self.texts.keys.sentences)),
        }

    @cached_property
    def fingerprint(self) -> str:
        """What is the same for snapshots that answer the same."""
        hashes = {name: sha256(content).hexdigest() for name, content in self.files.items()}
        models = [(model.weights, model.prefix) for model in self.models]
        made_of = json.dumps([FORMAT, models, hashes], sort_keys=True)
        return sha256(made_of.encode()).hexdigest()

    @cached_property
    def wanted(self) -> tuple[Wanted[HeldSpace], ...]:
        """For each model, where the vectors of its texts come from."""
        found = self._wanted(self.held)
        if any(wanted.new for wanted in found) and (others := tuple(self.others())):
            return self._wanted((*self.held, *others))
        return found

    def _wanted(self, every: Sequence[Held]) -> tuple[Wanted[HeldSpace], ...]:
        return tuple(
            Wanted(self.texts, [space for held in every for space in held.spaces(model)])
            for model in self.models
        )

    @property
    def rows(self) -> int:
        """How many vectors of texts there will be, of all models together."""
        return len(self.models) * (len(self.texts.passages) + len(self.texts.sentences))

    @property
    def new(self) -> int:
        """How many texts have to be encoded, for all models together."""
        return sum(wanted.new for wanted in self.wanted)

    def without(self, damaged: Held) -> "Draft":
        """The same without what one earlier snapshot holds."""
        every = (*self.held, *self.others())
        return replace(
            self, held=tuple(held for held in every if held.name != damaged.name), others=tuple
        )


def draft_of(  # noqa: PLR0913 (what is built, from what; and one that listens)
    documents: Sequence[Document],
    staff: StaffKnowledge,
    models: Iterable[ModelSeal],
    settings: IndexSettings,
    *,
    full: bool = False,
    progress: Dividing = lambda _done, _all: None,
) -> Draft:
    """What a build of documents will come to; with `full`, nothing is taken from earlier ones.

    Beside the current snapshot, the others are looked into only for what that one has not.
    """
    snapshots = Snapshots(settings.index)
    current = current_held(snapshots)
    before = _documents(current)
    if full:
        made = _divided(documents, {}, settings.organisation, progress)
        return Draft(made, staff, tuple(models), before=tuple(d.document for d in before))
    is_same = current is not None and current.is_divided_by(code_version(), settings.organisation)
    known = {held.document.sha256: held for held in before} if is_same else {}
    made = _divided(documents, known, settings.organisation, progress)
    return Draft(
        made,
        staff,
        tuple(models),
        (current,) if current is not None else (),
        partial(others_held, snapshots, current),
        tuple(d.document for d in before),
    )


def _documents(held: Held | None) -> tuple[Indexed, ...]:
    try:
        return held.documents() if held is not None else ()
    except SnapshotError:
        return ()  # a damaged snapshot is no reason not to build a whole one


def _divided(
    documents: Sequence[Document],
    known: Mapping[str, Indexed],
    organisation: Sequence[str],
    progress: Dividing,
) -> tuple[Indexed, ...]:
    """Documents divided, those with a known text as it was."""
    made: list[Indexed] = []
    for number, document in enumerate(documents, start=1):
        before = known.get(document.sha256)
        if before is not None and before.document.sentences == document.sentences:
            made.append(Indexed(document, before.passages, before.utterances))
        else:
            made.append(Indexed.of(document, organisation))
        progress(number, len(documents))
    return tuple(made)


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
