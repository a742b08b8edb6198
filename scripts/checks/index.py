"""The index: there, whole, and made by the models of the settings."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from index.errors import SnapshotError
from index.model import Model
from index.snapshots import AGAIN, Snapshots
from index.soundness import Soundness, fallback
from scripts.checks.check import Check
from scripts.checks.installation import Installation

_NAME = "index"
_HOUR, _DAY = 3600, 86_400


def check(installation: Installation) -> Iterator[Check]:
    """The current snapshot, every byte of it."""
    settings = installation.settings
    there = [model for model in installation.models.values() if isinstance(model, Model)]
    models = there if len(there) == len(settings.model_names) else None
    yield found(Snapshots(settings.index), models, installation.clock())


def found(snapshots: Snapshots, models: Sequence[Model] | None, now: datetime) -> Check:
    """What is found of the current snapshot; of any models', where they are not known."""
    try:
        name = snapshots.current()
    except SnapshotError as error:
        return _damaged(snapshots, {}, models, str(error))
    if name is None:
        return Check.warning(_NAME, f"{snapshots.folder}: there is none yet", AGAIN)
    sound = Soundness.of(snapshots, name, models)
    if sound.damage:
        return _damaged(snapshots, {name: sound}, models, sound.damage)
    if sound.others:
        return Check.error(_NAME, f"{name}: {sound.others}", AGAIN)
    manifest = snapshots.manifest(name)
    age = _age((now - manifest.created).total_seconds())
    whose = "" if models else "; whether it is these models' cannot be told"
    return Check.ok(_NAME, f"{name}: {len(manifest.documents)} documents, whole, {age}{whose}")


def _damaged(
    snapshots: Snapshots,
    known: Mapping[str, Soundness],
    models: Sequence[Model] | None,
    damage: str,
) -> Check:
    told = damage.removesuffix(f"; {AGAIN}")
    other = fallback(snapshots, known, models)
    if other is None:
        return Check.error(_NAME, f"{told}; no other is whole", AGAIN)
    told = f"{told}; a bot that starts now answers from {other}, the newest whole one"
    return Check.error(_NAME, told, f"{AGAIN}, or kind-index rollback")


def _age(seconds: float) -> str:
    if seconds < 0:
        return "made at a later time than this clock's"
    if seconds < _HOUR:
        return "made within the hour"
    if seconds < 2 * _DAY:
        return f"{seconds // _HOUR:.0f} hours old"
    return f"{seconds // _DAY:.0f} days old"
