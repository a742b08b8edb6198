"""What of a message is the question, and whether it is meant for the bot."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity, Update, User

from bot.messages import addressed, is_private, question_of

BOT, NAME = 7_000_000_001, "kind_positions_bot"
WHEN = datetime(2026, 5, 4, tzinfo=UTC)
GROUP = Chat(-100, Chat.SUPERGROUP)
ANA, ITSELF = User(1, "Ana", is_bot=False), User(BOT, "KIND", is_bot=True, username=NAME)
OTHER = User(2, "Another", is_bot=True, username="kind_positions_bot2")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _message(
    text: str | None,
    *mentions: str,
    kind: str = MessageEntity.MENTION,
    user: User | None = None,
    to: User | None = None,
) -> Message:
    """A message of a group, in which each of `mentions` is an entity."""
    entities, sought = [], 0
    for mention in mentions:
        at = (text or "").index(mention, sought)
        sought = at + len(mention)
        offset = _units((text or "")[:at])
        entities.append(MessageEntity(kind, offset, _units(mention), user=user))
    answered = Message(1, WHEN, GROUP, from_user=to, text="earlier") if to else None
    return Message(
        2, WHEN, GROUP, from_user=ANA, text=text, entities=entities, reply_to_message=answered
    )


def _question(message: Message) -> str:
    return question_of(message, BOT, NAME)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (f"@{NAME} what about beds?", "what about beds?"),
        (f"👩‍👧‍👦😀 @{NAME} what about 😀 beds?", "👩👧👦😀 what about 😀 beds?"),
        (f"what about beds, @{NAME}", "what about beds,"),
        (f"beds @{NAME}?", "beds ?"),
        (f"@{NAME.upper()} beds?", "beds?"),
        (f"@{NAME}", ""),
    ],
)
def test_a_mention_of_the_bot_is_no_part_of_the_question(text: str, question: str) -> None:
    at = text.lower().index(f"@{NAME}")
    message = _message(text, text[at : at + len(NAME) + 1])
    assert _question(message) == question
    assert addressed(message, BOT, NAME)


def test_every_mention_of_the_bot_is_cut_out_and_no_other() -> None:
    text = f"😀 @{NAME} ask @{OTHER.username} or @{NAME} of 🇲🇽 beds"
    message = _message(text, f"@{NAME} ".strip(), f"@{OTHER.username}", f"@{NAME}")
    assert _question(message) == f"😀 ask @{OTHER.username} or of 🇲🇽 beds"


def test_a_mention_of_another_bot_is_not_one_of_this() -> None:
    message = _message(f"@{OTHER.username} beds?", f"@{OTHER.username}")
    assert not addressed(message, BOT, NAME)
    assert _question(message) == f"@{OTHER.username} beds?"


def test_a_name_that_is_no_entity_is_no_mention() -> None:
    assert not addressed(_message(f"mail me@{NAME}.example"), BOT, NAME)


@pytest.mark.parametrize(("user", "meant"), [(ITSELF, True), (OTHER, False), (None, False)])
def test_a_mention_by_a_name_without_at_sign_is_known_by_its_user(
    user: User | None, *, meant: bool
) -> None:
    message = _message("KIND, what of 😀 beds?", "KIND", kind=MessageEntity.TEXT_MENTION, user=user)
    assert addressed(message, BOT, NAME) is meant
    assert _question(message) == (", what of 😀 beds?" if meant else "KIND, what of 😀 beds?")


@pytest.mark.parametrize(("to", "meant"), [(ITSELF, True), (OTHER, False), (ANA, False)])
def test_a_reply_to_the_bot_is_meant_for_it(to: User, *, meant: bool) -> None:
    assert addressed(_message("and beds?", to=to), BOT, NAME) is meant


def test_a_message_to_everybody_is_not_meant_for_the_bot() -> None:
    assert not addressed(_message("what about beds?"), BOT, NAME)


def test_a_reply_to_a_channels_post_is_not_meant_for_the_bot() -> None:
    post = Message(1, WHEN, GROUP, sender_chat=Chat(-200, Chat.CHANNEL), text="post")
    message = Message(2, WHEN, GROUP, from_user=ANA, text="beds?", reply_to_message=post)
    assert not addressed(message, BOT, NAME)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("\u202ewhat\u202c about\u2066 beds\u2069?", "what about beds?"),
        ("what\u200b ab\u00adout \ufeffbeds?", "what about beds?"),
        ("what\x00about\x07\nbeds\t?\r\n", "what about beds ?"),
        ("  what   about\u00a0beds  ", "what about beds"),
        ("\u200f\u200b\x00", ""),
        ("مرحبا beds", "مرحبا beds"),
    ],
)
def test_characters_that_do_not_show_are_no_part_of_the_question(text: str, question: str) -> None:
    assert _question(_message(text)) == question


def test_a_message_without_text_holds_no_question() -> None:
    assert _question(_message(None)) == ""


def test_half_a_character_is_read_without_an_error() -> None:
    half = "\ud83d beds"
    entity = MessageEntity(MessageEntity.MENTION, 0, 3)
    message = Message(2, WHEN, GROUP, from_user=ANA, text=half, entities=[entity])
    assert _question(message).endswith(" beds")
    assert not addressed(message, BOT, NAME)


@given(
    st.text(st.characters(), max_size=40),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3),
)
def test_entities_that_lie_anywhere_cause_no_error(
    text: str, places: list[tuple[int, int]]
) -> None:
    kind = MessageEntity.TEXT_MENTION
    entities = [MessageEntity(kind, at, length, user=ITSELF) for at, length in places]
    message = Message(2, WHEN, GROUP, from_user=ANA, text=text, entities=entities)
    question = _question(message)
    assert question == " ".join(question.split())
    question.encode()


def test_only_a_chat_with_the_bot_alone_is_private() -> None:
    alone = Update(1, Message(1, WHEN, Chat(1, Chat.PRIVATE), from_user=ANA, text="x"))
    assert is_private(alone)
    assert not is_private(Update(1, _message("x")))
    assert not is_private(Update(1))
