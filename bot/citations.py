"""Documents named: where a quote stands, and where else."""

from collections.abc import Sequence

from bot.parts import Metadata, Phrase, Style, Value
from bot.values import count, day
from knowledge import metadata as known
from knowledge.document import Document
from knowledge.language import Language

Slots = dict[str, Metadata | Value | Phrase]


def citation(document: Document, language: Language) -> Phrase:
    """Where a quote stands: title, linked where there is a link, kind, and date in words."""
    metadata = document.metadata
    slots: Slots = {"title": Metadata(metadata.title, metadata.url, Style.bold)}
    if metadata.kind:
        slots["kind"] = Metadata(metadata.kind)
    if metadata.date:
        slots["date"] = day(metadata.date, language)
    key = {
        (True, True): "citation",
        (True, False): "citation_undated",
        (False, True): "citation_plain",
        (False, False): "citation_title",
    }[bool(metadata.kind), bool(metadata.date)]
    return Phrase(key, slots)


def withdrawn(metadata: known.Metadata, language: Language) -> Phrase:
    """The title and date alone of a document whose words are not shown."""
    title = Metadata(metadata.title, style=Style.bold)
    if metadata.date is None:
        return Phrase("citation_title", {"title": title})
    return Phrase("citation_plain", {"title": title, "date": day(metadata.date, language)})


def also_in(documents: Sequence[Document], shown: int, language: Language) -> Phrase:
    """Where else the same is said: the first `shown` documents by name, the others by number."""
    if not shown:
        return Phrase("also_in_count", {"count": count(len(documents), language)})
    named = [_named(document, language) for document in documents[:shown]]
    if len(documents) > shown:
        named.append(Phrase("more", {"count": count(len(documents) - shown, language)}))
    return Phrase("also_in", {"documents": _joined("then", named)})


def titles(documents: Sequence[Document], language: Language) -> Phrase:
    """Documents by name, each on its own line."""
    lines = [Phrase("line", {"document": _named(d, language)}) for d in documents]
    return _joined("next_line", lines)


def _named(document: Document, language: Language) -> Phrase:
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
