"""The root of this project's errors, and the errors of this layer."""


class KindError(Exception):
    """What went wrong, with which file or setting, and what to do; fit to show to a person."""


class DocumentError(KindError):
    """A document cannot be used as it is."""


class InvalidReferenceError(KindError):
    """A reference is not of the right form, or does not lead to whole sentences of a known text."""


class ArchiveError(KindError):
    """The archive cannot be read or written."""


class WorkerError(KindError):
    """The process that reads files cannot be started."""
