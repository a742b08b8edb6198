"""How a changed document differs from what it was."""

from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from knowledge.changes import Changes
from knowledge.document import Document
from scripts.reindexing.difference import Difference, differences, show
from tests.making import document

LAMP = "The lamp is lit at dusk and it burns all night for every child at sea. We wait."


def difference(before: str, after: str, /, **metadata: Any) -> Difference:  # noqa: ANN401
    """How the document "lamp" differs, of which some metadata changed too."""
    (found,) = compared([document(before)], [document(after, "lamp", **metadata)])
    return found


def compared(before: list[Document], after: list[Document]) -> list[Difference]:
    return list(differences(Changes.between(before, after), before, after))


def lines(before: str, after: str, /, **metadata: Any) -> list[str]:  # noqa: ANN401
    return [line.plain for line in difference(before, after, **metadata).lines()]


def shown(found: list[Difference], *, terminal: bool) -> str:
    out = StringIO()
    color = "standard" if terminal else None
    show(
        found,
        Console(file=out, force_terminal=terminal, color_system=color, width=40, _environ={}),  # type: ignore[arg-type]
    )
    return out.getvalue()


def numbered(count: int) -> list[str]:
    return [f"word{number}" for number in range(count)]


def test_each_place_is_a_line_with_words_around_it() -> None:
    after = LAMP.replace("is lit", "is not lit").replace("wait", "hope")
    assert lines(LAMP, after) == [
        "lamp: The Lamp",
        "  The lamp is {+not+} lit at dusk and it burns …",
        "  … for every child at sea. We [-wait.-]{+hope.+}",
    ]


def test_places_with_few_words_between_them_are_one() -> None:
    assert lines(LAMP, LAMP.replace("lamp", "light").replace("dusk", "nine"))[1:] == [
        "  The [-lamp-]{+light+} is lit at [-dusk-]{+nine+} and it burns all night for …"
    ]


def test_changed_metadata_is_told_key_by_key() -> None:
    assert lines(LAMP, LAMP, date="2021-03-27", title="The [red]Oil[/red]", url=None) == [
        "lamp: The [red]Oil[/red]",
        "  title: The Lamp -> The [red]Oil[/red]",
        "  date: (none) -> 2021-03-27",
    ]


def test_a_text_of_which_only_the_white_space_changed_says_so() -> None:
    found = difference(LAMP, f"{LAMP}\n")
    assert [line.plain for line in found.lines()][1:] == ["  the text: only its white space"]
    assert found.json()["differences"] == []
    assert found.json()["only_white_space"] is True


def test_a_great_many_places_are_cut() -> None:
    words = numbered(1000)
    after = [("new" if number % 20 == 10 else word) for number, word in enumerate(words)]
    found = lines(" ".join(words), " ".join(after))
    assert len(found) == 22
    assert found[-1] == "  … and 30 more places"


def test_long_runs_and_long_words_are_cut() -> None:
    (place,) = lines("Here", " ".join(["Here", *numbered(1000), "a" * 10_000]))[1:]
    assert place.startswith("  Here {+word0 word1 ")
    assert " word29 … (941 more words) … word971 " in place
    assert place.endswith(f"word999 {'a' * 60}…+}}")


def test_a_great_many_documents_are_cut() -> None:
    before = [document("We wait.", f"lamp-{number:02}") for number in range(53)]
    after = [document("We hope.", held.id) for held in before]
    told = shown(compared(before, after), terminal=False).splitlines()
    assert told[0] == "lamp-00: The Lamp"
    assert told[-2:] == ["  We [-wait.-]{+hope.+}", "… and 3 more documents"]
    assert len(told) == 101


def test_json_holds_every_place_with_its_slices() -> None:
    after = LAMP.replace("is lit", "is not lit").replace(" We wait.", "")
    found = difference(LAMP, after, status="draft", title="The Oil").json()
    assert found["document"] == "lamp"
    assert found["metadata"] == {"title": ["The Lamp", "The Oil"], "status": ["approved", "draft"]}
    assert found["differences"] == [
        {"from": "", "to": "not", "before": [11, 11], "after": [12, 15]},
        {"from": "We wait.", "to": "", "before": [71, 79], "after": [74, 74]},
    ]
    assert found["only_white_space"] is False


def test_a_terminal_has_it_in_colour_and_in_one_piece() -> None:
    found = [difference(LAMP, LAMP.replace("lit", "out"))]
    coloured = shown(found, terminal=True)
    assert "\x1b[31m[-lit-]\x1b[0m\x1b[32m{+out+}\x1b[0m" in coloured
    assert shown(found, terminal=False).splitlines() == [
        "lamp: The Lamp",
        "  The lamp is [-lit-]{+out+} at dusk and it burns all …",
    ]


@pytest.mark.parametrize("terminal", [True, False])
def test_a_documents_brackets_are_its_own_and_its_controls_do_nothing(*, terminal: bool) -> None:
    after = "The [bold red]lamp[/] :lamp: is \x1b[2J\x07 lit \u202e. [/nothing]"
    told = shown([difference("The lamp is lit.", after)], terminal=terminal)
    assert "[bold red]lamp[/] :lamp:" in told
    assert "<U+001B>[2J<U+0007>" in told
    assert "[/nothing]" in told
    assert all(character not in told for character in ("\x1b[2J", "\x07", "\u202e"))


@given(st.text("ab \n\x1b\u202e[/]-{+}", max_size=30), st.text("ab \n\x1b[/]", max_size=30))
def test_whatever_the_texts_every_line_can_be_printed(before: str, after: str) -> None:
    for found in compared([document(before)], [document(after)]):
        assert all(line.plain.isprintable() for line in found.lines())


def test_documents_that_came_or_went_are_no_difference() -> None:
    assert compared([document(LAMP, "lamp")], [document(LAMP, "oil")]) == []
