"""kind-ask: a question to quotes."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from json import loads
from typing import Annotated, NoReturn

import typer

from index.index import Index
from index.view import View
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.document import Document
from knowledge.quote import Quote
from scripts.command import (
    CommandError,
    ConfigOption,
    IndexOption,
    JsonOption,
    run,
    say,
    say_json,
    settings_for,
)


def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question; without it, JSON lines are read from stdin.")
    ] = None,
    role: Annotated[Role, typer.Option("--as", help="Who asks.")] = Role.journalist,
    index: IndexOption = None,
    config: ConfigOption = None,
    json: JsonOption = False,  # noqa: FBT002 (typer makes it an option)
) -> None:
    """Answer a question with quotes; with --json also each line {"id", "question"} of stdin."""
    if question is None and not json:
        raise typer.BadParameter("give a question, or --json and questions on standard input")
    settings = settings_for(config, index)
    opened = Index.open(settings, Archive(settings.archive))
    if opened.trouble is not None:
        sys.stderr.write(f"{opened.trouble}; this is from {opened.snapshot.name}\n")
    if question is None:
        for identity, asked in _questions():
            # A view each: what is taken back meanwhile is not shown.
            say_json(_line(identity, opened.view(role, datetime.now(UTC)), asked))
    elif json:
        say_json(_line(None, opened.view(role, datetime.now(UTC)), question))
    else:
        _tell(opened.view(role, datetime.now(UTC)), question)


def _questions() -> Iterator[tuple[object, str]]:
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        match _read(line):
            case {"question": str(question), **rest}:
                yield rest.get("id"), question
            case _:
                raise CommandError(
                    f'standard input, line {number}: not of the form {{"id": …, "question": …}}'
                )


def _read(line: str) -> object:
    try:
        return loads(line)
    except (ValueError, RecursionError):
        return None


def _line(identity: object, view: View, question: str) -> dict[str, object]:
    answer = view.search(question)
    line: dict[str, object] = {
        "id": identity,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "quotes": [_quote(hit.quote, view) for hit in answer.hits],
    }
    if answer.successor is not None:
        line["successor"] = {**_named(answer.successor), **_embargo(answer.successor, view)}
    return line


def _quote(quote: Quote, view: View) -> dict[str, object]:
    return {
        **_named(quote.document),
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "reference": str(quote.reference),
        "stale": view.caution(quote.document).stale,
        **_embargo(quote.document, view),
    }


def _named(document: Document) -> dict[str, object]:
    metadata = document.metadata
    return {
        "document": document.id,
        "title": metadata.title,
        "date": metadata.date.isoformat() if metadata.date else None,
        "url": metadata.url,
    }


def _embargo(document: Document, view: View) -> dict[str, object]:
    """The end of a document's embargo while it lasts, null for one without; else nothing."""
    if not view.caution(document).embargoed:
        return {}
    end = document.metadata.embargo_until
    return {"embargo_until": end.isoformat() if end else None}


def _tell(view: View, question: str) -> None:
    answer = view.search(question)
    if answer.successor is not None:
        say("An earlier statement on this was replaced, and is not quoted. In its place stands:")
        say("\n".join([*_warnings(answer.successor, view), f"  {_cited(answer.successor)}"]))
    elif not answer.answered:
        say(f"No statement found (confidence {answer.confidence:.2f}).")
    else:
        say(f"Confidence {answer.confidence:.2f}")
        for hit in answer.hits:
            document, reference = hit.quote.document, hit.quote.reference
            warnings = "".join(f"{warning}\n" for warning in _warnings(document, view))
            say(f"\n{warnings}{hit.quote.text}\n  {_cited(document)}\n  {reference}")


def _warnings(document: Document, view: View) -> Iterator[str]:
    """That a document is not for publication, or old."""
    caution, metadata = view.caution(document), document.metadata
    if caution.internal:
        yield "[for staff only: not for publication]"
    if caution.embargoed:
        end = metadata.embargo_until
        until = f"until {end.isoformat()}" if end else "without end"
        yield f"[under embargo {until}: not for publication]"
    if caution.stale:
        yield f"[from {metadata.date}: check that it still stands]"


def _cited(document: Document) -> str:
    metadata = document.metadata
    return f"{metadata.title}, {metadata.date.isoformat()}" if metadata.date else metadata.title


def main() -> NoReturn:
    """Run the command."""
    run(ask)
