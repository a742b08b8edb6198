"""What follows a folder of snapshots: it loads a new current one beside the one that answers."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from index.errors import SnapshotError
from index.index import Index
from index.model import Model
from index.snapshot import Snapshot
from index.snapshots import AGAIN, Snapshots
from knowledge.errors import ArchiveError

Clock = Callable[[], datetime]
_Signature = tuple[int, int, int]
_AGAIN = timedelta(minutes=1)


class Follower:
    """Follows the pointer of a folder of snapshots. Safe to use from one thread at a time.

    Parameters
    ----------
    snapshots: the folder.
    models: those whose vectors can be searched.
    clock: the time, for what can be seen now.
    """

    def __init__(self, snapshots: Snapshots, models: Sequence[Model], clock: Clock) -> None:
        self._snapshots = snapshots
        self._models = tuple(models)
        self._clock = clock
        # Nothing is seen yet: the pointer may have changed while the index was opened.
        self._seen: _Signature | None = None
        self._began = False
        self._failed: datetime | None = None

    def next(self, index: Index) -> Index | None:
        """The index over a new current snapshot, whole and prepared; None where nothing is new.

        Where the pointer leads back to the snapshot of `index` after it led to none, that is new.
        It takes a while, so call it off the event loop. Raises SnapshotError where the pointer is
        new and leads to nothing that can be used, and once a minute while that is so: what stood in
        the way may have passed.
        """
        signature, now, failed = self._signature(), self._clock(), self._failed
        if self._began and signature == self._seen and not (failed and now >= failed + _AGAIN):
            return None
        self._began, self._seen = True, signature
        # Until the end is reached, something is wrong; when it no longer is, that is news.
        self._failed = now
        name = self._snapshots.current()
        if name is None:
            raise SnapshotError(f"{self._snapshots.folder}: the index is gone; {AGAIN}")
        if name == index.snapshot.name and index.trouble is None and not failed:
            self._failed = None
            return None
        snapshot = Snapshot.read(self._snapshots, name, self._models, before=index.snapshot)
        fresh = index.over(snapshot)
        with suppress(ArchiveError):  # which every question then tells by itself
            fresh.prepare(now)
        self._failed = None
        return fresh

    def _signature(self) -> _Signature | None:
        """What changes whenever the pointer is replaced."""
        try:
            found = self._snapshots.pointer.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size
