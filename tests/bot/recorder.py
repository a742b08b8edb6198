"""Law 1's recorder: takes what left for Telegram apart, and accounts for every character of it.

It reads the phrases, the documents and the settings for itself, and knows nothing of the renderer.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from bot.local.telegram import Request
from bot.settings import PROJECT
from knowledge.blocks import BlockKind
from knowledge.document import Document

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
}
_SLOT = re.compile(r"\{(\w+)\}")
_NAMES = re.compile(r"[A-ZÁÉÍÓÚÑ]\w+(?: [A-ZÁÉÍÓÚÑ]\w+)*")
# Phrases that only stand within others.
_FILLING = {"then", "more", "titled", "names", "line", "next_line", "not_public", "moment"}
SPEAKING = (
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
)


def _phrases(language: str) -> dict[str, str]:
    file = PROJECT / "bot" / "phrases" / f"{language}.yaml"
    read: dict[str, str] = yaml.safe_load(file.read_text("utf-8"))
    return read


class Recorder:
    """Accounts for messages about these documents, with these settings."""

    def __init__(self, documents: Iterable[Document], contacts: Iterable[str]) -> None:
        self.documents = list(documents)
        self._contacts = sorted(contacts, key=len, reverse=True)
        self._patterns = [
            pattern for language in _MONTHS for pattern in self._phrase_patterns(language)
        ]

    def unaccounted(self, request: Request) -> str | None:
        """What in a request is none of the parts; None when every character is accounted for."""
        parameters = request.parameters
        for text, entities in _texts(parameters):
            rest, excerpts = _without_quotes(text, entities)
            for excerpt in excerpts:
                if not self.is_excerpt(excerpt):
                    return f"not a slice of whole sentences: {excerpt!r}"
            if not self._covers(rest):
                return f"not of the bot's phrases, metadata and values: {rest!r}"
        return None

    def is_excerpt(self, words: str) -> bool:
        """Whether words stand in a document, from the start of a sentence to the end of one."""
        return any(self._in_document(words, document) for document in self.documents)

    @staticmethod
    def _in_document(words: str, document: Document) -> bool:
        start = document.text.find(words)
        kinds = {BlockKind.heading, BlockKind.dateline, BlockKind.contact}
        starts = {s.span.start for s in document.sentences if s.kind not in kinds}
        ends = {s.span.end for s in document.sentences if s.kind not in kinds}
        while start >= 0:
            if start in starts and start + len(words) in ends:
                return True
            start = document.text.find(words, start + 1)
        return False

    def _covers(self, text: str) -> bool:
        """Whether phrases, one after the other, are the text; white space between is layout."""
        reached, done = {0}, set()
        while reached:
            at = reached.pop()
            if at == len(text):
                return True
            done.add(at)
            if text[at] == "\n":
                reached.add(at + 1)
            for pattern in self._patterns:
                found = pattern.match(text, at)
                if found and found.end() > at and found.end() not in done:
                    reached.add(found.end())
        return not text

    def _phrase_patterns(self, language: str) -> Iterator[re.Pattern[str]]:
        """What each phrase may be, its slots filled; those that only fill slots are none."""
        phrases = _phrases(language)
        slots = self._slots(language)

        def filled(key: str, **others: str) -> str:
            return "".join(
                f"(?:{(slots | others)[piece]})" if number % 2 else re.escape(piece)
                for number, piece in enumerate(_SLOT.split(phrases[key]))
            )

        times = [filled(key) for key in phrases if key.startswith("time_")]
        plain = f"{filled('titled')}|{slots['title']}"
        titled = f"{filled('not_public', document=plain)}|{plain}"
        then = filled("then", first="", second=f"{titled}|{filled('more')}")
        next_line = filled("next_line", first="", second=filled("line", document=titled))
        held = {
            "also_in": f"(?:{titled})(?:{then})*",
            "nearby": f"{filled('line', document=titled)}(?:{next_line})*",
            "replaced": filled("line", document=titled),
        }
        name = slots["speaker"]
        speakers = f"{name}(?:{filled('names', first='', second=name)})*"
        for key in phrases:
            if key not in _FILLING and not key.startswith("time_"):
                others = {"time": "|".join(times), "speaker": speakers, "document": titled}
                others |= dict.fromkeys(("moment", "started", "made", "since"), filled("moment"))
                yield re.compile(filled(key, documents=held.get(key, ""), **others))

    def _slots(self, language: str) -> dict[str, str]:
        """What may fill a slot by itself."""
        examples = [w for key, w in _phrases(language).items() if key.startswith("example_")]
        months = "|".join(_MONTHS[language].split())
        date = rf"(?:{months}) \d{{1,2}}, \d{{4}}|\d{{1,2}} de (?:{months}) de \d{{4}}"
        period = rf"(?:(?:{months}) (?:de )?)?\d{{4}}"
        number = r"\d{1,3}(?:[.,]\d{3})*"
        return {
            "title": _any(d.metadata.title for d in self.documents),
            "kind": _any(d.metadata.kind or "" for d in self.documents),
            "date": date,
            "day": date,
            "period": period,
            "first": f"{date}|{period}",
            "last": f"{date}|{period}",
            "speaker": _any({name for d in self.documents for name in _names(d.text)}),
            "clock": r"\d{1,2}:\d\d(?::\d\d)?(?:\u202f[AP]M)?",
            "offset": r"[+-]\d\d:\d\d",
            "number": number,
            "count": number,
            "limit": number,
            "reference": _any(d.sha256[:16] for d in self.documents) + "-[0-9a-z]+-[0-9a-z]+",
            "contact": _any(self._contacts),
            "example": _any(examples),
            "question": _any(examples),
            "version": r"\d[\w.]*\+[0-9a-f]{12}",
            "snapshot": r"\d{8}T\d{6}Z-[0-9a-f]{8}",
        }


def _names(text: str) -> Iterator[str]:
    """All that stands in a text and may be a name: words with capitals, one or more in a row."""
    for run in _NAMES.findall(text):
        words = run.split()
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                yield " ".join(words[start:end])


def _any(options: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(o) for o in sorted(options, key=len, reverse=True)) + ")"


def _texts(parameters: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if "text" in parameters:
        yield parameters["text"], _json(parameters.get("entities", []))
    for key in ("description", "short_description"):
        if key in parameters:
            yield parameters[key], []
    for row in _json(parameters.get("reply_markup", {})).get("inline_keyboard", []):
        for button in row:
            yield button["text"], []
    for command in _json(parameters.get("commands", [])):
        yield command["description"], []


def _json(value: Any) -> Any:  # noqa: ANN401 (a parameter as it came over the wire)
    return json.loads(value) if isinstance(value, str) else value


def _without_quotes(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[str]]:
    units = text.encode("utf-16-le")
    excerpts = []
    for entity in sorted(entities, key=lambda e: -e["offset"]):
        if entity["type"] == "blockquote":
            start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
            excerpts.append(units[start:end].decode("utf-16-le"))
            units = units[:start] + units[end:]
    return units.decode("utf-16-le"), excerpts
