"""kind-import: posts of KIND's website to documents."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, NoReturn

import httpx
import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TaskID

from scripts.command import (
    CommandError,
    ConfigOption,
    DocumentsOption,
    Exit,
    JsonOption,
    run,
    say,
    say_json,
    settings_for,
)
from scripts.importing.address import read_address
from scripts.importing.answer import AnswerError, SiteError
from scripts.importing.folder import Folder
from scripts.importing.importer import Importer, Progress
from scripts.importing.intake import Choice, Intake
from scripts.importing.outcome import Left, Outcome
from scripts.importing.polite import Polite
from scripts.importing.post_type import PostType, chosen
from scripts.importing.record import Record
from scripts.importing.wordpress import WordPress


class _Status(StrEnum):
    draft = "draft"
    approved = "approved"


def import_posts(  # noqa: PLR0913, PLR0917 (each is an option)
    url: Annotated[str, typer.Argument(metavar="URL", help="The site's front page.")],
    documents: DocumentsOption = None,
    status: Annotated[
        _Status, typer.Option("--status", help="The status of what is written.")
    ] = _Status.draft,
    types: Annotated[
        list[str] | None,
        typer.Option("--type", help="Only posts of this type; repeat it for more."),
    ] = None,
    replace: Annotated[
        list[str] | None,
        typer.Option(
            "--replace", metavar="ID", help="Take the site's text of a document edited here."
        ),
    ] = None,
    dry_run: Annotated[  # noqa: FBT002 (typer makes it an option)
        bool, typer.Option("--dry-run", help="Only tell what would be done.")
    ] = False,
    pause: Annotated[
        float, typer.Option("--pause", min=0, max=60, help="Seconds between two requests.")
    ] = 1.0,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Import the posts of a WordPress site as documents, and what has changed since."""
    began = time.monotonic()
    settings = settings_for(config, None)
    address = read_address(url)
    choice = Choice(status.value, frozenset(replace or ()))
    folder = Folder(
        documents.resolve() if documents else settings.documents, settings.limits, dry=dry_run
    )
    with _progress(quiet=json) as progress, Polite(pause, _notice) as polite:
        outcome = _imported(address, folder, choice, types or [], polite, progress)
    _tell(outcome)
    seconds = round(time.monotonic() - began, 2)
    if json:
        say_json(outcome.summary(seconds))
    else:
        if dry_run:
            _preview(outcome)
        say(outcome.told(seconds, dry=dry_run))
    raise typer.Exit(Exit.partly if outcome.partly else Exit.done)


def _imported(  # noqa: PLR0913, PLR0917 (what the options say)
    address: httpx.URL,
    folder: Folder,
    choice: Choice,
    types: list[str],
    polite: Polite,
    progress: Progress,
) -> Outcome:
    site, known = WordPress.discover(address, polite)
    picked = chosen(known, types)
    record = Record.load(folder.path, site.name)
    for identity in choice.replace:
        if identity not in record.own and identity not in folder:
            raise CommandError(f"--replace {identity}: there is no such document; name its id")
    outcome = Outcome()
    intake = Intake(folder, record, choice, outcome)
    saved = _nothing if folder.dry else record.save
    importer = Importer(site, intake, record, progress=progress, saved=saved)
    try:
        _take_all(picked, importer, outcome)
    except SiteError as error:
        if not outcome.written:
            raise
        outcome.skipped.append(Left(site.name, str(error)))
    else:
        intake.close()
    return outcome


def _take_all(picked: list[PostType], importer: Importer, outcome: Outcome) -> None:
    denied = []
    for kind in picked:
        try:
            importer.take(kind)
        except AnswerError as error:
            denied.append(Left(kind.slug, str(error)))
    if len(denied) == len(picked) and not outcome.written:
        raise SiteError(str(denied[0]))
    outcome.skipped += denied


def _nothing() -> None:
    """A dry run leaves no record."""


def _tell(outcome: Outcome) -> None:
    for name in ("copied", "kept", "deleted", "skipped"):
        for left in getattr(outcome, name):
            _notice(f"{name}: {left}")


def _preview(outcome: Outcome) -> None:
    for verb, written in (("import", outcome.imported), ("update", outcome.updated)):
        for identity in written:
            say(f"would {verb}: {identity}")


def _notice(line: str) -> None:
    sys.stderr.write(f"{line}\n")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress]:
    if quiet:
        yield lambda _type, _done, _all: None
    elif sys.stderr.isatty():
        with Bar(console=Console(stderr=True), transient=True) as bar:
            tasks: dict[str, TaskID] = {}

            def move(kind: str, done: int, posts: int) -> None:
                if kind not in tasks:
                    tasks[kind] = bar.add_task(kind, total=None)
                bar.update(tasks[kind], completed=done, total=posts)

            yield move
    else:

        def tell(kind: str, done: int, posts: int) -> None:
            _notice(f"{kind}: {done} of {posts}")

        yield tell


def main() -> NoReturn:
    """Run the command."""
    run(import_posts)
