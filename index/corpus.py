"""The part of a snapshot that one view may search."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.encoder import Tokens
from index.excerpt import excerpt
from index.indexed import Indexed, Said
from index.keywords import Keywords
from index.lexicon import Lexicon, PlacedTokens
from index.rarity import rarity
from index.snapshot import Snapshot
from index.vectors import Rows
from knowledge.document import Document
from knowledge.span import Span

Floats = npt.NDArray[np.float32]


class Corpus:
    """The documents at some positions of a snapshot, with the statistics of these alone.

    What is left out leaves no trace: its rows are never scored, its words never counted.
    """

    def __init__(self, snapshot: Snapshot, visible: tuple[int, ...]) -> None:
        self.snapshot = snapshot
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
        self._excerpts: dict[int, Span | None] = {}

    def prepare(self, *, words: bool) -> None:
        """Work out what a search needs of all the documents; `words` whether the lexicon too."""
        _ = self.keywords, self._counted, self.said, words and self.lexicon

    @property
    def among_passages(self) -> Rows | None:
        """The passage rows a search is held to; None for all."""
        return None if self._all else self.passages

    @property
    def among_sentences(self) -> Rows | None:
        """The sentence rows a search is held to; None for all."""
        return None if self._all else self.sentences

    def indexed(self, row: int) -> Indexed:
        """The document that a sentence row is of."""
        return self.snapshot.documents[int(self.sentence_document[row])]

    def document(self, row: int) -> Document:
        """The document that a sentence row is of, without what the index adds."""
        return self.indexed(row).document

    def span(self, row: int) -> Span:
        """Where a sentence row stands in its document's text."""
        return self.document(row).sentences[int(self.sentence_index[row])].span

    def sentence_text(self, row: int) -> str:
        """The words of a sentence row."""
        return self.span(row).of(self.document(row).text)

    def passage_text(self, row: int) -> str:
        """What is read of the passage that a sentence row stands in."""
        passage = int(self.sentence_passage[row])
        first = int(np.searchsorted(self.passage_document, self.passage_document[passage]))
        return self.indexed(row).passage_text(passage - first)

    def excerpt(self, row: int) -> Span | None:
        """What is shown for a sentence row at the least; None where it cannot be shown."""
        if row not in self._excerpts:
            self._excerpts[row] = excerpt(self.document(row), int(self.sentence_index[row]))
        return self._excerpts[row]

    @cached_property
    def keywords(self) -> Keywords:
        """BM25 over the passages, in the order of `passages`, each with its head."""
        return Keywords([self.snapshot.passage_terms[row] for row in self.passages])

    def keyword_scores(self, asked: list[str], passages: Rows) -> Floats:
        """BM25 of some visible passage rows."""
        places = np.searchsorted(self.passages, passages)
        return np.asarray(self.keywords.scores(asked)[places], np.float32)

    @cached_property
    def lexicon(self) -> Lexicon | None:
        """The English words of these documents, as the first model places them."""
        return Lexicon.of(self._english())

    def _english(self) -> Iterator[PlacedTokens]:
        tokens = self.snapshot.spaces[0].tokens
        for row in map(int, self.passages):
            position = int(self.passage_document[row])
            held = self.snapshot.documents[position]
            if held.document.metadata.language == "en":
                first = int(np.searchsorted(self.passage_document, position))
                vectors, bounds = tokens.placed(row)
                text = held.passage_text(row - first)
                yield PlacedTokens(text, vectors, bounds[:, 0], bounds[:, 1])

    def token_weights(self, number: int, asked: Tokens) -> Floats:
        """How much each token of a question counts in the space of this number; together one."""
        known, held = self._counted[number]
        if not len(asked.ids):
            return np.empty(0, np.float32)
        places = np.minimum(np.searchsorted(known, asked.ids), max(0, len(known) - 1))
        found = np.where(known[places] == asked.ids, held[places], 0) if len(known) else 0
        weights = rarity(np.broadcast_to(found, asked.ids.shape), len(self.passages))
        return np.asarray(weights / weights.sum(), np.float32)

    @cached_property
    def _counted(self) -> tuple[tuple[Rows, Rows], ...]:
        return tuple(s.tokens.counted(self.passages) for s in self.snapshot.spaces)

    @cached_property
    def said(self) -> dict[int, tuple[Said, ...]]:
        """Whose words each sentence row holds; rows that hold nobody's are left out."""
        found: dict[int, tuple[Said, ...]] = {}
        for row in map(int, self.sentences):
            if said := self.indexed(row).said.get(int(self.sentence_index[row])):
                found[row] = said
        return found

    def heard(self, name: frozenset[str]) -> list[Said]:
        """Everything that is said by whom a name may be."""
        return [said for held in self.said.values() for said in held if said.is_by(name)]


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
