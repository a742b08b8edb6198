"""Where else stands what a quote says."""

from collections.abc import Iterator
from datetime import date
from itertools import accumulate

from index.corpus import Corpus
from index.indexed import Indexed
from index.statement import SAME, Statement
from knowledge.document import Document
from knowledge.quote import Quote


def repeated(corpus: Corpus, quote: Quote) -> tuple[Document, ...]:
    """The documents of a corpus, other than its own, that say what a quote says; newest first.

    They say it in nearly the same words, and never with another number or a "not" more or less.
    """
    said = Statement.of(quote.text, quote.document.metadata.language)
    sentences = quote.document.whole_sentences(quote.span)
    if not said.words or sentences is None:
        return ()
    found: dict[str, Document] = {}
    for indexed, passage in _likely(corpus, said):
        document = indexed.document
        new = document.id != quote.document.id and document.id not in found
        if new and _says(indexed, passage, said, len(sentences) + 1):
            found[document.id] = document
    return tuple(sorted(found.values(), key=_date, reverse=True))


def _likely(corpus: Corpus, said: Statement) -> Iterator[tuple[Indexed, int]]:
    """The passages that hold so many of the words that they, or they and the next one, may do."""
    for place, held in enumerate(corpus.keywords.texts):
        if 2 * len(said.words & held) >= SAME * len(said.words):
            row = int(corpus.passages[place])
            position = int(corpus.passage_document[row])
            first = int(corpus.passage_document.searchsorted(position))
            yield corpus.snapshot.documents[position], row - first


def _says(indexed: Indexed, passage: int, said: Statement, longest: int) -> bool:
    """Whether sentences that begin in a passage say it, at most `longest` of them in a row."""
    document, within = indexed.document, indexed.passages[passage]
    text, language = document.text, document.metadata.language
    sentences = document.sentences[within.first : within.last + longest]
    held = [Statement.of(sentence.span.of(text), language) for sentence in sentences]
    return any(
        run.is_same(said)
        for start in range(within.last + 1 - within.first)
        for run in accumulate(held[start : start + longest], Statement.then)
    )


def _date(document: Document) -> date:
    return document.metadata.date or date.min
