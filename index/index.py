"""An opened index: a snapshot in memory, with what reads questions for it."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from index.attribution import Attribution
from index.calibration import Calibration, calibration_of
from index.corpus import Corpus
from index.errors import SnapshotError
from index.indexed import Indexed
from index.model import Model, find_models
from index.reader import Reader
from index.repetition import repeated
from index.search import Asked, Ranking, search
from index.settings import STALE_AFTER, IndexSettings
from index.snapshot import Snapshot, open_snapshot
from index.view import View
from knowledge.access import Role
from knowledge.age import Age
from knowledge.archive import Archive
from knowledge.document import Document
from knowledge.quote import Quote

_CORPORA = 4


@dataclass(frozen=True, slots=True)
class Judgement:
    """How quotes are ranked, how sure an answer must be, and how old an old one is."""

    calibration: Calibration
    threshold: float
    stale_after: Age = STALE_AFTER


class Index:
    """A snapshot with its reader, archive and judgement; all it shows, it shows by a view."""

    def __init__(
        self,
        snapshot: Snapshot,
        reader: Reader,
        archive: Archive,
        judgement: Judgement,
        trouble: SnapshotError | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.trouble = trouble
        self.archive = archive
        self.judgement = judgement
        self._reader = reader
        self._corpora: OrderedDict[tuple[int, ...], Corpus] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def open(
        cls,
        settings: IndexSettings,
        archive: Archive,
        *,
        calibration: Calibration | None = None,
        told: Callable[[str], None] | None = None,
    ) -> "Index":
        """Load the current snapshot and its models; `calibration` is the settings' unless given.

        Where the current snapshot is damaged, it is the newest whole one, and `trouble` says so.
        Raises SnapshotError where there is no whole snapshot, ModelError where a model cannot be
        loaded, and CalibrationError where these models have no fitted weights.
        """
        # What takes no time to refuse first: the models take seconds to load.
        weights = calibration or calibration_of(settings)
        judgement = Judgement(weights, settings.threshold, settings.stale_after)
        models = find_models(settings, told)
        opened = open_snapshot(settings.index, models)
        reader = Reader.load(models, settings.organisation)
        return cls(opened.snapshot, reader, archive, judgement, opened.trouble)

    @property
    def models(self) -> tuple[Model, ...]:
        """The models whose vectors it searches."""
        return self._reader.models

    def over(self, snapshot: Snapshot) -> "Index":
        """The same reader, archive and judgement over another snapshot of the same models."""
        return Index(snapshot, self._reader, self.archive, self.judgement)

    def prepare(self, now: datetime) -> None:
        """Do once what the first questions would otherwise wait for; call it off the event loop."""
        for role in Role:
            extent = self.view(role, now).extent
            if extent:
                self._corpus(extent).prepare(words=self._reader.needs_words)

    def view(self, role: Role, now: datetime) -> View:
        """What a person of this role may see at the moment `now`."""
        return View(self, role, now)

    def read(self, question: str, today: date, visible: tuple[int, ...]) -> Asked:
        """A question in all its forms, as each model reads them; call it off the event loop.

        Only words of the documents at these positions help to read it.
        """
        corpus = self._corpus(visible)
        return self._reader.read(question, self.snapshot.glossary, today, lambda: corpus.lexicon)

    def search(self, asked: Asked, visible: tuple[int, ...]) -> Ranking:
        """The quotes of the documents at these positions that answer a question best."""
        return search(self._corpus(visible), asked, self.judgement.calibration.ranking)

    def also_in(self, quote: Quote, visible: tuple[int, ...]) -> tuple[Document, ...]:
        """Which other documents at these positions say what a quote says, the newest first."""
        return repeated(self._corpus(visible), quote)

    def attribution(self, quote: Quote) -> Attribution:
        """Whose words a quote holds, of a present text or of an archived one."""
        text = quote.document.sha256
        present = (held for held in self.snapshot.documents if held.document.sha256 == text)
        held = next(present, None) or Indexed.of(quote.document, self._reader.organisation)
        return Attribution.of(quote, held.utterances)

    def _corpus(self, visible: tuple[int, ...]) -> Corpus:
        """The documents at these positions, ready to search; the last few are kept."""
        with self._lock:
            if visible not in self._corpora:
                self._corpora[visible] = Corpus(self.snapshot, visible)
                while len(self._corpora) > _CORPORA:
                    self._corpora.popitem(last=False)
            self._corpora.move_to_end(visible)
            return self._corpora[visible]

    def close(self) -> None:
        """End what runs beside this process."""
        self._reader.close()
