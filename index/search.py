"""A question to ranked quotes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.confidence import Evidence
from index.corpus import Corpus
from index.encoder import Vectors
from index.excerpt import excerpt
from index.keywords import terms
from knowledge.quote import Quote

BEST = 3
_NEAREST = 50
# Of passage, sentence and keywords, chosen on the sets that `scripts.calibrate` names.
_SENTENCE, _PASSAGE, _KEYWORDS = 1.0, 0.6, 0.3
_SUBJECT_WORDS = 5

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hit:
    """A quote that may answer, and its score, which only orders it among others."""

    quote: Quote
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best quotes for a question, best first, and what speaks for the first of them."""

    hits: tuple[Hit, ...]
    evidence: Evidence | None


def search(corpus: Corpus, question: str, language: str, vector: Vectors) -> Ranking:
    """The quotes of a corpus that answer a question best; `vector` is the question's, `(1, d)`."""
    if not len(corpus.sentences):
        return Ranking((), None)
    asked = terms(question, language)
    rows = _candidates(corpus, vector)
    sentence = corpus.snapshot.sentences.scores(vector, rows)
    passage = corpus.snapshot.passages.scores(vector, corpus.sentence_passage[rows])
    words = _keyword_scores(corpus, asked)[
        np.searchsorted(corpus.passages, corpus.sentence_passage[rows])
    ]
    total = _SENTENCE * sentence + _PASSAGE * passage + _KEYWORDS * words
    hits = _distinct(corpus, rows, total)
    if not hits:
        return Ranking((), None)
    # What speaks for an answer speaks for the one shown first, not for a row that cannot be shown.
    best = next(iter(hits))
    evidence = _evidence(
        corpus, asked, int(rows[best]), float(sentence[best]), float(passage[best])
    )
    return Ranking(tuple(hits.values()), evidence)


def _candidates(corpus: Corpus, vector: Vectors) -> npt.NDArray[np.int64]:
    """Sentence rows near the question, and those of the passages near it."""
    snapshot = corpus.snapshot
    near, _ = snapshot.sentences.search(vector, _NEAREST, corpus.among_sentences)
    passages, _ = snapshot.passages.search(vector, _NEAREST, corpus.among_passages)
    inside = np.flatnonzero(np.isin(corpus.sentence_passage, passages))
    return np.union1d(near, inside)


def _keyword_scores(corpus: Corpus, asked: list[str]) -> Floats:
    scores = corpus.keywords.scores(asked)
    return scores / (1 + scores)  # BM25 has no upper end; the cosines it joins have


def _distinct(corpus: Corpus, rows: npt.NDArray[np.int64], scores: Floats) -> dict[int, Hit]:
    """The best few excerpts that do not overlap, best first, by their place among the rows."""
    hits: dict[int, Hit] = {}
    for place in np.argsort(-scores, kind="stable"):
        row = rows[place]
        document = corpus.document(int(corpus.sentence_document[row])).document
        span = excerpt(document, int(corpus.sentence_index[row]))
        if span is None:
            continue
        taken = any(
            h.quote.document is document and h.quote.start < span.end and span.start < h.quote.end
            for h in hits.values()
        )
        if not taken:
            quote = Quote(document, span.start, span.end)
            hits[int(place)] = Hit(quote, float(scores[place]))
        if len(hits) == BEST:
            break
    return hits


def _evidence(
    corpus: Corpus, asked: list[str], row: int, sentence: float, passage: float
) -> Evidence:
    position = int(corpus.sentence_document[row])
    document = corpus.document(position).document
    held = corpus.keywords.texts[
        int(np.searchsorted(corpus.passages, corpus.sentence_passage[row]))
    ]
    words = document.sentences[int(corpus.sentence_index[row])].span.of(document.text)
    own = set(terms(words, document.metadata.language))
    subject = set(asked)
    size = len(subject)
    return Evidence(
        sentence=sentence,
        passage=passage,
        coverage=corpus.keywords.share(subject, held),
        focus=corpus.keywords.share(subject, own),
        subject=min(size, _SUBJECT_WORDS) / _SUBJECT_WORDS,
    )
