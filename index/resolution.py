"""What a reference leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from index.succession import successor
from knowledge.access import Standing, Viewer, reaches
from knowledge.archive import Archive
from knowledge.document import Document
from knowledge.errors import InvalidReferenceError
from knowledge.metadata import Audience, Metadata
from knowledge.quote import Quote
from knowledge.reference import Reference
from knowledge.taken_back import TakenBack


class Currency(StrEnum):
    """What has become of a quote's text since it was quoted."""

    current = "current"
    superseded = "superseded"
    revised = "revised"
    gone = "gone"
    withdrawn = "withdrawn"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference leads to. Of a text that stands no longer, only the metadata is shown.

    `audience` is the widest that could ever see the text, and `successor` what has taken the place
    of a superseded document, where the viewer may see it.
    """

    currency: Currency
    metadata: Metadata
    quote: Quote | None
    audience: Audience = Audience.public
    successor: Document | None = None


def resolve(
    reference: Reference,
    known: Mapping[str, Document],
    archive: Archive,
    viewer: Viewer,
    taken_back: TakenBack,
) -> Resolved | None:
    """What a reference leads to among the documents by id; None where it leads to nothing.

    The documents are as they count now, by what was `taken_back`. One that the viewer may not see
    is to them as one that is not there: its text may still be known from a time when they might.
    Raises ArchiveError where the archive must be asked and is damaged.
    """
    for document in known.values():
        if document.sha256.startswith(reference.text):
            standing = viewer.standing(document.metadata)
            if standing is not None:
                return _of_current(document, standing, reference, known, viewer)
    return _of_archived(reference, known, archive, viewer, taken_back)


def _of_current(
    document: Document,
    standing: Standing,
    reference: Reference,
    known: Mapping[str, Document],
    viewer: Viewer,
) -> Resolved | None:
    metadata, quote = document.metadata, _quote(document, reference)
    if quote is None:
        return None
    shown = quote if standing is not Standing.withdrawn else None
    follower = successor(metadata, known, viewer)
    return Resolved(Currency(standing.value), metadata, shown, metadata.audience, follower)


def _of_archived(
    reference: Reference,
    known: Mapping[str, Document],
    archive: Archive,
    viewer: Viewer,
    taken_back: TakenBack,
) -> Resolved | None:
    found = archive.find(reference.text)
    if found is None:
        return None
    document, entry = found
    if taken_back.erased.holds(document.sha256, document.source):
        return None
    quote = _quote(document, reference)
    if quote is None or entry.audience is None or not reaches(entry.audience, viewer.role):
        return None
    present = known.get(document.id)
    currency = _become(present, viewer)
    hidden = present is not None and currency is Currency.gone
    if taken_back.withdrawn.holds(document.sha256, *entry.ids) and not hidden:
        currency = Currency.withdrawn
    shown = quote if currency in {Currency.revised, Currency.superseded} else None
    follower = None
    if present is not None and currency is Currency.superseded:
        follower = successor(present.metadata, known, viewer)
    return Resolved(currency, document.metadata, shown, entry.audience, follower)


def _become(present: Document | None, viewer: Viewer) -> Currency:
    """What has become of a document's former text; nothing tells of a revision still hidden."""
    standing = viewer.standing(present.metadata) if present is not None else None
    match standing:
        case None:
            return Currency.gone
        case Standing.current:
            return Currency.revised
        case _:
            return Currency(standing.value)


def _quote(document: Document, reference: Reference) -> Quote | None:
    if not document.intact:
        return None
    try:
        return Quote(document, reference.start, reference.end)
    except InvalidReferenceError:
        return None
