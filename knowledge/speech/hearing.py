"""The words of a document that are somebody's, heard paragraph by paragraph."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.blocks import BlockKind
from knowledge.quotations import quotations
from knowledge.sentences import Sentence
from knowledge.span import Span
from knowledge.speech.affiliation import Affiliation
from knowledge.speech.anaphora import Anaphor, Scene
from knowledge.speech.attribution import Attribution, Form, attributions
from knowledge.speech.names import Mention, mentions
from knowledge.speech.people import People, Person
from knowledge.speech.turn import Bond, Turn, introduction, is_speech, sequel, signature
from knowledge.speech.words import Paragraph, Reader, Word, WordKind

_NEAR = 12
_UNKNOWN = Affiliation.unknown
Heard = tuple[range, Span, Person | None, bool]


class Hearing:
    """Hears a text whose sentences these are, and whose publisher goes by these names."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], organisation: Sequence[str]
    ) -> None:
        self._starts = [sentence.span.start for sentence in sentences]
        self._spans = [sentence.span for sentence in sentences]
        reader = Reader.of(text, organisation)
        self._paragraphs = list(reader.paragraphs(sentences, quotations(text, sentences)))
        self._mentions: list[list[Mention]] = []
        headings: list[Mention] = []
        after_ours = False
        for paragraph in self._paragraphs:
            reading = mentions(paragraph.words, after_ours=after_ours)
            after_ours = reading.after_ours
            self._mentions.append([] if _is_silent(paragraph) else reading.found)
            headings += reading.found if _is_silent(paragraph) else []
        told = [mention for found in self._mentions for mention in found]
        quoted = (word for paragraph in self._paragraphs for word in paragraph.words if word.quoted)
        heard = (found for word in quoted for found in mentions(reader.inner(word).words).found)
        self._people = People(told, heard, headings)
        self._scene = Scene(self._paragraphs, self._mentions, self._people)
        self._beginning = [{each.begin: each for each in found} for found in self._mentions]
        self._attributions = [
            attributions(paragraph.words, found)
            for paragraph, found in zip(self._paragraphs, self._mentions, strict=True)
        ]

    def heard(self) -> Iterator[Heard]:
        """Everything that is somebody's words: sentences, place, who speaks, whether quoted."""
        for at, paragraph in enumerate(self._paragraphs):
            if not _is_silent(paragraph):
                spoken = list(self._quoted(at))
                yield from spoken
                yield from self._told(at, {index for held, *_ in spoken for index in held})

    def _person(self, attribution: Attribution, at: int) -> Person | None:
        """Who an attribution in a paragraph says speaks; None where that is not sure."""
        if isinstance(attribution.subject, Anaphor):
            return self._scene.antecedent(attribution.subject, at)
        if attribution.subject is None:
            return None
        person = self._people.whose(attribution.subject, self._near(attribution.subject, at))
        return None if attribution.form is Form.label and not _is_somebody(person) else person

    def _ends_in(self, word: Word) -> int:
        """The sentence that a quotation ends in."""
        return bisect_right(self._starts, word.span.end - 1) - 1

    def _near(self, mention: Mention, at: int) -> Sequence[Mention]:
        """The mentions shortly before one in its paragraph."""
        end = bisect_left(self._mentions[at], mention.begin, key=lambda each: each.begin)
        return self._mentions[at][max(0, end - _NEAR) : end]

    def _quoted(self, at: int) -> Iterator[Heard]:
        """The quotations of a paragraph that are speech."""
        words = self._paragraphs[at].words
        beginning: dict[int, Attribution] = {}
        for attribution in self._attributions[at]:
            beginning.setdefault(attribution.begin, attribution)
        last: _Spoken | None = None
        start = 0
        for index, word in enumerate(words):
            if not word.quoted:
                continue
            ends_in = self._ends_in(word)
            behind = sequel(words, index, ends_in, beginning)
            bond, people = self._said_by(at, start, index, behind)
            goes_on = bond is None and last is not None and last.goes_on(words, index, ends_in)
            start = index + 1
            if not is_speech(words, index, bond, goes_on=goes_on):
                last = None
                continue
            last = _Spoken(index, last.person if last and goes_on else _only(people), behind)
            yield range(word.sentence, ends_in + 1), word.span, last.person, True

    def _said_by(
        self, at: int, start: int, index: int, behind: Attribution | None
    ) -> tuple[Bond | None, list[Person | None]]:
        """How a quotation hangs together with what says who speaks, and who all of that says."""
        turn, where = self._introduction(at, start, index)
        people = [self._person(each, where) for each in turn.attributions] if turn else []
        if behind:
            return Bond.behind, [self._person(behind, at), *people]
        signed, signer = self._signature(at, index)
        if signed:
            return Bond.behind, [self._people.whose(signer) if signer else None, *people]
        return turn.bond if turn else None, people

    def _introduction(self, at: int, start: int, index: int) -> tuple[Turn | None, int]:
        """What leads up to a quotation, and the paragraph that it stands in."""
        if index or not at:
            return introduction(
                self._paragraphs[at].words, start, index, self._attributions_of(at, start, index)
            ), at
        above = self._paragraphs[at - 1].words
        if above[-1].text != ":":
            return None, at
        first = next((i + 1 for i in range(len(above) - 1, -1, -1) if above[i].quoted), 0)
        found = self._attributions_of(at - 1, first, len(above))
        return introduction(above, first, len(above), found), at - 1

    def _attributions_of(self, at: int, start: int, end: int) -> list[Attribution]:
        """The attributions of a paragraph that begin from one word up to another."""
        found = self._attributions[at]
        first = bisect_left(found, start, key=lambda each: each.begin)
        return found[first : bisect_left(found, end, key=lambda each: each.begin)]

    def _signature(self, at: int, index: int) -> tuple[bool, Mention | None]:
        """Whether the quotation is signed, here or in the line below, and by whom."""
        words = self._paragraphs[at].words
        if index + 1 < len(words):
            return signature(words, index + 1, self._beginning[at])
        if at + 1 == len(self._paragraphs):
            return False, None
        return signature(self._paragraphs[at + 1].words, 0, self._beginning[at + 1])

    def _told(self, at: int, quoted: set[int]) -> Iterator[Heard]:
        """The sentences of a paragraph, but for those `quoted`, that report what somebody said."""
        words = self._paragraphs[at].words
        saying = [each for each in self._attributions[at] if each.form in (Form.verb, Form.source)]
        for index, group in groupby(saying, key=lambda each: words[each.begin].sentence):
            first, *others = group
            found = [first, *(each for each in others if each.subject)]
            last = words[bisect_right(words, index, key=lambda word: word.sentence) - 1]
            if index in quoted or not first.telling or last.text == ":":
                continue
            person = _only([self._person(each, at) for each in found])
            if person:
                yield range(index, index + 1), self._spans[index], person, False


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A quotation that was heard: its word, who spoke it, and what behind it says so."""

    index: int
    person: Person | None
    behind: Attribution | None

    def goes_on(self, words: Sequence[Word], index: int, ends_in: int) -> bool:
        """Whether a later quotation goes on with it: only what says who speaks is between.

        `ends_in` is the sentence that the later quotation ends in.
        """
        between = words[self.index + 1 : index]
        after = words[index + 1] if index + 1 < len(words) else None
        if after and after.kind is WordKind.word and after.sentence == ends_in:
            return False  # somebody else may be said to speak it: “…,” reads a sign
        if all(word.kind is WordKind.mark for word in between):
            return True
        if not self.behind:
            return False
        sentence = words[self.behind.begin].sentence
        return sentence != words[index].sentence and all(w.sentence == sentence for w in between)


def _is_silent(paragraph: Paragraph) -> bool:
    """Whether it is a heading, which says nothing by itself; a signature may look like one."""
    return paragraph.kind is BlockKind.heading and paragraph.words[0].text not in ("—", "–", "-")


def _is_somebody(person: Person | None) -> bool:
    """Whether the document tells of a person more than a name: `Photo: “…”` has no speaker."""
    return person is not None and bool(person.titles or person.affiliation is not _UNKNOWN)


def _only(people: Sequence[Person | None]) -> Person | None:
    """The one person that all of these are."""
    found = set(people)
    return found.pop() if len(found) == 1 else None
