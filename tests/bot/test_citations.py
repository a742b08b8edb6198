"""Documents named, as where a quote stands and where else."""

from datetime import date

import pytest
from telegram.constants import MessageEntityType

from bot.citations import also_in, citation, named, titles, withdrawn
from bot.parts import Metadata
from bot.rendering import render
from knowledge.document import Document
from knowledge.language import Language
from knowledge.metadata import Metadata as Known
from tests.making import document

URL = "https://lantern.example/beds"


def of(title: str, **metadata: object) -> Document:
    return document("The beds are warm.", title.lower(), title=title, **metadata)


BEDS = of("Beds", date=date(2024, 3, 1), url=URL)
BOATS = of("Boats", date=date(2023, 5, 4))
BELLS = of("Bells")


@pytest.mark.parametrize(
    ("metadata", "shown"),
    [
        ({"kind": "statement", "date": date(2021, 3, 26)}, "Beds\nstatement, March 26, 2021"),
        ({"kind": "statement"}, "Beds\nstatement"),
        ({"date": date(2021, 3, 26)}, "Beds\nMarch 26, 2021"),
        ({}, "Beds"),
    ],
)
def test_a_citation_has_what_is_known(metadata: dict[str, object], shown: str) -> None:
    assert render([citation(of("Beds", **metadata), "en")], "en").text == shown


def test_a_citations_title_is_linked_where_there_is_a_link() -> None:
    linked = render([citation(BEDS, "en")], "en").entities
    assert [e.url for e in linked if e.type == MessageEntityType.TEXT_LINK] == [URL]
    plain = render([citation(BOATS, "en")], "en").entities
    assert [e.type for e in plain] == [MessageEntityType.BOLD]


@pytest.mark.parametrize(
    ("documents", "shown", "language", "words"),
    [
        ([BEDS], 1, "en", "Also in: Beds, March 1, 2024"),
        ([BEDS], 1, "es", "También en: Beds, 1 de marzo de 2024"),
        ([BEDS, BOATS], 2, "en", "Also in: Beds, March 1, 2024; Boats, May 4, 2023"),
        ([BEDS, BELLS, BOATS], 2, "en", "Also in: Beds, March 1, 2024; Bells; 1 more"),
        ([BEDS, BELLS, BOATS], 2, "es", "También en: Beds, 1 de marzo de 2024; Bells; 1 más"),
        ([BEDS, BOATS, BELLS], 1, "en", "Also in: Beds, March 1, 2024; 2 more"),
        ([BEDS] * 1234, 0, "en", "Also in other documents: 1,234"),
        ([BEDS], 0, "es", "También en otros documentos: 1"),
    ],
)
def test_where_else_is_told_by_title_and_date_and_the_rest_by_number(
    documents: list[Document], shown: int, language: Language, words: str
) -> None:
    assert render([also_in(documents, shown, language)], language).text == words


def test_titles_are_told_a_line_each_linked_where_there_is_a_link() -> None:
    rendered = render([titles([BEDS, BOATS, BELLS], "en")], "en")
    assert rendered.text == "• Beds, March 1, 2024\n• Boats, May 4, 2023\n• Bells"
    (link,) = rendered.entities
    assert (link.type, link.url, link.offset, link.length) == ("text_link", URL, 2, 4)


@pytest.mark.parametrize(("language", "mark"), [("en", "not public"), ("es", "no es público")])
def test_what_is_not_public_is_said_not_to_be_wherever_it_is_named(
    language: Language, mark: str
) -> None:
    hidden = {"boats", "bells"}
    listed = [
        titles([BEDS, BELLS], language, restricted=hidden),
        also_in([BEDS, BELLS], 2, language, restricted=hidden),
        named(BELLS, language, hidden),
    ]
    for phrase in listed:
        text = render([phrase], language).text
        assert text.endswith(f"Bells ({mark})")
        assert text.count(mark) == 1


def test_a_kind_may_be_left_out_of_a_citation() -> None:
    held = of("Beds", kind="statement", date=date(2021, 3, 26))
    assert render([citation(held, "en", kind=False)], "en").text == "Beds\nMarch 26, 2021"


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (Known(title="Beds", date=date(2024, 3, 1), kind="memo", url=URL), "Beds\nMarch 1, 2024"),
        (Known(title="Beds"), "Beds"),
    ],
)
def test_of_a_withdrawn_document_title_and_date_are_told_and_nothing_is_linked(
    known: Known, shown: str
) -> None:
    rendered = render([withdrawn(known, "en")], "en")
    assert rendered.text == shown
    assert [e.type for e in rendered.entities] == [MessageEntityType.BOLD]


def test_a_metadata_value_is_no_phrase() -> None:
    hostile = of("{kind} {date}", kind="{title}")
    assert render([citation(hostile, "en")], "en").text == "{kind} {date}\n{title}"
    assert Metadata("{title}").text == "{title}"
