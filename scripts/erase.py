"""kind-erase: a document removed for good, with every copy on this machine that can be reached."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn

import typer

from knowledge.archive import Archive
from knowledge.errors import KindError
from knowledge.folder import printable
from scripts.command import (
    CommandError,
    ConfigOption,
    DocumentsOption,
    IndexOption,
    JsonOption,
    run,
    say,
    say_json,
    settings_for,
)
from scripts.erasing import Done, Plan, carry_out

_BEYOND = (
    "What this does not reach, and you have to see to: version control and its copies, backups, "
    "the exports named above and exports of other machines, and messages that were sent already."
)


def erase(  # noqa: PLR0913, PLR0917 (an option each)
    document: Annotated[str, typer.Argument(metavar="ID", help="The document's id.")],
    documents: DocumentsOption = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    yes: Annotated[  # noqa: FBT002 (typer makes it an option)
        bool, typer.Option("--yes", help="Do not ask whether this is meant.")
    ] = False,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Remove a document's texts for good; its words can never be published here again.

    Run it again where it was interrupted: it goes on where it was.
    """
    settings = settings_for(config, index)
    plan = Plan.of(document, settings, documents.resolve() if documents else settings.documents)
    if not json:
        for line in _planned(plan):
            say(line)
    _ask(document, yes=yes, json=json)
    try:
        done = carry_out(plan, settings, datetime.now(UTC))
    except (KindError, KeyboardInterrupt) as error:
        why = str(error) if isinstance(error, KindError) else "stopped"
        raise CommandError(f"{why}; {_state(document, Archive(settings.archive))}") from None
    if json:
        say_json(_row(plan, done))
        return
    for line in _told(plan, done):
        say(line)


def _ask(identity: str, *, yes: bool, json: bool) -> None:
    """Go on only where it is meant."""
    if yes:
        return
    if json or not sys.stdin.isatty():
        raise CommandError(
            f"{printable(identity)}: nothing was erased; answer on a terminal, or say --yes"
        )
    if not typer.confirm("Erase all of this for good?", default=False):
        raise CommandError(f"{identity}: nothing was erased")


def _state(identity: str, archive: Archive) -> str:
    if identity in archive.erasures.pending:
        return (
            f"the erasure of {identity} is not finished, and its words are shown to nobody "
            f"meanwhile: run kind-erase {identity} again"
        )
    return "nothing was erased"


def _planned(plan: Plan) -> Iterator[str]:
    yield f"{plan.identity}: {plan.title or 'its title is not known any more'}"
    for entry in plan.entries:
        seen = entry.first_seen, entry.last_seen
        yield "a text of it, first seen {:%Y-%m-%d}, last {:%Y-%m-%d}".format(*seen)
    for label, names in (
        ("the same text, which goes with it", sorted(plan.others)),
        ("file to be removed", [printable(str(path)) for path in plan.files]),
        ("snapshot to be removed", plan.snapshots),
    ):
        yield from (f"{label}: {name}" for name in names)
    yield from _left(plan)


def _left(plan: Plan) -> Iterator[str]:
    """What holds words of it and stays."""
    for label, names in (
        ("stays, and quotes it", plan.pins),
        ("stays, and holds a sentence of it", plan.quoting),
        ("warning", map(printable, plan.troubles)),
    ):
        yield from (f"{label}: {name}" for name in names)
    for export in plan.exports:
        yield f"out of reach, and holds it: {export.file}, of {export.created:%Y-%m-%d}"


def _told(plan: Plan, done: Done) -> Iterator[str]:
    texts, files = len(done.erased.texts), len(plan.files) + done.erased.files
    yield (
        f"Erased {plan.identity}: texts: {texts}; files: {files}; snapshots: {len(done.removed)}. "
        "Its words are refused from now on, whatever file they come in."
    )
    if done.snapshot:
        yield f"Published {done.snapshot} without it; a running bot follows within 2 seconds."
    if done.lost:
        yield "No index is current any more, since nothing whole was left: run kind-reindex."
    for path in done.erased.unread:
        yield f"warning: damaged, so that nobody knows what it holds; remove it: {path}"
    yield _BEYOND


def _row(plan: Plan, done: Done) -> dict[str, Any]:
    return {
        "document": plan.identity,
        "title": plan.title,
        "texts": sorted(done.erased.texts),
        "others": sorted(plan.others | (done.erased.ids - {plan.identity})),
        "files": [str(path) for path in plan.files],
        "removed": done.removed,
        "snapshot": done.snapshot,
        "lost": done.lost,
        "pins": plan.pins,
        "quoting": plan.quoting,
        "exports": [export.model_dump(mode="json", exclude={"texts"}) for export in plan.exports],
        "unread": [str(path) for path in done.erased.unread],
        "warnings": plan.troubles,
    }


def main() -> NoReturn:
    """Run the command."""
    run(erase)
