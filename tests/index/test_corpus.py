"""The part of a snapshot that one view may search."""

import numpy as np
import pytest

from index.corpus import Corpus
from index.encoder import Encoder, Tokens
from index.index import Index
from index.keywords import name_words, terms
from knowledge.speakers import Affiliation
from tests.index.making import without

CURFEW, WINTER = "harbor-curfew-2023-05-04", "winter-beds-2099"


def position(index: Index, identity: str) -> int:
    return [d.document.id for d in index.snapshot.documents].index(identity)


def everything(index: Index) -> tuple[int, ...]:
    return tuple(range(len(index.snapshot.documents)))


@pytest.fixture(scope="module")
def whole(index: Index) -> Corpus:
    return Corpus(index.snapshot, everything(index))


def hiding(index: Index, identity: str) -> Corpus:
    """The corpus without one document."""
    hidden = position(index, identity)
    return Corpus(index.snapshot, tuple(p for p in everything(index) if p != hidden))


def test_each_row_knows_its_document_sentence_and_passage(index: Index, whole: Corpus) -> None:
    for space in index.snapshot.spaces:
        assert len(whole.sentence_index) == len(space.sentences)
        assert len(whole.passage_document) == len(space.passages)
    for row, place in enumerate(whole.sentence_document):
        held = index.snapshot.documents[place]
        assert whole.indexed(row) is held
        assert whole.document(row) is held.document
        sentence = held.document.sentences[whole.sentence_index[row]]
        passage = whole.sentence_passage[row]
        assert sentence.quotable
        assert whole.passage_document[passage] == place
        number = passage - np.flatnonzero(whole.passage_document == place)[0]
        assert held.passages[number].span.covers(sentence.span)
        assert whole.span(row) == sentence.span
        assert whole.sentence_text(row) == sentence.span.of(held.document.text)
        assert whole.passage_text(row) == held.passage_text(int(number))


def test_every_quotable_sentence_has_one_row(index: Index, whole: Corpus) -> None:
    for place, held in enumerate(index.snapshot.documents):
        rows = whole.sentence_index[whole.sentence_document == place]
        quotable = [i for i, s in enumerate(held.document.sentences) if s.quotable]
        assert list(rows) == quotable


def test_a_whole_corpus_is_searched_without_a_filter(whole: Corpus) -> None:
    assert whole.among_passages is None
    assert whole.among_sentences is None


@pytest.mark.parametrize("visible", [(0,), (1, 3), (0, 4, 8)])
def test_rows_of_other_documents_are_out_of_it(index: Index, visible: tuple[int, ...]) -> None:
    corpus = Corpus(index.snapshot, visible)
    assert corpus.among_passages is not None
    assert corpus.among_sentences is not None
    assert set(corpus.passage_document[corpus.among_passages]) == set(visible)
    assert set(corpus.sentence_document[corpus.among_sentences]) == set(visible)


def test_only_words_of_its_own_documents_count(index: Index) -> None:
    shown = hiding(index, WINTER)
    asked = terms("observatory", "en")
    assert not shown.keyword_scores(asked, shown.passages).any()
    alone = Corpus(index.snapshot, (position(index, WINTER),))
    assert alone.keyword_scores(asked, alone.passages).any()


def test_the_words_of_some_passages_are_scored_in_their_order(index: Index) -> None:
    corpus = hiding(index, WINTER)
    asked = terms("night school harbor", "en")
    all_scores = corpus.keyword_scores(asked, corpus.passages)
    some = corpus.passages[[0, 3, 5]]
    assert list(corpus.keyword_scores(asked, some)) == list(all_scores[[0, 3, 5]])


def test_the_title_counts_as_words_of_each_passage(index: Index) -> None:
    corpus = Corpus(index.snapshot, (position(index, "captain-testimony"),))
    (word,) = terms("Assembly", "en")
    assert all(word in held for held in corpus.keywords.texts)


def tokens(encoders: tuple[Encoder, ...], number: int, text: str) -> Tokens:
    return encoders[number].encode([text], "query").tokens[0]


@pytest.mark.parametrize("number", [0, 1])
def test_a_token_counts_by_how_few_passages_hold_it(
    index: Index, encoders: tuple[Encoder, ...], whole: Corpus, number: int
) -> None:
    asked = tokens(encoders, number, "the observatory")
    weights = whole.token_weights(number, asked)
    assert weights.sum() == pytest.approx(1, abs=1e-5)
    assert weights[0] < weights[1:].min()
    # In how few, is counted among what is seen alone.
    shown, bare = hiding(index, WINTER), without(index, WINTER)
    never = Corpus(bare.snapshot, everything(bare))
    assert np.array_equal(shown.token_weights(number, asked), never.token_weights(number, asked))
    assert not np.allclose(shown.token_weights(number, asked), weights)


@pytest.mark.parametrize("number", [0, 1])
def test_a_token_that_no_passage_holds_counts_most(
    encoders: tuple[Encoder, ...], whole: Corpus, number: int
) -> None:
    asked = tokens(encoders, number, "harbor 🚢")
    weights = whole.token_weights(number, asked)
    assert int(np.argmax(weights)) >= 1
    assert len(whole.token_weights(number, tokens(encoders, number, ""))) == 0


def test_whose_words_a_row_holds(index: Index, whole: Corpus) -> None:
    for row, said in whole.said.items():
        assert (
            said
            == index.snapshot.documents[whole.sentence_document[row]].said[
                int(whole.sentence_index[row])
            ]
        )
    assert {one.name for one in whole.heard(name_words("Brandt"))} == {"Otto Brandt"}
    assert {one.affiliation for one in whole.heard(name_words("otto brandt"))} == {
        Affiliation.other
    }
    assert whole.heard(name_words("Thistle")) == []
    assert whole.heard(frozenset()) == []


def test_who_speaks_in_what_is_hidden_is_not_heard(index: Index) -> None:
    shown = hiding(index, CURFEW)
    assert shown.heard(name_words("Brandt")) == []
    assert {one.name for one in shown.heard(name_words("Calloway"))} == {"Ines Calloway"}
    assert all(shown.document(row).id != CURFEW for row in shown.said)


def test_what_is_shown_for_a_row_is_a_quote_or_nothing(whole: Corpus) -> None:
    for row in whole.sentences:
        span = whole.excerpt(int(row))
        if span is not None:
            assert span.covers(whole.span(int(row)))
            assert whole.document(int(row)).whole_sentences(span) is not None
