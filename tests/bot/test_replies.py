"""What the bot says in each case, and that it always fits a message."""

from datetime import date

import pytest
from telegram.constants import MessageEntityType

from bot import replies
from bot.attributions import LONGEST_NAMES
from bot.finding import Found
from bot.parts import Phrase, Value
from bot.phrases import LANGUAGES, phrases
from bot.rendering import render
from bot.replies import Reply
from index.view import Answer, Narrowing
from knowledge.document import Document
from knowledge.language import Language
from knowledge.period import Period
from tests.making import document

ASTRAL = "😀"
LATE = date(2021, 9, 30)
OTTO = Narrowing(speaker="Otto Brandt", speaker_asked=True)
MARCH = Period.of_month(2021, 3)
BEDS = document("Beds.", "beds", title="Beds", date=date(2024, 3, 1), url="https://l.example/")
BELLS = document("Bells.", "bells", title="Bells")


def unanswered(
    narrowing: Narrowing | None = None,
    *nearby: Document,
    successor: Document | None = None,
    restricted: frozenset[str] = frozenset(),
) -> Found:
    answer = Answer(
        answered=False,
        confidence=0.0,
        hits=(),
        narrowing=narrowing or Narrowing(),
        nearby=nearby,
        successor=successor,
    )
    return Found(answer, None, restricted)


def shown(reply: Reply) -> str:
    return render(reply.parts, reply.language).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("contact", [ASTRAL * 500, None])
def test_every_reply_fits_a_message(language: Language, contact: str | None) -> None:
    longest = document("Beds.", "beds", title=ASTRAL * 250, date=LATE)
    period = Period(date(2019, 9, 10), LATE)
    narrowing = Narrowing(period, "x" * LONGEST_NAMES, newest=True, speaker_asked=True)
    answer = unanswered(narrowing, longest, longest, longest)
    every = [
        replies.nothing_found(answer, contact, language, asked=replies.asked("example_3")),
        replies.nothing_found(
            unanswered(successor=longest, restricted=frozenset({"beds"})),
            contact,
            language,
            asked=replies.asked("example_3"),
        ),
        replies.need(contact, language),
        replies.no_question(language),
        replies.too_long(4096, 2000, language),
        *(replies.notice(key, language) for key in ("help", "privacy", "about", "failed")),
    ]
    for reply in every:
        assert shown(reply)


NOTHING = {
    "nothing_found": (Narrowing(), "I found no statement by KIND that answers this"),
    "nothing_of_time": (Narrowing(MARCH), "I found no statements by KIND from March 2021 that"),
    "nothing_by_speaker": (OTTO, "I found no words of Otto Brandt that answer this"),
    "nothing_by_speaker_of_time": (
        Narrowing(MARCH.since(), "Otto Brandt", speaker_asked=True),
        "I found no words of Otto Brandt in statements since March 2021 that answer this",
    ),
    "nothing_by_somebody": (
        Narrowing(speaker_asked=True),
        "I found no words of the person or organization you ask about that answer this",
    ),
    "nothing_by_somebody_of_time": (
        Narrowing(MARCH.before(), speaker_asked=True),
        "In statements before March 2021 I found no words of the person or organization",
    ),
}


@pytest.mark.parametrize("key", NOTHING)
def test_what_was_not_found_is_told_as_it_was_asked_for(key: str) -> None:
    narrowing, words = NOTHING[key]
    for language in LANGUAGES:
        reply = replies.nothing_found(unanswered(narrowing), "press@lantern.example", language)
        assert [part.key for part in reply.parts if isinstance(part, Phrase)] == [
            key,
            "press_contact",
        ]
    assert shown(replies.nothing_found(unanswered(narrowing), None, "en")).startswith(words)


def test_each_of_these_is_another_phrase_of_the_same_honesty() -> None:
    for language, end in (("en", "I offer no quotation."), ("es", "no ofrezco ninguna cita.")):
        said = [phrases()[language][key] for key in NOTHING]
        assert len(set(said)) == len(NOTHING)
        assert all(end in words for words in said)


def test_newest_first_says_nothing_of_what_was_not_found() -> None:
    reply = replies.nothing_found(unanswered(Narrowing(newest=True)), None, "en")
    assert reply.parts[0] == Phrase("nothing_found")


def test_a_name_too_long_to_be_one_is_not_repeated() -> None:
    narrowing = Narrowing(speaker="x" * (LONGEST_NAMES + 1), speaker_asked=True)
    reply = replies.nothing_found(unanswered(narrowing), None, "en")
    assert reply.parts[0] == Phrase("nothing_by_somebody")


@pytest.mark.parametrize(
    ("language", "listed"),
    [
        ("en", "• Beds, March 1, 2024\n• Bells"),
        ("es", "• Beds, 1 de marzo de 2024\n• Bells"),
    ],
)
def test_documents_on_nearby_subjects_are_named_as_no_answer(
    language: Language, listed: str
) -> None:
    reply = replies.nothing_found(unanswered(None, BEDS, BELLS), None, language)
    rendered = render(reply.parts, language)
    assert rendered.text.startswith(phrases()[language]["nothing_found"])
    assert rendered.text.endswith(phrases()[language]["nearby"].format(documents=listed))
    assert [e.type for e in rendered.entities] == [MessageEntityType.TEXT_LINK]
    assert reply.buttons == ()


def test_documents_on_nearby_subjects_are_named_only_where_they_shall_be() -> None:
    reply = replies.nothing_found(unanswered(None, BEDS), None, "en", nearby=False)
    assert reply == replies.nothing_found(unanswered(), None, "en")


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Beds, March 1, 2024"), ("es", "Beds, 1 de marzo de 2024")]
)
def test_what_has_taken_the_place_of_an_answer_is_named_instead_of_what_is_nearby(
    language: Language, name: str
) -> None:
    found = unanswered(Narrowing(MARCH), BELLS, successor=BEDS)
    for nearby in (True, False):
        reply = replies.nothing_found(found, "press@lantern.example", language, nearby=nearby)
        rendered = render(reply.parts, language)
        told = [
            phrases()[language]["replaced"].format(documents=f"• {name}"),
            phrases()[language]["press_contact"].format(contact="press@lantern.example"),
        ]
        assert rendered.text == "\n\n".join(told)
        assert [e.url for e in rendered.entities] == ["https://l.example/"]


def test_what_is_not_public_is_named_as_such() -> None:
    for found in (
        unanswered(None, BELLS, restricted=frozenset({"bells"})),
        unanswered(successor=BELLS, restricted=frozenset({"bells"})),
    ):
        assert "• Bells (not public)" in shown(replies.nothing_found(found, None, "en"))


def test_a_reply_without_buttons_has_no_keyboard() -> None:
    assert replies.notice("help", "en").markup is None


def test_a_greeting_offers_its_examples_as_buttons() -> None:
    reply = replies.start("es", [(3, "example_4"), (0, "example_1")])
    offered = [row[0].text for row in reply.buttons]
    assert offered == [phrases()["es"]["example_4"], phrases()["es"]["example_1"]]
    assert [row[0].callback_data for row in reply.buttons] == ["xes3", "xes0"]


def test_the_press_contact_is_the_setting_or_named_as_unknown() -> None:
    told = replies.press_contact("press@lantern.example")
    assert told.slots == {"contact": Value("press@lantern.example")}
    assert replies.press_contact(None) == Phrase("no_press_contact")


@pytest.mark.parametrize("language", LANGUAGES)
def test_someone_in_need_is_told_of_the_helper_and_of_the_emergency_number(
    language: Language,
) -> None:
    told = render(replies.need("Helpline 555 0199", language).parts, language).text
    assert "Helpline 555 0199" in told
    assert "911" in told
    unknown = render(replies.need(None, language).parts, language).text
    assert "{" not in unknown
    assert "911" in unknown
