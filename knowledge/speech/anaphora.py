"""Whom "she said" and "the senator said" mean, where only one person can be meant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.speech.affiliation import Affiliation
from knowledge.speech.grammar import DETERMINERS, INDEFINITE, SOMEBODY, WITHIN
from knowledge.speech.names import Kind, Mention
from knowledge.speech.people import People, Person
from knowledge.speech.roles import gender, lemma, role
from knowledge.speech.words import Paragraph, WordKind

# There are many of these beside the one that was named.
_COMMON = frozenset("president presidente presidenta secretary secretario secretaria".split())
_PLACING = frozenset("in at near from outside across within en desde hacia".split())
_DETERMINED_BY = 3
_MEANT = (None, "f", "m")


@dataclass(frozen=True, slots=True)
class Anaphor:
    """Words that stand for a person who was named: from word `begin` up to `end`.

    `title` is for "the senator", `ours` for "the president of Lantern House"; a pronoun has
    neither, nor has a Spanish verb without a subject.
    """

    begin: int
    end: int
    gender: str | None = None
    title: str | None = None
    ours: bool = False


@dataclass(slots=True)
class _Cast:
    """Who may be meant in a stretch of text: the first two who were met, and where.

    None among them is a name that may be several people's, or somebody without a name.
    """

    met: list[tuple[int, Person | None]] = field(default_factory=list)

    def meet(self, at: int, person: Person | None) -> None:
        """Note that somebody was met at a word."""
        if len(self.met) <= 1 and all(person is None or person != other for _, other in self.met):
            self.met.append((at, person))

    def before(self, end: int | None) -> list[Person | None]:
        """The first two who were met before a word, or at all."""
        return [person for at, person in self.met if end is None or at < end]


class Scene:
    """The paragraphs of a document and who is named in each, in which an anaphor is resolved."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        mentions: Sequence[Sequence[Mention]],
        people: People,
    ) -> None:
        self._people = people
        self._here: list[dict[str | None, _Cast]] = []
        self._before: list[dict[str | None, list[Person | None]]] = []
        self._present: list[set[Person | None]] = []
        self._indefinite: set[str] = set()
        latest: dict[str | None, list[Person | None]] = {meant: [] for meant in _MEANT}
        so_far = {meant: _Cast() for meant in _MEANT}
        for paragraph, named in zip(paragraphs, mentions, strict=True):
            self._before.append(
                {meant: so_far[meant].before(None) + latest[meant] for meant in _MEANT}
            )
            casts = {meant: _Cast() for meant in _MEANT}
            for at, person, known in self._met(paragraph, named):
                for meant in _MEANT:
                    if known is None or meant in (known, None):
                        casts[meant].meet(at, person)
                        if person:
                            so_far[meant].meet(0, person)
            self._here.append(casts)
            latest = {m: casts[m].before(None) or latest[m] for m in _MEANT}
            self._present.append({people.whose(mention) for mention in named})
        self._titled: dict[tuple[str, bool], list[Person]] = defaultdict(list)
        for person in people.all():
            for title in person.titles:
                self._titled[title, False].append(person)
                if person.affiliation is Affiliation.ours:
                    self._titled[title, True].append(person)

    def antecedent(self, anaphor: Anaphor, paragraph: int) -> Person | None:
        """Whom an anaphor in a paragraph stands for; None unless only one person can be meant."""
        if anaphor.title:
            return self._by_title(anaphor.title, paragraph, ours=anaphor.ours)
        met = self._here[paragraph][anaphor.gender].before(anaphor.begin)
        return _only(met or self._before[paragraph][anaphor.gender])

    def _met(
        self, paragraph: Paragraph, named: Sequence[Mention]
    ) -> Iterator[tuple[int, Person | None, str | None]]:
        """Everybody in a paragraph who may be meant later on, where, and their gender if told."""
        held = {at for mention in named for at in range(mention.begin, mention.end)}
        found: list[tuple[int, Person | None, str | None]] = []
        for mention in named:
            before = paragraph.words[mention.begin - 1].low if mention.begin else ""
            if mention.kind is Kind.person and (mention.titles or before not in _PLACING):
                person = self._people.whose(mention)
                found.append((mention.begin, person, person.gender if person else None))
        for at, word in enumerate(paragraph.words):
            if at not in held and word.kind is WordKind.word and self._is_somebody(paragraph, at):
                found.append((at, None, gender(word.text)))
        yield from sorted(found, key=lambda each: each[0])

    def _is_somebody(self, paragraph: Paragraph, at: int) -> bool:
        """Whether a word outside of all names speaks of a person; notes what titles there are."""
        word = paragraph.words[at]
        if word.low in SOMEBODY or word.low.endswith("-year-old"):
            return True
        if role(word.text) is None:
            return False
        nearby = {other.low for other in paragraph.words[max(0, at - _DETERMINED_BY) : at]}
        behind = paragraph.words[at + 1].low if at + 1 < len(paragraph.words) else ""
        if nearby & INDEFINITE or (nearby & DETERMINERS and behind in WITHIN):
            self._indefinite.add(lemma(word.text))
        return bool(nearby & (DETERMINERS | SOMEBODY))

    def _by_title(self, title: str, paragraph: int, *, ours: bool) -> Person | None:
        people = self._titled[title, ours][:2]
        if not ours and title in self._indefinite:
            return None
        found = _only(people)
        absent = title in _COMMON and not ours and found not in self._present[paragraph]
        return None if absent or (found and found.heard) else found


def _only(people: Iterable[Person | None]) -> Person | None:
    """The one person that all of these are."""
    found = set(people)
    return found.pop() if len(found) == 1 else None
