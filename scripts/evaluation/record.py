"""An evaluation as one JSON object, and read again to be compared with."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from knowledge.language import Language
from scripts.command import CommandError
from scripts.evaluation.comparison import Change, Comparison, Flip
from scripts.evaluation.evaluation import Evaluation, Settings
from scripts.evaluation.figures import BY_NAME
from scripts.evaluation.groups import LANGUAGE, Group
from scripts.evaluation.json_lines import told
from scripts.evaluation.measured import Measured
from scripts.evaluation.outcome import Outcome
from scripts.evaluation.question_set import QuestionSet

_BY_LANGUAGE = ("doc@1", "doc@3", "quote@1", "quote@3", "words@1", "answered", "useful")
_OF_ALL = ("false_answers", "auroc", "covered_at_5%_false")
_PLACES = 4  # of an interval's bounds; the values themselves are told whole


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an evaluation is compared with."""

    made: datetime
    settings: Settings
    outcomes: tuple[Outcome, ...]

    def shares(self, asked: QuestionSet) -> bool:
        """Whether any of a set's questions was asked then."""
        then = {(outcome.id, outcome.question) for outcome in self.outcomes}
        return any((question.id, question.text) in then for question in asked.questions)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True)

    made: AwareDatetime
    settings: Settings
    outcomes: tuple[Outcome, ...]


def record(evaluation: Evaluation, comparison: Comparison | None) -> dict[str, object]:
    """Everything an evaluation found.

    `questions` to `covered_at_5%_false` are rounded and few, for a glance and for other programs;
    `groups` holds every figure with its interval, and `outcomes` every question.
    """
    return {
        "set": evaluation.name,
        "made": evaluation.made.isoformat(),
        "settings": dict(evaluation.settings),
        **summary(evaluation),
        "seconds": asdict(evaluation.seconds) if evaluation.seconds else None,
        "groups": [_group(group) for group in evaluation.groups],
        "comparison": _comparison(comparison) if comparison else None,
        "outcomes": [asdict(outcome) for outcome in evaluation.outcomes],
    }


def summary(evaluation: Evaluation) -> dict[str, object]:
    """The figures in short: of answerable questions by language, of the others for all."""
    short: dict[str, object] = {
        "questions": len(evaluation.outcomes),
        "missing": evaluation.missing,
    }
    if evaluation.checked:
        short["not_verbatim"] = evaluation.altered
    every = evaluation.groups[0]
    languages = {group.of: group for group in evaluation.groups if group.by == LANGUAGE}
    for language in get_args(Language):
        if language in languages and languages[language].answerable:
            group = languages[language]
            short[language] = {"n": group.answerable, **_rounded(group, _BY_LANGUAGE)}
    if every.unanswerable:
        short["negatives"] = every.unanswerable
        short |= _rounded(every, _OF_ALL)
    return short


def _rounded(group: Group, names: tuple[str, ...]) -> dict[str, float]:
    return {
        name: round(group.figures[name].value, BY_NAME[name].places)
        for name in names
        if name in group.figures
    }


def _group(group: Group) -> dict[str, object]:
    figures = {name: _measured(measured) for name, measured in group.figures.items()}
    return {**asdict(group), "figures": figures}


def _measured(measured: Measured) -> dict[str, float]:
    return {"value": measured.value, **_bounds(measured)}


def _bounds(measured: Measured) -> dict[str, float]:
    interval = measured.interval
    return {"low": round(interval.low, _PLACES), "high": round(interval.high, _PLACES)}


def _comparison(comparison: Comparison) -> dict[str, object]:
    return {
        "common": comparison.common,
        "only_now": comparison.only_now,
        "only_earlier": comparison.only_earlier,
        "changes": [_change(change) for change in comparison.changes],
        "flips": [_flip(flip) for flip in comparison.flips],
    }


def _change(change: Change) -> dict[str, object]:
    return {**asdict(change), "difference": _measured(change.difference)}


def _flip(flip: Flip) -> dict[str, object]:
    return {
        "id": flip.now.id,
        "question": flip.now.question,
        "earlier": flip.earlier.verdict,
        "now": flip.now.verdict,
    }


def read_earlier(path: Path) -> Earlier:
    """The outcomes that an earlier run wrote into its JSON.

    Raises CommandError where the file cannot be read, or is not of that form.
    """
    try:
        read = _Record.model_validate_json(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: cannot be read: {error.strerror}") from None
    except ValidationError as error:
        raise CommandError(
            f"{path}: not the JSON of an evaluation, as kind-evaluate writes it: {told(error)}"
        ) from None
    return Earlier(read.made, read.settings, read.outcomes)
