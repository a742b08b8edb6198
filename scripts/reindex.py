"""kind-reindex: documents to a new published snapshot."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from index.build import Built, build, published
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue, Entry, Refusal
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

RereadOption = Annotated[
    bool, typer.Option("--reread", help="Read also the files that have not changed.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Publish also where many documents are gone.")
]
_MOST_LOST = 0.2  # of the published documents
_LOST_SHOWN = 10
_INFERRED_SHOWN = 20


def reindex(  # noqa: PLR0913, PLR0917 (an option each)
    documents: DocumentsOption = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
    reread: RereadOption = False,  # noqa: FBT002 (typer makes it an option)
    force: ForceOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Read every document, and publish an index of them in one step."""
    began = time.monotonic()
    settings = settings_for(config, index)
    archive = Archive(settings.archive)
    with _progress("Reading", quiet=json or not sys.stderr.isatty()) as progress:
        catalogue = Catalogue.load(
            documents.resolve() if documents else settings.documents,
            archive,
            limits=settings.limits,
            keep=True,
            reread=reread,
            progress=progress,
        )
    now = datetime.now(UTC)
    staff = staff_knowledge(settings, catalogue, now)
    refused = (*catalogue.refused, *staff.pins.refused)
    for refusal in refused:
        sys.stderr.write(f"refused: {refusal.error}\n")
    if not force:
        _refuse_to_lose_many(published(settings), catalogue)
    # Before anybody can be shown a reference, its text is where a reindex does not reach.
    archive.record(catalogue.documents, now)
    with _progress("Encoding", quiet=json) as progress:
        built = build(
            catalogue,
            settings,
            now=now,
            staff=staff,
            progress=lambda _phase, done, every: progress(done, every),
            told=_notice,
        )
    seconds = round(time.monotonic() - began, 2)
    if json:
        say_json(_summary(built, catalogue, refused, seconds))
    else:
        _tell_of(catalogue)
        say(_told(built, refused, seconds))
    raise typer.Exit(Exit.partly if refused else Exit.done)


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


def _refuse_to_lose_many(before: frozenset[str], catalogue: Catalogue) -> None:
    """Refuse to publish what would lose too many documents at once: a folder may be half there."""
    lost = sorted(before - {document.id for document in catalogue.documents})
    if catalogue.documents and len(lost) > _MOST_LOST * len(before):
        named = ", ".join(lost[:_LOST_SHOWN]) + (" …" if len(lost) > _LOST_SHOWN else "")
        raise CommandError(
            f"{len(lost)} of the {len(before)} published documents are refused or gone ({named}); "
            "nothing was published. If that is meant, run again with --force"
        )


def _notice(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _summary(
    built: Built, catalogue: Catalogue, refused: Sequence[Refusal], seconds: float
) -> dict[str, object]:
    return {
        "snapshot": built.snapshot,
        "documents": built.documents,
        "passages": built.passages,
        "sentences": built.sentences,
        "encoded": built.encoded,
        "reused": built.reused,
        "rejected": [{"file": r.file, "error": r.error} for r in refused],
        "doubtful": [{"file": d.file, "doubt": d.error} for d in catalogue.doubts],
        "inferred": [
            {"file": e.file, "keys": list(e.description.inferred)}
            for e in catalogue.entries.values()
            if e.description.inferred
        ],
        "seconds": seconds,
    }


def _told(built: Built, refused: Sequence[Refusal], seconds: float) -> str:
    counted = f"{built.documents} documents, {built.passages} passages, {built.sentences} sentences"
    news = f"{built.encoded} texts encoded" if built.encoded else "nothing had changed"
    tail = f"; {len(refused)} refused, see above" if refused else ""
    return f"Published {built.snapshot}: {counted}; {news}; {seconds} s{tail}"


@contextmanager
def _progress(title: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    if quiet:
        yield lambda _done, _all: None
    elif sys.stderr.isatty():
        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=None)

            def move(done: int, texts: int) -> None:
                bar.update(task, completed=done, total=texts)

            yield move
    else:

        def tell(done: int, texts: int) -> None:
            sys.stderr.write(f"encoded {done} of {texts}\n")

        yield tell


def main() -> NoReturn:
    """Run the command."""
    run(reindex)
