"""From each sentence's probability to a few different quotes."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.corpus import Corpus
from index.index import Index
from index.selection import BEST, Hit, select
from knowledge.document import Document
from knowledge.quote import MAX_WORDS, is_quotable, word_count
from tests.index.making import corpus_of
from tests.making import document

LIT = "Lantern House asks that the lamp on the northern quay be lit all night."
OIL = "Oil for the lamp costs ninety dollars a week."
KEEPER = "Every keeper of a lamp should be paid by the harbor council."
FERRY = "Ferries carry children who travel alone without a fare."
SCHOOL = "Most pupils of the night school work on fishing boats."


def of(corpus: Corpus, *likely: tuple[str, float], newest: bool = False) -> list[Hit]:
    """What is selected where the sentences with these words are so likely, and others hardly."""
    shares = np.full(len(corpus.sentences), 1e-6)
    for words, share in likely:
        rows = [row for row in corpus.sentences if words in corpus.sentence_text(int(row))]
        assert rows, words
        shares[rows] = share
    return select(corpus, corpus.sentences, shares, newest=newest)


def texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.quote.text for hit in hits]


def on(identity: str, year: int | None, *paragraphs: str) -> Document:
    dated = {} if year is None else {"date": date(year, 5, 4)}
    return document("\n\n".join(("A Title", *paragraphs)), identity, **dated)


def check(hits: list[Hit]) -> None:
    """What holds of every selection."""
    assert len(hits) <= BEST
    assert len(set(texts(hits))) == len(hits)
    for hit in hits:
        held = hit.quote.document
        assert is_quotable(held, hit.quote.span)
        assert hit.quote.text == held.text[hit.quote.start : hit.quote.end]
        sentences = held.whole_sentences(hit.quote.span)
        assert sentences is not None
        assert len(sentences) == 1 or word_count(hit.quote.text) <= MAX_WORDS
        assert 0 <= hit.score <= 1 + 1e-9
    for one, other in combinations(hits, 2):
        if one.quote.document is other.quote.document:
            assert one.quote.end <= other.quote.start or other.quote.end <= one.quote.start


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 10**6), st.sampled_from((0.3, 1.0, 4.0)), st.booleans(), st.data())
def test_quotes_are_whole_few_and_apart_whatever_is_likely(
    index: Index,
    seed: int,
    spread: float,
    newest: bool,  # noqa: FBT001
    data: st.DataObject,
) -> None:
    corpus = Corpus(index.snapshot, tuple(range(len(index.snapshot.documents))))
    logits = spread * np.random.default_rng(seed).normal(size=len(corpus.sentences))
    count = data.draw(st.integers(1, len(logits)))
    rows = np.sort(np.random.default_rng(seed).permutation(corpus.sentences)[:count])
    raised = np.exp(logits[:count] - logits[:count].max())
    hits = select(corpus, rows, raised / raised.sum(), newest=newest)
    check(hits)
    if not newest:
        assert hits or count < 3


STATED = (LIT, OIL, KEEPER, FERRY, SCHOOL)
paragraphs = st.lists(
    st.lists(st.sampled_from(STATED), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=3
)


@settings(deadline=None, max_examples=150)
@given(st.lists(paragraphs, min_size=1, max_size=4), st.integers(0, 10**6), st.booleans())
def test_they_are_so_too_where_documents_repeat_each_other(
    written: list[list[str]],
    seed: int,
    newest: bool,  # noqa: FBT001
) -> None:
    chosen = np.random.default_rng(seed)
    years = [None if n == 3 else int(chosen.integers(2015, 2025)) for n in range(len(written))]
    corpus = corpus_of(*(on(f"d-{n}", years[n], *text) for n, text in enumerate(written)))
    raised = np.exp(2 * chosen.normal(size=len(corpus.sentences)))
    check(select(corpus, corpus.sentences, raised / raised.sum(), newest=newest))


def test_without_sentences_there_are_no_quotes() -> None:
    corpus = corpus_of(on("a", 2020, LIT))
    assert select(corpus, corpus.sentences[:0], np.empty(0)) == []


def test_the_likeliest_comes_first_with_its_probability() -> None:
    corpus = corpus_of(on("a", 2020, LIT, OIL, KEEPER, FERRY))
    hits = of(corpus, (OIL, 0.7), (FERRY, 0.2), (LIT, 0.09), (KEEPER, 0.01))
    assert texts(hits) == [OIL, FERRY, LIT]
    assert [hit.score for hit in hits] == pytest.approx([0.7, 0.2, 0.09])


def test_neighbours_that_are_both_likely_are_shown_together() -> None:
    corpus = corpus_of(on("a", 2020, f"{LIT} {OIL} {KEEPER} {FERRY}"))
    hits = of(corpus, (OIL, 0.5), (KEEPER, 0.4))
    assert texts(hits)[0] == f"{OIL} {KEEPER}"
    assert hits[0].score == pytest.approx(0.9, abs=1e-3)
    assert texts(of(corpus, (LIT, 0.3), (OIL, 0.3), (KEEPER, 0.3)))[0] == f"{LIT} {OIL} {KEEPER}"


def test_a_neighbour_that_is_hardly_likely_is_left_out() -> None:
    corpus = corpus_of(on("a", 2020, f"{LIT} {OIL} {KEEPER}"))
    assert texts(of(corpus, (OIL, 0.98)))[0] == OIL


def test_quotes_do_not_reach_over_a_paragraph_s_edge_nor_over_what_may_not_answer() -> None:
    corpus = corpus_of(on("a", 2020, LIT, OIL))
    assert texts(of(corpus, (LIT, 0.5), (OIL, 0.5)))[:2] in ([LIT, OIL], [OIL, LIT])
    corpus = corpus_of(on("a", 2020, f"{LIT} {OIL} {KEEPER}"))
    rows = corpus.sentences[[0, 2]]
    hits = select(corpus, rows, np.array([0.5, 0.5]))
    assert sorted(texts(hits)) == sorted([LIT, KEEPER])


def long(words: int, mark: str) -> str:
    return f"Lantern {mark} {' '.join(f'{mark}{n}' for n in range(words - 3))} ends."


def test_several_sentences_are_at_most_sixty_words() -> None:
    for size, together in ((30, True), (31, False)):
        one, other = long(30, "one"), long(size, "two")
        corpus = corpus_of(on("a", 2020, f"{one} {other}"))
        hits = of(corpus, ("Lantern one", 0.5), ("Lantern two", 0.5))
        assert (texts(hits)[0] == f"{one} {other}") is together
        if not together:
            assert {*texts(hits)} == {one, other}


def test_what_cannot_stand_alone_may_be_longer() -> None:
    first, second = long(50, "one"), f"It {long(24, 'two')}"
    corpus = corpus_of(on("a", 2020, f"{first} {second}"))
    assert texts(of(corpus, ("It Lantern two", 1.0))) == [f"{first} {second}"]


def test_a_quotation_is_shown_with_its_speaker() -> None:
    said = "“The lamp stays lit,” said Ines Roe, keeper of the lamp. “We will not close the quay.”"
    corpus = corpus_of(on("a", 2020, said))
    assert texts(of(corpus, ("We will not close", 1.0))) == [said]


@pytest.mark.parametrize("older_is_likelier", [True, False])
def test_of_documents_that_say_the_same_the_newest_is_shown(*, older_is_likelier: bool) -> None:
    old, new = on("old", 2019, LIT), on("new", 2023, LIT.replace("Lantern House", "Lantern Houses"))
    corpus = corpus_of(old, new, on("other", 2021, FERRY))
    shares = (0.5, 0.3) if older_is_likelier else (0.3, 0.5)
    rows = [corpus.document(int(row)).id for row in corpus.sentences]
    likely = np.array(
        [dict(zip(("old", "new", "other"), (*shares, 0.2), strict=True))[r] for r in rows]
    )
    hits = select(corpus, corpus.sentences, likely)
    assert [hit.quote.document.id for hit in hits] == ["new", "other"]
    assert hits[0].score == pytest.approx(0.8)


def test_of_several_that_say_the_same_one_is_shown() -> None:
    years = {"a": 2018, "b": 2023, "c": None, "d": 2020}
    corpus = corpus_of(*(on(name, year, LIT) for name, year in years.items()))
    (hit,) = of(corpus, (LIT, 0.25))
    assert hit.quote.document.id == "b"


@pytest.mark.parametrize(
    "other",
    [
        LIT.replace("asks that", "does not ask that"),
        LIT.replace("the lamp", "no lamp"),
        OIL.replace("ninety", "ninety-nine").replace("a week", "a year"),
        FERRY.replace("without", "for"),
    ],
)
def test_what_says_something_else_in_like_words_is_not_the_same(other: str) -> None:
    first = max(STATED, key=lambda s: len(set(s.split()) & set(other.split())))
    corpus = corpus_of(on("a", 2019, first), on("b", 2023, other))
    hits = of(corpus, (first, 0.5), (other, 0.5))
    assert sorted(texts(hits)) == sorted([first, other])


def test_three_answers_are_three_different_things() -> None:
    corpus = corpus_of(
        on("a", 2019, LIT, OIL),
        on("b", 2023, LIT, KEEPER),
        on("c", 2021, LIT),
        on("d", 2020, FERRY),
    )
    hits = of(corpus, (LIT, 0.25), (OIL, 0.1), (KEEPER, 0.08), (FERRY, 0.05))
    assert texts(hits) == [LIT, OIL, KEEPER]


def test_what_one_document_says_twice_is_shown_once() -> None:
    corpus = corpus_of(on("a", 2019, LIT, OIL, LIT, KEEPER))
    hits = of(corpus, (LIT, 0.4), (OIL, 0.1), (KEEPER, 0.08))
    assert texts(hits) == [LIT, OIL, KEEPER]


def test_the_newest_goes_first_among_those_that_come_near() -> None:
    corpus = corpus_of(on("a", 2019, LIT), on("b", 2023, OIL), on("c", None, KEEPER))
    likely = ((LIT, 0.5), (OIL, 0.2), (KEEPER, 0.3))
    assert texts(of(corpus, *likely)) == [LIT, KEEPER, OIL]
    assert texts(of(corpus, *likely, newest=True)) == [OIL, LIT, KEEPER]
    assert texts(of(corpus, (LIT, 0.5), (OIL, 0.01), (KEEPER, 0.3), newest=True))[0] == LIT


def test_the_newest_first_keeps_the_order_within_a_document() -> None:
    corpus = corpus_of(on("a", 2023, LIT, OIL, KEEPER))
    assert texts(of(corpus, (LIT, 0.2), (OIL, 0.5), (KEEPER, 0.3), newest=True)) == [
        OIL,
        KEEPER,
        LIT,
    ]


def test_the_same_is_selected_again(index: Index) -> None:
    corpus = Corpus(index.snapshot, tuple(range(len(index.snapshot.documents))))
    shares = np.full(len(corpus.sentences), 1 / len(corpus.sentences))
    found = [select(corpus, corpus.sentences, shares) for _ in range(3)]
    assert all(one == other for one, other in pairwise(found))
