"""kind-reindex: documents to a new published snapshot."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from index.build import Built, Progress, build
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue, Refusal
from scripts.command import (
    ConfigOption,
    Exit,
    IndexOption,
    JsonOption,
    run,
    say,
    say_json,
    settings_for,
    staff_knowledge,
)


def reindex(
    documents: Annotated[
        Path | None, typer.Option("--documents", help="The folder of documents.")
    ] = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Read every document, and publish an index of them in one step."""
    began = time.monotonic()
    settings = settings_for(config, index)
    archive = Archive(settings.archive)
    catalogue = Catalogue.load(documents.resolve() if documents else settings.documents, archive)
    now = datetime.now(UTC)
    staff = staff_knowledge(settings, catalogue, now)
    refused = (*catalogue.refused, *staff.pins.refused)
    for refusal in refused:
        sys.stderr.write(f"refused: {refusal.error}\n")
    # Before anybody can be shown a reference, its text is where a reindex does not reach.
    archive.record(catalogue.documents, now)
    with _progress(quiet=json) as progress:
        built = build(catalogue, settings, now=now, staff=staff, progress=progress, told=_notice)
    seconds = round(time.monotonic() - began, 2)
    if json:
        say_json(_summary(built, refused, seconds))
    else:
        say(_told(built, refused, seconds))
    raise typer.Exit(Exit.partly if refused else Exit.done)


def _notice(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _summary(built: Built, refused: tuple[Refusal, ...], seconds: float) -> dict[str, object]:
    return {
        "snapshot": built.snapshot,
        "documents": built.documents,
        "passages": built.passages,
        "sentences": built.sentences,
        "encoded": built.encoded,
        "reused": built.reused,
        "rejected": [{"file": r.file, "error": r.error} for r in refused],
        "seconds": seconds,
    }


def _told(built: Built, refused: tuple[Refusal, ...], seconds: float) -> str:
    counted = f"{built.documents} documents, {built.passages} passages, {built.sentences} sentences"
    news = f"{built.encoded} texts encoded" if built.encoded else "nothing had changed"
    tail = f"; {len(refused)} refused, see above" if refused else ""
    return f"Published {built.snapshot}: {counted}; {news}; {seconds} s{tail}"


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress]:
    if quiet:
        yield lambda _done, _all: None
    elif sys.stderr.isatty():
        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Encoding", total=None)

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
