"""kind-documents: the catalogue of documents, to look at, to check and to take back from."""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.settings import Settings
from knowledge.access import Standing
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue, Entry, Refusal
from knowledge.description import Origin
from knowledge.document import Document
from knowledge.metadata import Metadata, Status
from knowledge.quote import word_count
from knowledge.withdrawals import Withdrawals
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
from scripts.withdraw import reinstate, withdraw

_TOLD = {
    Origin.given: "given",
    Origin.file: "the file itself",
    Origin.text: "its text",
    Origin.default: "default",
}


def list_documents(  # noqa: PLR0913, PLR0917 (an option each)
    status: Annotated[Status | None, typer.Option(help="Only of this status.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind.")] = None,
    year: Annotated[int | None, typer.Option(help="Only of this year.")] = None,
    language: Annotated[str | None, typer.Option(help="Only in this language: en, es.")] = None,
    documents: DocumentsOption = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """List the documents of the folder, the newest first."""
    settings = settings_for(config, index)
    catalogue = _load(settings, documents)
    withdrawals = Archive(settings.archive).withdrawals
    chosen = [
        document
        for document in sorted(catalogue.documents, key=_newest)
        if _is_chosen(document.metadata, status, kind, year, language)
    ]
    # Also of documents that are not in the folder any more.
    listed = {name: one.since.isoformat() for name, one in withdrawals.entries().items()}
    if json:
        rows = [_row(document, catalogue.entries[document.id], withdrawals) for document in chosen]
        told = {"documents": rows, "rejected": _rows_of(catalogue.refused), "withdrawn": listed}
        say_json(told)
        return
    withdrawn = withdrawals.withdrawn()
    for document in chosen:
        here = withdrawn.holds(document.sha256, document.id)
        say(_line(document.id, document.metadata, withdrawn=here))
    for name in sorted(listed.keys() - {document.id for document in catalogue.documents}):
        say(f"withdrawn, and not in the folder: {name}")
    refused = f"; refused: {len(catalogue.refused)}" if catalogue.refused else ""
    say(f"Documents: {len(chosen)} of {len(catalogue.documents)}{refused}")


def show(
    document: Annotated[str, typer.Argument(help="The document's id, or its file.")],
    documents: DocumentsOption = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Show what is known of one document, and where each of it came from."""
    settings = settings_for(config, index)
    catalogue = _load(settings, documents)
    withdrawals = Archive(settings.archive).withdrawals
    found = _find(catalogue, document)
    entry = catalogue.entries[found.id]
    standing = Standing.of(found.metadata, datetime.now(UTC))
    since = _withdrawn_since(found, withdrawals)
    if since is not None and standing is not Standing.pending:
        standing = Standing.withdrawn
    doubts = [doubt.error for doubt in catalogue.doubts if doubt.file == entry.file]
    if json:
        row = _row(found, entry, withdrawals)
        say_json({**row, "standing": str(standing), "doubts": doubts})
        return
    for label, value in _facts(found, entry, standing):
        say(f"{label:14} {value}")
    if since is not None:
        say(f"{'withdrawn':14} since {since.isoformat()}  (kind-documents withdraw)")
    for key, value, origin in _origins(entry):
        say(f"{key:14} {value}  ({origin})")
    for doubt in doubts:
        say(f"doubtful: {doubt}")


def validate(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder of documents; else the settings'.")
    ] = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Check every document, and build nothing; the glossary and the pins too, without a FOLDER."""
    settings = settings_for(config, None)
    catalogue = _load(settings, folder)
    refused = [*catalogue.refused]
    if folder is None:
        refused += staff_knowledge(settings, catalogue, datetime.now(UTC)).pins.refused
    if json:
        doubtful = [{"file": doubt.file, "doubt": doubt.error} for doubt in catalogue.doubts]
        good = len(catalogue.documents)
        say_json({"documents": good, "rejected": _rows_of(refused), "doubtful": doubtful})
    else:
        for label, told in (("refused", refused), ("doubtful", catalogue.doubts)):
            sys.stderr.writelines(f"{label}: {one.error}\n" for one in told)
        say(f"Documents that can be used: {len(catalogue.documents)}; refused: {len(refused)}")
    raise typer.Exit(Exit.partly if refused else Exit.done)


def _load(settings: Settings, folder: Path | None) -> Catalogue:
    place = folder.resolve() if folder else settings.documents
    return Catalogue.load(place, Archive(settings.archive), limits=settings.limits)


def _newest(document: Document) -> tuple[bool, int, str]:
    day = document.metadata.date
    return day is None, -day.toordinal() if day else 0, document.id


def _is_chosen(
    metadata: Metadata,
    status: Status | None,
    kind: str | None,
    year: int | None,
    language: str | None,
) -> bool:
    return (
        status in (None, metadata.status)
        and (kind is None or kind.casefold() == (metadata.kind or "").casefold())
        and (year is None or (metadata.date is not None and metadata.date.year == year))
        and language in (None, metadata.language)
    )


def _find(catalogue: Catalogue, named: str) -> Document:
    for document in catalogue.documents:
        if named in (document.id, catalogue.entries[document.id].file):
            return document
    for refusal in catalogue.refused:
        if named in (refusal.file, Path(refusal.file).stem):
            raise CommandError(f"refused: {refusal.error}")
    raise CommandError(f"{named}: there is no such document; see kind-documents list")


def _withdrawn_since(document: Document, withdrawals: Withdrawals) -> datetime | None:
    """Since when a document is withdrawn by this command; None where it is not."""
    entries = withdrawals.entries()
    names = withdrawals.covering(document.id, (document.sha256,))
    return min((entries[name].since for name in names), default=None)


def _line(identity: str, metadata: Metadata, *, withdrawn: bool) -> str:
    day = metadata.date.isoformat() if metadata.date else "undated"
    whom = " (staff)" if metadata.audience == "staff" else ""
    stands = f"{'withdrawn here' if withdrawn else metadata.status}{whom}"
    return f"{day:10}  {stands:19}  {metadata.language}  {identity}  {metadata.title}"


def _row(document: Document, entry: Entry, withdrawals: Withdrawals) -> dict[str, object]:
    since = _withdrawn_since(document, withdrawals)
    return {
        "id": document.id,
        "file": entry.file,
        "pages": entry.pages,
        "words": word_count(document.text),
        "sha256": document.sha256,
        "withdrawn_since": since.isoformat() if since else None,
        "metadata": {
            key: {"value": value, "origin": str(entry.description.origins[key])}
            | ({"place": entry.description.places[key]} if key in entry.description.places else {})
            for key, value in document.metadata.model_dump(mode="json").items()
        },
    }


def _rows_of(refused: Iterable[Refusal]) -> list[dict[str, str]]:
    return [{"file": refusal.file, "error": refusal.error} for refusal in refused]


def _facts(document: Document, entry: Entry, standing: Standing) -> Iterator[tuple[str, object]]:
    yield "id", document.id
    yield "file", entry.file
    yield "standing now", standing
    yield "words", word_count(document.text)
    if entry.pages is not None:
        yield "pages", entry.pages
    yield "text", f"sha256 {document.sha256}"


def _origins(entry: Entry) -> Iterator[tuple[str, object, str]]:
    description = entry.description
    for key, origin in description.origins.items():
        value = getattr(description.metadata, key)
        place = description.places.get(key)
        yield key, "-" if value is None else value, place or _TOLD[origin]


def main() -> NoReturn:
    """Run the command."""
    run(
        list=list_documents,
        show=show,
        validate=validate,
        withdraw=withdraw,
        reinstate=reinstate,
    )
