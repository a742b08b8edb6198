"""What a button says comes back from it, and nothing else is taken for a button."""

import string
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit

from bot.buttons import Action, Example, Press
from bot.desk import EXAMPLES
from bot.errors import ButtonError
from bot.narrowed import Narrowed
from bot.phrases import LANGUAGES
from knowledge.language import Language
from knowledge.period import Period
from knowledge.reference import PACKED_BYTES, Reference

LONGEST = InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
languages = st.sampled_from(LANGUAGES)
references = st.builds(
    Reference,
    st.text("0123456789abcdef", min_size=16, max_size=16),
    st.integers(0, 2**32 - 1),
    st.integers(1, 2**16 - 1),
)


narrowed = st.builds(
    Narrowed,
    st.none() | st.integers(1900, 2100).map(Period.of_year),
    st.booleans(),
    st.booleans(),
)


@st.composite
def presses(draw: st.DrawFn) -> Press:
    held = tuple(draw(st.lists(references, min_size=1, max_size=3)))
    position = draw(st.integers(0, len(held) - 1))
    return Press(draw(st.sampled_from(Action)), draw(languages), position, held, draw(narrowed))


ONE = Press(Action.quote, "en", 0, (Reference("0123456789abcdef", 5, 70),))
LAST = Press(Action.context, "es", 2, ONE.references * 3)


@given(presses())
def test_a_press_comes_back_as_it_was(press: Press) -> None:
    data = press.encode()
    assert len(data.encode()) <= LONGEST
    assert Press.decode(data) == press


@given(st.sampled_from(range(len(EXAMPLES))), languages)
def test_an_example_comes_back_as_it_was(number: int, language: Language) -> None:
    example = Example(language, number)
    assert Example.decode(example.encode()) == example
    assert len(example.encode()) <= LONGEST


@given(st.one_of(st.text(), st.text(string.ascii_letters + string.digits + "-_=", max_size=64)))
def test_any_other_data_is_refused(data: str) -> None:
    for button in (Press, Example):
        try:
            decoded = button.decode(data)
        except ButtonError:
            continue
        assert decoded.encode() == data


@given(presses(), st.data())
def test_a_press_cut_short_or_drawn_out_is_refused_or_another_whole_one(
    press: Press, data: st.DataObject
) -> None:
    written = press.encode()
    cut = written[: data.draw(st.integers(0, len(written) - 1))]
    for changed in (cut, written + "A", written + "=", " " + written, written + "\n"):
        try:
            assert Press.decode(changed).encode() == changed
        except ButtonError:
            continue


def test_a_button_leads_to_another_of_the_same_answer() -> None:
    beside = LAST.to(Action.quote, 0)
    assert beside == Press(Action.quote, "es", 0, LAST.references, LAST.narrowed)


def test_every_button_has_its_letter() -> None:
    heads = {
        Press(action, language, position, LAST.references).encode()[0]
        for action in Action
        for language in LANGUAGES
        for position in range(3)
    }
    assert len(heads) == len(Action) * len(LANGUAGES) * 3
    assert "x" not in heads


def _packed(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


@pytest.mark.parametrize(
    "data",
    [
        "",
        "A",
        ONE.encode()[1:],
        ONE.encode().replace("A", "é", 1),
        ONE.encode().replace("A", "a", 1),
        ONE.encode().replace("A", "Z", 1),
        ONE.encode().replace("A", "B", 1),
        ONE.encode()[:-1],
        ONE.encode() + "==",
        ONE.encode()[:10] + "\n" + ONE.encode()[10:],
        "A" + _packed(ONE.references[0].pack()[:-1]),
        "A" + _packed(bytes(PACKED_BYTES)),
        "A" + _packed(ONE.references[0].pack() * 4),
        "A" + _packed(ONE.references[0].pack() + bytes(4)),
        "A" + _packed(ONE.references[0].pack() + (1 << 19).to_bytes(5, "big")),
        "A" + _packed(Narrowed(newest=True).pack()),
        "A" + "é" * 8,
        "xen0",
    ],
)
def test_forged_data_is_no_press(data: str) -> None:
    with pytest.raises(ButtonError):
        Press.decode(data)


def test_data_that_says_the_same_in_another_way_is_no_press() -> None:
    written = ONE.encode()  # 14 bytes leave four bits of the last character that say nothing
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    other = written[:-1] + alphabet[alphabet.index(written[-1]) + 1]
    with pytest.raises(ButtonError):
        Press.decode(other)


@pytest.mark.parametrize(
    "data", ["", "x", "xen", "xfr0", "xen-1", "xen00", "xen 1", ONE.encode(), "xen٠"]
)
def test_forged_data_is_no_example(data: str) -> None:
    with pytest.raises(ButtonError):
        Example.decode(data)
