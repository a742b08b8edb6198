from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.local.telegram import Telegram
from bot.local.updates import UpdateQueue
from bot.local.wire import ApiError
from tests.bot.local.client import until

if TYPE_CHECKING:
    from bot.local.person import Person
    from bot.local.server import LocalServer
    from tests.bot.local.client import Client, Fields


def texts(updates: list[Fields]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_unconfirmed_updates_come_again_and_confirmed_ones_never(
    client: Client, person: Person
) -> None:
    for text in ("one", "two", "three"):
        await person.send(text)
    updates = await client.call("getUpdates", timeout=5)
    assert texts(updates) == ["one", "two", "three"]
    second = updates[1]["update_id"]
    assert second == updates[0]["update_id"] + 1
    assert texts(await client.call("getUpdates", offset=second)) == ["two", "three"]
    assert texts(await client.call("getUpdates", offset=updates[0]["update_id"])) == [
        "two",
        "three",
    ]


async def test_a_negative_offset_keeps_the_last_updates_only(
    client: Client, person: Person
) -> None:
    for text in ("one", "two", "three"):
        await person.send(text)
    assert texts(await client.call("getUpdates", offset=-2)) == ["two", "three"]
    assert texts(await client.call("getUpdates", offset=-9)) == ["two", "three"]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (0, 1), (2, 2), (100, 3), (900, 3)])
async def test_the_limit_is_brought_between_1_and_100(
    client: Client, person: Person, limit: int, count: int
) -> None:
    for text in ("one", "two", "three"):
        await person.send(text)
    assert len(await client.call("getUpdates", limit=limit)) == count


async def test_a_long_poll_ends_with_the_first_update(
    client: Client, server: LocalServer, person: Person
) -> None:
    polling = asyncio.create_task(client.call("getUpdates", timeout=30))
    await until(lambda: server.telegram.updates.polled)
    await person.send("there you are")
    assert texts(await polling) == ["there you are"]


async def test_an_empty_long_poll_ends_with_its_timeout(client: Client) -> None:
    assert await client.call("getUpdates", timeout=1) == []


async def test_the_earlier_of_two_polls_gets_a_conflict(
    client: Client, server: LocalServer, person: Person
) -> None:
    earlier = asyncio.create_task(client.refused("getUpdates", timeout=30))
    await until(lambda: server.telegram.updates.polled)
    later = asyncio.create_task(client.call("getUpdates", offset=1, timeout=30))
    assert await earlier == (
        409,
        (
            "Conflict: terminated by other getUpdates request;"
            " make sure that only one bot instance is running"
        ),
    )
    await until(lambda: server.telegram.updates.polled)
    await person.send("for the later one")
    assert texts(await later) == ["for the later one"]


async def test_a_bot_that_is_killed_in_its_poll_does_not_hold_the_line(
    client: Client, server: LocalServer, person: Person
) -> None:
    polling = asyncio.create_task(client.call("getUpdates", timeout=30))
    await until(lambda: server.telegram.updates.polled)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await until(lambda: not server.telegram.updates.polled)
    await person.send("for the next one")
    assert texts(await client.call("getUpdates", offset=1)) == ["for the next one"]


async def test_allowed_updates_hold_until_they_are_set_anew(client: Client, person: Person) -> None:
    await client.call("getUpdates", allowed_updates=["callback_query"])
    await person.send("unwanted")
    await person.press_data(1, "wanted")
    (update,) = await client.call("getUpdates", offset=1)
    assert update["callback_query"]["data"] == "wanted"
    await client.call("getUpdates", offset=update["update_id"] + 1, allowed_updates=[], limit=1,
                      timeout=1)  # fmt: skip
    await person.send("wanted again")
    assert texts(await client.call("getUpdates", offset=2)) == ["wanted again"]


async def test_reactions_come_only_when_asked_for(client: Client, person: Person) -> None:
    assert await person.deliver(message_reaction={"chat": person.chat.fields}) is None
    await client.call("getUpdates", allowed_updates=["message_reaction"], offset=1)
    assert await person.deliver(message_reaction={"chat": person.chat.fields})


async def test_pending_updates_are_counted_and_can_be_dropped(
    client: Client, person: Person
) -> None:
    await person.send("one")
    info = await client.call("getWebhookInfo")
    assert info == {"url": "", "has_custom_certificate": False, "pending_update_count": 1}
    assert await client.call("deleteWebhook", drop_pending_updates=True) is True
    assert (await client.call("getWebhookInfo"))["pending_update_count"] == 0


async def test_asking_for_one_offset_twice_at_once_gives_one_update() -> None:
    now = 100.0
    queue = UpdateQueue(lambda: now)
    for text in ("one", "two"):
        queue.put("message", {"text": text})
    assert len(await queue.get(0, 100, 0)) == 2
    now += 0.4
    assert len(await queue.get(0, 100, 0)) == 1
    now += 0.6
    assert len(await queue.get(0, 100, 0)) == 2


async def test_asking_twice_for_an_empty_queue_waits_even_without_a_timeout() -> None:
    queue = UpdateQueue(lambda: 100.0)
    assert await queue.get(7, 100, 0) == []
    polling = asyncio.create_task(queue.get(7, 100, 0))
    await until(lambda: queue.polled)
    queue.put("message", {"text": "at last"})
    assert texts(await polling) == ["at last"]


async def test_the_oldest_updates_go_when_nobody_fetches_them() -> None:
    queue = UpdateQueue(lambda: 100.0, capacity=2)
    for text in ("one", "two", "three"):
        queue.put("message", {"text": text})
    assert texts(await queue.get(0, 100, 0)) == ["two", "three"]


async def test_closing_ends_a_poll_and_refuses_what_comes_after() -> None:
    telegram = Telegram()
    polling = asyncio.create_task(telegram.updates.get(0, 100, 30))
    await until(lambda: telegram.updates.polled)
    telegram.close()
    assert await polling == []
    assert await telegram.updates.get(0, 100, 30) == []


async def test_a_queue_tells_the_earlier_poll_by_an_error() -> None:
    queue = UpdateQueue(lambda: 100.0)
    earlier = asyncio.create_task(queue.get(0, 100, 30))
    await until(lambda: queue.polled)
    later = asyncio.create_task(queue.get(1, 100, 30))
    with pytest.raises(ApiError, match="terminated by other getUpdates"):
        await earlier
    queue.close()
    assert await later == []
