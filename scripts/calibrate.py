"""Fit the confidence: `python -m scripts.calibrate SET...`, each a folder of evaluation data.

A set holds `documents/` and `questions.jsonl`, whose lines give `id`, `question`, the `documents`
that answer it, and the gold `answer`. Every question is asked of the whole set, of the set without
the documents that answer it, of one document that answers it alone, and of one that does not. It
counts as answered where one of the quotes shows the gold words.
"""

import json
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import numpy as np
import typer
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from index.build import build
from index.confidence import NAMES, Evidence
from index.corpus import Corpus
from index.encoder import Encoder, Vectors
from index.model import Model
from index.search import Ranking, search
from index.snapshot import Snapshot
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.language import language_of
from scripts.command import ConfigOption, run, say, settings_for

_SEED = 20210326
_MOST = 600  # questions of one set, so that no set decides alone
_FOLDS = 5
_FALSE_ANSWERS = 0.05


@dataclass(frozen=True)
class Trial:
    """What one question showed of one choice of documents; `group` keeps a document's together."""

    evidence: Evidence
    answered: bool
    group: str


def calibrate(
    sets: Annotated[list[Path], typer.Argument(help="Folders of evaluation data.")],
    output: Annotated[Path, typer.Option(help="The file of coefficients to write.")] = Path(
        "index/confidence.yaml"
    ),
    config: ConfigOption = None,
) -> None:
    """Fit the logistic regression of `index/confidence.yaml` to evaluation data."""
    model = Model.find(settings_for(config, None).model)
    encoder = Encoder(model)
    trials = [trial for folder in sets for trial in _trials(folder, model, encoder)]
    evidence = np.array([astuple(trial.evidence) for trial in trials])
    answered = np.array([trial.answered for trial in trials])
    groups = [trial.group for trial in trials]
    regression = LogisticRegression(C=10.0, max_iter=1000, class_weight="balanced")
    held_out = cross_val_predict(
        regression, evidence, answered, groups=groups, cv=GroupKFold(_FOLDS), method="predict_proba"
    )[:, 1]
    regression.fit(evidence, answered)
    _write(output, regression, sets, model, len(trials))
    _report(held_out, answered)


def _trials(folder: Path, model: Model, encoder: Encoder) -> Iterator[Trial]:
    with tempfile.TemporaryDirectory() as place:
        catalogue = Catalogue.load(folder / "documents", Archive(Path(place, "archive")))
        build(catalogue, model, Path(place, "index"), now=datetime.now(UTC))
        snapshot = Snapshot.load(Path(place, "index"), model)
    chosen = random.Random(_SEED)  # noqa: S311 (a fixed choice, not a secret)
    rows = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    chosen.shuffle(rows)
    identities = [d.document.id for d in snapshot.documents]
    for row in rows[:_MOST]:
        vector = encoder.encode([row["question"]])
        right = {identities.index(d) for d in row["documents"]}
        wrong = sorted(set(range(len(identities))) - right)
        for visible in _choices(right, wrong, chosen):
            ranking = _ask(snapshot, visible, row["question"], vector)
            if ranking.evidence is not None:
                group = f"{folder.name}/{row.get('document', row['id'])}"
                yield Trial(ranking.evidence, _is_answered(ranking, row), group)


def _choices(right: set[int], wrong: list[int], chosen: random.Random) -> Iterator[tuple[int, ...]]:
    yield tuple(sorted([*right, *wrong]))
    yield tuple(wrong)
    yield (chosen.choice(wrong),)
    if right:
        yield (chosen.choice(sorted(right)),)


def _ask(snapshot: Snapshot, visible: tuple[int, ...], question: str, vector: Vectors) -> Ranking:
    return search(Corpus(snapshot, visible), question, language_of(question) or "en", vector)


def _is_answered(ranking: Ranking, row: dict[str, object]) -> bool:
    gold = _squash(str(row.get("answer", "")))
    return bool(gold) and any(
        hit.quote.document.id in row["documents"] and gold in _squash(hit.quote.text)  # type: ignore[operator]
        for hit in ranking.hits
    )


def _squash(text: str) -> str:
    return " ".join(text.split())


def _write(
    output: Path, regression: LogisticRegression, sets: list[Path], model: Model, trials: int
) -> None:
    names = ", ".join(folder.name for folder in sets)
    made = f"python -m scripts.calibrate, on {names} ({trials} trials), with {model.name}"
    weights = {n: round(float(w), 4) for n, w in zip(NAMES, regression.coef_[0], strict=True)}
    written = {
        "made": made,
        "intercept": round(float(regression.intercept_[0]), 4),
        "weights": weights,
    }
    output.write_text(yaml.safe_dump(written, sort_keys=False, width=100), "utf-8")
    sys.stderr.write(f"{output}: {trials} trials\n")


def _report(held_out: "np.ndarray[tuple[int], np.dtype[np.float64]]", answered: object) -> None:
    was = np.asarray(answered, bool)
    threshold = float(np.quantile(held_out[~was], 1 - _FALSE_ANSWERS))
    ranks = np.argsort(np.argsort(held_out))
    positives, negatives = int(was.sum()), int((~was).sum())
    area = (ranks[was].sum() - positives * (positives - 1) / 2) / (positives * negatives)
    say(f"held out by document: {positives} answered, {negatives} not; AUROC {area:.3f}")
    covered = float((held_out[was] > threshold).mean())
    say(f"threshold for {_FALSE_ANSWERS:.0%} false answers: {threshold:.3f}, covers {covered:.1%}")


def main() -> NoReturn:
    """Run the command."""
    run(calibrate)


if __name__ == "__main__":
    main()
