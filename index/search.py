"""A question to ranked quotes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.corpus import Corpus
from index.details import has_amount
from index.encoder import Encoded
from index.indexed import Said
from index.keywords import terms
from index.question import Question
from index.selection import Hit, select
from index.vectors import Rows
from knowledge.document import Document
from knowledge.periods import Period
from knowledge.quote import Quote
from knowledge.speech.affiliation import Affiliation

_NEAREST = 50  # rows that each way of retrieval proposes
_SHORTLIST = 100  # passages that are scored in full
_RANK_OFFSET = 60  # of reciprocal rank fusion (Cormack et al. 2009)
_SUBJECT_WORDS = 5
_MOST_LEAD = 5.0

Floats = npt.NDArray[np.float32]
Evidence = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and its forms as each model reads them; None for a model that cannot."""

    question: Question
    read: tuple[Encoded | None, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best quotes for a question, best first, and what speaks for the first of them.

    `speaker` is the name, as a document has it, of whoever's words were asked for, where the first
    quote holds them.
    `evidence` is None where nothing can answer: also where the words of somebody are asked for who
    says nothing here.
    """

    hits: tuple[Hit, ...]
    evidence: Evidence | None
    speaker: str | None = None


@dataclass(frozen=True)
class Scored:
    """Sentence rows that may answer, and by feature how well."""

    rows: Rows
    features: Mapping[str, Floats]

    def total(self, weights: Mapping[str, float]) -> npt.NDArray[np.float64]:
        """The weighted sum of the features, one value a row."""
        whole = np.zeros(len(self.rows))
        for name, values in self.features.items():
            whole += weights.get(name, 0.0) * values
        return whole


def search(corpus: Corpus, asked: Asked, weights: Mapping[str, float]) -> Ranking:
    """The quotes of a corpus that answer a question best, by the weights of the features."""
    scored = score(corpus, asked)
    if not len(scored.rows):
        return Ranking((), None)
    shares = _shares(scored.total(weights))
    hits = select(corpus, scored.rows, shares, newest=asked.question.intent.newest)
    if not hits:
        return Ranking((), None)
    wanted = asked.question.speaker
    if wanted and not corpus.heard(wanted):
        return Ranking(tuple(hits), None)
    inside = _inside(corpus, scored, hits[0].quote)
    said = (said for place in inside for said in corpus.said.get(int(scored.rows[place]), ()))
    speaker = next((one.name for one in said if one.is_by(wanted)), None)
    evidence = _evidence(corpus, asked, scored, hits, max(inside, key=lambda at: shares[at]))
    return Ranking(tuple(hits), evidence, speaker)


def score(corpus: Corpus, asked: Asked) -> Scored:
    """The sentences of the passages that any way of retrieval proposes, by every feature."""
    passages = _shortlist(corpus, asked)
    rows = np.flatnonzero(np.isin(corpus.sentence_passage, passages))
    rows = rows[_may_answer(corpus, asked.question, rows)]
    of = np.searchsorted(passages, corpus.sentence_passage[rows])
    features: dict[str, Floats] = {}
    for number in range(len(asked.read)):
        for name, values in _of_space(corpus, number, asked, passages, rows).items():
            features[f"{name}_{number + 1}"] = values
    keywords = corpus.keyword_scores(_keywords(asked.question), passages)
    features["keywords"] = keywords[of]
    features["dated"] = _dated(corpus, asked.question, rows)
    features["speaker"] = _spoken(corpus, asked.question, rows)
    features["amount"] = _amounts(corpus, asked.question, rows)
    return Scored(rows, features)


def _of_space(
    corpus: Corpus, number: int, asked: Asked, passages: Rows, rows: Rows
) -> dict[str, Floats]:
    """The features of one space, over the question's forms as each counts for each row."""
    read = asked.read[number]
    of = np.searchsorted(passages, corpus.sentence_passage[rows])
    sentence, late_sentence, late_passage = (np.zeros(len(rows), np.float32) for _ in range(3))
    if read is not None:
        space = corpus.snapshot.spaces[number]
        shares = _form_shares(corpus, asked.question, number, rows)
        for vector, tokens, share in zip(read.vectors, read.tokens, shares, strict=True):
            if not share.any():
                continue
            weights = corpus.token_weights(number, tokens)
            whole, inner = space.tokens.scores(tokens.vectors, weights, passages, rows)
            sentence += share * space.sentences.scores(vector[None], rows)
            late_sentence += share * inner
            late_passage += share * whole[of]
    return {"sentence": sentence, "late_sentence": late_sentence, "late_passage": late_passage}


def _form_shares(corpus: Corpus, question: Question, number: int, rows: Rows) -> list[Floats]:
    """How much each form of a question counts for each row; for every row together one.

    Both count alike, but a model that reads English alone compares documents in other languages
    than the asker's with the English form only.
    """
    if len(question.forms) == 1:
        return [np.ones(len(rows), np.float32)]
    own = [corpus.document(int(row)).metadata.language == question.language for row in rows]
    as_asked = np.where(own, 0.5, 0.0 if number else 0.5).astype(np.float32)
    return [as_asked, 1 - as_asked]


def _shortlist(corpus: Corpus, asked: Asked) -> Rows:
    """The passages that the ways of retrieval rank highest together, in ascending order."""
    fused: dict[int, float] = {}
    for ranked in _rankings(corpus, asked):
        for rank, passage in enumerate(dict.fromkeys(map(int, ranked))):
            fused[passage] = fused.get(passage, 0.0) + 1 / (_RANK_OFFSET + rank)
    best = sorted(fused, key=lambda passage: (-fused[passage], passage))[:_SHORTLIST]
    return np.array(sorted(best), np.int64)


def _rankings(corpus: Corpus, asked: Asked) -> Iterator[Rows]:
    """Passage rows, best first, by each way of retrieval."""
    for space, read in zip(corpus.snapshot.spaces, asked.read, strict=True):
        for vector in read.vectors if read is not None else ():
            near, _ = space.passages.search(vector[None], _NEAREST, corpus.among_passages)
            yield near
            near, _ = space.sentences.search(vector[None], _NEAREST, corpus.among_sentences)
            yield corpus.sentence_passage[near]
    scores = corpus.keyword_scores(_keywords(asked.question), corpus.passages)
    order = np.argsort(-scores, kind="stable")[:_NEAREST]
    yield corpus.passages[order[scores[order] > 0]]


def _keywords(question: Question) -> list[str]:
    return sorted(question.asked_terms | question.english_terms | question.named_terms)


def _may_answer(corpus: Corpus, question: Question, rows: Rows) -> npt.NDArray[np.bool_]:
    """Which sentences may answer.

    Words of others only where they are asked for, and then nothing but these. Where the question
    says when the statements shall be of, only those of documents of that time.
    """
    period, wanted = question.strict_period, question.speaker
    others_wanted = all(s.affiliation is not Affiliation.ours for s in corpus.heard(wanted))
    kept = np.ones(len(rows), bool)
    for place, row in enumerate(map(int, rows)):
        held = corpus.said.get(row, ())
        if wanted and others_wanted:
            kept[place] = any(said.is_by(wanted) for said in held)
        elif not question.intent.asks_who:
            kept[place] = not any(_is_others(said) and not said.is_by(wanted) for said in held)
        if period is not None and kept[place]:
            kept[place] = _is_of(corpus, row, period)
    return kept


def _is_others(said: Said) -> bool:
    return said.quoted and said.affiliation is Affiliation.other


def _is_of(corpus: Corpus, row: int, period: Period) -> bool:
    date = corpus.document(row).metadata.date
    return date is not None and period.holds(date)


def _dated(corpus: Corpus, question: Question, rows: Rows) -> Floats:
    """Whether a sentence's document is of a time that the question names."""
    period = question.intent.period
    found = [period is not None and _is_of(corpus, int(row), period) for row in rows]
    return np.array(found, np.float32)


def _spoken(corpus: Corpus, question: Question, rows: Rows) -> Floats:
    """Whether a sentence holds words of whom the question asks about."""
    wanted = question.speaker
    held = (corpus.said.get(int(row), ()) for row in rows)
    return np.array([any(said.is_by(wanted) for said in h) for h in held], np.float32)


def _amounts(corpus: Corpus, question: Question, rows: Rows) -> Floats:
    """Whether a question asks for an amount, and a sentence holds one."""
    if not question.details.amount:
        return np.zeros(len(rows), np.float32)
    return np.array([has_amount(corpus.sentence_text(int(row))) for row in rows], np.float32)


def _shares(total: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The probability of each row to be the one that answers, if one does."""
    raised = np.exp(total - total.max())
    return np.asarray(raised / raised.sum(), np.float64)


def _inside(corpus: Corpus, scored: Scored, quote: Quote) -> list[int]:
    """The places of the scored sentences that a quote holds."""
    return [
        place
        for place, row in enumerate(map(int, scored.rows))
        if corpus.document(row) is quote.document and quote.span.covers(corpus.span(row))
    ]


def _evidence(corpus: Corpus, asked: Asked, scored: Scored, hits: list[Hit], best: int) -> Evidence:
    """What speaks for the first hit: the features of its best sentence, and how it stands out."""
    question, quote = asked.question, hits[0].quote
    others = [hit.score for hit in hits[1:] if hit.quote.document is not quote.document]
    lead = np.log(hits[0].score + 1e-6) - np.log(max(others, default=0.0) + 1e-6)
    return {
        **{
            name: float(values[best])
            for name, values in scored.features.items()
            if name[-1].isdigit()
        },
        "share": hits[0].score,
        "lead": float(np.clip(lead, 0, _MOST_LEAD)) / _MOST_LEAD,
        **_words(corpus, question, int(scored.rows[best]), quote.text),
        **question.details.missing(
            corpus.passage_text(int(scored.rows[best])), quote.document.text, quote.text
        ),
        "agreement": _agreement(corpus, scored, quote.document),
        "translated": float(len(question.forms) > 1),
    }


def _words(corpus: Corpus, question: Question, row: int, shown: str) -> dict[str, float]:
    """How much of the question's words is there.

    `coverage` is in the passage and its head, `focus` in the quote, `known` in any document,
    each word by its rarity. `subject` is how much the question says at all: its content words,
    of at most five.
    """
    keywords, language = corpus.keywords, corpus.document(row).metadata.language
    passage = corpus.sentence_passage[row]
    held = keywords.texts[int(np.searchsorted(corpus.passages, passage))]
    quoted = frozenset(terms(shown, language))
    forms = [form for form in (question.english_terms, question.asked_terms) if form]
    covered = [
        (keywords.share(form, held), keywords.share(form, quoted), keywords.share_known(form))
        for form in forms
    ]
    coverage, focus, known = max(covered, default=(0.0, 0.0, 0.0))
    size = min(len(max(forms, key=len, default=())), _SUBJECT_WORDS)
    return {
        "coverage": coverage,
        "focus": focus,
        "known": known,
        "subject": size / _SUBJECT_WORDS,
    }


def _agreement(corpus: Corpus, scored: Scored, document: Document) -> float:
    """The share of the ways of scoring a passage whose best one is of a document."""
    ways = [
        values
        for name, values in scored.features.items()
        if name.startswith("late_passage") or name == "keywords"
    ]
    best = (int(scored.rows[int(np.argmax(values))]) for values in ways)
    return sum(corpus.document(row) is document for row in best) / len(ways)
