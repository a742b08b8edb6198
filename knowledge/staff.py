"""What staff know besides the documents: names that mean the same, and answers they decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from knowledge.document import Document
from knowledge.glossary import Glossary
from knowledge.pins import CheckedPins, Pins


@dataclass(frozen=True, slots=True)
class StaffKnowledge:
    """A glossary, and the pins that were checked against documents, the refused ones named."""

    glossary: Glossary
    pins: CheckedPins

    @classmethod
    def load(
        cls, glossary: Path, pinned: Path, documents: Iterable[Document], now: datetime
    ) -> Self:
        """What two files hold, as it stands with these documents at the moment `now`.

        Raises GlossaryError, PinsError and MappingError with every mistake in them.
        """
        return cls(Glossary.load(glossary), Pins.load(pinned).checked(documents, now))

    @classmethod
    def none(cls) -> Self:
        """No names and no answers."""
        return cls(Glossary("", ""), CheckedPins(()))
