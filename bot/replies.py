"""What the bot says, as parts and buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.buttons import Action, Example, Press
from bot.parts import Excerpt, Metadata, Part, Phrase, Style, Value
from bot.rendering import label
from index.view import Currency, Resolved, View
from knowledge.document import Document
from knowledge.language import Language
from knowledge.quote import Quote

Row = tuple[InlineKeyboardButton, ...]
_NOTED = {Currency.revised: "revised", Currency.superseded: "superseded"}
_UNSHOWN = {Currency.withdrawn: "withdrawn", Currency.gone: "gone"}


@dataclass(frozen=True)
class Reply:
    """A message to be: its paragraphs, the language of its phrases, its buttons."""

    parts: tuple[Part, ...]
    language: Language
    buttons: tuple[Row, ...] = ()

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The buttons as Telegram takes them."""
        return InlineKeyboardMarkup(self.buttons) if self.buttons else None


def day(value: date, language: Language) -> Value:
    """A date in words."""
    return Value(format_date(value, "long", locale=language))


def count(number: int, language: Language) -> Value:
    """A number as the language writes it."""
    return Value(format_decimal(number, locale=language))


def citation(document: Document, language: Language) -> Phrase:
    """Where a quote stands: title, linked where there is a link, kind, and date in words."""
    metadata = document.metadata
    slots: dict[str, Metadata | Value | Phrase] = {
        "title": Metadata(metadata.title, metadata.url, Style.bold)
    }
    if metadata.kind:
        slots["kind"] = Metadata(metadata.kind)
    if metadata.date:
        slots["date"] = day(metadata.date, language)
    key = {
        (True, True): "citation",
        (True, False): "citation_undated",
        (False, True): "citation_plain",
        (False, False): "citation_title",
    }[bool(metadata.kind), bool(metadata.date)]
    return Phrase(key, slots)


def passage(
    quote: Quote, press: Press, currency: Currency = Currency.current, *, asked: Part | None = None
) -> Reply:
    """An answer: the quote, its citation and reference, and the ways on from it."""
    language = press.language
    head: list[Part] = [asked] if asked else []
    if currency in _NOTED:
        head.append(Phrase(_NOTED[currency]))
    parts = (*head, Excerpt(quote.document, quote.span), *_source(quote, language))
    return Reply(parts, language, _ways_on(press, Action.context, "more_context"))


def in_context(view: View, quote: Quote, press: Press, currency: Currency) -> Reply:
    """The quote within the paragraph around it, and the ways on."""
    language = press.language
    around = Excerpt(quote.document, view.context(quote), quote.span)
    head = (Phrase(_NOTED[currency]),) if currency in _NOTED else ()
    parts = (*head, Phrase("in_context"), around, *_source(quote, language))
    return Reply(parts, language, _ways_on(press, Action.quote, "only_the_quote"))


def no_longer_shown(resolved: Resolved, press: Press) -> Reply:
    """What may be said of a quote whose words are not shown any more."""
    said = Phrase(_UNSHOWN[resolved.currency])
    # What is gone may have gone with its title: an approved text can have become a draft.
    withdrawn = resolved.currency is Currency.withdrawn
    parts = (said, citation_of(resolved, press.language)) if withdrawn else (said,)
    return Reply(parts, press.language, _ways_on(press, None, None))


def citation_of(resolved: Resolved, language: Language) -> Phrase:
    """A document's title and date alone."""
    metadata = resolved.metadata
    title = Metadata(metadata.title, style=Style.bold)
    if metadata.date is None:
        return Phrase("citation_title", {"title": title})
    return Phrase("citation_plain", {"title": title, "date": day(metadata.date, language)})


def _source(quote: Quote, language: Language) -> tuple[Part, ...]:
    named = Value(str(quote.reference), Style.code)
    return citation(quote.document, language), Phrase("reference", {"reference": named})


def _ways_on(press: Press, action: Action | None, key: str | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    found = len(press.references)
    if found > 1:
        following = (press.position + 1) % found
        numbers = {"number": Value(str(following + 1)), "count": Value(str(found))}
        button = Press(Action.quote, press.language, following, press.references)
        rows.append((_button(Phrase("next_passage", numbers), press.language, button.encode()),))
    if action and key:
        button = Press(action, press.language, press.position, press.references)
        rows.append((_button(Phrase(key), press.language, button.encode()),))
    return tuple(rows)


def _button(phrase: Phrase, language: Language, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label(phrase, language), callback_data=data)


def first_passage(
    quotes: Sequence[Quote], language: Language, *, asked: Part | None = None
) -> Reply:
    """An answer that shows the first of some quotes, the others a button away."""
    references = tuple(quote.reference for quote in quotes)
    return passage(quotes[0], Press(Action.quote, language, 0, references), asked=asked)


def asked(key: str) -> Phrase:
    """An example question, said to be one."""
    return Phrase("asked", {"question": Phrase(key)})


def press_contact(contact: str | None) -> Phrase:
    """Whom the press may turn to."""
    if contact is None:
        return Phrase("no_press_contact")
    return Phrase("press_contact", {"contact": Value(contact)})


def nothing_found(contact: str | None, language: Language, *, asked: Part | None = None) -> Reply:
    """That no statement was found, and whom to ask."""
    head: tuple[Part, ...] = (asked,) if asked else ()
    return Reply((*head, Phrase("nothing_found"), press_contact(contact)), language)


def need(contact: str | None, language: Language) -> Reply:
    """Where someone in trouble finds help."""
    where = (
        Phrase("need_contact", {"contact": Value(contact)})
        if contact
        else Phrase("need_no_contact")
    )
    return Reply((Phrase("need"), where, Phrase("need_emergency")), language)


def start(language: Language, examples: Sequence[tuple[int, str]]) -> Reply:
    """The greeting, with example questions by number and phrase as buttons."""
    buttons = tuple(
        (_button(Phrase(key), language, Example(language, number).encode()),)
        for number, key in examples
    )
    return Reply((Phrase("start"), Phrase("start_examples")), language, buttons)


def about(view: View, language: Language) -> Reply:
    """What the bot is, and what it knows."""
    known = {"count": count(len(view), language)}
    newest = view.newest
    if not len(view):
        documents = Phrase("about_empty")
    elif newest is None:
        documents = Phrase("about_documents_undated", known)
    else:
        documents = Phrase("about_documents", {**known, "date": day(newest, language)})
    return Reply((Phrase("about"), documents), language)


def notice(key: str, language: Language) -> Reply:
    """A fixed phrase alone."""
    return Reply((Phrase(key),), language)


def no_question(language: Language) -> Reply:
    """That a message holds no question, with an example of one."""
    return Reply((Phrase("no_question", {"example": Phrase("example_1")}),), language)


def too_long(length: int, limit: int, language: Language) -> Reply:
    """That a question is too long."""
    slots = {"count": count(length, language), "limit": count(limit, language)}
    return Reply((Phrase("too_long", slots),), language)
