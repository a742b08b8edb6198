"""How a changed document differs from what it was, to look at before it is published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Self

from rich.console import Console
from rich.text import Text

from knowledge.changes import Change, Changes
from knowledge.document import Document
from knowledge.word_differences import Kind, Run, WordDifferences
from scripts.reindexing.figures import counted
from scripts.reindexing.visible import visible

_CONTEXT = 6  # words on each side of a place; with so few between two places, they are one
_PLACES = 20  # shown of a document
_DOCUMENTS = 50
_LONGEST_RUN = 60  # words
_LONGEST_WORD = 60
_ELLIPSIS = "…"
_DROPPED = "red"
_ADDED = "green"


@dataclass(frozen=True, slots=True)
class Difference:
    """A document before and after, and where they differ."""

    before: Document
    after: Document
    keys: tuple[str, ...]
    words: WordDifferences

    @classmethod
    def of(cls, change: Change, before: Document, after: Document) -> Self:
        """What a change is in detail."""
        return cls(before, after, change.keys, WordDifferences.between(before.text, after.text))

    def json(self) -> dict[str, object]:
        """The whole of it, for other programs; offsets are indices into the two texts."""
        return {
            "document": self.after.id,
            "metadata": {key: list(values) for key, values in self._metadata.items()},
            "differences": [
                {
                    "from": place.before.of(self.before.text),
                    "to": place.after.of(self.after.text),
                    "before": [place.before.start, place.before.end],
                    "after": [place.after.start, place.after.end],
                }
                for place in self.words.places
            ],
            "only_white_space": self.words.only_white_space,
        }

    def lines(self) -> Iterator[Text]:
        """The document, the metadata that changed, and a line for each place of the text."""
        title = visible(self.after.metadata.title)
        yield Text.assemble((visible(self.after.id), "bold"), f": {title}")
        for key, (old, new) in self._metadata.items():
            yield Text.assemble(
                f"  {key}: ", (_value(old), _DROPPED), " -> ", (_value(new), _ADDED)
            )
        if self.words.only_white_space:
            yield Text("  the text: only its white space")
        places = self._places()
        for place in islice(places, _PLACES):
            yield self._line(place)
        if more := sum(1 for _ in places):
            yield Text(f"  {_ELLIPSIS} and {counted(more, 'more place')}")

    @property
    def _metadata(self) -> dict[str, tuple[Any, Any]]:
        old, new = (side.metadata.model_dump(mode="json") for side in (self.before, self.after))
        return {key: (old[key], new[key]) for key in self.keys}

    def _places(self) -> Iterator[range]:
        """The runs of each place by their indices: those that changed, with few words between."""
        start = end = -1
        for index, run in enumerate(self.words.runs):
            if run.kind is Kind.same:
                continue
            if start >= 0 and (index > end + 1 or len(self._new(end)) > _CONTEXT):
                yield range(start, end)
                start = -1
            start, end = (index if start < 0 else start), index + 1
        if start >= 0:
            yield range(start, end)

    def _new(self, index: int) -> list[str]:
        """The words of a run in the text as it is now."""
        return self.words.runs[index].after.of(self.after.text).split()

    def _line(self, place: range) -> Text:
        """A place, with words before and behind it."""
        parts = [Text(" ")]
        if place.start:
            before = self._new(place.start - 1)
            if place.start > 1 or len(before) > _CONTEXT:
                parts.append(Text(_ELLIPSIS))
            parts.append(Text(_shown(before[-_CONTEXT:])))
        parts += [self._marked(self.words.runs[index]) for index in place]
        if place.stop < len(self.words.runs):
            behind = self._new(place.stop)
            parts.append(Text(_shown(behind[:_CONTEXT])))
            if place.stop + 1 < len(self.words.runs) or len(behind) > _CONTEXT:
                parts.append(Text(_ELLIPSIS))
        return Text(" ").join(parts)

    def _marked(self, run: Run) -> Text:
        """The words of a run, marked where they were dropped or added."""
        old = _shown(run.before.of(self.before.text).split())
        new = _shown(run.after.of(self.after.text).split())
        if run.kind is Kind.same:
            return Text(new)
        dropped = Text(f"[-{old}-]" if old else "", style=_DROPPED)
        added = Text(f"{{+{new}+}}" if new else "", style=_ADDED)
        return dropped + added


def differences(
    changes: Changes, before: Iterable[Document], after: Iterable[Document]
) -> Iterator[Difference]:
    """The documents that changed, each with how."""
    names = set(changes.changed_ids)
    old, new = ({d.id: d for d in side if d.id in names} for side in (before, after))
    for change in changes.changed:
        yield Difference.of(change, old[change.document], new[change.document])


def show(found: Iterable[Difference], console: Console) -> None:
    """Write differences for a person, in colour on a terminal; a great many are cut."""
    every = iter(found)
    for difference in islice(every, _DOCUMENTS):
        for line in difference.lines():
            console.print(line, soft_wrap=True)
    if more := sum(1 for _ in every):
        console.print(Text(f"{_ELLIPSIS} and {counted(more, 'more document')}"), soft_wrap=True)


def _shown(words: list[str]) -> str:
    """Words on a line, fit for a terminal; of very many, the first and the last."""
    if len(words) <= _LONGEST_RUN:
        return " ".join(map(_short, words))
    half = _LONGEST_RUN // 2
    first, last = (" ".join(map(_short, part)) for part in (words[:half], words[-half:]))
    between = counted(len(words) - 2 * half, "more word")
    return f"{first} {_ELLIPSIS} ({between}) {_ELLIPSIS} {last}"


def _short(word: str) -> str:
    shown = visible(word[:_LONGEST_WORD])
    return shown + _ELLIPSIS if len(word) > _LONGEST_WORD else shown


def _value(value: object) -> str:
    return "(none)" if value is None else visible(str(value))
