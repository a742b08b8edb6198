"""Small documents of Lantern House, and what may be done to them between two builds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from knowledge.catalogue import Catalogue
from knowledge.document import Document
from knowledge.glossary import Glossary
from knowledge.pins import CheckedPins, Pin
from knowledge.quote import Quote
from knowledge.staff import StaffKnowledge
from tests.making import document

SENTENCES = (
    "Lantern House opens its doors at six in the evening.",
    "Nobody who knocks is turned away.",
    "The rope walk burned down in 2019.",
    "We ask the harbor council for forty beds.",
    "A bell on the northern cape would have saved the crew.",
    "Every child should have a lawyer before the judge.",
    "The tide took nine boats last winter.",
    "Ferries should carry children without a fare.",
    "“The lamp is never out,” said Ines Calloway, Director of Lantern House.",
    "Senator Otto Brandt called the beds a waste of money.",
    "“We will not close the pier,” said Petra Holm.",
    "The night school taught 412 pupils in 2023.",
    "A place at the night school costs 950 dollars a year.",
    "La Casa del Farol abrió un refugio para niños.",
)
TITLES = ("Lamps on the Pier", "Beds for the Winter", "The Night School", "A Bell for the Cape")
QUESTIONS = (
    "When does Lantern House open its doors?",
    "What does the night school cost?",
    "What did Petra Holm say about the pier?",
    "How many beds should the council pay for?",
)
PINNED = "Is the lamp ever out?"
IDS = ("bell", "lamp", "oil", "pier", "rope", "tide")

Paragraphs = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Paper:
    """A document as staff write it: a title, what is known of it, and paragraphs of sentences."""

    title: str
    paragraphs: Paragraphs
    metadata: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its text."""
        return "\n\n".join(" ".join(paragraph) for paragraph in self.paragraphs)


@dataclass(frozen=True)
class House:
    """All papers by their ids, and the texts that there have been."""

    papers: Mapping[str, Paper]
    texts: tuple[Paragraphs, ...]

    @classmethod
    def of(cls, seed: int) -> "House":
        """Some papers; others for every seed."""
        chosen = Random(seed)  # noqa: S311 (not for secrets)
        house = cls({}, ())
        for identity in chosen.sample(IDS, 3):
            house = house.having(identity, _written(chosen))
        return house

    def having(self, identity: str, paper: Paper) -> "House":
        """The house with a paper; as it is where another has the same text, which is refused."""
        others = {other.text for known, other in self.papers.items() if known != identity}
        if paper.text in others or not paper.text:
            return self
        papers = dict(sorted({**self.papers, identity: paper}.items()))
        return House(papers, tuple(dict.fromkeys((*self.texts, paper.paragraphs))))

    def lacking(self, identity: str) -> "House":
        """The house without a paper, unless it is the last."""
        papers = {known: paper for known, paper in self.papers.items() if known != identity}
        return replace(self, papers=papers) if papers else self

    @property
    def documents(self) -> tuple[Document, ...]:
        """The papers as a catalogue has them."""
        return tuple(
            document(paper.text, identity, title=paper.title, **paper.metadata)
            for identity, paper in self.papers.items()
        )

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of the papers."""
        return Catalogue(self.documents, ())

    @property
    def staff(self) -> StaffKnowledge:
        """What staff know: two names for one thing, and the first document's first words."""
        first = self.documents[0]
        span = next(s.span for s in first.sentences if s.quotable)
        pin = Pin("lamp-out", (PINNED,), Quote(first, span.start, span.end))
        glossary = Glossary("school: {en: [night school, evening school]}", "glossary.yaml")
        return StaffKnowledge(glossary, CheckedPins((pin,)))


def _written(chosen: Random) -> Paper:
    # Now and then so long that it is divided into several passages.
    sizes = [chosen.randint(1, 6) for _ in range(chosen.choice((1, 2, 2, 5)))]
    paragraphs = tuple(tuple(chosen.choices(SENTENCES, k=size)) for size in sizes)
    return Paper(chosen.choice(TITLES), paragraphs, {"date": f"202{chosen.randint(0, 5)}-05-04"})


def add(house: House, chosen: Random) -> House:
    """A new document."""
    return house.having(chosen.choice(IDS), _written(chosen))


def remove(house: House, chosen: Random) -> House:
    """A document less."""
    return house.lacking(chosen.choice(list(house.papers)))


def reword(house: House, chosen: Random) -> House:
    """A document with one sentence changed to another, or to one that nobody has written before."""
    identity, paper = chosen.choice(list(house.papers.items()))
    paragraphs = [list(paragraph) for paragraph in paper.paragraphs]
    paragraph = chosen.choice(paragraphs)
    new = f"The ferry fare rose to {chosen.randint(2, 10**6)} dollars."
    paragraph[chosen.randrange(len(paragraph))] = chosen.choice((new, chosen.choice(SENTENCES)))
    return house.having(identity, replace(paper, paragraphs=tuple(map(tuple, paragraphs))))


def reorder(house: House, chosen: Random) -> House:
    """A document with its paragraphs in another order."""
    identity, paper = chosen.choice(list(house.papers.items()))
    order = tuple(chosen.sample(paper.paragraphs, len(paper.paragraphs)))
    return house.having(identity, replace(paper, paragraphs=order))


def relabel(house: House, chosen: Random) -> House:
    """A document with other metadata, which stands above no passage."""
    identity, paper = chosen.choice(list(house.papers.items()))
    label = chosen.choice(
        (
            {"status": chosen.choice(("draft", "withdrawn", "approved"))},
            {"kind": chosen.choice(("statement", "testimony"))},
            {"url": f"https://lantern-house.example/{chosen.randint(1, 99)}"},
            {"audience": "staff"},
        )
    )
    return house.having(identity, replace(paper, metadata={**paper.metadata, **label}))


def retitle(house: House, chosen: Random) -> House:
    """A document with another title, or another date."""
    identity, paper = chosen.choice(list(house.papers.items()))
    if chosen.random() < 1 / 2:
        return house.having(identity, replace(paper, title=chosen.choice(TITLES)))
    dated = {**paper.metadata, "date": f"2019-0{chosen.randint(1, 9)}-01"}
    return house.having(identity, replace(paper, metadata=dated))


def rename(house: House, chosen: Random) -> House:
    """A document under another name, perhaps in the place of another one."""
    identity, paper = chosen.choice(list(house.papers.items()))
    return house.lacking(identity).lacking(other := chosen.choice(IDS)).having(other, paper)


def put_back(house: House, chosen: Random) -> House:
    """A document with a text that it, or another, once had."""
    identity, paper = chosen.choice(list(house.papers.items()))
    return house.having(identity, replace(paper, paragraphs=chosen.choice(house.texts)))


def repeat(house: House, chosen: Random) -> House:
    """A document with a sentence of another."""
    identity, paper = chosen.choice(list(house.papers.items()))
    other = chosen.choice(list(house.papers.values()))
    sentence = chosen.choice(chosen.choice(other.paragraphs))
    return house.having(identity, replace(paper, paragraphs=(*paper.paragraphs, (sentence,))))


Edit = Callable[[House, Random], House]
EDITS: tuple[Edit, ...] = (
    add, remove, reword, reorder, relabel, retitle, rename, put_back, repeat,
)  # fmt: skip
