"""Whom a title means where only one person bears it: `the senator`, `the president of §`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from knowledge.speech.affiliation import Affiliation
from knowledge.speech.grammar import DETERMINERS, INDEFINITE, WITHIN
from knowledge.speech.names import Mention
from knowledge.speech.people import People, Person
from knowledge.speech.roles import lemma, role
from knowledge.speech.words import Paragraph, WordKind

# There are many of these beside the one that was named.
_COMMON = frozenset("president presidente presidenta secretary secretario secretaria".split())
_DETERMINED_BY = 3


class Titles:
    """The titles that the people of a document bear."""

    def __init__(
        self,
        paragraphs: Sequence[Paragraph],
        mentions: Sequence[Sequence[Mention]],
        people: People,
    ) -> None:
        self._bearers: dict[tuple[str, bool], list[Person]] = defaultdict(list)
        for person in people.all():
            for title in person.titles:
                self._bearers[title, False].append(person)
                if person.affiliation is Affiliation.ours:
                    self._bearers[title, True].append(person)
        self._present = [{people.whose(mention) for mention in named} for named in mentions]
        self._unnamed = {
            title
            for paragraph, named in zip(paragraphs, mentions, strict=True)
            for title in _unnamed(paragraph, named)
        }

    def bearer(self, title: str, paragraph: int, *, ours: bool = False) -> Person | None:
        """Who is meant by a title in a paragraph; None unless it can only be one person.

        `ours`: whether it is said to be a title with our organisation.
        """
        found = self._bearers[title, ours][:2]
        if len(found) != 1 or found[0].heard or (not ours and title in self._unnamed):
            return None
        absent = title in _COMMON and not ours and found[0] not in self._present[paragraph]
        return None if absent else found[0]


def nearby(paragraph: Paragraph, at: int) -> set[str]:
    """The words shortly before a word."""
    return {word.low for word in paragraph.words[max(0, at - _DETERMINED_BY) : at]}


def _unnamed(paragraph: Paragraph, named: Sequence[Mention]) -> Iterable[str]:
    """The titles of those whom a paragraph does not name: `a senator`, `the mayor of Skerry`."""
    held = {at for mention in named for at in range(mention.begin, mention.end)}
    for at, word in enumerate(paragraph.words):
        if at in held or word.kind is not WordKind.word or role(word.text) is None:
            continue
        before = nearby(paragraph, at)
        behind = paragraph.words[at + 1].low if at + 1 < len(paragraph.words) else ""
        if before & INDEFINITE or (before & DETERMINERS and behind in WITHIN):
            yield lemma(word.text)
