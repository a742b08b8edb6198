"""Parts become text and entities, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity
from telegram.constants import MessageLimit

from bot.citations import citation
from bot.parts import Echo, Excerpt, Metadata, Part, Phrase, Style, Value
from bot.phrases import LANGUAGES, phrases
from bot.rendering import MessageTooLongError, Rendered, label, render, utf16_length
from knowledge.errors import InvalidReferenceError
from knowledge.language import Language
from knowledge.span import Span
from tests.bot.samples import TEXT, document

BOLD, CODE = MessageEntity.BOLD, MessageEntity.CODE
LINK, QUOTE = MessageEntity.TEXT_LINK, MessageEntity.BLOCKQUOTE
# Emoji of several code points, a flag, combining accents, Arabic and Hebrew, a lone joiner.
odd = st.sampled_from(
    ["👩‍👧‍👦", "🇲🇽", "e\u0301", "سلام", "שלום", "\u200f", "\u200d", "𝕶", "\u0301", "ñ"]
)
texts = st.lists(st.one_of(odd, st.text(max_size=8)), min_size=1, max_size=12).map("".join)
words = st.lists(st.one_of(odd, st.sampled_from(["word", "Ñu", "x"])), min_size=1, max_size=6)
styles = st.sampled_from(Style)


def _cut(rendered: Rendered, entity: MessageEntity) -> str:
    """What an entity is of, cut out as Telegram cuts; an error where it would split a character."""
    encoded = rendered.text.encode("utf-16-le")
    return encoded[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


def _of(rendered: Rendered, kind: str) -> list[str]:
    return [_cut(rendered, entity) for entity in rendered.entities if entity.type == kind]


@given(st.text())
def test_lengths_are_counted_as_telegram_counts(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(before=texts, title=texts, named=texts, style=styles)
def test_entities_cut_exactly_the_part_they_are_of(
    before: str, title: str, named: str, style: Style
) -> None:
    url = "https://lantern.example/beds"
    rendered = render([Echo(before), Metadata(title, url, Style.bold), Value(named, style)], "en")
    assert rendered.text == f"{before}\n\n{title}\n\n{named}"
    assert _of(rendered, LINK) == [title]
    expected = {BOLD: [title], CODE: []}
    if style is not Style.plain:
        expected[style.value].append(named)
    assert {kind: _of(rendered, kind) for kind in expected} == expected


@given(before=texts, title=texts, language=st.sampled_from(LANGUAGES))
def test_a_part_within_a_phrase_has_its_entities_too(
    before: str, title: str, language: Language
) -> None:
    held = Phrase(
        "citation_plain", {"title": Metadata(title, style=Style.bold), "date": Value("8")}
    )
    rendered = render([Echo(before), held], language)
    assert _of(rendered, BOLD) == [title]


@given(before=texts, sentences=st.lists(words, min_size=3, max_size=3))
def test_a_quote_is_the_very_slice_of_its_document(before: str, sentences: list[list[str]]) -> None:
    held = document(" ".join(f"The {' '.join(s)} ends." for s in sentences))
    first, last = held.sentences[0].span, held.sentences[-1].span
    whole = Span(first.start, last.end)
    rendered = render([Echo(before), Excerpt(held, whole, last)], "en")
    assert _of(rendered, QUOTE) == [held.text[whole.start : whole.end]]
    assert _of(rendered, BOLD) == [held.text[last.start : last.end]]


def test_context_marks_the_quote_wherever_in_it_it_stands() -> None:
    held = document()
    first, *_, last = (sentence.span for sentence in held.sentences)
    whole = Span(first.start, last.end)
    for sentence in held.sentences:
        rendered = render([Excerpt(held, whole, sentence.span)], "en")
        assert _of(rendered, QUOTE) == [TEXT]
        assert _of(rendered, BOLD) == [sentence.span.of(TEXT)]


def test_an_excerpt_that_cuts_a_sentence_cannot_be_made() -> None:
    held = document()
    whole = Span(0, held.sentences[1].span.end)
    for span, marked in (
        (Span(0, 5), None),
        (Span(1, held.sentences[0].span.end), None),
        (held.sentences[0].span, whole),
    ):
        with pytest.raises(InvalidReferenceError):
            Excerpt(held, span, marked)


@given(said=texts)
def test_what_the_asker_wrote_is_never_within_a_block_quote(said: str) -> None:
    held = document()
    parts: list[Part] = [Echo(said), Excerpt(held, held.sentences[0].span), Echo(said)]
    rendered = render(parts, "en")
    (quoted,) = (entity for entity in rendered.entities if entity.type == QUOTE)
    assert _cut(rendered, quoted) == held.sentences[0].span.of(TEXT)
    assert quoted.offset == utf16_length(said) + 2
    assert [entity.type for entity in rendered.entities] == [QUOTE]


def test_markup_in_any_part_stays_text() -> None:
    hostile = "<b>no</b> *no* [no](https://evil.example) {title} &lt;"
    held = citation(document(title=hostile), "en")
    rendered = render([held, Echo(hostile), Value(hostile)], "en")
    assert rendered.text == "\n\n".join([hostile] * 3)
    assert [entity.type for entity in rendered.entities] == [BOLD]


@pytest.mark.parametrize("character", ["a", "ñ", "😀"])
def test_4096_units_fit_a_message_and_one_more_does_not(character: str) -> None:
    most = MessageLimit.MAX_TEXT_LENGTH // utf16_length(character)
    assert utf16_length(render([Echo(character * most)], "en").text) == 4096
    with pytest.raises(MessageTooLongError):
        render([Echo(character * most + "a")], "en")


def test_a_label_is_a_phrase_alone() -> None:
    assert label(Phrase("more_context"), "es") == phrases()["es"]["more_context"]
