"""What the bot says of a document in every state of its life, and to whom."""

from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Any

import pytest

from bot.app import Bot, application, connect
from bot.buttons import Action, Press
from bot.desk import EXAMPLES, Desk
from bot.finding import Found
from bot.local.person import Person
from bot.local.server import LocalServer
from bot.phrases import phrases
from bot.settings import Settings
from index.index import Index
from index.resolution import Resolved
from index.settings import IndexSettings
from index.view import View
from knowledge.access import Role
from knowledge.document import Document
from knowledge.language import Language
from knowledge.quote import Quote
from knowledge.reference import Reference
from tests.bot.recorder import SPEAKING, Recorder
from tests.conftest import NOW
from tests.lifecycle import (
    ASK,
    ASK_OF_BELL,
    CELLS,
    DOCUMENTS,
    END,
    FORMER,
    INTERNAL,
    LAMPS,
    PINNED,
    STATES,
    STEPS,
    TICK,
    TITLE,
    Cell,
    World,
    embargoed,
)

EN = phrases()["en"]
PRESS = "Press Office, press@lantern.example"


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, lantern_settings: IndexSettings, index: Index
) -> World:
    return World(tmp_path_factory.mktemp("lifecycle"), lantern_settings, index)


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
            try:
                yield Chat(bot, server, person)
            finally:
                await bot.shutdown()


async def conversation(chat: Chat, world: World) -> dict[str, str]:
    """Everything that the bot says in a conversation about the document, by what it is about."""
    asked = {name: await chat.ask(text) for name, text in QUESTIONS.items()}
    said = {name: str(message["text"]) for name, message in asked.items()}
    present, former = world.quote(LAMPS), only_quote(FORMER)
    last = asked["about"]
    said["present"] = await chat.press(last, present, Action.quote)
    said["context"] = await chat.press(last, present, Action.context)
    said["former"] = await chat.press(last, former, Action.quote)
    said["steps"] = await chat.press(last, world.quote(STEPS, 1), Action.quote)
    return said


def only_quote(held: Document) -> Quote:
    """The one sentence of a document that can be quoted."""
    (span,) = (sentence.span for sentence in held.sentences if sentence.quotable)
    return Quote(held, span.start, span.end)


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


@pytest.mark.parametrize("cell", CELLS, ids=str)
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


@pytest.mark.parametrize("role", Role)
async def test_of_a_text_that_staff_alone_ever_saw_only_they_are_told(
    world: World, role: Role
) -> None:
    quote = only_quote(INTERNAL)
    async with chatting(world.where(), role, NOW) as chat:
        message = await chat.ask("/about")
        for action in Action:
            told = await chat.press(message, quote, action)
            if role is Role.journalist:
                assert told == EN["old_button"]
            else:
                assert told.startswith(f"{EN['internal']}\n\n{EN['revised']}\n\n")
                assert quote.text in told


async def test_in_a_group_staff_are_told_what_everybody_is(world: World) -> None:
    cell = Cell("approved, under embargo", "public", Role.staff)
    async with chatting(world.where(**cell.metadata), cell.role, cell.moment) as chat:
        group = chat.server.telegram.group()
        chat.person.join(group)
        for question in (ASK, ASK_OF_BELL):
            await chat.person.send(f"@kind_positions_bot {question}", chat=group)
            (message,) = await chat.told()
            assert message["text"].startswith(EN["nothing_found"])


LAMPS_IN = {"en": ASK, "es": "¿Quién debe pagar el aceite de las lámparas en los muelles?"}
OLD = {"en": "November 23, 2024.", "es": "23 de noviembre de 2024."}


@pytest.mark.parametrize("dated", [date(2024, 11, 23), date(2024, 11, 24), date(2099, 1, 1), None])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_over_two_years_later_a_statement_is_dated_above_its_words(
    world: World, language: Language, dated: date | None
) -> None:
    quote, old = world.quote(LAMPS), dated == date(2024, 11, 23)
    async with chatting(world.where(date=dated, threshold=0.0), Role.journalist, NOW) as chat:
        message = await chat.ask(LAMPS_IN[language])
        pressed = [await chat.press(message, quote, action, language) for action in Action]
    phrase = phrases()[language]["stale"].partition("{date}")[0]
    for text in (str(message["text"]), *pressed):
        above, cited, _ = text.partition(TITLE)
        assert cited
        assert above.startswith(phrase + OLD[language]) if old else phrase not in text


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


@pytest.fixture(scope="module")
def told_of() -> dict[Cell, dict[str, str]]:
    """What the bot said of each case that others must be like; each is asked once."""
    return {}


@pytest.mark.parametrize("cell", CELLS, ids=str)
async def test_once_withdrawn_a_running_bot_says_what_it_says_of_one_that_says_so_itself(
    world: World, cell: Cell, told_of: dict[Cell, dict[str, str]]
) -> None:
    like = cell.taken_back
    if like not in told_of:
        async with chatting(world.where(**like.metadata), like.role, like.moment) as chat:
            told_of[like] = await conversation(chat, world)
    words = world.quote(LAMPS).text
    async with chatting(world.where(**cell.metadata), cell.role, cell.moment) as chat:
        before = (await chat.ask(ASK))["text"]
        with world.taking_back():
            there = await conversation(chat, world)
        after = (await chat.ask(ASK))["text"]
    assert there == told_of[like]
    assert not any(words in told for told in there.values())
    assert before == after
    assert (words in before) is cell.stands


async def test_what_is_withdrawn_while_it_is_looked_for_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, withdrawing = world.quote(LAMPS).text, ExitStack()
    plain, looked = Found.by.__func__, list[bool]()  # type: ignore[attr-defined]

    def late(kind: type[Found], view: View, question: str) -> Found:
        found: Found = plain(kind, view, question)
        if not looked:
            withdrawing.enter_context(world.taking_back())
        looked.append(found.first is not None)
        return found

    monkeypatch.setattr(Found, "by", classmethod(late))
    with withdrawing:
        async with chatting(world.where(), Role.journalist, NOW) as chat:
            message = await chat.ask(ASK)
    assert looked == [True, False]
    assert words not in message["text"]
    assert message["text"].startswith(EN["nothing_found"])


@pytest.mark.parametrize("action", Action)
async def test_what_is_withdrawn_while_a_button_is_followed_is_not_shown(
    world: World, monkeypatch: pytest.MonkeyPatch, action: Action
) -> None:
    quote, withdrawing, looked = world.quote(LAMPS), ExitStack(), list[bool]()
    plain = View.resolve

    def late(view: View, reference: Reference) -> Resolved | None:
        resolved = plain(view, reference)
        if not looked:
            withdrawing.enter_context(world.taking_back())
        looked.append(bool(resolved and resolved.quote))
        return resolved

    async with chatting(world.where(), Role.journalist, NOW) as chat:
        message = await chat.ask("/about")
        monkeypatch.setattr(View, "resolve", late)
        with withdrawing:
            told = await chat.press(message, quote, action)
    assert looked == [True, False]
    assert quote.text not in told
    assert told.startswith(EN["withdrawn"])
    assert TITLE in told


@pytest.mark.parametrize("damage", ["cut", "gone", "a folder"])
async def test_while_it_is_not_known_what_was_withdrawn_nothing_is_shown(
    world: World, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    async with chatting(world.where(), Role.journalist, NOW) as chat:
        shown = await chat.ask(ASK)
        with world.taking_back():
            assert (await chat.ask(ASK))["text"].startswith(EN["nothing_found"])
            content = world.withdrawals.read_bytes()
            world.withdrawals.unlink()
            if damage == "cut":
                world.withdrawals.write_bytes(content[:-9])
            elif damage == "a folder":
                world.withdrawals.mkdir()
            try:
                for question in (ASK, PINNED, "/about", "/start"):
                    assert (await chat.ask(question))["text"] == EN["failed"]
                await chat.person.press_data(
                    shown["message_id"],
                    Press(Action.quote, "en", 0, (world.quote(LAMPS).reference,)).encode(),
                )
                assert [message["text"] for message in await chat.told()] == [EN["failed"]]
            finally:
                if damage == "a folder":
                    world.withdrawals.rmdir()
                world.withdrawals.write_bytes(content)
            assert (await chat.ask(ASK))["text"].startswith(EN["nothing_found"])
        assert (await chat.ask(ASK))["text"] == shown["text"]
    named = [r for r in caplog.records if str(world.withdrawals) in r.getMessage()]
    assert len(named) == 5
    assert not any(ASK in record.getMessage() for record in caplog.records)
