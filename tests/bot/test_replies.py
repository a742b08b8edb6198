"""What the bot says in each case, and that it always fits a message."""

from collections.abc import Iterator
from datetime import date

import pytest
from telegram.constants import InlineKeyboardButtonLimit, MessageEntityType, MessageLimit

from bot import replies
from bot.buttons import Action, Press
from bot.parts import Excerpt, Metadata, Phrase, Value
from bot.phrases import LANGUAGES, phrases
from bot.rendering import render, utf16_length
from bot.replies import Reply
from index.view import Currency, Resolved
from knowledge.blocks import BlockKind
from knowledge.document import Document, text_hash
from knowledge.language import Language
from knowledge.metadata import Metadata as Known
from knowledge.quote import MAX_CHARACTERS, MAX_WORDS, Quote
from knowledge.sentences import Sentence
from knowledge.span import Span
from tests.bot.samples import TEXT, TITLE, document, quote

LONGEST_TITLE, LONGEST_KIND = 250, 80
# The longest month of both languages, and a day of two digits.
LATE = date(2021, 9, 30)
ASTRAL = "😀"


def _longest(key: str) -> int:
    """The most characters that a document's metadata may have in a value."""
    for limit in range(5000, 0, -1):
        try:
            Known.model_validate({"title": "x", key: "x" * limit})
        except ValueError:
            continue
        return limit
    raise AssertionError(key)


def _largest(title: int, kind: int) -> Quote:
    """The largest quote of the largest document: one sentence of astral characters."""
    letters = ASTRAL * (MAX_CHARACTERS // MAX_WORDS - 1)
    text = " ".join([letters] * MAX_WORDS)
    text += ASTRAL * (MAX_CHARACTERS - len(text))
    known = Known(title=ASTRAL * title, kind=ASTRAL * kind, date=LATE, url="https://l.example/")
    whole = Span(0, len(text))
    rows = (Sentence(whole, BlockKind.paragraph, 0),)
    name = text_hash(text)
    return Quote(Document("largest", text, known, rows, name, name), 0, len(text))


def _press(of: Quote, language: Language, count: int = 3, position: int = 0) -> Press:
    return Press(Action.quote, language, position, (of.reference,) * count)


def _answers(of: Quote, language: Language) -> Iterator[Reply]:
    press = _press(of, language)
    for currency in (Currency.current, Currency.revised, Currency.superseded):
        for example in ("example_1", "example_3"):
            yield replies.passage(of, press, currency, asked=replies.asked(example))
        around = Excerpt(of.document, of.span, of.span)
        source = replies.passage(of, press, currency).parts[-2:]
        yield Reply((Phrase("superseded"), Phrase("in_context"), around, *source), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_largest_answer_fits_a_message(language: Language) -> None:
    of = _largest(LONGEST_TITLE, LONGEST_KIND)
    assert len(of.text) == MAX_CHARACTERS
    for reply in _answers(of, language):
        assert utf16_length(render(reply.parts, language).text) <= MessageLimit.MAX_TEXT_LENGTH


def test_metadata_is_held_to_what_fits_beside_the_largest_quote() -> None:
    assert _longest("title") <= LONGEST_TITLE
    assert _longest("kind") <= LONGEST_KIND


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("contact", [ASTRAL * 500, None])
def test_every_other_reply_fits_a_message_too(language: Language, contact: str | None) -> None:
    press = _press(_largest(LONGEST_TITLE, LONGEST_KIND), language)
    known = Known(title=ASTRAL * LONGEST_TITLE, date=LATE)
    every = [
        replies.nothing_found(contact, language, asked=replies.asked("example_3")),
        replies.need(contact, language),
        replies.no_question(language),
        replies.too_long(4096, 2000, language),
        replies.no_longer_shown(Resolved(Currency.withdrawn, known, None), press),
        *(replies.notice(key, language) for key in ("help", "privacy", "about", "failed")),
    ]
    for reply in every:
        assert render(reply.parts, language).text


@pytest.mark.parametrize(
    ("language", "words"), [("en", "March 26, 2021"), ("es", "26 de marzo de 2021")]
)
def test_a_date_is_in_words(language: Language, words: str) -> None:
    assert replies.day(date(2021, 3, 26), language) == Value(words)


def test_a_number_is_written_as_its_language_writes_it() -> None:
    assert replies.count(12345, "en").text == "12,345"
    assert replies.count(12345, "es").text == "12.345"


@pytest.mark.parametrize(
    ("metadata", "shown"),
    [
        (
            {"kind": "statement", "date": date(2021, 3, 26)},
            "Winter Beds\nstatement, March 26, 2021",
        ),
        ({"kind": "statement"}, "Winter Beds\nstatement"),
        ({"date": date(2021, 3, 26)}, "Winter Beds\nMarch 26, 2021"),
        ({}, "Winter Beds"),
    ],
)
def test_a_citation_has_what_is_known(metadata: dict[str, object], shown: str) -> None:
    cited = replies.citation(document(TEXT, title="Winter Beds", **metadata), "en")
    assert render([cited], "en").text == shown


def test_a_citations_title_is_linked_where_there_is_a_link() -> None:
    url = "https://lantern.example/beds"
    linked = render([replies.citation(document(url=url), "en")], "en").entities
    assert [e.url for e in linked if e.type == MessageEntityType.TEXT_LINK] == [url]
    plain = render([replies.citation(document(), "en")], "en").entities
    assert [e.type for e in plain] == [MessageEntityType.BOLD]


def test_an_answer_is_the_quote_its_citation_and_its_reference() -> None:
    of = quote()
    reply = replies.first_passage([of], "en")
    assert reply.parts[0] == Excerpt(of.document, of.span)
    text = render(reply.parts, "en").text
    assert text.startswith(of.text)
    assert text.endswith(f"Reference: {of.reference}")


def test_an_answer_to_an_example_says_what_was_asked() -> None:
    reply = replies.first_passage([quote()], "es", asked=replies.asked("example_2"))
    text = render(reply.parts, "es").text
    assert text.startswith(f"Pregunta: {phrases()['es']['example_2']}\n\n")


@pytest.mark.parametrize("currency", [Currency.revised, Currency.superseded])
def test_what_has_become_of_the_document_stands_above_the_quote(currency: Currency) -> None:
    of = quote()
    reply = replies.passage(of, _press(of, "en"), currency)
    assert reply.parts[0] == Phrase(currency.value)


@pytest.mark.parametrize(
    ("currency", "named"),
    [(Currency.withdrawn, f"\n\n{TITLE}\nMarch 26, 2021"), (Currency.gone, "")],
)
def test_of_words_not_shown_any_more_only_a_withdrawn_documents_title_and_date_are_told(
    currency: Currency, named: str
) -> None:
    of = quote()
    resolved = Resolved(currency, of.document.metadata, None)
    reply = replies.no_longer_shown(resolved, _press(of, "en", 2))
    assert render(reply.parts, "en").text == phrases()["en"][currency.value] + named
    assert [row[0].text for row in reply.buttons] == ["Next passage 2/2"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_buttons_lead_to_each_passage_in_turn_and_to_its_context(
    language: Language, count: int
) -> None:
    of = quote()
    for position in range(count):
        reply = replies.passage(of, _press(of, language, count, position))
        buttons = [row[0] for row in reply.buttons]
        data = [str(button.callback_data) for button in buttons]
        for one in data:
            assert len(one.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
        *following, context = (Press.decode(one) for one in data)
        assert (context.action, context.position) == (Action.context, position)
        assert buttons[-1].text == phrases()[language]["more_context"]
        assert [p.position for p in following] == ([(position + 1) % count] if count > 1 else [])
        if following:
            assert f"{following[0].position + 1}/{count}" in buttons[0].text


def test_a_reply_without_buttons_has_no_keyboard() -> None:
    assert replies.notice("help", "en").markup is None


def test_a_greeting_offers_its_examples_as_buttons() -> None:
    reply = replies.start("es", [(3, "example_4"), (0, "example_1")])
    shown = [row[0].text for row in reply.buttons]
    assert shown == [phrases()["es"]["example_4"], phrases()["es"]["example_1"]]
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


def test_a_metadata_value_is_no_phrase() -> None:
    hostile = document(title="{kind} {date}", kind="{title}")
    assert render([replies.citation(hostile, "en")], "en").text == "{kind} {date}\n{title}"
    assert Metadata("{title}").text == "{title}"
