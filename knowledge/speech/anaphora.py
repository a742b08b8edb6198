"""Whom "she said" and "the senator said" mean, where only one person can be meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.speech.grammar import DETERMINERS, SOMEBODY
from knowledge.speech.names import Kind, Mention
from knowledge.speech.people import People, Person
from knowledge.speech.roles import gender, lemma, role
from knowledge.speech.titles import Titles, nearby
from knowledge.speech.words import Paragraph, WordKind

_PLACING = frozenset("in at near from outside across within en desde hacia".split())
_DEFINITE = frozenset("the el la".split())
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
        self._titles = Titles(paragraphs, mentions, people)
        self._here: list[dict[str | None, _Cast]] = []
        self._before: list[dict[str | None, list[Person | None]]] = []
        latest: dict[str | None, list[Person | None]] = {meant: [] for meant in _MEANT}
        so_far = {meant: _Cast() for meant in _MEANT}
        for index, (paragraph, named) in enumerate(zip(paragraphs, mentions, strict=True)):
            self._before.append(
                {meant: so_far[meant].before(None) + latest[meant] for meant in _MEANT}
            )
            casts = {meant: _Cast() for meant in _MEANT}
            for at, person, known in self._met(index, paragraph, named):
                for meant in _MEANT:
                    if known is None or meant in (known, None):
                        casts[meant].meet(at, person)
                        if person:
                            so_far[meant].meet(0, person)
            self._here.append(casts)
            latest = {meant: casts[meant].before(None) or latest[meant] for meant in _MEANT}

    def antecedent(self, anaphor: Anaphor, paragraph: int) -> Person | None:
        """Whom an anaphor in a paragraph stands for; None unless only one person can be meant."""
        if anaphor.title:
            return self._titles.bearer(anaphor.title, paragraph, ours=anaphor.ours)
        met = self._here[paragraph][anaphor.gender].before(anaphor.begin)
        return _only(met or self._before[paragraph][anaphor.gender])

    def _met(
        self, index: int, paragraph: Paragraph, named: Sequence[Mention]
    ) -> list[tuple[int, Person | None, str | None]]:
        """Everybody in a paragraph who may be meant later on, where, and their gender if told."""
        held = {at for mention in named for at in range(mention.begin, mention.end)}
        found: list[tuple[int, Person | None, str | None]] = []
        for mention in named:
            before = paragraph.words[mention.begin - 1].low if mention.begin else ""
            if mention.kind is Kind.person and (mention.titles or before not in _PLACING):
                person = self._people.whose(mention)
                found.append((mention.begin, person, person.gender if person else None))
        for at, word in enumerate(paragraph.words):
            if at not in held and word.kind is WordKind.word and _is_somebody(paragraph, at):
                definite = at > 0 and paragraph.words[at - 1].low in _DEFINITE
                person = self._titles.bearer(lemma(word.text), index) if definite else None
                found.append((at, person, person.gender if person else gender(word.text)))
        return sorted(found, key=lambda each: each[0])


def _is_somebody(paragraph: Paragraph, at: int) -> bool:
    """Whether a word outside of all names speaks of one person: `a girl`, `someone`."""
    word = paragraph.words[at]
    if word.low in SOMEBODY or word.low.endswith("-year-old"):
        return True
    return role(word.text) is not None and bool(nearby(paragraph, at) & (DETERMINERS | SOMEBODY))


def _only(people: Iterable[Person | None]) -> Person | None:
    """The one person that all of these are."""
    found = set(people)
    return found.pop() if len(found) == 1 else None
