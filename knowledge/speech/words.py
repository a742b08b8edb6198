"""The words of a paragraph: a quotation counts as one, and so does the organisation's name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from knowledge.abbreviations import Stop, stop
from knowledge.blocks import BlockKind
from knowledge.quotations import Quotations
from knowledge.sentences import Sentence
from knowledge.span import Span
from knowledge.speech.affiliation import OURS

_READ = (BlockKind.paragraph, BlockKind.item, BlockKind.heading)
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:-[^\W_]+|[’'](?!s\b)[^\W\d_]+)*|[’']s\b|[^\w\s]")
_ABBREVIATED = (Stop.leading, Stop.initial, Stop.either)
POSSESSIVE = ("’s", "'s")


class WordKind(Enum):
    """What a word is."""

    word = auto()
    mark = auto()
    """A punctuation mark, or a possessive's ending."""
    quotation = auto()
    ours = auto()
    """A name of the organisation itself, as `OURS`."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a mark, a whole quotation or the organisation, and the sentence it begins in."""

    text: str
    span: Span
    kind: WordKind
    sentence: int

    @property
    def low(self) -> str:
        """Its text without capitals."""
        return self.text.lower()

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital letter."""
        return self.kind is WordKind.word and self.text[0].isupper()

    @property
    def quoted(self) -> bool:
        """Whether it is a quotation."""
        return self.kind is WordKind.quotation


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The words of one block, or of one quotation in it."""

    kind: BlockKind
    words: tuple[Word, ...]
    inner: bool = False
    """Whether they are what somebody said."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the words of a text; `names` are those of the organisation, each word by word."""

    text: str
    names: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, text: str, organisation: Sequence[str]) -> "Reader":
        """The reader of a text whose publisher goes by these names."""
        names = {tuple(_TOKEN.findall(name)) for name in organisation} - {()}
        return cls(text, tuple(sorted(names, key=len, reverse=True)))

    def paragraphs(self, sentences: Sequence[Sentence], quoted: Quotations) -> Iterator[Paragraph]:
        """The blocks of the text in order, contacts and the like left out."""
        numbered = enumerate(sentences)
        for _, group in groupby(numbered, key=lambda pair: pair[1].block):
            held = [pair for pair in group if pair[1].kind in _READ]
            words = tuple(word for pair in held for word in self._sentence(*pair, quoted))
            if words:
                yield Paragraph(held[0][1].kind, words)

    def inner(self, word: Word) -> Paragraph:
        """The words within a quotation."""
        return Paragraph(BlockKind.paragraph, self._joined(word.span, word.sentence), inner=True)

    def _sentence(self, index: int, sentence: Sentence, quoted: Quotations) -> Iterator[Word]:
        """The words that begin in a sentence."""
        start, end = sentence.span.start, sentence.span.end
        for quotation in quoted.within(sentence.span):
            span = quotation.span
            yield from self._joined(Span(start, max(start, span.start)), index)
            if span.start >= start:
                yield Word(span.of(self.text), span, WordKind.quotation, index)
            start = min(span.end, end)
        yield from self._joined(Span(start, end), index)

    def _joined(self, span: Span, sentence: int) -> tuple[Word, ...]:
        """The words of a stretch of text, with the organisation's name as one."""
        words = list(_words(self.text, span, sentence))
        found, at = [], 0
        while at < len(words):
            length = self._named(words, at)
            if length and self._mark(words, at + length) == "(":
                short = self._named(words, at + length + 1)  # Lantern House (LAHO)
                closed = self._mark(words, at + length + 1 + short) == ")"
                length += short + len("()") if short and closed else 0
            if length:
                whole = Span(words[at].span.start, words[at + length - 1].span.end)
                found.append(Word(OURS, whole, WordKind.ours, sentence))
            else:
                found.append(words[at])
            at += length or 1
        return tuple(found)

    @staticmethod
    def _mark(words: list[Word], at: int) -> str:
        return words[at].text if at < len(words) else ""

    def _named(self, words: list[Word], at: int) -> int:
        """How many words from `at` on are the organisation's name; or 0."""
        for name in self.names:
            if at < len(words) and words[at].text == name[0] and len(name) <= len(words) - at:
                held = tuple(word.text for word in words[at : at + len(name)])
                if held == name:
                    return len(name)
        return 0


def _words(text: str, span: Span, sentence: int) -> Iterator[Word]:
    end = span.start
    for found in _TOKEN.finditer(text, span.start, span.end):
        if found.start() < end:
            continue  # the full stop of an abbreviation
        end = found.end()
        word = found.group()
        named = word[0].isalnum()
        if named and text.startswith(".", end, span.end) and stop(word) in _ABBREVIATED:
            end += 1
        kind = WordKind.word if named else WordKind.mark
        yield Word(text[found.start() : end], Span(found.start(), end), kind, sentence)


def same(words: Sequence[Word], one: int, other: int) -> bool:
    """Whether both words are there, in one sentence."""
    there = 0 <= one < len(words) and 0 <= other < len(words)
    return there and words[one].sentence == words[other].sentence


def is_ours(words: Sequence[Word], at: int) -> bool:
    """Whether the word is the organisation's name."""
    return 0 <= at < len(words) and words[at].kind is WordKind.ours
