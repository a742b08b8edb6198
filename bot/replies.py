"""What the bot says, as parts and buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.attributions import LONGEST_NAMES
from bot.buttons import Example
from bot.citations import titles
from bot.finding import Found
from bot.parts import Metadata, Part, Phrase, Style, Value
from bot.rendering import label, utf16_length
from bot.state import State
from bot.values import count, day, moment, time
from index.view import Narrowing, View
from knowledge.language import Language

Row = tuple[InlineKeyboardButton, ...]
Slots = dict[str, Metadata | Value | Phrase]


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


def button(phrase: Phrase, language: Language, data: str) -> InlineKeyboardButton:
    """A button that says a phrase, and sends data back when it is pressed."""
    return InlineKeyboardButton(label(phrase, language), callback_data=data)


def asked(key: str) -> Phrase:
    """An example question, said to be one."""
    return Phrase("asked", {"question": Phrase(key)})


def press_contact(contact: str | None) -> Phrase:
    """Whom the press may turn to."""
    if contact is None:
        return Phrase("no_press_contact")
    return Phrase("press_contact", {"contact": Value(contact)})


def nothing_found(
    found: Found,
    contact: str | None,
    language: Language,
    *,
    nearby: bool = True,
    asked: Part | None = None,
) -> Reply:
    """That no statement was found, whom to ask, and, where `nearby`, which documents come near.

    Where a statement that was replaced would have answered, what replaced it is named instead.
    """
    answer, named = found.answer, partial(titles, language=language, restricted=found.restricted)
    parts = [asked] if asked else []
    if answer.successor is not None:
        parts += [Phrase("replaced", {"documents": named([answer.successor])})]
        parts += [press_contact(contact)]
        return Reply(tuple(parts), language)
    parts += [_nothing(answer.narrowing, language), press_contact(contact)]
    if nearby and answer.nearby:
        parts.append(Phrase("nearby", {"documents": named(answer.nearby)}))
    return Reply(tuple(parts), language)


def _nothing(narrowing: Narrowing, language: Language) -> Phrase:
    """That nothing was found, of what the question narrowed it to."""
    slots: Slots = {}
    if narrowing.speaker and utf16_length(narrowing.speaker) <= LONGEST_NAMES:
        slots["speaker"] = Metadata(narrowing.speaker)
    if narrowing.period is not None:
        slots["time"] = time(narrowing.period, language)
    if not narrowing.speaker_asked:
        return Phrase("nothing_of_time" if "time" in slots else "nothing_found", slots)
    key = {
        frozenset(): "nothing_by_somebody",
        frozenset(("time",)): "nothing_by_somebody_of_time",
        frozenset(("speaker",)): "nothing_by_speaker",
        frozenset(("speaker", "time")): "nothing_by_speaker_of_time",
    }[frozenset(slots)]
    return Phrase(key, slots)


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
        (button(Phrase(key), language, Example(language, number).encode()),)
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


def status(state: State, language: Language) -> Reply:
    """How the bot is: what runs, what answers, and what is wrong."""
    running: Slots = {
        "version": Value(state.version),
        "started": moment(state.started, language),
    }
    index: Slots = {
        "snapshot": Value(state.snapshot, Style.code),
        "made": moment(state.made, language),
        "since": moment(state.since, language),
        "count": count(state.documents, language),
    }
    parts = [Phrase("status", running), Phrase("status_index", index)]
    if state.troubled:
        parts.append(Phrase("status_trouble"))
    return Reply(tuple(parts), language)


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
