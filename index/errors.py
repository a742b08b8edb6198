"""The errors of this layer."""

from knowledge.errors import KindError


class ModelError(KindError):
    """The embedding model cannot be found or loaded."""


class SnapshotError(KindError):
    """A snapshot is missing, damaged, or was built by another model or version."""


class BuildError(KindError):
    """A snapshot cannot be built or published."""


class CalibrationError(KindError):
    """There are no fitted weights for the models, or they cannot be read."""


class LockError(SnapshotError):
    """Another process is writing where only one may."""
