"""One document of Lantern House in every state of its life, among others that never change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.build import build
from index.index import Index
from index.model import find_models
from index.reader import Reader, Words
from index.search import Asked
from index.settings import IndexSettings
from index.snapshot import Snapshot
from index.view import View
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.glossary import Glossary
from knowledge.pins import CheckedPins, Pin
from knowledge.quote import Quote
from knowledge.staff import StaffKnowledge
from tests.conftest import NOW
from tests.index.making import opened, quotes_of, relabelled, without
from tests.making import document

if TYPE_CHECKING:
    from collections.abc import Hashable

LAMPS, STEPS, BELL = "pier-lamps", "pier-steps", "fog-bell"
PLAN, MEMO = "pier-plan", "pier-memo"
STOVE, READING = "coal-stove", "reading-room"
TITLE = "Lamps on Every Pier"
NEWEST = date(2026, 10, 1)
END = NOW + timedelta(hours=1)
TICK = timedelta(microseconds=1)

# Said by the lamps' document, and again by that of the steps.
SAID = "A pier without light is where children fall into the water."
DOCUMENTS = (
    document(
        f"{TITLE}\n\nLantern House asks the harbor council to pay for lamp oil on every pier. "
        f"{SAID} “No lamp ever frightened a child,” said Petra Holm.\n\n"
        "Every child should have a lawyer in immigration court.",
        LAMPS,
        title=TITLE,
        date=NEWEST,
    ),
    document(
        "A Stove for the Library\n\nA coal stove warms the library from October to April.",
        STOVE,
        title="A Stove for the Library",
        date=date(2025, 2, 1),
        status="superseded",
        superseded_by=READING,
    ),
    document(
        "Steps for the Old Pier\n\nThe steps of the old pier are rotten and should be rebuilt in "
        f"stone. {SAID}",
        STEPS,
        title="Steps for the Old Pier",
        date=date(2026, 2, 1),
    ),
    document(
        "The Fog Bell\n\nVolunteers should ring the fog bell every hour through the night. The "
        "bell needs a new rope and a roof.",
        BELL,
        title="The Fog Bell",
        date=date(2025, 3, 1),
        status="superseded",
        superseded_by=LAMPS,
    ),
    document(
        "A Plan for the Piers\n\nThe plan names a keeper for each of the piers. Keepers are paid "
        "by the month.",
        PLAN,
        title="A Plan for the Piers",
        date=date(2026, 6, 1),
    ),
    document(
        "Memo on the Sheds\n\nThe keys of the sheds hang in the office.",
        MEMO,
        title="Memo on the Sheds",
        date=date(2026, 7, 1),
        audience="staff",
    ),
    document(
        "The Night Kitchen\n\nThe night kitchen of Lantern House served nine thousand bowls of "
        "soup last winter. Soup is free for every child who knocks.",
        "night-kitchen",
        title="The Night Kitchen",
        date=date(2026, 4, 1),
    ),
    document(
        "The Reading Room\n\nThe reading room opens on Sundays for children who work on weekdays. "
        "It lends four hundred books.",
        READING,
        title="The Reading Room",
        date=date(2026, 5, 1),
    ),
)
# What stood in the lamps' document before, for everybody to see.
FORMER = document(
    f"{TITLE}\n\nLantern House asks the ferries to pay for lamp oil.", LAMPS, title=TITLE
)
# And before that, under an embargo that had not ended when this was revised.
INTERNAL = document(
    f"{TITLE}\n\nLantern House will ask the ferries to pay.",
    LAMPS,
    title=TITLE,
    embargo_until=NOW - timedelta(days=7),
)

ASK = "Who should pay for lamp oil on the piers?"
ASK_OF_STOVE = "When does a coal stove warm the library?"
ASK_OF_BELL = "Should volunteers ring the fog bell every hour?"
PINNED = "Does Lantern House like lamps?"
OTHERS = (
    "How many bowls of soup did the night kitchen serve?",
    "When does the reading room open?",
    "What did Petra Holm say about lamps?",
    "What is the latest on the piers?",
)


class _Remembering(Reader):
    """A reader that reads a question once; in English, what may be seen makes no difference."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader._encoders, reader.organisation, reader._translator)
        self._asked: dict[tuple[str, date], Asked] = {}

    def read(self, question: str, glossary: Glossary, today: date, words: Words) -> Asked:
        """A question in all its forms."""
        if (question, today) not in self._asked:
            self._asked[question, today] = super().read(question, glossary, today, words)
        return self._asked[question, today]


class World:
    """An index of these documents, and others that differ from it in the state of one of them."""

    def __init__(self, folder: Path, settings: IndexSettings, shared: Index) -> None:
        lamps = DOCUMENTS[0]
        said = next(s.span for s in lamps.sentences if s.quotable)
        pin = Pin("lamps", (PINNED,), Quote(lamps, said.start, said.end))
        staff = StaffKnowledge(Glossary("", ""), CheckedPins((pin,)))
        placed = settings.model_copy(update={"index": folder / "index"})
        build(Catalogue(DOCUMENTS, ()), placed, now=NOW, staff=staff)
        self._archive = folder / "archive"
        for days, former in ((9, INTERNAL), (8, FORMER)):
            Archive(self._archive).record([former], NOW - timedelta(days=days))
        snapshot = Snapshot.load(placed.index, find_models(placed))
        reader = _Remembering(shared._reader)
        self._base = Index(snapshot, reader, Archive(self._archive), shared.judgement)
        self._made: dict[Hashable, Index] = {}

    def where(self, *, threshold: float | None = None, **metadata: Any) -> Index:  # noqa: ANN401
        """The index where the lamps' document has this metadata; each is made once."""
        key = (threshold, *sorted(metadata.items()))
        if key not in self._made:
            labelled = relabelled(self._base, LAMPS, archive=self._archive, **metadata)
            self._made[key] = opened(labelled, labelled.snapshot, threshold=threshold)
        return self._made[key]

    def without(self) -> Index:
        """The index as if the lamps' document had never been in the folder."""
        if None not in self._made:
            bare = without(self._base, LAMPS)
            self._made[None] = opened(bare, bare.snapshot)
        return self._made[None]

    @contextmanager
    def taking_back(self, identity: str = LAMPS) -> Iterator[None]:
        """Have a document withdrawn, as `kind-documents withdraw` does, while the block runs."""
        archive = Archive(self._archive)
        archive.withdrawals.withdraw(identity, NOW, archive.texts_of(identity))
        try:
            yield
        finally:
            archive.withdrawals.reinstate(identity)

    @property
    def withdrawals(self) -> Path:
        """The file that keeps the withdrawals."""
        return self._archive / "withdrawals.json"

    def quote(self, identity: str, number: int = 0) -> Quote:
        """A sentence of a document, by number."""
        return quotes_of(self._base, identity)[number]


def embargoed(**metadata: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"status": "embargoed", **metadata}


def superseded(by: str) -> dict[str, Any]:
    return {"status": "superseded", "superseded_by": by}


# Each state: the document's metadata, the moment, and what a public document is in it to a
# journalist, and to staff.
#   answers   it answers, and is counted and named
#   marked    so it does, as being under embargo
#   points    it does not answer, and points to its successor
#   silent    it does not answer; a reference still shows its words
#   titled    it does not answer; a reference shows its title and date alone
#   nothing   it is as if it had never been there
STATES: dict[str, tuple[dict[str, Any], datetime, str, str]] = {
    "approved": ({}, NOW, "answers", "answers"),
    "draft": ({"status": "draft"}, NOW, "nothing", "nothing"),
    "just before an embargo ends": (embargoed(embargo_until=END), END - TICK, "nothing", "marked"),
    "when an embargo ends": (embargoed(embargo_until=END), END, "answers", "answers"),
    "after an embargo": (embargoed(embargo_until=END), END + TICK, "answers", "answers"),
    "under embargo without end": (embargoed(), NOW, "nothing", "marked"),
    "approved, under embargo": ({"embargo_until": END}, NOW, "nothing", "marked"),
    "superseded": (superseded(PLAN), NOW, "points", "points"),
    "superseded by what staff see": (superseded(MEMO), NOW, "silent", "points"),
    "superseded by what is not there": (superseded("nowhere"), NOW, "silent", "silent"),
    "withdrawn": ({"status": "withdrawn"}, NOW, "titled", "titled"),
}
SUCCESSORS = {"superseded": PLAN, "superseded by what staff see": MEMO}


@dataclass(frozen=True)
class Cell:
    """One case of the table: a state, an audience, and who looks."""

    state: str
    audience: str
    role: Role

    def __str__(self) -> str:
        return f"{self.state}, for {self.audience}, to {self.role}"

    @property
    def metadata(self) -> dict[str, Any]:
        return {**STATES[self.state][0], "audience": self.audience}

    @property
    def moment(self) -> datetime:
        return STATES[self.state][1]

    @property
    def seen(self) -> str:
        """What the document is to who looks."""
        *_, public, internal = STATES[self.state]
        if self.role is not Role.journalist:
            return internal
        return public if self.audience == "public" else "nothing"

    @property
    def stands(self) -> bool:
        """Whether it answers who looks."""
        return self.seen in {"answers", "marked"}

    @property
    def successor(self) -> str | None:
        return SUCCESSORS[self.state] if self.seen == "points" else None

    def view(self, world: World, *, threshold: float | None = None) -> View:
        index = world.where(threshold=threshold, **self.metadata)
        return index.view(self.role, self.moment)

    @property
    def taken_back(self) -> "Cell":
        """The case that it must be like once it is withdrawn while this runs."""
        return self if self.seen == "nothing" else replace(self, state="withdrawn")

    def never(self, world: World) -> View:
        """What they would see if it had never been there."""
        return world.without().view(self.role, self.moment)


CELLS = [Cell(*case) for case in product(STATES, ("public", "staff"), Role)]
