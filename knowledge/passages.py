"""The passages of a text: runs of whole sentences, the unit of retrieval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.blocks import BlockKind
from knowledge.lines import is_lead_in
from knowledge.sentences import Sentence
from knowledge.span import Span

_WORDS = 90
# What says nothing alone, and so goes with the sentence after it.
_PREFIXES = (BlockKind.heading, BlockKind.dateline, BlockKind.marker)


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of segments, from index `first` to `last` inclusive."""

    span: Span
    first: int
    last: int


def passages(
    text: str, sentences: Sequence[Sentence], *, words: int = _WORDS
) -> tuple[Passage, ...]:
    """The passages of `text`: together all of `sentences`, in order, nothing twice.

    Whole paragraphs are put together up to `words` words, and longer ones divided evenly. Only a
    single sentence, with the heading, dateline or bullet before it, may make a passage longer.
    A heading begins a passage (a subtitle stays with its title); contacts are kept apart; a
    list or a paragraph stays with its lead-in, and a quotation in one passage, where that fits.
    """
    runs = [
        run
        for group in _groups(text, sentences, _atoms(text, sentences))
        for run in _divided(group, words)
    ]
    return tuple(
        Passage(Span(sentences[first].span.start, sentences[last].span.end), first, last)
        for first, last in _joined(runs, words)
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Segments that stay together, and what decides who their neighbours are."""

    first: int
    last: int
    words: int
    headed: bool
    contact: bool

    def then(self, other: "_Run") -> "_Run":
        return _Run(self.first, other.last, self.words + other.words, self.headed, self.contact)

    def may_precede(self, other: "_Run") -> bool:
        return not other.headed and self.contact == other.contact


def _atoms(text: str, sentences: Sequence[Sentence]) -> Iterator[_Run]:
    """The runs that are never divided: a sentence with the headings and markers before it."""
    first = 0
    for index, sentence in enumerate(sentences):
        if sentence.kind is BlockKind.heading and sentences[first].kind is not BlockKind.heading:
            if index > first:
                yield _run(text, sentences, first, index - 1)
            first = index
        if sentence.kind not in _PREFIXES:
            yield _run(text, sentences, first, index)
            first = index + 1
    if first < len(sentences):
        yield _run(text, sentences, first, len(sentences) - 1)


def _run(text: str, sentences: Sequence[Sentence], first: int, last: int) -> _Run:
    words = sum(len(sentence.span.of(text).split()) for sentence in sentences[first : last + 1])
    headed = sentences[first].kind is BlockKind.heading
    return _Run(first, last, words, headed, sentences[last].kind is BlockKind.contact)


class _Bond(Enum):
    """How two neighbouring atoms belong together."""

    none = auto()
    paragraph = auto()
    close = auto()


def _groups(
    text: str, sentences: Sequence[Sentence], atoms: Iterator[_Run]
) -> Iterator[list[list[_Run]]]:
    """Paragraphs and whole lists, each as clusters of atoms that had better not be parted."""
    group: list[list[_Run]] = []
    depth = 0
    for atom in atoms:
        previous, sentence = sentences[max(0, atom.first - 1)], sentences[atom.last]
        depth = depth if previous.block == sentence.block else 0
        bond = _bond(text, previous, sentence, depth)
        if not group or bond is _Bond.none or not group[-1][-1].may_precede(atom):
            if group:
                yield group
            group = [[atom]]
        elif bond is _Bond.close:
            group[-1].append(atom)
        else:
            group.append([atom])
        depth = _quotation(sentence.span.of(text), depth)
    if group:
        yield group


def _bond(text: str, previous: Sentence, sentence: Sentence, depth: int) -> _Bond:
    """The bond of a sentence to the one before it, after which `depth` quotations are open."""
    listed = sentence.kind is BlockKind.item
    if sentence.quotable and previous.quotable and is_lead_in(previous.span.of(text)):
        return _Bond.close
    if previous.block == sentence.block:
        return _Bond.close if depth or listed else _Bond.paragraph
    both = listed and previous.kind is BlockKind.item
    return _Bond.paragraph if both else _Bond.none


def _quotation(sentence: str, depth: int) -> int:
    """How many quotations are open after `sentence`, if `depth` are before it."""
    if '"' in sentence:
        return (depth + sentence.count('"')) % 2
    opened, closed = (sum(map(sentence.count, marks)) for marks in ("“«", "”»"))
    return max(0, depth + opened - closed)


def _divided(group: list[list[_Run]], words: int) -> Iterator[_Run]:
    """A group as one run if it fits, else as runs of about the same size."""
    total = sum(atom.words for cluster in group for atom in cluster)
    pieces = [
        piece
        for cluster in group
        for piece in ([_merged(cluster)] if _size(cluster) <= words else cluster)
    ]
    even = total / -(-total // words) if total else words
    current = pieces[0]
    for piece in pieces[1:]:
        size = current.words + piece.words
        if size > words or (total > words and size - piece.words / 2 > even):
            yield current
            current = piece
        else:
            current = current.then(piece)
    yield current


def _size(cluster: list[_Run]) -> int:
    return sum(atom.words for atom in cluster)


def _merged(cluster: list[_Run]) -> _Run:
    whole = cluster[0]
    for atom in cluster[1:]:
        whole = whole.then(atom)
    return whole


def _joined(runs: list[_Run], words: int) -> Iterator[tuple[int, int]]:
    """Neighbouring runs put together while they fit, as pairs of first and last segment."""
    if not runs:
        return
    current = runs[0]
    for run in runs[1:]:
        if current.may_precede(run) and current.words + run.words <= words:
            current = current.then(run)
        else:
            yield current.first, current.last
            current = run
    yield current.first, current.last
