"""What has taken the place of a superseded document."""

from collections.abc import Mapping

from knowledge.access import Standing, Viewer
from knowledge.document import Document
from knowledge.metadata import Metadata


def successor(metadata: Metadata, known: Mapping[str, Document], viewer: Viewer) -> Document | None:
    """The current document at the end of a superseded one's line of successors.

    None where the line is broken, leads in a circle, or holds what the viewer may not see.
    """
    passed: set[str] = set()
    while (identity := metadata.superseded_by) is not None and identity not in passed:
        passed.add(identity)
        if identity not in known:
            return None
        metadata = known[identity].metadata
        match viewer.standing(metadata):
            case Standing.current:
                return known[identity]
            case Standing.superseded:
                continue
            case _:
                return None
    return None
