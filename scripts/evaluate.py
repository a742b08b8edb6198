"""kind-evaluate: how good the answers to a set of questions are."""

import json as jsons
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import track

from bot.settings import Settings
from index.index import Index
from index.settings import IndexSettings
from knowledge.access import Role
from knowledge.archive import Archive
from scripts.command import (
    CommandError,
    ConfigOption,
    IndexOption,
    JsonOption,
    run,
    say_json,
    settings_for,
)
from scripts.evaluation.comparison import Comparison
from scripts.evaluation.evaluation import Evaluation
from scripts.evaluation.files import make_folder, write
from scripts.evaluation.json_lines import Identity
from scripts.evaluation.question_set import QuestionSet
from scripts.evaluation.record import Earlier, read_earlier, record
from scripts.evaluation.report import report
from scripts.evaluation.response import Response, ask, read_responses, write_responses
from scripts.evaluation.tables import tables
from scripts.evaluation.trial_index import trial_index

Responses = dict[Identity, Response]
Told = dict[str, str | float | None]
_COLUMNS = 120  # of a table that no terminal shows


def evaluate(  # noqa: PLR0913, PLR0917 (each is an option)
    questions: Annotated[
        Path, typer.Argument(metavar="SET", help="A folder of evaluation data, or its questions.")
    ],
    documents: Annotated[
        Path | None, typer.Option("--documents", help="The set's documents, else beside it.")
    ] = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", help="Score these `kind-ask --json` lines instead.")
    ] = None,
    save_answers: Annotated[
        Path | None, typer.Option("--save-answers", help="Where to write the answers.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Where evaluation.json and .html go.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="The evaluation.json of an earlier run.")
    ] = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Ask a set's questions of an index of its documents, and score the answers."""
    if answers is not None and (index is not None or save_answers is not None):
        raise typer.BadParameter("with --answers nothing is asked; leave out the other option")
    now = datetime.now(UTC)
    earlier = read_earlier(against) if against else None
    asked = QuestionSet.load(questions, documents)
    if earlier and not earlier.shares(asked):
        raise CommandError(f"{against}: none of its questions is in this set; compare like sets")
    for folder in filter(None, [output, save_answers and save_answers.absolute().parent]):
        make_folder(folder)  # before the work, which would else be lost
    responses, told = _given(answers) if answers else _ask(asked, index, config, now)
    if save_answers:
        write_responses(save_answers, responses)
    evaluation = Evaluation.of(asked, responses, told, now)
    _tell(evaluation, earlier, output, json=json)


def _given(answers: Path) -> tuple[Responses, Told]:
    """The answers in a file, and which it is."""
    return read_responses(answers), {"answers": answers.name}


def _ask(
    asked: QuestionSet, index: Path | None, config: Path | None, now: datetime
) -> tuple[Responses, Told]:
    """The answers of a real index to every question, and what made them."""
    settings = settings_for(config, index)
    with _opened(asked, settings, now, ready=index is not None) as opened:
        view = opened.view(Role.journalist, now)
        shown = track(
            asked.questions,
            "Asking",
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        responses = {question.id: ask(view, question.text) for question in shown}
        return responses, {**_of_index(settings), "calibration": opened.judgement.calibration.made}


@contextmanager
def _opened(
    asked: QuestionSet, settings: Settings, now: datetime, *, ready: bool
) -> Iterator[Index]:
    if ready:
        yield Index.open(settings, Archive(settings.archive))
    elif asked.catalogue is None:
        raise CommandError(
            f"{asked.name}: there is no folder `documents` beside the questions; "
            "name one with --documents, or an index with --index"
        )
    else:
        for refusal in asked.catalogue.refused:
            sys.stderr.write(f"refused: {refusal.error}\n")
        with trial_index(asked.catalogue, settings, now) as opened:
            yield opened


def _of_index(settings: Settings) -> Told:
    """The index's settings; where its folders are is this machine's own affair."""
    values = ((name, getattr(settings, name)) for name in IndexSettings.model_fields)
    told = {name: value for name, value in values if not isinstance(value, Path)}
    organisation, age = ", ".join(settings.organisation), str(settings.stale_after)
    return {**told, "organisation": organisation, "stale_after": age}


def _tell(
    evaluation: Evaluation, earlier: Earlier | None, output: Path | None, *, json: bool
) -> None:
    compared = Comparison.of(evaluation.outcomes, earlier.outcomes) if earlier else None
    told = record(evaluation, compared)
    if output:
        write(output / "evaluation.json", jsons.dumps(told, ensure_ascii=False, indent=1) + "\n")
        write(output / "evaluation.html", report(evaluation, compared, earlier))
    if json:
        say_json(told)
    else:
        console = Console(
            width=None if sys.stdout.isatty() else _COLUMNS, markup=False, highlight=False
        )
        for table in tables(evaluation, compared):
            console.print(table)


def main() -> NoReturn:
    """Run the command."""
    run(evaluate)
