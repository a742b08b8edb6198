"""An opened index: a snapshot in memory, with the model that reads questions for it."""

from collections import OrderedDict
from datetime import datetime
from threading import Lock

from index.confidence import Calibration
from index.corpus import Corpus
from index.encoder import Encoder, Vectors
from index.model import Model
from index.settings import IndexSettings
from index.snapshot import Snapshot
from index.view import View
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.language import language_of

_CORPORA = 4


class Index:
    """A snapshot with its encoder, archive and calibration; all it shows, it shows by a view."""

    def __init__(
        self,
        snapshot: Snapshot,
        encoder: Encoder,
        archive: Archive,
        calibration: Calibration,
        threshold: float,
    ) -> None:
        self.snapshot = snapshot
        self.archive = archive
        self.calibration = calibration
        self.threshold = threshold
        self._encoder = encoder
        self._corpora: OrderedDict[tuple[int, ...], Corpus] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def open(cls, settings: IndexSettings, archive: Archive) -> "Index":
        """Load the current snapshot and its model.

        Raises SnapshotError where there is no whole snapshot, and ModelError where the model
        cannot be loaded.
        """
        model = Model.find(settings.model)
        # The snapshot first: it takes no time to refuse, and the model takes seconds to load.
        snapshot = Snapshot.load(settings.index, model)
        return cls(
            snapshot, Encoder(model, threads=1), archive, Calibration.shipped(), settings.threshold
        )

    def view(self, role: Role, now: datetime) -> View:
        """What a person of this role may see at the moment `now`."""
        return View(self, role, now)

    def read(self, question: str) -> tuple[str, Vectors]:
        """A question's language, and its vector of shape `(1, dimensions)`."""
        with self._lock:
            return language_of(question) or "en", self._encoder.encode([question])

    def corpus(self, visible: tuple[int, ...]) -> Corpus:
        """The documents at these positions, ready to search; the last few are kept."""
        with self._lock:
            if visible not in self._corpora:
                self._corpora[visible] = Corpus(self.snapshot, visible)
                while len(self._corpora) > _CORPORA:
                    self._corpora.popitem(last=False)
            self._corpora.move_to_end(visible)
            return self._corpora[visible]
