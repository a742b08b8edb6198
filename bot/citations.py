"""Documents named: where a quote stands, and where else."""

from collections.abc import Collection, Sequence

from bot.parts import Metadata, Phrase, Style, Value
from bot.values import count, day
from knowledge import metadata as known
from knowledge.document import Document
from knowledge.language import Language

Slots = dict[str, Metadata | Value | Phrase]


def citation(document: Document, language: Language, *, kind: bool = True) -> Phrase:
    """Where a quote stands: title, linked where there is a link, kind, and date in words."""
    metadata = document.metadata
    named = metadata.kind if kind else None
    slots: Slots = {"title": Metadata(metadata.title, metadata.url, Style.bold)}
    if named:
        slots["kind"] = Metadata(named)
    if metadata.date:
        slots["date"] = day(metadata.date, language)
    key = {
        (True, True): "citation",
        (True, False): "citation_undated",
        (False, True): "citation_plain",
        (False, False): "citation_title",
    }[bool(named), bool(metadata.date)]
    return Phrase(key, slots)


def withdrawn(metadata: known.Metadata, language: Language) -> Phrase:
    """The title and date alone of a document whose words are not shown."""
    title = Metadata(metadata.title, style=Style.bold)
    if metadata.date is None:
        return Phrase("citation_title", {"title": title})
    return Phrase("citation_plain", {"title": title, "date": day(metadata.date, language)})


def also_in(
    documents: Sequence[Document],
    shown: int,
    language: Language,
    *,
    restricted: Collection[str] = (),
) -> Phrase:
    """Where else the same is said: the first `shown` documents by name, the others by number.

    `restricted` are the ids of those that are named as not being public.
    """
    if not shown:
        return Phrase("also_in_count", {"count": count(len(documents), language)})
    names = [named(document, language, restricted) for document in documents[:shown]]
    if len(documents) > shown:
        names.append(Phrase("more", {"count": count(len(documents) - shown, language)}))
    return Phrase("also_in", {"documents": _joined("then", names)})


def titles(
    documents: Sequence[Document], language: Language, *, restricted: Collection[str] = ()
) -> Phrase:
    """Documents by name, each on its own line."""
    lines = [Phrase("line", {"document": named(d, language, restricted)}) for d in documents]
    return _joined("next_line", lines)


def named(document: Document, language: Language, restricted: Collection[str] = ()) -> Phrase:
    """A document by title and date, linked where there is a link, and whether it is not public."""
    name = _titled(document, language)
    return Phrase("not_public", {"document": name}) if document.id in restricted else name


def _titled(document: Document, language: Language) -> Phrase:
    metadata = document.metadata
    title = Metadata(metadata.title, metadata.url)
    if metadata.date is None:
        return Phrase("citation_title", {"title": title})
    return Phrase("titled", {"title": title, "date": day(metadata.date, language)})


def _joined(key: str, phrases: Sequence[Phrase]) -> Phrase:
    """Phrases one after the other, each joined to those before it by the phrase `key`."""
    whole, *others = phrases
    for other in others:
        whole = Phrase(key, {"first": whole, "second": other})
    return whole
