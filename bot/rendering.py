"""Parts to a message: text and entities. The only place that turns parts into text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from telegram import MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.parts import Echo, Excerpt, Metadata, Part, Phrase, Style, Value
from bot.phrases import phrases
from knowledge.errors import KindError
from knowledge.language import Language
from knowledge.span import Span

_SLOT = re.compile(r"\{(\w+)\}")


class MessageTooLongError(KindError):
    """Parts that do not fit one message."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message's text and its entities, offsets in UTF-16 code units as Telegram counts them."""

    text: str
    entities: tuple[MessageEntity, ...]


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def fits(paragraphs: Iterable[Part], language: Language) -> bool:
    """Whether parts make a message that is not too long."""
    try:
        render(paragraphs, language)
    except MessageTooLongError:
        return False
    return True


def render(paragraphs: Iterable[Part], language: Language) -> Rendered:
    """The message that parts make, each a paragraph of its own.

    Raises MessageTooLongError for over 4,096 UTF-16 code units.
    """
    page = _Page(language)
    for part in paragraphs:
        page.paragraph(part)
    if page.length > MessageLimit.MAX_TEXT_LENGTH:
        raise MessageTooLongError(f"a message of {page.length} characters is over Telegram's limit")
    return Rendered("".join(page.pieces), tuple(page.entities))


def label(phrase: Phrase, language: Language) -> str:
    """A phrase without entities, for a button or a notice."""
    return render([phrase], language).text


class _Page:
    def __init__(self, language: Language) -> None:
        self.pieces: list[str] = []
        self.entities: list[MessageEntity] = []
        self.length = 0
        self._phrases = phrases()[language]

    def paragraph(self, part: Part) -> None:
        if self.pieces:
            self._write("\n\n")
        self._part(part)

    def _part(self, part: Part) -> None:
        if isinstance(part, Phrase):
            self._phrase(part)
        elif isinstance(part, Metadata):
            self._styled(part.text, part.style, part.url)
        elif isinstance(part, Value):
            self._styled(part.text, part.style, None)
        elif isinstance(part, Excerpt):
            self._excerpt(part)
        else:
            self._echo(part)

    def _phrase(self, phrase: Phrase) -> None:
        for number, piece in enumerate(_SLOT.split(self._phrases[phrase.key])):
            if number % 2:
                self._part(phrase.slots[piece])
            else:
                self._write(piece)

    def _echo(self, echo: Echo) -> None:
        self._write(echo.text)

    def _excerpt(self, excerpt: Excerpt) -> None:
        start, text = self.length, excerpt.document.text
        marked = excerpt.marked or Span(excerpt.span.end, excerpt.span.end)
        self._write(text[excerpt.span.start : marked.start])
        begin = self.length
        self._write(text[marked.start : marked.end])
        if self.length > begin:
            self._entity(MessageEntityType.BOLD, begin)
        self._write(text[marked.end : excerpt.span.end])
        self._entity(MessageEntityType.BLOCKQUOTE, start)

    def _styled(self, text: str, style: Style, url: str | None) -> None:
        start = self.length
        self._write(text)
        if url is not None:
            self._entity(MessageEntityType.TEXT_LINK, start, url)
        if style is not Style.plain:
            self._entity(style.value, start)

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += utf16_length(text)

    def _entity(self, kind: str, start: int, url: str | None = None) -> None:
        self.entities.append(MessageEntity(kind, start, self.length - start, url=url))
