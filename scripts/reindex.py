"""kind-reindex: documents to a new published snapshot."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from bot.settings import Settings
from index.build import Built, Phase, Progress, build, published
from index.errors import SnapshotError
from index.snapshots import Snapshots
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue, Entry, Refusal
from knowledge.changes import Changes
from scripts.command import (
    CommandError,
    ConfigOption,
    DocumentsOption,
    Exit,
    IndexOption,
    JsonOption,
    run,
    say,
    say_json,
    settings_for,
    staff_knowledge,
)
from scripts.reindexing.difference import differences, show
from scripts.reindexing.progress import Phases
from scripts.reindexing.summary import Summary

RereadOption = Annotated[
    bool, typer.Option("--reread", help="Read also the files that have not changed.")
]
FullOption = Annotated[
    bool, typer.Option("--full", help="Encode every text, also those that have not changed.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Publish also where many documents are gone.")
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Change nothing; show what would change, word by word.")
]
_MOST_LOST = 0.2  # of the published documents
_LOST_SHOWN = 10
_INFERRED_SHOWN = 20
_NICE = 10  # behind a bot that answers on the same machine
_PHASES: dict[Phase, str] = {"dividing": "Dividing", "encoding": "Encoding", "writing": "Writing"}


def reindex(  # noqa: PLR0913, PLR0917 (an option each)
    documents: DocumentsOption = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
    reread: RereadOption = False,  # noqa: FBT002 (typer makes it an option)
    full: FullOption = False,  # noqa: FBT002 (typer makes it an option)
    force: ForceOption = False,  # noqa: FBT002 (typer makes it an option)
    dry_run: DryRunOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Read every document, and publish an index of them in one step."""
    began = time.monotonic()
    settings = settings_for(config, index)
    if documents is not None:
        settings = settings.model_copy(update={"documents": documents.resolve()})
    snapshots = Snapshots(settings.index)
    with Phases(quiet=json) as phases, _writing(snapshots, dry_run=dry_run):
        run_ = _Run(settings, snapshots, phases, reread=reread, full=full)
        catalogue = run_.read(keep=not dry_run)
        built, refused = run_.build(catalogue, dry_run=dry_run, force=force)
    changes = Changes.between(built.before, catalogue.documents)
    seconds = round(time.monotonic() - began, 2)
    summary = _summary(built, catalogue, refused, changes, seconds, dry_run=dry_run)
    found = differences(changes, built.before, catalogue.documents) if dry_run else iter(())
    if json:
        more = {"differences": [one.json() for one in found]} if dry_run else {}
        say_json(summary.json() | more)
    else:
        _tell_of(catalogue)
        show(found, Console())
        for line in summary.lines():
            say(line)
    raise typer.Exit(Exit.partly if refused else Exit.done)


@contextmanager
def _writing(snapshots: Snapshots, *, dry_run: bool) -> Iterator[None]:
    """Hold the lock from before the documents are read, so that no two runs overtake each other."""
    if dry_run:
        yield
        return
    with snapshots.writing("kind-reindex"):
        yield


class _Run:
    """One run over the documents of the settings' folder."""

    def __init__(
        self,
        settings: Settings,
        snapshots: Snapshots,
        phases: Phases,
        *,
        reread: bool,
        full: bool,
    ) -> None:
        self._settings = settings
        self._snapshots = snapshots
        self._phases = phases
        self._reread = reread
        self._full = full
        self._archive = Archive(settings.archive)

    def read(self, *, keep: bool) -> Catalogue:
        """The documents, read."""
        self._refuse_half_erased()
        return Catalogue.load(
            self._settings.documents,
            self._archive,
            limits=self._settings.limits,
            keep=keep,
            reread=self._reread,
            progress=self._phases.of("Reading"),
        )

    def build(
        self, catalogue: Catalogue, *, dry_run: bool, force: bool
    ) -> tuple[Built, tuple[Refusal, ...]]:
        """A snapshot of them published, or not in a dry run; and what was refused."""
        now = datetime.now(UTC)
        staff = staff_knowledge(self._settings, catalogue, now)
        refused = (*catalogue.refused, *staff.pins.refused)
        for refusal in refused:
            sys.stderr.write(f"refused: {refusal.error}\n")
        many = _many_lost(published(self._settings), catalogue)
        if many and dry_run:
            _notice(f"would be refused without --force: {many}")
        elif many and not force:
            raise CommandError(
                f"{many}; nothing was published. If that is meant, run again with --force"
            )
        if not dry_run:
            # Before anybody can be shown a reference, its text is where a reindex does not reach.
            self._archive.record(catalogue.documents, now)
        built = build(
            catalogue,
            self._settings,
            now=now,
            staff=staff,
            full=self._full,
            dry_run=dry_run,
            progress=self._progress(),
            told=_notice,
            snapshots=self._snapshots,
        )
        if built.published:
            self._prune()
        return built, refused

    def _prune(self) -> None:
        try:
            self._snapshots.prune(self._settings.snapshots_kept)
        except SnapshotError as error:
            _notice(f"published; but older snapshots could not be removed: {error}")

    def _progress(self) -> Progress:
        """What tells of each phase of a build."""
        updates = {}

        def progress(phase: Phase, done: int, every: int) -> None:
            if phase not in updates:
                updates[phase] = self._phases.of(_PHASES[phase])
            updates[phase](done, every)

        return progress

    def _refuse_half_erased(self) -> None:
        """Refuse to publish while a text is half gone: what is left of it would come back."""
        if pending := sorted(self._archive.erasures.pending):
            raise CommandError(
                f"the erasure of {', '.join(pending)} was not finished; run kind-erase "
                f"{pending[0]} first"
            )


def _tell_of(catalogue: Catalogue) -> None:
    """Say what may be wrong with documents, and what was read from the documents themselves."""
    for doubt in catalogue.doubts:
        sys.stderr.write(f"doubtful: {doubt.error}\n")
    lines = [_inferred(entry) for entry in catalogue.entries.values() if entry.fresh]
    lines = [line for line in lines if line]
    sys.stderr.writelines(lines[:_INFERRED_SHOWN])
    if len(lines) > _INFERRED_SHOWN:
        more = len(lines) - _INFERRED_SHOWN
        sys.stderr.write(f"inferred: of {more} more documents; kind-documents shows them\n")


def _inferred(entry: Entry) -> str:
    description = entry.description
    told = [f"{key} {getattr(description.metadata, key)}" for key in description.inferred]
    return f"inferred: {entry.file}: {'; '.join(told)}\n" if told else ""


def _many_lost(before: frozenset[str], catalogue: Catalogue) -> str:
    """What is said of too many documents gone at once: a folder may be half there. Else nothing."""
    lost = sorted(before - {document.id for document in catalogue.documents})
    if not catalogue.documents or len(lost) <= _MOST_LOST * len(before):
        return ""
    named = ", ".join(lost[:_LOST_SHOWN]) + (" …" if len(lost) > _LOST_SHOWN else "")
    return f"{len(lost)} of the {len(before)} published documents are refused or gone ({named})"


def _notice(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _summary(  # noqa: PLR0913 (all that is told)
    built: Built,
    catalogue: Catalogue,
    refused: Sequence[Refusal],
    changes: Changes,
    seconds: float,
    *,
    dry_run: bool,
) -> Summary:
    return Summary(
        snapshot=built.snapshot or None,
        documents=built.documents,
        passages=built.passages,
        sentences=built.sentences,
        encoded=built.encoded,
        reused=built.reused,
        seconds=seconds,
        published=built.published,
        dry_run=dry_run,
        added=changes.added,
        changed=changes.changed_ids,
        removed=changes.removed,
        rejected=tuple((r.file, r.error) for r in refused),
        doubtful=tuple((d.file, d.error) for d in catalogue.doubts),
        inferred=tuple(
            (e.file, tuple(e.description.inferred))
            for e in catalogue.entries.values()
            if e.description.inferred
        ),
    )


def main() -> NoReturn:
    """Run the command."""
    os.nice(_NICE)
    run(reindex)
