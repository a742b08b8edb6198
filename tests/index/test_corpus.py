"""The part of a snapshot that one view may search."""

import numpy as np
import pytest

from index.corpus import Corpus
from index.index import Index
from index.keywords import terms


def everything(index: Index) -> tuple[int, ...]:
    return tuple(range(len(index.snapshot.documents)))


def test_each_row_knows_its_document_sentence_and_passage(index: Index) -> None:
    corpus = Corpus(index.snapshot, everything(index))
    assert len(corpus.sentence_index) == len(index.snapshot.sentences)
    assert len(corpus.passage_document) == len(index.snapshot.passages)
    for row, position in enumerate(corpus.sentence_document):
        held = corpus.document(position)
        sentence = held.document.sentences[corpus.sentence_index[row]]
        passage = corpus.sentence_passage[row]
        assert sentence.quotable
        assert corpus.passage_document[passage] == position
        number = passage - np.flatnonzero(corpus.passage_document == position)[0]
        assert held.passages[number].span.covers(sentence.span)


def test_every_quotable_sentence_has_one_row(index: Index) -> None:
    corpus = Corpus(index.snapshot, everything(index))
    for position, held in enumerate(index.snapshot.documents):
        rows = corpus.sentence_index[corpus.sentence_document == position]
        quotable = [i for i, s in enumerate(held.document.sentences) if s.quotable]
        assert list(rows) == quotable


def test_a_whole_corpus_is_searched_without_a_filter(index: Index) -> None:
    corpus = Corpus(index.snapshot, everything(index))
    assert corpus.among_passages is None
    assert corpus.among_sentences is None


@pytest.mark.parametrize("visible", [(0,), (1, 3), (0, 4, 8)])
def test_rows_of_other_documents_are_out_of_it(index: Index, visible: tuple[int, ...]) -> None:
    corpus = Corpus(index.snapshot, visible)
    assert corpus.among_passages is not None
    assert corpus.among_sentences is not None
    assert set(corpus.passage_document[corpus.among_passages]) == set(visible)
    assert set(corpus.sentence_document[corpus.among_sentences]) == set(visible)


def test_only_words_of_its_own_documents_count(index: Index) -> None:
    identities = [d.document.id for d in index.snapshot.documents]
    hidden = identities.index("winter-beds-2099")
    shown = Corpus(index.snapshot, tuple(p for p in everything(index) if p != hidden))
    assert not shown.keywords.scores(terms("observatory", "en")).any()
    assert Corpus(index.snapshot, (hidden,)).keywords.scores(terms("observatory", "en")).any()


def test_the_title_counts_as_words_of_each_passage(index: Index) -> None:
    identities = [d.document.id for d in index.snapshot.documents]
    corpus = Corpus(index.snapshot, (identities.index("captain-testimony"),))
    (word,) = terms("Assembly", "en")
    assert all(word in held for held in corpus.keywords.texts)
