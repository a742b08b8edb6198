"""What becomes of a document in every state of its life, for everybody and by every path.

A path that is added to the project adds its test here, over the same cells.
"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import product
from typing import Any

import pytest

from bot.app import Bot, application, connect
from bot.buttons import Action, Press
from bot.desk import EXAMPLES, Desk
from bot.local.person import Person
from bot.local.server import LocalServer
from bot.phrases import phrases
from bot.settings import Settings
from index.index import Index
from index.resolution import Currency
from index.settings import IndexSettings
from index.view import Answer, View
from knowledge.access import Role
from knowledge.age import Age
from knowledge.language import Language
from knowledge.quote import Quote
from scripts import ask as kind_ask
from tests.bot.recorder import SPEAKING, Recorder
from tests.conftest import NOW
from tests.lifecycle import (
    ASK,
    ASK_OF_BELL,
    BELL,
    DOCUMENTS,
    END,
    FORMER,
    LAMPS,
    MEMO,
    NEWEST,
    OTHERS,
    PINNED,
    PLAN,
    STEPS,
    TITLE,
    World,
)

TICK = timedelta(microseconds=1)
EN = phrases()["en"]
PRESS = "Press Office, press@lantern.example"


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

    def never(self, world: World) -> View:
        """What they would see if it had never been there."""
        return world.without().view(self.role, self.moment)


CELLS = [Cell(*case) for case in product(STATES, ("public", "staff"), Role)]
every_cell = pytest.mark.parametrize("cell", CELLS, ids=str)


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, lantern_settings: IndexSettings
) -> Iterator[World]:
    with closing(World(tmp_path_factory.mktemp("lifecycle"), lantern_settings)) as made:
        yield made


def ids(answer: Answer) -> set[str]:
    return {hit.quote.document.id for hit in answer.hits}


@every_cell
def test_it_answers_who_may_see_it_and_says_what_it_is(world: World, cell: Cell) -> None:
    view = cell.view(world)
    answer = view.search(ASK)
    assert answer.answered is cell.stands
    assert (LAMPS in ids(answer)) is cell.stands
    if cell.stands:
        caution = view.caution(answer.hits[0].quote.document)
        assert caution.embargoed is (cell.seen == "marked")
        assert caution.internal is (cell.audience == "staff")


@every_cell
@pytest.mark.parametrize("question", [ASK, *OTHERS])
def test_what_does_not_answer_weighs_nothing_in_any_answer(
    world: World, cell: Cell, question: str
) -> None:
    there, never = cell.view(world).search(question), cell.never(world).search(question)
    if cell.stands:
        # Or this test would see nothing.
        assert question in {OTHERS[1], OTHERS[3]} or there != never
    else:
        pointing = cell.seen == "points"
        assert (replace(there, successor=None) if pointing else there) == never


@every_cell
def test_it_is_named_as_nearby_to_who_may_see_it(world: World, cell: Cell) -> None:
    answer = cell.view(world, threshold=0.9999).search(ASK)
    assert not answer.answered
    assert (LAMPS in {document.id for document in answer.nearby}) is cell.stands


@every_cell
def test_it_is_named_as_saying_the_same_to_who_may_see_it(world: World, cell: Cell) -> None:
    also = cell.view(world).also_in(world.quote(STEPS, 1))
    assert [document.id for document in also] == ([LAMPS] if cell.stands else [])


@every_cell
def test_a_pin_answers_who_may_see_its_document(world: World, cell: Cell) -> None:
    answer = cell.view(world).search(PINNED)
    assert (answer.confidence == 1.0) is cell.stands
    if not cell.stands:
        assert replace(answer, successor=None) == cell.never(world).search(PINNED)


PRESENT = {
    "answers": Currency.current,
    "marked": Currency.current,
    "points": Currency.superseded,
    "silent": Currency.superseded,
    "titled": Currency.withdrawn,
}


@every_cell
def test_a_reference_to_its_text_leads_there_or_nowhere(world: World, cell: Cell) -> None:
    quote = world.quote(LAMPS)
    resolved = cell.view(world).resolve(quote.reference)
    if cell.seen == "nothing":
        assert resolved is None
        return
    assert resolved is not None
    assert resolved.currency is PRESENT[cell.seen]
    assert resolved.metadata.title == TITLE
    shown = resolved.quote.text if resolved.quote else None
    assert shown == (quote.text if cell.seen != "titled" else None)
    assert (resolved.successor and resolved.successor.id) == cell.successor


REVISED = {**PRESENT, "answers": Currency.revised, "marked": Currency.revised}


@every_cell
def test_a_reference_to_its_former_text_tells_what_became_of_it(world: World, cell: Cell) -> None:
    sentence = next(s.span for s in FORMER.sentences if s.quotable)
    quote = Quote(FORMER, sentence.start, sentence.end)
    resolved = cell.view(world).resolve(quote.reference)
    assert resolved is not None
    assert resolved.currency is REVISED.get(cell.seen, Currency.gone)
    shown = resolved.quote.text if resolved.quote else None
    assert shown == (quote.text if cell.seen not in {"titled", "nothing"} else None)
    assert (resolved.successor and resolved.successor.id) == cell.successor
    if cell.seen == "nothing":
        assert resolved == cell.never(world).resolve(quote.reference)


@every_cell
def test_it_is_counted_and_the_newest_to_who_may_see_it(world: World, cell: Cell) -> None:
    view, never = cell.view(world), cell.never(world)
    assert len(view) == len(never) + cell.stands
    assert (view.newest == NEWEST) is cell.stands
    assert cell.stands or view.newest == never.newest


@every_cell
def test_where_it_would_have_answered_its_successor_is_named(world: World, cell: Cell) -> None:
    successor = cell.view(world).search(ASK).successor
    assert (successor and successor.id) == cell.successor


@every_cell
def test_as_a_successor_it_is_named_to_who_may_see_it(world: World, cell: Cell) -> None:
    answer = cell.view(world).search(ASK_OF_BELL)
    named = LAMPS if cell.stands else cell.successor
    assert (answer.successor and answer.successor.id) == named
    assert BELL not in ids(answer)


def settings() -> Settings:
    return Settings.model_validate({"staff": [2], "admins": [3], "press_contact": PRESS})


PEOPLE = {Role.journalist: 1, Role.staff: 2, Role.admin: 3}


@pytest.mark.parametrize(("state", "audience"), list(product(STATES, ("public", "staff"))))
async def test_examples_are_those_that_the_public_sees_answered(
    world: World, state: str, audience: str
) -> None:
    cell = Cell(state, audience, Role.journalist)
    with closing(Desk(world.where(**cell.metadata), settings(), lambda: cell.moment)) as desk:
        numbers = await desk.examples()
    lawyer = EXAMPLES.index("example_4")
    assert numbers == tuple(sorted(range(len(EXAMPLES)), key=lambda n: n != lawyer)[:3]) or (
        not cell.stands and numbers == (0, 1, 2)
    )
    assert (lawyer in numbers) is cell.stands


def asked_at(monkeypatch: pytest.MonkeyPatch, index: Index, moment: datetime) -> None:
    """Have kind-ask ask an index at a moment."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz)

    class Opened:
        @staticmethod
        def open(*_: object) -> Index:
            return index

    monkeypatch.setattr(kind_ask, "datetime", Clock)
    monkeypatch.setattr(kind_ask, "Index", Opened)


@every_cell
def test_kind_ask_tells_it_to_who_may_see_it(
    world: World, cell: Cell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked_at(monkeypatch, world.where(**cell.metadata), cell.moment)
    kind_ask.ask(ASK, cell.role, json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["answered"] is cell.stands
    assert (LAMPS in {quote["document"] for quote in told["quotes"]}) is cell.stands
    assert ("successor" in told) is (cell.successor is not None)
    if cell.successor is not None:
        assert told["successor"]["document"] == cell.successor
    for quote in told["quotes"]:
        assert not quote["stale"]
        marked = quote["document"] == LAMPS and cell.seen == "marked"
        assert ("embargo_until" in quote) is marked
        if marked:
            end = cell.metadata.get("embargo_until")
            assert quote["embargo_until"] == (end and end.isoformat())
    kind_ask.ask(ASK, cell.role)
    said = capsys.readouterr().out
    assert (TITLE in said) is cell.stands
    assert ("[under embargo" in said) is (cell.seen == "marked")
    assert said.startswith("An earlier statement") is (cell.successor is not None)


# The real bot


@dataclass(frozen=True)
class Chat:
    """A bot, its server, and somebody who writes to it."""

    bot: Bot
    server: LocalServer
    person: Person

    async def told(self) -> list[dict[str, Any]]:
        """What the bot answers to all that waits for it."""
        for update in await self.bot.bot.get_updates(timeout=0):
            await self.bot.process_update(update)
        self.server.telegram.updates.clear()
        return [dict(message) for message in await self.person.replies(len(self.person.unread))]

    async def ask(self, question: str) -> dict[str, Any]:
        await self.person.send(question)
        (message,) = await self.told()
        return message

    async def press(
        self, message: dict[str, Any], quote: Quote, action: Action, language: Language = "en"
    ) -> str:
        """What pressing a button with a quote shows: in the message's place, or as a notice."""
        press = Press(action, language, 0, (quote.reference,))
        query = await self.person.press_data(message["message_id"], press.encode())
        shown = await self.told()
        notice = (await self.person.answer(query)).get("text")
        return str(shown[0]["text"] if shown else notice)


@asynccontextmanager
async def chatting(index: Index, role: Role, moment: datetime) -> AsyncIterator[Chat]:
    async with LocalServer() as server:
        with closing(Desk(index, settings(), lambda: moment)) as desk:
            bot = application(server.token, server.api_url, desk)
            await connect(bot)
            person = Person(server.telegram, user_id=PEOPLE[role])
            yield Chat(bot, server, person)
            await bot.shutdown()


async def conversation(chat: Chat, world: World) -> dict[str, str]:
    """Everything that the bot says in a conversation about the document, by what it is about."""
    sentence = next(s.span for s in FORMER.sentences if s.quotable)
    asked = {name: await chat.ask(text) for name, text in QUESTIONS.items()}
    said = {name: str(message["text"]) for name, message in asked.items()}
    present, former = world.quote(LAMPS), Quote(FORMER, sentence.start, sentence.end)
    last = asked["about"]
    said["present"] = await chat.press(last, present, Action.quote)
    said["context"] = await chat.press(last, present, Action.context)
    said["former"] = await chat.press(last, former, Action.quote)
    said["steps"] = await chat.press(last, world.quote(STEPS, 1), Action.quote)
    return said


QUESTIONS = {
    "ask": ASK,
    "bell": ASK_OF_BELL,
    "pinned": PINNED,
    "start": "/start",
    "about": "/about",
}
UNDER_EMBARGO = {
    True: "Under embargo until November 24, 2026, 1:00\u202fPM (UTC+00:00): not for publication",
    False: EN["embargoed_open"],
}


@pytest.fixture(scope="module")
def recorder() -> Recorder:
    return Recorder([*DOCUMENTS, FORMER], [PRESS])


@every_cell
async def test_the_bot_tells_it_to_who_may_see_it(
    world: World, cell: Cell, recorder: Recorder
) -> None:
    async with chatting(world.where(**cell.metadata), cell.role, cell.moment) as chat:
        said = await conversation(chat, world)
        sent = [r for method in SPEAKING for r in chat.server.telegram.requests_to(method)]
    assert [found for request in sent if (found := recorder.unaccounted(request))] == []
    words = world.quote(LAMPS).text
    assert (words in said["ask"]) is cell.stands
    assert (TITLE in said["steps"]) is cell.stands
    assert (words in said["pinned"]) is cell.stands
    assert (TITLE in said["bell"]) is cell.stands
    assert ("October 1, 2026" in said["about"]) is cell.stands
    for path in ("present", "context"):
        assert (words in said[path]) is (cell.seen not in {"titled", "nothing"})
    marked = cell.seen == "marked"
    mark = UNDER_EMBARGO["embargo_until" in cell.metadata]
    for path in ("ask", "pinned", "present", "context"):
        assert (mark in said[path]) is marked
        if marked:
            assert said[path].index(mark) < said[path].index(words)
    restricted = cell.stands and (marked or cell.audience == "staff")
    for path in ("steps", "bell"):
        assert (f"{TITLE}, October 1, 2026 (not public)" in said[path]) is restricted
    replaced = EN["replaced"].partition("\n")[0]
    assert said["ask"].startswith(replaced) is (cell.successor is not None)


@pytest.mark.parametrize("cell", [c for c in CELLS if c.seen == "nothing"], ids=str)
async def test_the_bot_says_the_same_as_if_what_may_not_be_seen_had_never_been_there(
    world: World, cell: Cell
) -> None:
    async with chatting(world.where(**cell.metadata), cell.role, cell.moment) as chat:
        there = await conversation(chat, world)
    async with chatting(world.without(), cell.role, cell.moment) as chat:
        never = await conversation(chat, world)
    assert there == never


async def test_in_a_group_staff_are_told_what_everybody_is(world: World) -> None:
    cell = Cell("approved, under embargo", "public", Role.staff)
    async with chatting(world.where(**cell.metadata), cell.role, cell.moment) as chat:
        group = chat.server.telegram.group()
        chat.person.join(group)
        for question in (ASK, ASK_OF_BELL):
            await chat.person.send(f"@kind_positions_bot {question}", chat=group)
            (message,) = await chat.told()
            assert message["text"].startswith(EN["nothing_found"])


# Old statements

DATES = [
    (date(2024, 11, 23), True),
    (date(2024, 11, 24), False),  # two years ago today, so not over two years
    (date(2099, 1, 1), False),
    (None, False),
]
OLD = {"en": "from November 23, 2024.", "es": "del 23 de noviembre de 2024."}


@pytest.mark.parametrize(("dated", "old"), DATES)
@pytest.mark.parametrize("language", ["en", "es"])
async def test_an_old_statement_is_dated_above_its_words(
    world: World,
    language: Language,
    dated: date | None,
    old: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    quote, asked = (
        world.quote(LAMPS),
        {"en": ASK, "es": "¿Quién debe pagar el aceite de las lámparas en cada muelle?"},
    )
    index = world.where(date=dated, threshold=0.0)
    async with chatting(index, Role.journalist, NOW) as chat:
        message = await chat.ask(asked[language])
        shown = [await chat.press(message, quote, action, language) for action in Action]
        said = [str(message["text"]), *shown]
    phrase = phrases()[language]["stale"].partition("{date}")[0]
    for text in said:
        assert quote.text in text
        above = text.partition(quote.text)[0]
        assert (phrase in above) is (OLD[language] in above) is old


@pytest.mark.parametrize(
    ("age", "old"), [("2 years", True), ("24 months", True), ("25 months", False),
                     ("731 days", False), ("730 days", True), ("9999 years", False)],
)  # fmt: skip
def test_how_old_an_old_statement_is_is_a_setting(
    world: World,
    age: str,
    old: bool,  # noqa: FBT001 (a column of the table)
) -> None:
    index = world.where(date=date(2024, 11, 23))
    judgement = replace(index.judgement, stale_after=Age.parse(age))
    aged = Index(index.snapshot, index._reader, index.archive, judgement)
    view = aged.view(Role.journalist, NOW)
    assert view.caution(view.search(ASK).hits[0].quote.document).stale is old


def test_kind_ask_tells_which_statements_are_old(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked_at(monkeypatch, world.where(date=date(2024, 11, 23)), NOW)
    kind_ask.ask(ASK, json=True)
    quotes = json.loads(capsys.readouterr().out)["quotes"]
    assert [quote["stale"] for quote in quotes] == [q["document"] == LAMPS for q in quotes]
    kind_ask.ask(ASK)
    assert "\n[from 2024-11-23: check that it still stands]\n" in capsys.readouterr().out


# The clock


async def test_an_embargo_ends_by_the_clock_in_everything_that_is_kept(world: World) -> None:
    moments = [END - TICK, END, END - TICK]
    index = world.where(**embargoed(embargo_until=END))
    now = [END - TICK]
    with closing(Desk(index, settings(), lambda: now[0])) as desk:
        lawyer, told = EXAMPLES.index("example_4"), []
        for moment in moments:
            now[0] = moment
            view = desk.view(None, None)
            told.append((view.search(ASK).answered, lawyer in await desk.examples(), len(view)))
    assert told == [(False, False, 4), (True, True, 5), (False, False, 4)]
