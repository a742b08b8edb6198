"""Invented statements of Lantern House, of the length that press releases have."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

_WORDS = range(400, 800)  # how many an article may have
_FIRST = date(2015, 1, 1)
_WHO = (
    "Lantern House",
    "The harbor council",
    "A night nurse",
    "The island assembly",
    "Every child at the quay",
    "The ferry company",
    "Our night school",
    "The customs house",
)
_DOES = (
    "asks for",
    "has opened",
    "cannot pay for",
    "will keep",
    "was promised",
    "counts on",
    "needs",
    "refused",
)
_WHAT = (
    "forty beds in the old warehouse",
    "a fare that families can pay",
    "lessons in two languages",
    "a lamp at every door",
    "an interpreter at each hearing",
    "the first boat of the morning",
    "a clinic beside the lighthouse",
    "warm meals until the spring",
)
_WHEN = (
    "before the winter begins",
    "since the curfew was lifted",
    "while the harbor is closed",
    "as the law of the island provides",
    "after two years of waiting",
    "whatever the council decides",
)
_SUBJECTS = ("Beds", "Fares", "Lessons", "Lamps", "Hearings", "Boats", "Nurses", "Meals")


@dataclass(frozen=True, slots=True)
class Article:
    """A title, a day, and paragraphs, of which those that begin with a bullet are a list."""

    title: str
    day: date
    paragraphs: tuple[str, ...]

    @property
    def dateline(self) -> str:
        """The day, as press releases have it."""
        return f"{self.day:%B} {self.day.day}, {self.day.year}"


def article(number: int, random: Random, words: range = _WORDS) -> Article:
    """An article of about so many words, which differs from that of any other number."""
    most = random.randint(words.start, words.stop)
    paragraphs = [f"This is statement {number} of Lantern House. {_sentence(random)}"]
    while sum(len(p.split()) for p in paragraphs) < most:
        paragraphs += _list(random) if random.random() < 1 / 8 else [_paragraph(random)]
    title = f"{random.choice(_SUBJECTS)} for the Children of Port Ember, Part {number}"
    return Article(title, _FIRST + timedelta(days=number), tuple(paragraphs))


def _sentence(random: Random) -> str:
    parts = (random.choice(each) for each in (_WHO, _DOES, _WHAT, _WHEN))
    return f"{' '.join(parts)}."


def _paragraph(random: Random) -> str:
    sentences = " ".join(_sentence(random) for _ in range(random.randint(2, 5)))
    if random.random() < 1 / 4:
        return f"“{sentences}” said Ines Calloway, Director of Lantern House."
    return sentences


def _list(random: Random) -> list[str]:
    return [f"• {_sentence(random)}" for _ in range(3)]
