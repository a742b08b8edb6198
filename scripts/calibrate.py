"""Fit the weights of ranking and confidence: `python -m scripts.calibrate SET...`.

A set is a folder as `kind-evaluate` takes it. The ranking is fitted to the sentences that show the
gold words, among all candidates. For the confidence, every question is asked of the whole set, of
the set without the documents that answer it, of a few documents and of one alone, each with and
without one that answers it, and of the other sets. An answer is right where one of its quotes shows
the gold words.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import numpy as np
import numpy.typing as npt
import typer
import yaml
from rich.progress import track

from bot.settings import Settings
from index.calibration import Calibration, key_of
from index.corpus import Corpus
from index.index import Index
from index.search import Asked, Ranking, score, search
from scripts.command import ConfigOption, run, say, settings_for
from scripts.evaluation.outcome import shows_gold
from scripts.evaluation.question_set import Question, QuestionSet
from scripts.evaluation.trial_index import trial_index
from scripts.fitting import Floats, Judged, Ranked, fit_probability, fit_ranking

_SEED = 20210326
_MOST = 400  # questions of one set, so that no set decides alone
_STRANGERS = 150  # of the other sets' questions
_FEW = 10
_FALSE_ANSWERS = 0.05
_NONE = Calibration(made="", ranking={}, intercept=0.0, confidence={})
FEATURES = ("sentence", "late_sentence", "late_passage")
SHARED = ("keywords", "dated", "speaker")


@dataclass(frozen=True)
class Trial:
    """A set with its index, and its questions as they are read."""

    name: str
    index: Index
    asked: tuple[tuple[Question, Asked], ...]
    chosen: random.Random

    @property
    def identities(self) -> list[str]:
        """The documents' ids, by position."""
        return [held.document.id for held in self.index.snapshot.documents]

    def right(self, question: Question) -> set[int]:
        """The positions of the documents that answer."""
        return {self.identities.index(d) for d in question.documents if d in self.identities}


def calibrate(
    sets: Annotated[list[Path], typer.Argument(help="Folders of evaluation data.")],
    documents: Annotated[
        Path | None, typer.Option("--documents", help="For sets that have none of their own.")
    ] = None,
    output: Annotated[Path, typer.Option(help="The file to write, others' weights kept.")] = Path(
        "index/calibration.yaml"
    ),
    config: ConfigOption = None,
) -> None:
    """Fit the weights for the models of the settings, and write them."""
    settings = settings_for(config, None)
    with ExitStack() as stack:
        trials = [_opened(folder, documents, settings, stack) for folder in sets]
        ranking = fit_ranking(
            [ranked for trial in trials for ranked in _ranked(trial)], _names(settings)
        )
        judged = [one for trial in trials for one in _judged(trial, trials, ranking)]
    probability = fit_probability(judged)
    made = (
        f"python -m scripts.calibrate, on {', '.join(t.name for t in trials)} "
        f"({len(judged)} trials)"
    )
    fitted = Calibration(
        made=made,
        ranking=ranking,
        intercept=probability.intercept,
        confidence=probability.weights,
    )
    _write(output, key_of(settings.model_names), fitted)
    _report(probability.held_out, judged)


def _names(settings: Settings) -> list[str]:
    spaces = range(1, 1 + len(settings.model_names))
    return [*(f"{name}_{number}" for number in spaces for name in FEATURES), *SHARED]


def _opened(folder: Path, documents: Path | None, settings: Settings, stack: ExitStack) -> Trial:
    own = folder.is_dir() and (folder / "documents").is_dir()
    read = QuestionSet.load(folder, None if own else documents)
    assert read.catalogue is not None  # noqa: S101 (it has documents, or these are named)
    now = datetime.now(UTC)
    index = stack.enter_context(trial_index(read.catalogue, settings, now, _NONE))
    chosen = random.Random(_SEED)  # noqa: S311 (a fixed choice, not a secret)
    questions = list(read.questions)
    if len(questions) > 2 * _MOST:
        chosen.shuffle(questions)
        questions = questions[:_MOST]
    asked = tuple(
        (question, index.read(question.text, now.date()))
        for question in track(questions, f"Reading {read.name}", transient=True)
    )
    return Trial(read.name, index, asked, chosen)


def _ranked(trial: Trial) -> Iterator[Ranked]:
    corpus = Corpus(trial.index.snapshot, tuple(range(len(trial.identities))))
    for question, asked in trial.asked:
        if not question.documents:
            continue
        scored = score(corpus, asked)
        right = np.array([_is_gold(corpus, int(row), question) for row in scored.rows])
        if right.any() and not right.all():
            features = np.stack(list(scored.features.values()), axis=1)
            group = f"{trial.name}/{question.documents[0]}"
            yield Ranked(features.astype(np.float64), right, group, 1 / len(trial.asked))


def _is_gold(corpus: Corpus, row: int, question: Question) -> bool:
    document = corpus.document(row)
    if document.id not in question.documents:
        return False
    words = document.sentences[int(corpus.sentence_index[row])].span.of(document.text)
    return shows_gold(words, question)


def _judged(trial: Trial, trials: Sequence[Trial], ranking: dict[str, float]) -> Iterator[Judged]:
    for question, asked in track(trial.asked, f"Asking {trial.name}", transient=True):
        right = trial.right(question)
        group = f"{trial.name}/{question.documents[0] if question.documents else question.id}"
        weight = 1 / len(trial.asked)
        for visible in _choices(right, len(trial.identities), trial.chosen):
            found = search(Corpus(trial.index.snapshot, visible), asked, ranking)
            if found.evidence is not None:
                whole = len(visible) == len(trial.identities)
                of = trial.name if whole else ""
                yield Judged(found.evidence, _is_right(found, question), group, weight, of)
    for other in trials:
        if set(other.identities).isdisjoint(trial.identities):
            yield from _strangers(trial, other, ranking)


def _strangers(trial: Trial, other: Trial, ranking: dict[str, float]) -> Iterator[Judged]:
    """Another set's questions, which nothing of this one answers."""
    corpus = Corpus(trial.index.snapshot, tuple(range(len(trial.identities))))
    for question, asked in other.asked[:_STRANGERS]:
        found = search(corpus, asked, ranking)
        if found.evidence is not None:
            group = f"{other.name}/{question.documents[0] if question.documents else question.id}"
            yield Judged(found.evidence, right=False, group=group, weight=1 / len(trial.asked))


def _choices(right: set[int], count: int, chosen: random.Random) -> Iterator[tuple[int, ...]]:
    """Which documents can be seen: by position, in order."""
    wrong = sorted(set(range(count)) - right)
    few = sorted(chosen.sample(wrong, min(_FEW, len(wrong))))
    yield tuple(range(count))
    yield tuple(few)
    yield (chosen.choice(wrong),)
    if right:
        one = chosen.choice(sorted(right))
        yield tuple(wrong)
        yield tuple(sorted([one, *few]))
        yield (one,)


def _is_right(found: Ranking, question: Question) -> bool:
    return bool(question.gold) and any(
        hit.quote.document.id in question.documents and shows_gold(hit.quote.text, question)
        for hit in found.hits
    )


def _write(output: Path, key: str, fitted: Calibration) -> None:
    held = yaml.safe_load(output.read_text("utf-8")) if output.exists() else {"calibrations": {}}
    held["calibrations"][key] = fitted.model_dump()
    output.write_text(yaml.safe_dump(held, sort_keys=False, width=100), "utf-8")
    sys.stderr.write(f"{output}: {key}: {fitted.made}\n")


def _report(held_out: Floats, judged: list[Judged]) -> None:
    for of in sorted({one.of for one in judged}):
        here = np.array([one.of == of for one in judged])
        was = np.array([one.right for one in judged])[here]
        _tell(of or "parts of the sets", held_out[here], was)


def _tell(name: str, held_out: Floats, was: npt.NDArray[np.bool_]) -> None:
    right, wrong = held_out[was], held_out[~was]
    area = float((right[:, None] > wrong).mean() + (right[:, None] == wrong).mean() / 2)
    threshold = float(np.quantile(wrong, 1 - _FALSE_ANSWERS))
    covered = float((right > threshold).mean())
    say(
        f"{name}: {len(right)} right, {len(wrong)} not; AUROC {area:.3f}; at {threshold:.2f} "
        f"{_FALSE_ANSWERS:.0%} of the latter pass, and {covered:.1%} of the former"
    )


def main() -> NoReturn:
    """Run the command."""
    run(calibrate)


if __name__ == "__main__":
    main()
