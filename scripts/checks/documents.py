"""The folder of documents: there, and not empty."""

from collections.abc import Iterator

from knowledge.catalogue import files_by_id
from scripts.checks.check import Check
from scripts.checks.installation import Installation

_NAME = "documents"


def check(installation: Installation) -> Iterator[Check]:
    """How many documents there are to index; none is read."""
    settings = installation.settings
    found = files_by_id(settings.documents, settings.limits)
    if found:
        yield Check.ok(_NAME, f"{len(found)} in {settings.documents}; kind-documents checks each")
    else:
        yield Check.warning(
            _NAME,
            f"{settings.documents}: holds no document",
            "put KIND's documents there, or name their folder as `documents` in the settings",
        )
