"""The part of a snapshot that one view may search."""

from functools import cached_property

import numpy as np

from index.keywords import Keywords, terms
from index.snapshot import Indexed, Snapshot
from index.vectors import Rows


class Corpus:
    """The documents at some positions of a snapshot, with the statistics of these alone.

    What is left out leaves no trace: its rows are never scored, its words never counted.
    """

    def __init__(self, snapshot: Snapshot, visible: tuple[int, ...]) -> None:
        self.snapshot = snapshot
        self._visible = visible
        self._all = len(visible) == len(snapshot.documents)
        layout = _Layout(snapshot.documents)
        shown = np.zeros(len(snapshot.documents), bool)
        shown[list(visible)] = True
        self.passage_document = layout.passage_document
        self.sentence_document = layout.sentence_document
        self.sentence_index = layout.sentence_index
        self.sentence_passage = layout.sentence_passage
        self.passages: Rows = np.flatnonzero(shown[layout.passage_document])
        self.sentences: Rows = np.flatnonzero(shown[layout.sentence_document])

    @property
    def among_passages(self) -> Rows | None:
        """The passage rows a search is held to; None for all."""
        return None if self._all else self.passages

    @property
    def among_sentences(self) -> Rows | None:
        """The sentence rows a search is held to; None for all."""
        return None if self._all else self.sentences

    def document(self, position: int) -> Indexed:
        """The document at a position of the snapshot."""
        return self.snapshot.documents[position]

    @cached_property
    def keywords(self) -> Keywords:
        """BM25 over the passages, in the order of `passages`, each with its document's title."""
        return Keywords([self._passage_terms(row) for row in self.passages])

    def _passage_terms(self, row: int) -> list[str]:
        position = int(self.passage_document[row])
        indexed = self.document(position)
        number = row - int(np.searchsorted(self.passage_document, position))
        metadata = indexed.document.metadata
        words = indexed.passages[number].span.of(indexed.document.text)
        return terms(f"{metadata.title}\n{words}", metadata.language)


class _Layout:
    """Which document, sentence and passage each row of a snapshot is."""

    def __init__(self, documents: tuple[Indexed, ...]) -> None:
        passage_document: list[int] = []
        sentence_document: list[int] = []
        sentence_index: list[int] = []
        sentence_passage: list[int] = []
        for position, indexed in enumerate(documents):
            for passage in indexed.passages:
                for index in range(passage.first, passage.last + 1):
                    if indexed.document.sentences[index].quotable:
                        sentence_document.append(position)
                        sentence_index.append(index)
                        sentence_passage.append(len(passage_document))
                passage_document.append(position)
        self.passage_document: Rows = np.array(passage_document, np.int64)
        self.sentence_document: Rows = np.array(sentence_document, np.int64)
        self.sentence_index: Rows = np.array(sentence_index, np.int64)
        self.sentence_passage: Rows = np.array(sentence_passage, np.int64)
