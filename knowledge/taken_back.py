"""What was taken back at one moment: withdrawn, or erased."""

from dataclasses import dataclass, replace

from knowledge.access import Viewer
from knowledge.document import Document
from knowledge.erasures import Marks
from knowledge.metadata import Status
from knowledge.withdrawals import Withdrawn


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What is withdrawn and what is erased, by the archive, whatever a snapshot says."""

    withdrawn: Withdrawn
    erased: Marks

    def of(self, document: Document, viewer: Viewer) -> Document | None:
        """A document as it counts now: as it is, as a withdrawn one, or, if erased, as none.

        One that the viewer may not see stays as it is: its withdrawal tells them nothing of it.
        """
        if self.erased.holds(document.sha256, document.source):
            return None
        if not self.withdrawn.holds(document.sha256, document.id):
            return document
        if viewer.standing(document.metadata) is None:
            return document
        # Only of what is superseded is it said by what.
        changes = {"status": Status.withdrawn, "superseded_by": None}
        return replace(document, metadata=document.metadata.model_copy(update=changes))
