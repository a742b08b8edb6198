"""kind-documents withdraw and reinstate: a document taken back at once, and given again."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import typer

from knowledge.archive import Archive
from knowledge.folder import printable
from scripts.command import (
    ConfigOption,
    DocumentsOption,
    IndexOption,
    JsonOption,
    say,
    say_json,
    settings_for,
)
from scripts.known import Known, present_document

DocumentArgument = Annotated[str, typer.Argument(metavar="ID", help="The document's id.")]


def withdraw(
    document: DocumentArgument,
    documents: DocumentsOption = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Withdraw a document at once, also on a running bot: its words are shown to nobody."""
    settings = settings_for(config, index)
    folder = documents.resolve() if documents else settings.documents
    withdrawals = Archive(settings.archive).withdrawals
    known = Known.of(settings, folder)
    before = withdrawals.entries().get(document)
    if before is None:
        known.refuse_unknown(document)
    # At once; only then is its file read, which may hold a text that was never indexed.
    told = withdrawals.withdraw(document, datetime.now(UTC), known.texts_of(document))
    present, troubles = None, known.troubles
    if document in known.files:
        present, unread = present_document(settings, folder, document)
        troubles += unread
    if present is not None:
        told = withdrawals.withdraw(document, told.since, (present.sha256,))
    others = sorted((known.ids_of(told.texts) | told.others) - {document})
    _warn(troubles)
    if json:
        since, changed = told.since.isoformat(), before is None
        row = {"document": document, "withdrawn": True, "changed": changed, "since": since}
        say_json({**row, "others": others})
        return
    was = "is withdrawn" if before is None else f"was withdrawn already, {_since(told.since)}"
    say(f"{document} {was}: from the next question on, its words are shown to nobody.")
    for other in others:
        say(f"So is {other}, where it has the same text.")
    say(
        "Whoever may see the document is still told its title, its date and that it is withdrawn. "
        "No reindex and no earlier snapshot brings it back; what was sent already stays where it "
        f"is. To show it again: kind-documents reinstate {document}"
    )


def reinstate(
    document: DocumentArgument,
    documents: DocumentsOption = None,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Take a withdrawal back at once: the document's own status counts again."""
    settings = settings_for(config, index)
    folder = documents.resolve() if documents else settings.documents
    withdrawals = Archive(settings.archive).withdrawals
    known = Known.of(settings, folder)
    names = withdrawals.covering(document, known.texts_of(document))
    if not names:
        known.refuse_unknown(document)
    for name in names:
        withdrawals.reinstate(name)
    _warn(known.troubles)
    if json:
        row = {"document": document, "withdrawn": False, "changed": bool(names)}
        say_json({**row, "withdrawn_as": names})
        return
    if not names:
        say(f"{document} was not withdrawn by kind-documents; nothing has changed.")
        return
    say(f"{document} is withdrawn no longer: from the next question on, its own status counts.")
    for name in names:
        if name != document:
            say(f"It had been withdrawn as {name}, which is withdrawn no longer either.")


def _since(moment: datetime) -> str:
    return f"on {moment.astimezone(UTC):%Y-%m-%d at %H:%M} UTC"


def _warn(troubles: Iterable[str]) -> None:
    for trouble in troubles:
        sys.stderr.write(f"warning: {printable(trouble)}\n")
