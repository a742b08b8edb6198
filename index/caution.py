"""What must be said with a document's words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caution:
    """What whoever is shown a document's words must be told, so that they use them rightly.

    `embargoed` is whether its embargo lasts, `internal` whether it is for staff alone besides, and
    `stale` whether it is so old that it may not stand any more.
    """

    embargoed: bool = False
    internal: bool = False
    stale: bool = False

    @property
    def restricted(self) -> bool:
        """Whether it is not for publication."""
        return self.embargoed or self.internal
