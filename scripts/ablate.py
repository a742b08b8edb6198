"""What each part of the search is worth: `python -m scripts.ablate SET...`.

Each part is taken away in turn, the ranking is fitted anew without it, and the quotes of questions
whose documents took no part in the fitting are scored: a cross-validation over documents.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import NoReturn

import numpy as np

from index.encoder import Encoded
from index.search import Asked, search
from scripts.calibrate import DocumentsOption, SetsArgument
from scripts.command import ConfigOption, JsonOption, run, say, say_json, settings_for
from scripts.evaluation.outcome import Outcome, outcome
from scripts.evaluation.response import Response, Shown
from scripts.fitting import fit_ranking
from scripts.trials import Trial, feature_names, ranked, trials

_FOLDS = 4
_LANGUAGES = ("en", "es")

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the search: the features that end with it, and what of a question it reads."""

    features: tuple[str, ...] = ()
    names: bool = False
    english: bool = False


PARTS: Mapping[str, _Part] = {
    "all parts": _Part(),
    "no sentence vectors": _Part(("sentence_1", "sentence_2")),
    "no late interaction with the sentence": _Part(("late_sentence_1", "late_sentence_2")),
    "no late interaction with the passage": _Part(("late_passage_1", "late_passage_2")),
    "no second model": _Part(("sentence_2", "late_sentence_2", "late_passage_2")),
    "the second model alone": _Part(("sentence_1", "late_sentence_1", "late_passage_1")),
    "no BM25": _Part(("keywords",)),
    "no glossary": _Part(names=True),
    "no translation": _Part(english=True),
    "no years, speakers, amounts": _Part(("dated", "speaker", "amount")),
}


def ablate(
    sets: SetsArgument,
    documents: DocumentsOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Tell what the answers lose with each part of the search that is taken away."""
    settings = settings_for(config, None)
    names = feature_names(settings)
    with trials(sets, documents, settings) as asked:
        for title, part in PARTS.items():
            without = [_without(trial, part) for trial in asked]
            kept = [name for name in names if name not in part.features]
            for trial, figures in zip(asked, _held_out(without, kept), strict=True):
                _tell(trial.name, title, figures, json=json)


def _without(trial: Trial, part: _Part) -> Trial:
    asked = tuple((question, _read_without(asked, part)) for question, asked in trial.asked)
    return replace(trial, asked=asked)


def _read_without(asked: Asked, part: _Part) -> Asked:
    question = replace(asked.question, names={}) if part.names else asked.question
    if part.english and question.language != "en":
        first = asked.read[0]
        assert first is not None  # noqa: S101 (the first model reads every question)
        as_asked = Encoded(first.vectors[:1], first.tokens[:1])
        others = (None,) * (len(asked.read) - 1)
        return Asked(replace(question, english=None), (as_asked, *others))
    return replace(asked, question=question)


def _held_out(asked: list[Trial], names: list[str]) -> list[Figures]:
    """The figures of each trial, every question ranked by what other documents' were fitted to."""
    candidates = [one for trial in asked for one in ranked(trial, names)]
    found: list[list[Outcome]] = [[] for _ in asked]
    for fold in range(_FOLDS):
        weights = fit_ranking([one for one in candidates if _fold(one.group) != fold], names)
        for trial, outcomes in zip(asked, found, strict=True):
            outcomes.extend(_outcomes(trial, fold, weights))
    return [_figures(outcomes) for outcomes in found]


def _outcomes(trial: Trial, fold: int, weights: Mapping[str, float]) -> Iterable[Outcome]:
    corpus = trial.corpus
    texts = {held.document.id: held.document.text for held in trial.index.snapshot.documents}
    for question, asked in trial.asked:
        if question.documents and _fold(trial.group(question)) == fold:
            hits = search(corpus, asked, weights).hits
            quotes = tuple(Shown.of(hit.quote) for hit in hits)
            yield outcome(question, Response(answered=True, confidence=1.0, quotes=quotes), texts)


def _fold(group: str) -> int:
    return sha256(group.encode()).digest()[0] % _FOLDS


def _figures(outcomes: list[Outcome]) -> Figures:
    found: Figures = {}
    for language in _LANGUAGES:
        of = [one for one in outcomes if one.language == language]
        if of:
            ranks = np.array([one.quote_rank or np.inf for one in of])
            documents = np.array([one.document_rank or np.inf for one in of])
            found[f"{language} doc@1"] = round(float((documents == 1).mean()), 3)
            found[f"{language} quote@1"] = round(float((ranks == 1).mean()), 3)
            found[f"{language} quote@3"] = round(float((ranks <= 3).mean()), 3)  # noqa: PLR2004
    return found


def _tell(name: str, title: str, figures: Figures, *, json: bool) -> None:
    if json:
        say_json({"set": name, "part": title, **figures})
    else:
        say(
            f"{name}: {title}: " + ", ".join(f"{key} {value:.3f}" for key, value in figures.items())
        )


def main() -> NoReturn:
    """Run the command."""
    run(ablate)


if __name__ == "__main__":
    main()
