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
from pathlib import Path
from typing import Annotated, NoReturn

import numpy as np
import numpy.typing as npt
import typer
import yaml

from index.calibration import Calibration, Calibrations, key_of
from index.corpus import Corpus
from index.search import Ranking, search
from knowledge.errors import KindError
from knowledge.files import replace_file
from scripts.command import CommandError, ConfigOption, run, say, settings_for
from scripts.evaluation.outcome import shows_gold
from scripts.evaluation.question_set import Question
from scripts.fitting import FOLDS, Floats, Judged, fit_probability, fit_ranking
from scripts.trials import Trial, feature_names, followed, ranked, trials

_STRANGERS = 150  # of the other sets' questions
_FEW = 10
_FALSE_ANSWERS = 0.05

SetsArgument = Annotated[list[Path], typer.Argument(help="Folders of evaluation data.")]
DocumentsOption = Annotated[
    Path | None, typer.Option("--documents", help="For sets that have none of their own.")
]


def calibrate(
    sets: SetsArgument,
    documents: DocumentsOption = None,
    output: Annotated[Path, typer.Option(help="The file to write, others' weights kept.")] = Path(
        "index/calibration.yaml"
    ),
    config: ConfigOption = None,
) -> None:
    """Fit the weights for the models of the settings, and write them."""
    settings = settings_for(config, None)
    held = _held(output)  # before the work, which would else be lost
    names = feature_names(settings)
    with trials(sets, documents, settings) as asked:
        ranking = fit_ranking([one for trial in asked for one in ranked(trial, names)], names)
        judged = [one for trial in asked for one in _judged(trial, asked, ranking)]
    if min(_groups(judged, right=True), _groups(judged, right=False)) < FOLDS:
        raise CommandError(
            f"{', '.join(t.name for t in asked)}: too few questions to fit weights to; give sets "
            f"with right and wrong answers from at least {FOLDS} documents"
        )
    probability = fit_probability(judged)
    made = (
        f"python -m scripts.calibrate, on {', '.join(t.name for t in asked)} ({len(judged)} trials)"
    )
    fitted = Calibration(
        made=made,
        ranking=ranking,
        intercept=probability.intercept,
        confidence=probability.weights,
    )
    held[key_of(settings.model_names)] = fitted
    _write(output, held, f"{key_of(settings.model_names)}: {made}")
    _report(probability.held_out, judged)


def _judged(trial: Trial, others: Sequence[Trial], ranking: dict[str, float]) -> Iterator[Judged]:
    for question, asked in followed(trial.asked, f"Asking {trial.name}"):
        right, weight = trial.right(question), 1 / len(trial.asked)
        for visible in _choices(right, len(trial.identities), trial.chosen):
            found = search(Corpus(trial.index.snapshot, visible), asked, ranking)
            if found.evidence is not None:
                whole = len(visible) == len(trial.identities)
                of = trial.name if whole else ""
                is_right = _is_right(found, question)
                yield Judged(found.evidence, is_right, trial.group(question), weight, of)
    for other in others:
        if set(other.identities).isdisjoint(trial.identities):
            yield from _strangers(trial, other, ranking)


def _strangers(trial: Trial, other: Trial, ranking: dict[str, float]) -> Iterator[Judged]:
    """Another set's questions, which nothing of this one answers."""
    corpus = trial.corpus
    for question, asked in other.asked[:_STRANGERS]:
        found = search(corpus, asked, ranking)
        if found.evidence is not None:
            group, weight = other.group(question), 1 / len(trial.asked)
            yield Judged(found.evidence, right=False, group=group, weight=weight)


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


def _held(output: Path) -> dict[str, Calibration]:
    """The weights in a file; none where there is no file yet, in a folder that takes one."""
    if output.exists():
        try:
            return Calibrations.load(output).calibrations
        except KindError as error:
            raise CommandError(f"{output}: others' weights would be lost: {error}") from None
    if not output.absolute().parent.is_dir():
        raise CommandError(f"{output}: there is no such folder")
    return {}


def _write(output: Path, held: dict[str, Calibration], told: str) -> None:
    rows = {"calibrations": {name: one.model_dump() for name, one in held.items()}}
    try:
        replace_file(output.absolute(), yaml.safe_dump(rows, sort_keys=False, width=100).encode())
    except OSError as error:
        raise CommandError(f"{output}: cannot be written ({error.strerror})") from None
    sys.stderr.write(f"{output}: {told}\n")


def _groups(judged: list[Judged], *, right: bool) -> int:
    return len({one.group for one in judged if one.right is right})


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
