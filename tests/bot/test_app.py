"""All handlers in their places: what comes in, and what goes out for it."""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, Message, Update
from telegram.ext import CommandHandler

from bot import app
from bot.app import ADMINS_COMMANDS, COMMANDS, Bot, announce, application, connect
from bot.buttons import Action, Example, Press
from bot.desk import Desk
from bot.errors import StartError
from bot.finding import Found
from bot.local import payloads
from bot.local.person import Person
from bot.local.server import LocalServer
from bot.local.wire import ApiError, bad_request, forbidden
from bot.phrases import LANGUAGES, phrases
from index.errors import SnapshotError
from index.view import Answer
from knowledge.reference import Reference
from tests.bot import samples
from tests.making import document

PRESS, HELP = "press@lantern.example", "Lantern Helpline 555 0199"
EN, ES = phrases()["en"], phrases()["es"]
ADMIN, STAFF = 7_000_001, 7_000_002
UNKNOWN = Reference("0123456789abcdef", 5, 70)


@pytest.fixture
async def server() -> AsyncIterator[LocalServer]:
    async with LocalServer() as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    made = samples.desk(
        folder, press_contact=PRESS, help_contact={"en": HELP}, admins=[ADMIN], staff=[STAFF]
    )
    yield made
    made.close()


@pytest.fixture
async def bot(server: LocalServer, desk: Desk) -> AsyncIterator[Bot]:
    built = application(server.token, server.api_url, desk)
    await connect(built)
    yield built
    await built.shutdown()


@pytest.fixture
def ana(server: LocalServer) -> Person:
    return Person(server.telegram)


async def _deliver(bot: Bot, server: LocalServer) -> int:
    """Have the bot process all that waits, as its polling does; how many updates it was."""
    updates = await bot.bot.get_updates(timeout=0)
    for update in updates:
        await bot.process_update(update)
    server.telegram.updates.clear()
    return len(updates)


async def _told(bot: Bot, server: LocalServer, person: Person, text: str) -> list[str]:
    """What the bot answers to a text."""
    await person.send(text)
    assert await _deliver(bot, server) == 1
    said = [str(message["text"]) for message in person.unread]
    await person.replies(len(said))
    return said


def _sent(server: LocalServer) -> list[str]:
    quiet = {"getMe", "getUpdates"}
    return [r.method for r in server.telegram.requests if r.method not in quiet]


def test_every_command_has_a_handler_and_its_words_in_each_language(bot: Bot) -> None:
    held = [one for group in bot.handlers.values() for one in group]
    commands = {name for one in held if isinstance(one, CommandHandler) for name in one.commands}
    assert commands == {*COMMANDS, *ADMINS_COMMANDS}
    for language in LANGUAGES:
        assert {f"command_{name}" for name in COMMANDS} <= set(phrases()[language])


@pytest.mark.parametrize(("code", "said"), [("en", EN), ("es", ES), ("fr", EN)])
@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_answers_in_the_persons_language(
    bot: Bot, server: LocalServer, command: str, code: str, said: dict[str, str]
) -> None:
    person = Person(server.telegram, language_code=code)
    (answer,) = await _told(bot, server, person, f"/{command}")
    assert answer.startswith(said[command])


@pytest.mark.parametrize("code", LANGUAGES)
async def test_an_admin_is_told_how_the_bot_is(
    bot: Bot, server: LocalServer, desk: Desk, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    said = phrases()[code]
    admin = Person(server.telegram, user_id=ADMIN, language_code=code)
    (answer,) = await _told(bot, server, admin, "/status")
    assert desk.index.snapshot.name in answer
    assert answer.startswith(said["status"].partition("{")[0])
    assert said["status_trouble"] not in answer
    monkeypatch.setattr(desk, "trouble", SnapshotError("damaged"))
    (answer,) = await _told(bot, server, admin, "/status")
    assert answer.endswith(said["status_trouble"])


@pytest.mark.parametrize("user", [STAFF, None])
async def test_to_others_there_is_no_such_command(
    bot: Bot, server: LocalServer, user: int | None
) -> None:
    person = Person(server.telegram, user_id=user)
    assert await _told(bot, server, person, "/status") == [EN["unknown_command"]]


async def test_in_a_group_an_admin_is_nobody_else(bot: Bot, server: LocalServer) -> None:
    admin, group = Person(server.telegram, user_id=ADMIN), server.telegram.group()
    admin.join(group)
    await admin.send("/status@kind_positions_bot", chat=group)
    await _deliver(bot, server)
    assert not admin.unread


async def test_an_unknown_command_is_said_to_be_one(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    assert await _told(bot, server, ana, "/publish now") == [EN["unknown_command"]]


async def test_a_question_without_an_answer_names_the_press_contact(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    (answer,) = await _told(bot, server, ana, "What does Lantern House say about ferries?")
    assert answer.startswith(EN["nothing_found"])
    assert answer.endswith(PRESS)


@pytest.mark.parametrize("question", ["What about beds?", "@kind_positions_bot what about beds?"])
async def test_what_is_nearby_is_named_to_who_asks_alone_and_never_to_a_group(
    bot: Bot, server: LocalServer, ana: Person, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    beds = document("The beds are warm.", title="On Warm Beds")
    answer = Answer(answered=False, confidence=0.5, hits=(), nearby=(beds,))
    monkeypatch.setattr(Found, "by", lambda _view, _question: Found(answer, None))
    (private,) = await _told(bot, server, ana, question)
    assert private.endswith(EN["nearby"].format(documents="• On Warm Beds"))
    group = server.telegram.group()
    ana.join(group)
    await ana.send(question, chat=group)
    await _deliver(bot, server)
    grouped = [str(message["text"]) for message in ana.unread]
    nothing, contact = EN["nothing_found"], EN["press_contact"].format(contact=PRESS)
    assert grouped == ([f"{nothing}\n\n{contact}"] if question.startswith("@") else [])


async def test_whoever_asks_for_the_press_contact_is_told_it_and_nothing_else(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    assert await _told(bot, server, ana, "Who is the press contact?") == [
        EN["press_contact"].format(contact=PRESS)
    ]


async def test_someone_in_need_is_told_where_help_is_and_not_that_nothing_was_found(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    (answer,) = await _told(bot, server, ana, "I am 15 and alone, please help me")
    assert HELP in answer
    assert answer.startswith(EN["need"])


async def test_someone_in_need_is_told_so_in_their_own_language_without_a_setting_too(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    (answer,) = await _told(bot, server, ana, "necesito ayuda, me van a deportar")
    assert answer.startswith(ES["need"])
    assert ES["need_no_contact"] in answer


@pytest.mark.parametrize("text", ["😀", "?!", "…", "👩‍👧‍👦 🙏🏽"])
async def test_what_holds_no_word_is_answered_with_an_example(
    bot: Bot, server: LocalServer, ana: Person, text: str
) -> None:
    (answer,) = await _told(bot, server, ana, text)
    assert answer == EN["no_question"].format(example=EN["example_1"])


async def test_what_is_too_long_is_said_to_be(bot: Bot, server: LocalServer, ana: Person) -> None:
    (answer,) = await _told(bot, server, ana, "What is that? " + "1" * 4082)
    assert answer == EN["too_long"].format(count="4,096", limit="2,000")


async def test_someone_in_need_may_write_more_than_a_question_may_hold(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    (answer,) = await _told(bot, server, ana, "my son was taken by ICE. " + "we are lost. " * 200)
    assert HELP in answer


@pytest.mark.parametrize(
    "sent",
    [
        payloads.photo("What about beds?"),
        payloads.sticker(),
        payloads.voice(),
        payloads.document(),
        payloads.contact(),
        payloads.location(),
    ],
    ids=["photo", "sticker", "voice", "document", "contact", "location"],
)
async def test_what_is_not_text_is_met_with_the_word_that_only_text_is_read(
    bot: Bot, server: LocalServer, ana: Person, sent: dict[str, Any]
) -> None:
    await ana.send_other(**sent)
    await _deliver(bot, server)
    assert [message["text"] for message in ana.unread] == [EN["only_text"]]


async def test_an_answer_replies_to_the_message_that_asked_and_shows_no_preview(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    sent = await ana.send("What of beds?")
    await _deliver(bot, server)
    (request,) = server.telegram.requests_to("sendMessage")
    assert request.parameters["link_preview_options"] == {"is_disabled": True}
    assert request.parameters["reply_parameters"]["message_id"] == sent["message_id"]
    assert "parse_mode" not in request.parameters


async def test_an_edited_message_is_left_alone(
    bot: Bot, server: LocalServer, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    sent = await ana.send("What about beds?")
    server.telegram.updates.clear()
    await ana.edit(sent, "What about ferries?")
    await ana.edit(sent, "/help")
    await ana.edit(sent, "I am 15 and alone")
    assert await _deliver(bot, server) == 3
    assert _sent(server) == []
    assert caplog.records == []


async def test_a_channel_is_left_alone(
    bot: Bot, server: LocalServer, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    channel = server.telegram.channel()
    ana.join(channel)
    post = await ana.send("What about beds?", chat=channel)
    await ana.edit(post, "/start", chat=channel)
    await ana.send("/help", chat=channel)
    assert await _deliver(bot, server) == 3
    assert _sent(server) == []
    assert caplog.records == []


USER = {"id": 5, "is_bot": False, "first_name": "Ben"}
CHAT = {"id": 5, "type": "private", "first_name": "Ben"}
MEMBER = {"user": USER, "status": "member"}
POLL = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
    "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
    "allows_revoting": False, "members_only": False,
}  # fmt: skip
CHANGE = {"chat": CHAT, "from": USER, "date": 1, "old_chat_member": MEMBER}
OTHERS: dict[str, dict[str, Any]] = {
    "my_chat_member": {**CHANGE, "new_chat_member": MEMBER},
    "chat_member": {**CHANGE, "new_chat_member": MEMBER},
    "poll": POLL,
    "inline_query": {"id": "1", "from": USER, "query": "beds", "offset": ""},
    "chosen_inline_result": {"result_id": "1", "from": USER, "query": "beds"},
    "chat_join_request": {"chat": CHAT, "from": USER, "user_chat_id": 5, "date": 1},
    "message_reaction": {
        "chat": CHAT,
        "message_id": 1,
        "date": 1,
        "user": USER,
        "old_reaction": [],
        "new_reaction": [],
    },
    "a_kind_that_is_yet_to_come": {"id": "1"},
}


@pytest.mark.parametrize("kind", OTHERS)
async def test_every_other_kind_of_update_passes_without_a_word(
    bot: Bot, server: LocalServer, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    update = Update.de_json({"update_id": 1, kind: OTHERS[kind]}, bot.bot)
    await bot.process_update(update)
    assert _sent(server) == []
    assert caplog.records == []


async def test_what_a_group_is_told_by_telegram_is_left_alone(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    group = server.telegram.group()
    ana.join(group)
    await ana.send_other(chat=group, **payloads.new_members(ana.user))
    await ana.send_other(**payloads.left_member(ana.user))
    await _deliver(bot, server)
    assert _sent(server) == []


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("What about beds?", False),
        ("@somebody_else what about beds?", False),
        ("@kind_positions_bot what about beds?", True),
        ("/unknown", False),
        ("/help@another_bot", False),
        ("/help@kind_positions_bot", True),
    ],
)
async def test_in_a_group_the_bot_speaks_when_it_is_spoken_to(
    bot: Bot, server: LocalServer, ana: Person, text: str, *, answered: bool
) -> None:
    group = server.telegram.group()
    ana.join(group)
    bot_update = await ana.send(text, chat=group)
    server.telegram.updates.clear()
    server.telegram.updates.put("message", bot_update)
    await _deliver(bot, server)
    assert bool(ana.unread) is answered


@pytest.mark.parametrize(
    "data",
    [
        "q",
        "anything",
        "x",
        "xen99",
        "xen-1",
        "xfr0",
        Press(Action.quote, "en", 0, (UNKNOWN,)).encode(),
        Press(Action.context, "es", 0, (UNKNOWN,)).encode(),
    ],
)
async def test_a_button_that_leads_nowhere_says_so_and_changes_nothing(
    bot: Bot, server: LocalServer, ana: Person, data: str
) -> None:
    (_,) = await _told(bot, server, ana, "/help")
    (message,) = [m for m in ana.messages() if m["from"]["is_bot"]]
    pressed = await ana.press_data(message, data)
    await _deliver(bot, server)
    answer = await ana.answer(pressed)
    assert answer["text"] in {EN["old_button"], ES["old_button"]}
    assert ana.unread == []


async def test_an_example_is_answered_under_its_own_words(
    bot: Bot, server: LocalServer, ana: Person
) -> None:
    await _told(bot, server, ana, "/start")
    (message,) = [m for m in ana.messages() if m["from"]["is_bot"]]
    pressed = await ana.press_data(message, Example("es", 1).encode())
    await _deliver(bot, server)
    assert (await ana.answer(pressed))["text"] == ""
    (answer,) = [str(m["text"]) for m in ana.unread]
    assert answer.startswith(ES["asked"].format(question=ES["example_2"]))
    assert ES["nothing_found"] in answer


async def test_a_question_that_fails_is_said_to_have_failed(
    bot: Bot, server: LocalServer, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.bot_data.clear()  # the desk is gone, so every handler fails
    with caplog.at_level(logging.ERROR, "bot"):
        assert await _told(bot, server, ana, "What of beds?") == [EN["failed"]]
    assert "What of beds?" not in "".join(record.getMessage() for record in caplog.records)
    assert [record.name for record in caplog.records] == ["bot.app"]


async def test_a_failure_that_cannot_even_be_told_is_logged_by_name(
    bot: Bot, server: LocalServer, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.bot_data.clear()
    server.telegram.fail("sendMessage", bad_request("chat not found"))
    with caplog.at_level(logging.ERROR, "bot"):
        assert await _told(bot, server, ana, "What of beds?") == []
    assert len(caplog.records) == 2
    assert {record.name for record in caplog.records} == {"bot.app"}


async def test_a_person_who_has_blocked_the_bot_is_no_error(
    bot: Bot, server: LocalServer, ana: Person, caplog: pytest.LogCaptureFixture
) -> None:
    server.telegram.fail("sendMessage", forbidden("bot was blocked by the user"))
    assert await _told(bot, server, ana, "What of beds?") == []
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


async def test_the_menu_of_commands_is_set_in_each_language_and_for_all_others(
    bot: Bot, server: LocalServer
) -> None:
    await announce(bot)
    for code, words in (("en", EN), ("es", ES), ("fr", EN)):
        menu = Person(server.telegram, language_code=code).menu()
        assert [item["command"] for item in menu] == list(COMMANDS)
        assert [item["description"] for item in menu] == [words[f"command_{c}"] for c in COMMANDS]


async def test_a_menu_that_cannot_be_set_is_no_reason_to_stop(
    bot: Bot, server: LocalServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.telegram.fail("setMyCommands", ApiError(502, "Bad Gateway"), times=3)
    await announce(bot)
    assert caplog.text.count("menu and description were not set") == 3


async def test_a_start_waits_for_telegram(
    server: LocalServer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "_FIRST_WAIT", 0.001)
    server.telegram.fail("getMe", ApiError(502, "Bad Gateway"), times=3)
    built = application(server.token, server.api_url, desk)
    await connect(built)
    assert built.bot.username == "kind_positions_bot"
    await built.shutdown()


async def test_a_token_that_telegram_refuses_is_told_without_it(
    server: LocalServer, desk: Desk
) -> None:
    built = application("123:wrong-token", server.api_url, desk)
    with pytest.raises(StartError, match="TELEGRAM_BOT_TOKEN") as error:
        await connect(built)
    assert "wrong-token" not in str(error.value)
    for request in built.bot._request:  # an application that never began leaves them open
        await request.shutdown()


def test_a_message_without_a_chat_with_the_bot_is_of_no_person() -> None:
    post = Message(1, datetime(2026, 5, 4, tzinfo=UTC), Chat(-1, Chat.CHANNEL), text="x")
    assert Update(1, channel_post=post).effective_user is None
