"""Question sets as trials: each with a real index of its documents, and its questions read."""

import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
from rich.console import Console
from rich.progress import track

from bot.settings import Settings
from index.calibration import Calibration
from index.corpus import Corpus
from index.index import Index
from index.search import Asked, score
from scripts.command import CommandError
from scripts.evaluation.outcome import shows_gold
from scripts.evaluation.question_set import Question, QuestionSet
from scripts.evaluation.trial_index import trial_index
from scripts.fitting import Ranked

Item = TypeVar("Item")

_SEED = 20210326
_MOST = 400  # questions of one set, so that no set decides alone
_NONE = Calibration(made="", ranking={}, intercept=0.0, confidence={})
_OF_A_MODEL = ("sentence", "late_sentence", "late_passage")
_SHARED = ("keywords", "dated", "speaker", "amount")


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

    @property
    def corpus(self) -> Corpus:
        """All of the set's documents."""
        return Corpus(self.index.snapshot, tuple(range(len(self.identities))))

    def right(self, question: Question) -> set[int]:
        """The positions of the documents that answer."""
        return {self.identities.index(d) for d in question.documents if d in self.identities}

    def group(self, question: Question) -> str:
        """What keeps the questions of one document together."""
        return f"{self.name}/{question.documents[0] if question.documents else question.id}"


def feature_names(settings: Settings) -> list[str]:
    """The features of a sentence, as the search names them, for the settings' models."""
    spaces = range(1, 1 + len(settings.model_names))
    return [*(f"{name}_{number}" for number in spaces for name in _OF_A_MODEL), *_SHARED]


@contextmanager
def trials(
    sets: Iterable[Path], documents: Path | None, settings: Settings
) -> Iterator[list[Trial]]:
    """The trials of some sets; `documents` is for those that have none of their own.

    Of a large set, a fixed choice of its questions is taken.
    """
    with ExitStack() as stack:
        yield [_opened(folder, documents, settings, stack) for folder in sets]


def _opened(folder: Path, documents: Path | None, settings: Settings, stack: ExitStack) -> Trial:
    own = folder.is_dir() and (folder / "documents").is_dir()
    read = QuestionSet.load(folder, None if own else documents)
    if read.catalogue is None:
        raise CommandError(
            f"{read.name}: there is no folder `documents` beside the questions; "
            "name one with --documents"
        )
    now = datetime.now(UTC)
    index = stack.enter_context(trial_index(read.catalogue, settings, now, _NONE))
    stack.callback(index.close)
    chosen = random.Random(_SEED)  # noqa: S311 (a fixed choice, not a secret)
    questions = list(read.questions)
    if len(questions) > 2 * _MOST:
        chosen.shuffle(questions)
        questions = questions[:_MOST]
    everything = tuple(range(len(index.snapshot.documents)))
    asked = tuple(
        (question, index.read(question.text, now.date(), everything))
        for question in followed(questions, f"Reading {read.name}")
    )
    return Trial(read.name, index, asked, chosen)


def followed(items: Sequence[Item], told: str) -> Iterable[Item]:
    """Some items, one after the other, with a bar on the terminal that moves with them."""
    console = Console(stderr=True)
    return track(items, told, console=console, transient=True, disable=not sys.stderr.isatty())


def ranked(trial: Trial, names: list[str]) -> Iterator[Ranked]:
    """The candidates of each question whose gold words are among them, by these features."""
    corpus = trial.corpus
    for question, asked in trial.asked:
        if not question.documents:
            continue
        scored = score(corpus, asked)
        right = np.array([_is_gold(corpus, int(row), question) for row in scored.rows])
        if right.any() and not right.all():
            features = np.stack([scored.features[name] for name in names], axis=1)
            weight = 1 / len(trial.asked)
            yield Ranked(features.astype(np.float64), right, trial.group(question), weight)


def _is_gold(corpus: Corpus, row: int, question: Question) -> bool:
    answers = corpus.document(row).id in question.documents
    return answers and shows_gold(corpus.sentence_text(row), question)
