"""The passages of an answer, and that each always fits a message."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot import passages, replies
from bot.attributions import LONGEST_NAMES
from bot.buttons import Action, Press
from bot.finding import Finding
from bot.narrowed import NOT_NARROWED, Narrowed
from bot.parts import Excerpt, Phrase
from bot.phrases import LANGUAGES, phrases
from bot.rendering import render, utf16_length
from bot.replies import Reply
from index.attribution import Attribution, Named
from index.caution import Caution
from index.resolution import Currency, Resolved
from index.selection import Hit
from index.view import Answer, Narrowing
from knowledge.blocks import BlockKind
from knowledge.document import Document, text_hash
from knowledge.language import Language
from knowledge.metadata import Metadata as Known
from knowledge.period import Period
from knowledge.quote import MAX_CHARACTERS, MAX_WORDS, Quote
from knowledge.sentences import Sentence
from knowledge.span import Span
from knowledge.speakers import Affiliation
from tests.making import document

LONGEST_TITLE, LONGEST_KIND = 250, 80
# The longest month of both languages, and a day of two digits.
LATE = date(2021, 9, 30)
MARCH = date(2021, 3, 26)
LATEST = datetime(2021, 9, 30, 22, 30, 30, tzinfo=timezone(-timedelta(hours=9, minutes=30)))
LONG_TIME = Period(date(2019, 9, 10), LATE)
ASTRAL = "😀"
TITLE = "Lantern House on Winter Beds"
TEXT = "Lantern House opens its doors at six. Nobody is turned away. The beds are warm."
OTTO = Named("Otto Brandt", Affiliation.other, in_full=False, throughout=True)
BELLS = document("Bells ring.", "bells", title="Bells", date=date(2020, 1, 2))


def of(number: int = 0, *, date: date | None = MARCH) -> Quote:
    """A sentence of a document, by number."""
    held = document(TEXT, "winter-beds", title=TITLE, date=date)
    span = held.sentences[number].span
    return Quote(held, span.start, span.end)


def found(quote: Quote, currency: Currency = Currency.current) -> Finding:
    return Finding(quote, Span(0, len(quote.document.text)), currency)


def press(
    quote: Quote,
    language: Language = "en",
    count: int = 3,
    position: int = 0,
    narrowed: Narrowed = NOT_NARROWED,
) -> Press:
    return Press(Action.quote, language, position, (quote.reference,) * count, narrowed)


def shown(reply: Reply) -> str:
    return render(reply.parts, reply.language).text


def head(finding: Finding, narrowed: Narrowed = NOT_NARROWED) -> str:
    """What stands above a quote."""
    text = shown(passages.passage(finding, press(finding.quote, narrowed=narrowed)))
    return text.partition(finding.quote.text)[0].strip()


def largest(title: int, kind: int) -> Quote:
    """The largest quote of the largest document: one sentence of astral characters."""
    letters = ASTRAL * (MAX_CHARACTERS // MAX_WORDS - 1)
    text = " ".join([letters] * MAX_WORDS)
    text += ASTRAL * (MAX_CHARACTERS - len(text))
    known = Known(
        title=ASTRAL * title,
        kind=ASTRAL * kind,
        date=LATE,
        url="https://l.example/",
        embargo_until=LATEST,
    )
    whole = Span(0, len(text))
    rows = (Sentence(whole, BlockKind.paragraph, 0),)
    name = text_hash(text)
    return Quote(Document("largest", text, known, rows, name, name), 0, len(text))


def answers(quote: Quote, also: tuple[Document, ...], language: Language) -> Iterator[Reply]:
    """Every way in which a quote is shown, each with the most that stands beside it."""
    speaker = Named("x" * LONGEST_NAMES, Affiliation.other, in_full=False, throughout=False)
    narrowed = Narrowed(LONG_TIME, newest=True, speaker=True)
    pressed = press(quote, language, narrowed=narrowed)
    for currency, ours in product(
        (Currency.current, Currency.revised, Currency.superseded), (None, quote.document)
    ):
        finding = replace(
            found(quote, currency),
            attribution=Attribution((speaker,)),
            also=also,
            caution=Caution(embargoed=True, internal=True, stale=True),
            successor=ours,
            restricted=frozenset({quote.document.id}),
        )
        yield passages.passage(finding, pressed)
        yield passages.in_context(finding, pressed)
    for example in ("example_1", "example_3"):
        finding = replace(found(quote), also=also, caution=Caution(stale=True))
        yield passages.passage(finding, press(quote, language), asked=replies.asked(example))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 10_000])
def test_the_largest_answer_fits_a_message(language: Language, count: int) -> None:
    quote = largest(LONGEST_TITLE, LONGEST_KIND)
    assert len(quote.text) == MAX_CHARACTERS
    for reply in answers(quote, (quote.document,) * count, language):
        assert utf16_length(shown(reply)) <= MessageLimit.MAX_TEXT_LENGTH


@pytest.mark.parametrize(
    ("title", "named", "told"),
    [
        (ASTRAL * LONGEST_TITLE, 0, "Also in other documents: 3"),
        ("x" * LONGEST_TITLE, 1, "; 2 more"),
        ("x" * 100, 2, "; 1 more"),
    ],
)
def test_where_else_is_named_only_as_far_as_it_fits(title: str, named: int, told: str) -> None:
    quote = largest(LONGEST_TITLE, LONGEST_KIND)
    finding = replace(found(quote), also=(document(TEXT, title=title, date=LATE),) * 3)
    text = shown(passages.passage(finding, press(quote)))
    assert told in text
    assert text.count(f"{title}, September") == named


def _longest(key: str) -> int:
    """The most characters that a document's metadata may have in a value."""
    for limit in range(5000, 0, -1):
        try:
            Known.model_validate({"title": "x", key: "x" * limit})
        except ValueError:
            continue
        return limit
    raise AssertionError(key)


def test_metadata_is_held_to_what_fits_beside_the_largest_quote() -> None:
    assert _longest("title") <= LONGEST_TITLE
    assert _longest("kind") <= LONGEST_KIND


def answer(*quotes: Quote, narrowing: Narrowing | None = None) -> Answer:
    hits = tuple(Hit(quote, 0.5) for quote in quotes)
    return Answer(True, 0.9, hits, narrowing or Narrowing())  # noqa: FBT003 (a made-up answer)


def test_an_answer_is_the_quote_its_citation_and_its_reference() -> None:
    quote = of()
    reply = passages.first_passage(answer(quote), found(quote), "en")
    assert reply.parts[0] == Excerpt(quote.document, quote.span)
    assert shown(reply) == (
        f"{quote.text}\n\n{TITLE}\nMarch 26, 2021\n\nReference: {quote.reference}"
    )


def test_an_answer_to_an_example_says_what_was_asked() -> None:
    quote, asked = of(), replies.asked("example_2")
    reply = passages.first_passage(answer(quote), found(quote), "es", asked=asked)
    assert shown(reply).startswith(f"Pregunta: {phrases()['es']['example_2']}\n\n")


def test_the_buttons_of_an_answer_hold_its_quotes_and_how_they_were_narrowed() -> None:
    quotes = [of(number) for number in range(3)]
    narrowing = Narrowing(Period.of_year(2021), newest=True)
    reply = passages.first_passage(answer(*quotes, narrowing=narrowing), found(quotes[0]), "en")
    following = Press.decode(str(reply.buttons[0][0].callback_data))
    assert following.references == tuple(quote.reference for quote in quotes)
    assert following.narrowed == Narrowed(Period.of_year(2021), newest=True)


def test_where_else_it_stands_is_told_between_the_citation_and_the_reference() -> None:
    quote = of()
    for reply in (
        passages.passage(replace(found(quote), also=(BELLS,)), press(quote)),
        passages.in_context(replace(found(quote), also=(BELLS,)), press(quote)),
    ):
        assert shown(reply).endswith(
            f"March 26, 2021\n\nAlso in: Bells, January 2, 2020\n\nReference: {quote.reference}"
        )


@pytest.mark.parametrize(
    ("narrowed", "words"),
    [
        (NOT_NARROWED, ""),
        (Narrowed(Period.of_month(2021, 3)), "Statements from March 2021:"),
        (Narrowed(Period.of_year(2020).since()), "Statements since 2020:"),
        (Narrowed(newest=True), "Newest first:"),
        (Narrowed(Period.of_year(2021), newest=True), "Statements from 2021, newest first:"),
        (Narrowed(speaker=True), "In the document's own words:"),
        (
            Narrowed(Period.of_year(2021), speaker=True),
            "Statements from 2021:\n\nIn the document's own words:",
        ),
    ],
)
def test_what_the_question_narrowed_stands_above_the_quote(narrowed: Narrowed, words: str) -> None:
    assert head(found(of()), narrowed) == words


@pytest.mark.parametrize(("dated", "year"), [(LATE, 2020), (date(2021, 1, 1), 2022), (None, 2021)])
def test_no_quote_is_said_to_be_of_a_time_that_its_document_is_not_of(
    dated: date | None, year: int
) -> None:
    forged = Narrowed(Period.of_year(year), newest=True)
    assert head(found(of(date=dated)), forged) == "Newest first:"


def test_who_speaks_stands_right_above_the_quote_however_it_is_reached() -> None:
    quote = of()
    finding = replace(found(quote), attribution=Attribution((OTTO,)))
    assert head(finding) == "What Otto Brandt said:"
    assert shown(passages.in_context(finding, press(quote))).startswith("What Otto Brandt said:")


@pytest.mark.parametrize("currency", [Currency.revised, Currency.superseded])
def test_what_has_become_of_the_document_stands_above_everything(currency: Currency) -> None:
    quote = of()
    narrowed = Narrowed(newest=True)
    reply = passages.passage(found(quote, currency), press(quote, narrowed=narrowed))
    assert reply.parts[:2] == (Phrase(currency.value), Phrase("newest"))


EMBARGOED = (
    "Under embargo until December 1, 2026, 9:00\u202fAM (UTC-05:00): not for publication before."
)
OPEN = "Under embargo, no end set: not for publication."
INTERNAL = "For staff only: not for publication."
STALE = "An older statement, from March 26, 2021. Check with KIND that it still stands."
END = "2026-12-01T09:00-05:00"


@pytest.mark.parametrize(
    ("caution", "end", "words"),
    [
        (Caution(), END, ""),
        (Caution(embargoed=True), END, EMBARGOED),
        (Caution(embargoed=True), None, OPEN),
        (Caution(internal=True), None, INTERNAL),
        (Caution(stale=True), None, STALE),
        (
            Caution(embargoed=True, internal=True, stale=True),
            END,
            f"{INTERNAL}\n\n{EMBARGOED}\n\n{STALE}",
        ),
    ],
)
def test_what_is_not_for_publication_or_old_is_said_to_be_above_the_quote(
    caution: Caution, end: str | None, words: str
) -> None:
    held = document(TEXT, title=TITLE, date=MARCH, embargo_until=end)
    quote = Quote(held, held.sentences[0].span.start, held.sentences[0].span.end)
    finding = replace(found(quote), caution=caution)
    for reply in (
        passages.passage(finding, press(quote)),
        passages.in_context(finding, press(quote)),
        passages.first_passage(answer(quote), finding, "en"),
    ):
        said = [shown(Reply((part,), "en")) for part in reply.parts]
        above = "\n\n".join(said[: next(i for i, p in enumerate(said) if quote.text in p)])
        assert above.removesuffix("In context. The quotation stands in bold:").strip() == words


def test_an_undated_document_is_never_said_to_be_old() -> None:
    assert head(replace(found(of(date=None)), caution=Caution(stale=True))) == ""


@pytest.mark.parametrize(
    ("restricted", "name"),
    [(frozenset(), "Bells, January 2, 2020"), ({"bells"}, "Bells, January 2, 2020 (not public)")],
)
def test_a_superseded_statement_names_its_successor(restricted: set[str], name: str) -> None:
    finding = replace(
        found(of(), Currency.superseded), successor=BELLS, restricted=frozenset(restricted)
    )
    words = phrases()["en"]["superseded_by"].format(document=name)
    assert head(finding) == words
    assert head(replace(finding, successor=None)) == phrases()["en"]["superseded"]


@given(st.data())
def test_whatever_is_left_out_what_must_be_said_is_said(data: st.DataObject) -> None:
    quote = largest(data.draw(st.integers(1, LONGEST_TITLE)), data.draw(st.integers(1, 80)))
    language: Language = data.draw(st.sampled_from(["en", "es"]))
    caution = Caution(*data.draw(st.tuples(st.booleans(), st.booleans(), st.booleans())))
    finding = replace(
        found(quote, data.draw(st.sampled_from([Currency.current, Currency.superseded]))),
        caution=caution,
        also=(quote.document,) * data.draw(st.integers(0, 3)),
        successor=data.draw(st.sampled_from([None, quote.document])),
        attribution=Attribution((OTTO,)),
    )
    reply = passages.passage(finding, press(quote, language, narrowed=Narrowed(LONG_TIME)))
    keys = {part.key for part in reply.parts if isinstance(part, Phrase)}
    due = {"internal": caution.internal, "embargoed": caution.embargoed, "stale": caution.stale}
    assert {key for key in due if due[key]} == keys & set(due)
    assert {"said", "reference"} <= keys
    assert bool({"superseded", "superseded_by"} & keys) is (finding.currency is Currency.superseded)
    assert utf16_length(shown(reply)) <= MessageLimit.MAX_TEXT_LENGTH


@pytest.mark.parametrize(
    ("currency", "named"),
    [(Currency.withdrawn, f"\n\n{TITLE}\nMarch 26, 2021"), (Currency.gone, "")],
)
def test_of_words_not_shown_any_more_only_a_withdrawn_documents_title_and_date_are_told(
    currency: Currency, named: str
) -> None:
    quote = of()
    resolved = Resolved(currency, quote.document.metadata, None)
    reply = passages.no_longer_shown(resolved, press(quote, count=2))
    assert shown(reply) == phrases()["en"][currency.value] + named
    assert [row[0].text for row in reply.buttons] == ["Next passage 2/2"]


def test_the_largest_withdrawn_document_is_told_of_too() -> None:
    known = Known(title=ASTRAL * LONGEST_TITLE, date=LATE)
    resolved = Resolved(Currency.withdrawn, known, None)
    for language in LANGUAGES:
        assert shown(passages.no_longer_shown(resolved, press(of(), language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("narrowed", [NOT_NARROWED, Narrowed(LONG_TIME, newest=True, speaker=True)])
def test_buttons_lead_to_each_passage_in_turn_and_to_its_context(
    language: Language, count: int, narrowed: Narrowed
) -> None:
    quote = of()
    for position in range(count):
        pressed = press(quote, language, count, position, narrowed)
        reply = passages.passage(found(quote), pressed)
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
        assert {p.narrowed for p in (*following, context)} == {narrowed}
