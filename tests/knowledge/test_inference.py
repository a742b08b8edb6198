"""What a document says of itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.inference import date_in, language_in, title_in

BODY = "\n\nThe lamp is lit, and it burns all night for the children."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Lamp\n\nIt is lit.", "The Lamp"),
        ("\n \n  The Lamp  \nIt is lit.", "The Lamp"),
        ("# The Lamp\n", "The Lamp"),
        ("The\tLamp   of\xa0Brass", "The Lamp of Brass"),
        ("", None),
        (" \n\n", None),
        ("#\nThe lamp.", None),
        ("x" * 251, None),
        ("x" * 250, "x" * 250),
    ],
)
def test_the_first_line_is_the_title(text: str, title: str | None) -> None:
    assert title_in(text) == title


@pytest.mark.parametrize(
    "line",
    [
        "May 4, 2023",
        "May 4 2023",
        "May 4th, 2023",
        "4 May 2023",
        "Thursday, May 4, 2023",
        "4 de mayo de 2023",
        "4 de mayo del 2023",
        "jueves, 4 de mayo de 2023",
        "MAYO 4, 2023",
        "2023-05-04",
        "FOR IMMEDIATE RELEASE: May 4, 2023",
        "Published: May 4, 2023",
        "Port Ember, Vt., May 4, 2023 – The lamp is lit.",
        "PORT EMBER, Vt. (May 4, 2023) – The lamp is lit.",
        "Puerto Brasa, 4 de mayo de 2023 – La lámpara arde.",
        "PUERTO BRASA, 4 de mayo de 2023.— La lámpara arde.",
    ],
)
def test_a_dateline_gives_the_date(line: str) -> None:
    assert date_in(f"The Lamp\n\n{line}{BODY}") == date(2023, 5, 4)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("1º de setiembre de 2022", date(2022, 9, 1)),
        ("Sept. 1, 2022", date(2022, 9, 1)),
        ("Dec. 31, 2022", date(2022, 12, 31)),
        ("1 de enero de 2022", date(2022, 1, 1)),
    ],
)
def test_short_and_old_names_of_months_are_known(line: str, day: date) -> None:
    assert date_in(f"The Lamp\n\n{line}{BODY}") == day


@pytest.mark.parametrize(
    "text",
    [
        "The Lamp\n\nThe lamp was lit on May 4, 2023 by the keeper.",
        "The Lamp\n\nFebruary 30, 2023" + BODY,
        "The Lamp\n\nMay 2023" + BODY,
        "The Lamp\n\n04/05/2023" + BODY,
        "",
    ],
)
def test_a_date_that_is_in_doubt_or_only_mentioned_is_none(text: str) -> None:
    assert date_in(text) is None


def test_the_first_dateline_counts() -> None:
    assert date_in("The Lamp\n\nMay 4, 2023\n\nUpdated: June 5, 2023" + BODY) == date(2023, 5, 4)


def test_the_language_is_read_from_the_words() -> None:
    assert language_in("The lamp is lit, and the children are safe.") == "en"
    assert language_in("La lámpara está encendida y los niños están a salvo.") == "es"
    assert language_in("2023") == "en"


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    title = title_in(text)
    assert title is None or 0 < len(title) <= 250
    date_in(text)
