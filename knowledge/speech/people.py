"""Who the people of a document are: which names are one person's, and for whom they speak."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.span import Span
from knowledge.speech.affiliation import Affiliation, together
from knowledge.speech.names import Kind, Mention

_MOST_NAMESAKES = 20
_FIRST_AND_LAST = 2
_JUNIOR = frozenset(("jr", "sr", "ii", "iii", "hijo"))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a document names: a person or an organisation.

    `name` is where the document gives the fullest form of the name.
    """

    name: Span
    kind: Kind
    affiliation: Affiliation
    titles: frozenset[str]
    gender: str | None
    heard: bool
    """Whether only somebody's words name them, so that little is known of them."""


@dataclass(slots=True, eq=False)
class _Group:
    """What is known of one person."""

    fullest: Mention
    heard: bool
    titles: set[str] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    told: set[Affiliation] = field(default_factory=set)

    def add(self, mention: Mention) -> None:
        """Take in what one more mention tells."""
        self.titles |= mention.titles
        self.genders |= {mention.gender} if mention.gender else set()
        self.told.add(mention.affiliation)
        if _fullness(mention) > _fullness(self.fullest):
            self.fullest = mention

    @property
    def gender(self) -> str | None:
        """`f` or `m`, if all mentions agree."""
        return next(iter(self.genders)) if len(self.genders) == 1 else None

    def person(self) -> Person:
        """The person."""
        return Person(
            self.fullest.name,
            self.fullest.kind,
            together(self.told),
            frozenset(self.titles),
            self.gender,
            self.heard,
        )


class People:
    """The people of a document.

    `told` are the mentions in its paragraphs, `heard` those within quotations, and `headings` those
    in its headings, which only add to what is known of somebody.
    """

    def __init__(
        self, told: Sequence[Mention], heard: Iterable[Mention], headings: Iterable[Mention]
    ) -> None:
        self._named: dict[str, list[_Group]] = defaultdict(list)
        self._of: dict[Span, _Group | None] = {}
        full = [mention for mention in told if _is_full(mention)]
        for mention in sorted(full, key=lambda mention: -len(mention.keys)):
            self._join(mention)
        for mention in heard:
            if (_is_full(mention) or mention.titles) and not self._alike(mention):
                self._start(mention, heard=True)
        short = [mention for mention in told if not _is_full(mention)]
        for mention in sorted(short, key=lambda mention: not mention.titles):
            self._join(mention)
        for mention in headings:
            self._add_heading(mention)
        groups = {group: None for named in self._named.values() for group in named}
        self._persons = {group: group.person() for group in groups}

    def whose(self, mention: Mention, before: Sequence[Mention] = ()) -> Person | None:
        """Whom a mention in a paragraph names; None where it may be several people.

        Of namesakes, it is the one whose full name stands among the mentions `before` it.
        """
        group = self._of.get(mention.name)
        if group is None and not mention.titles:
            full = (other for other in before if len(other.keys) > 1)
            named = {self._of.get(m.name) for m in full if _is_part(mention.keys, m.keys)}
            group = named.pop() if len(named) == 1 else None
        if not group or (mention.partial and len(group.fullest.keys) == len(mention.keys)):
            return None
        return self._persons[group]

    def all(self) -> Iterable[Person]:
        """Everybody, those too whom only somebody's words name."""
        return self._persons.values()

    def _alike(self, mention: Mention) -> list[_Group]:
        """Everybody whom the mention may name; two stand for many."""
        namesakes = self._named.get(mention.keys[-1], [])
        if len(namesakes) > _MOST_NAMESAKES:
            return namesakes[:2]
        return [group for group in namesakes if _may_name(mention, group)]

    def _join(self, mention: Mention) -> None:
        groups = self._alike(mention)
        if not groups:
            self._of[mention.name] = self._start(mention, heard=False)
        elif len(groups) == 1 and not groups[0].heard:
            groups[0].add(mention)
            self._of[mention.name] = groups[0]
        else:
            self._of[mention.name] = None

    def _start(self, mention: Mention, *, heard: bool) -> _Group:
        group = _Group(mention, heard)
        group.add(mention)
        for key in set(mention.keys):
            self._named[key].append(group)
        return group

    def _add_heading(self, mention: Mention) -> None:
        namesakes = self._named.get(mention.keys[-1], [])[: _MOST_NAMESAKES + 1]
        same = [group for group in namesakes if group.fullest.keys == mention.keys]
        if len(same) == 1 and len(mention.keys) > 1 and len(namesakes) <= _MOST_NAMESAKES:
            same[0].add(mention)


def _is_full(mention: Mention) -> bool:
    return len(mention.keys) > 1 or mention.kind is not Kind.person


def _fullness(mention: Mention) -> tuple[bool, int]:
    """How much of a name a mention gives; a long one that begins a sentence may hold too much."""
    count = len(mention.keys)
    return count == _FIRST_AND_LAST or (count > _FIRST_AND_LAST and not mention.opens), count


def _may_name(mention: Mention, group: _Group) -> bool:
    """Whether a mention may be a form of somebody's name."""
    if group.fullest.kind is not mention.kind and _is_full(mention):
        return False
    if not _is_part(mention.keys, group.fullest.keys):
        return False
    if (
        len(mention.keys) == 1 < len(group.fullest.keys)
        and mention.keys[0] == group.fullest.keys[0]
    ):
        return False  # a first name alone is mostly another person's: a child's
    if mention.gender and group.gender and mention.gender != group.gender:
        return False
    if len(mention.keys) > 1 or not mention.titles or mention.titles & group.titles:
        return True
    unplaced = group.told == {Affiliation.unknown}
    return unplaced and not group.titles and not group.heard


def _is_part(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the words of a name are all in a fuller one, in order; an initial stands for one."""
    if _JUNIOR & set(full) and len(short) > 1 and not _JUNIOR & set(short):
        return False
    rest = iter(full)
    return all(
        any(word == other or (len(word) == 1 and other.startswith(word)) for other in rest)
        for word in short
    )
