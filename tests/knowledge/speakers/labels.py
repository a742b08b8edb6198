"""The labelled texts, and how well the speakers found in them agree with the labels.

A file is a text, a line of equals signs, and a line for each label: what it is (`quoted`, `told`
without quotation marks, or `plain` for marks around what nobody said), whom the speaker may be
said to speak for, who it is (`unnamed` where a careful reader cannot tell), and the words it begins
with. Every quotation of a text is labelled, and every sentence that tells what a named person said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.document import Document
from knowledge.speakers import Utterance, utterances
from tests.making import document

FOLDER = Path(__file__).parent
ORGANISATION = ("Lantern House", "Casa del Farol", "LAHO")
_RULE = "\n=====\n"


@dataclass(frozen=True, slots=True)
class Label:
    """What a reader finds at a place of a text."""

    kind: str
    affiliations: tuple[str, ...]
    name: str
    words: str

    @property
    def named(self) -> bool:
        """Whether a reader can tell who speaks."""
        return self.kind != "plain" and self.name != "unnamed"


@dataclass(slots=True)
class Agreement:
    """How far what was found agrees with the labels; `wrong` and `missed` are for people to read.

    A speaker who is named where nobody is labelled counts as wrong; of affiliations, those count
    that are not `unknown`.
    """

    speakers: int = 0
    right_speakers: int = 0
    named: int = 0
    affiliations: int = 0
    right_affiliations: int = 0
    ours: int = 0
    right_ours: int = 0
    found_ours: int = 0
    wrong_ours: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def speaker_precision(self) -> float:
        """The share of the speakers named who are right."""
        return self.right_speakers / self.speakers

    @property
    def speaker_recall(self) -> float:
        """The share of the speakers labelled who are named, and right."""
        return self.right_speakers / self.named

    @property
    def affiliation_precision(self) -> float:
        """The share of the affiliations told that are right."""
        return self.right_affiliations / self.affiliations

    @property
    def ours_recall(self) -> float:
        """The share of the organisation's own words that are found to be its own."""
        return self.right_ours / self.ours

    def __str__(self) -> str:
        return (
            f"speakers: precision {self.speaker_precision:.3f} of {self.speakers}, recall"
            f" {self.speaker_recall:.3f} of {self.named}; affiliations: precision"
            f" {self.affiliation_precision:.3f} of {self.affiliations}; ours: recall"
            f" {self.ours_recall:.3f} of {self.ours}, {self.found_ours} found"
        )


def labelled(half: str) -> Iterator[tuple[str, Document, list[Label]]]:
    """Every text of a half, by its name, with its labels."""
    for path in sorted((FOLDER / half).glob("*.txt")):
        text, rule, table = path.read_text("utf-8").partition(_RULE)
        assert rule, path
        labels = [_label(line) for line in table.strip().splitlines()]
        for label in labels:
            assert text.count(label.words) == 1, (path.name, label.words)
        yield path.name, document(text), labels


def _label(line: str) -> Label:
    kind, affiliations, name, words = (cell.strip() for cell in line.split("|", 3))
    assert kind in ("quoted", "told", "plain"), line
    return Label(kind, tuple(affiliations.split("/")), name, words)


def agreement(*halves: str) -> Agreement:
    """How far the speakers found in these halves agree with the labels."""
    found = Agreement()
    for half in halves:
        for name, held, labels in labelled(half):
            _compare(found, f"{half}/{name}", held, labels)
    return found


def _compare(found: Agreement, name: str, held: Document, labels: Sequence[Label]) -> None:
    left = list(utterances(held, ORGANISATION))
    for label in labels:
        at = held.text.index(label.words)
        quoted = label.kind != "told"
        for utterance in left:
            if utterance.quoted is quoted and utterance.span.start <= at < utterance.span.end:
                break
        else:
            utterance = None
        _count(found, f"{name}: {label.words}", held, label, utterance)
    covered = [(label.kind != "told", held.text.index(label.words)) for label in labels]
    for utterance in left:
        known = any(
            quoted is utterance.quoted and utterance.span.start <= at < utterance.span.end
            for quoted, at in covered
        )
        if utterance.speaker and not known:
            found.speakers += 1
            said = utterance.span.of(held.text)[:60]
            found.wrong.append(f"{name}: {said}: {utterance.speaker.affiliation}, unlabelled")


def _count(
    found: Agreement, place: str, held: Document, label: Label, utterance: Utterance | None
) -> None:
    speaker = utterance.speaker if utterance else None
    ours = label.affiliations == ("ours",)
    found.named += label.named
    found.ours += ours
    if speaker is None:
        if label.named:
            found.missed.append(f"{place}: {label.name}")
        if utterance and label.kind == "plain":
            found.wrong.append(f"{place}: nobody's words, taken for somebody's")
        return
    name, affiliation = speaker.name.of(held.text), speaker.affiliation.value
    right = label.named and name == label.name
    told = affiliation != "unknown"
    agreed = label.named and affiliation in label.affiliations
    found.speakers += 1
    found.right_speakers += right
    found.affiliations += told
    found.right_affiliations += told and agreed
    found.found_ours += affiliation == "ours"
    if affiliation == "ours" and not (agreed and right):
        found.wrong_ours.append(f"{place}: {name}")
    found.right_ours += ours and right and affiliation == "ours"
    if not right or (told and not agreed):
        found.wrong.append(f"{place}: {name}, {affiliation}, not {label.name}")
    elif ours and affiliation != "ours":
        found.missed.append(f"{place}: {name} is ours")
