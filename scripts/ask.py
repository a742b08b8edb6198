"""kind-ask: a question to quotes."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from json import loads
from typing import Annotated, NoReturn

import typer

from index.index import Index
from index.view import Answer, View
from knowledge.access import Role
from knowledge.archive import Archive
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
    view = Index.open(settings, Archive(settings.archive)).view(role, datetime.now(UTC))
    if question is None:
        for identity, asked in _questions():
            say_json(_line(identity, view.search(asked)))
    elif json:
        say_json(_line(None, view.search(question)))
    else:
        _tell(view, question)


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


def _line(identity: object, answer: Answer) -> dict[str, object]:
    quotes = []
    for hit in answer.hits:
        quote = hit.quote
        metadata = quote.document.metadata
        quotes.append(
            {
                "document": quote.document.id,
                "title": metadata.title,
                "date": metadata.date.isoformat() if metadata.date else None,
                "url": metadata.url,
                "start": quote.start,
                "end": quote.end,
                "text": quote.text,
                "reference": str(quote.reference),
            }
        )
    return {
        "id": identity,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "quotes": quotes,
    }


def _tell(view: View, question: str) -> None:
    answer = view.search(question)
    if not answer.answered:
        say(f"No statement found (confidence {answer.confidence:.2f}).")
        return
    say(f"Confidence {answer.confidence:.2f}")
    for hit in answer.hits:
        metadata = hit.quote.document.metadata
        dated = f", {metadata.date.isoformat()}" if metadata.date else ""
        say(f"\n{hit.quote.text}\n  {metadata.title}{dated}\n  {hit.quote.reference}")


def main() -> NoReturn:
    """Run the command."""
    run(ask)
