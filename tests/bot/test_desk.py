"""What every handler works with."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Chat, User

from bot.desk import EXAMPLES, Desk
from bot.phrases import phrases
from tests.bot import samples


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = samples.desk(tmp_path)
    yield made
    made.close()


def _user(code: str | None) -> User:
    return User(1, "Ana", is_bot=False, language_code=code)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("es", "es"),
        ("es-419", "es"),
        ("ES-mx", "es"),
        ("en", "en"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
        (None, "en"),
        ("esu", "en"),
    ],
)
def test_a_persons_language_is_that_of_their_telegram_if_the_bot_speaks_it(
    code: str | None, language: str
) -> None:
    assert Desk.users_language(_user(code)) == language


def test_nobody_in_particular_is_spoken_to_in_english() -> None:
    assert Desk.users_language(None) == "en"


@pytest.mark.parametrize(
    ("text", "code", "language"),
    [
        ("What does KIND say about detention?", "es", "en"),
        ("¿Qué dice KIND sobre la detención?", "en", "es"),
        ("2021?", "es", "es"),
        ("2021?", "en", "en"),
        ("😀", "es", "es"),
        ("", "fr", "en"),
    ],
)
def test_the_language_is_the_texts_else_the_persons(text: str, code: str, language: str) -> None:
    assert Desk.language(text, _user(code)) == language


async def test_work_is_done_off_the_event_loop_one_piece_at_a_time(desk: Desk) -> None:
    threads: list[int] = []
    at_once: list[int] = []
    working = threading.Lock()

    def work() -> int:
        assert working.acquire(blocking=False)
        at_once.append(1)
        threads.append(threading.get_ident())
        working.release()
        return len(threads)

    assert sorted(await asyncio.gather(*(desk.aside(work) for _ in range(5)))) == [1, 2, 3, 4, 5]
    assert threading.get_ident() not in threads
    assert len(set(threads)) == 1


async def test_what_goes_wrong_aside_is_raised_where_it_was_asked_for(desk: Desk) -> None:
    def fail() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await desk.aside(fail)


async def test_three_examples_are_shown_though_no_document_answers_any(desk: Desk) -> None:
    numbers = await desk.examples()
    assert len(set(numbers)) == 3
    assert all(EXAMPLES[number] in phrases()["en"] for number in numbers)


def test_a_desk_holds_nothing_but_what_it_was_made_with(desk: Desk) -> None:
    before = set(vars(desk))
    desk.view(_user("en"), Chat(1, Chat.PRIVATE))
    desk.need.match("I am 15 and alone")
    assert set(vars(desk)) == before
