"""What becomes of a document in every state of its life, for everybody and by every path.

The bot's own paths are in `tests/bot/test_lifecycle.py`. A path that is added to the project adds
its test, over the same cells.
"""

import json
from dataclasses import replace
from datetime import date, datetime, tzinfo

import pytest

from index.index import Index
from index.resolution import Currency, Resolved
from index.settings import IndexSettings
from index.view import Answer
from knowledge.access import Role
from knowledge.age import Age
from knowledge.quote import Quote
from scripts import ask as kind_ask
from tests.conftest import NOW
from tests.lifecycle import (
    ASK,
    ASK_OF_BELL,
    ASK_OF_STOVE,
    BELL,
    CELLS,
    FORMER,
    LAMPS,
    NEWEST,
    OTHERS,
    PINNED,
    READING,
    STEPS,
    TITLE,
    Cell,
    World,
)

every_cell = pytest.mark.parametrize("cell", CELLS, ids=str)


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, lantern_settings: IndexSettings, index: Index
) -> World:
    return World(tmp_path_factory.mktemp("lifecycle"), lantern_settings, index)


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
def test_every_superseded_document_leads_to_its_own_successor(world: World, cell: Cell) -> None:
    answer = cell.view(world).search(ASK_OF_STOVE)
    assert answer.successor is not None
    assert answer.successor.id == READING


@every_cell
def test_as_a_successor_it_is_named_to_who_may_see_it(world: World, cell: Cell) -> None:
    answer = cell.view(world).search(ASK_OF_BELL)
    named = LAMPS if cell.stands else cell.successor
    assert (answer.successor and answer.successor.id) == named
    assert BELL not in ids(answer)


def of_former() -> Quote:
    (span,) = (sentence.span for sentence in FORMER.sentences if sentence.quotable)
    return Quote(FORMER, span.start, span.end)


def led_to(resolved: Resolved | None) -> tuple[object, ...]:
    """What is shown of what a reference leads to."""
    if resolved is None:
        return ()
    metadata, quote = resolved.metadata, resolved.quote
    words, follower = quote and quote.text, resolved.successor
    return resolved.currency, metadata.title, metadata.date, words, resolved.audience, follower


@every_cell
def test_withdrawn_while_running_it_is_as_one_that_says_so_itself(world: World, cell: Cell) -> None:
    before = cell.view(world)
    if cell.taken_back != cell:
        # Nothing of it is left in what the cell is to be like.
        assert cell.taken_back.seen == "titled"
    like = cell.taken_back.view(world)
    distant = cell.taken_back.view(world, threshold=0.9999).search(ASK)
    with world.taking_back():
        assert not before.stands
        there = cell.view(world)
        assert there.stands
        for question in (ASK, ASK_OF_STOVE, ASK_OF_BELL, PINNED, *OTHERS):
            assert there.search(question) == like.search(question)
        assert cell.view(world, threshold=0.9999).search(ASK) == distant
        assert there.also_in(world.quote(STEPS, 1)) == like.also_in(world.quote(STEPS, 1))
        assert (len(there), there.newest) == (len(like), like.newest)
        for quote in (world.quote(LAMPS), of_former()):
            found = led_to(there.resolve(quote.reference))
            assert found == led_to(like.resolve(quote.reference))
            assert quote.text not in found
    assert before.stands
    assert cell.view(world).search(ASK) == before.search(ASK)


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


@pytest.mark.parametrize(
    ("age", "said"),
    [
        ("2 years", True),
        ("24 months", True),
        ("25 months", False),
        ("730 days", True),
        ("731 days", False),
        ("9999 years", False),
    ],
)
def test_how_old_an_old_statement_is_is_a_setting(
    world: World,
    age: str,
    said: bool,  # noqa: FBT001
) -> None:
    index = world.where(date=date(2024, 11, 23))
    judgement = replace(index.judgement, stale_after=Age.parse(age))
    aged = Index(index.snapshot, index._reader, index.archive, judgement)
    view = aged.view(Role.journalist, NOW)
    assert view.caution(view.search(ASK).hits[0].quote.document).stale is said


def test_kind_ask_tells_which_statements_are_old(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked_at(monkeypatch, world.where(date=date(2024, 11, 23)), NOW)
    kind_ask.ask(ASK, json=True)
    quotes = json.loads(capsys.readouterr().out)["quotes"]
    assert [quote["stale"] for quote in quotes] == [q["document"] == LAMPS for q in quotes]
    kind_ask.ask(ASK)
    assert "\n[from 2024-11-23: check that it still stands]\n" in capsys.readouterr().out
