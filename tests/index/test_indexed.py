"""A document as the index knows it."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.indexed import Indexed, Said, read_documents, write_documents
from index.keywords import name_words
from knowledge.catalogue import Catalogue
from knowledge.speakers import Affiliation
from tests.conftest import ORGANISATION
from tests.making import document

CURFEW = "harbor-curfew-2023-05-04"


@pytest.fixture(scope="module")
def lantern_indexed(lantern_catalogue: Catalogue) -> dict[str, Indexed]:
    return {d.id: Indexed.of(d, ORGANISATION) for d in lantern_catalogue.documents}


def said(indexed: Indexed, words: str) -> list[tuple[str, Affiliation, bool]]:
    """Whose words the sentence with these words holds."""
    held = indexed.document
    at = held.text.index(words)
    index = next(i for i, s in enumerate(held.sentences) if s.span.start <= at < s.span.end)
    return [(one.name, one.affiliation, one.quoted) for one in indexed.said.get(index, ())]


def test_each_quotation_is_its_speaker_s(lantern_indexed: dict[str, Indexed]) -> None:
    curfew = lantern_indexed[CURFEW]
    ours, others = Affiliation.ours, Affiliation.other
    assert said(curfew, "No child should be arrested") == [("Ines Calloway", ours, True)]
    assert said(curfew, "The council must keep") == [("Ines Calloway", ours, True)]
    assert said(curfew, "A curfew keeps honest") == [("Otto Brandt", others, True)]
    assert said(curfew, "Senator Brandt is welcome") == [("Ines Calloway", ours, True)]
    assert said(curfew, "A curfew would push") == []
    shelter = lantern_indexed["refugio-de-faroles-2024-09-10"]
    assert [name for name, *_ in said(shelter, "Ningún niño")] == ["Rosa Quintana"]


def test_whose_words_they_are_hangs_on_who_publishes(lantern_catalogue: Catalogue) -> None:
    curfew = next(d for d in lantern_catalogue.documents if d.id == CURFEW)
    held = Indexed.of(curfew, ("Beacon Trust",))
    assert said(held, "No child should be arrested")[0][1] is not Affiliation.ours


@pytest.mark.parametrize(
    ("asked", "known", "same"),
    [
        ("Brandt", "Otto Brandt", True),
        ("Otto Brandt", "Brandt", True),
        ("otto brandt", "Otto Brandt", True),
        ("Ávila", "Íñigo Avila", True),
        ("Otto", "Ines Calloway", False),
        ("Otto Brandt", "Otto Calloway", False),
        ("", "Otto Brandt", False),
        ("Brandt", "", False),
    ],
)
def test_a_name_may_be_a_speaker_s_where_one_holds_the_other(
    asked: str, known: str, *, same: bool
) -> None:
    one = Said(known, name_words(known), Affiliation.other, quoted=True)
    assert one.is_by(name_words(asked)) is same


@pytest.mark.parametrize(
    ("metadata", "head"),
    [
        ({}, "The Lamp\n"),
        ({"date": date(2024, 5, 4)}, "The Lamp\nMay 4, 2024\n"),
        ({"date": date(2024, 5, 4), "language": "es"}, "The Lamp\n4 de mayo de 2024\n"),
        ({"date": date(2024, 5, 4), "language": "fr"}, "The Lamp\nMay 4, 2024\n"),
    ],
)
def test_above_a_passage_stand_title_and_date(metadata: dict[str, Any], head: str) -> None:
    indexed = Indexed.of(document("The lamp is lit.\n\nIt burns.", **metadata), ORGANISATION)
    assert indexed.head == head
    assert indexed.passage_text(0) == f"{head}The lamp is lit.\n\nIt burns."


def test_it_is_read_as_it_was_written(lantern_indexed: dict[str, Indexed]) -> None:
    written = tuple(lantern_indexed.values())
    read = tuple(read_documents(write_documents(written)).values())
    assert read == written
    assert [one.said for one in read] == [one.said for one in written]


@given(st.lists(st.text(max_size=80), max_size=3))
def test_any_text_is_read_as_it_was_written(texts: list[str]) -> None:
    whole = [text.encode("utf-8", "ignore").decode() for text in texts]
    written = tuple(
        Indexed.of(document(text, f"d-{n}"), ORGANISATION) for n, text in enumerate(whole)
    )
    assert tuple(read_documents(write_documents(written)).values()) == written


def test_a_line_that_is_known_is_not_read_again(lantern_indexed: dict[str, Indexed]) -> None:
    written = write_documents(lantern_indexed.values())
    before = read_documents(written)
    first = next(iter(before))
    again = read_documents(written[: written.index(b"\n") + 1], before)
    assert list(again) == [first]
    assert again[first] is before[first]


def test_what_is_written_has_no_order_of_chance(lantern_indexed: dict[str, Indexed]) -> None:
    written = write_documents(lantern_indexed.values())
    again = (Indexed.of(one.document, ORGANISATION) for one in lantern_indexed.values())
    assert write_documents(again) == written


ONE: dict[str, Any] = json.loads(
    write_documents(
        [Indexed.of(document("“It is lit,” said Ines Roe.\n\nIt burns."), ORGANISATION)]
    )
)


@pytest.mark.parametrize(
    "row",
    [
        {**ONE, "text": "“It is out,” said Ines Roe.\n\nIt burns."},
        {**ONE, "sha256": "0" * 64},
        {**ONE, "more": 1},
        {key: value for key, value in ONE.items() if key != "said"},
        {**ONE, "passages": [[0, 9]]},
        {**ONE, "passages": [[1, 0]]},
        {**ONE, "passages": [[0]]},
        {**ONE, "sentences": [[0, 5, "nonsense", 0]]},
        {**ONE, "sentences": [[5, 0, "paragraph", 0]]},
        {**ONE, "metadata": {"titel": "The Lamp"}},
        {**ONE, "said": [[0, 0, 0, 5, True, [0, 5, "enemy"]]]},
        {**ONE, "said": [[0, 0, 5, 0, True, None]]},
        "lamp",
        None,
    ],
)
def test_what_was_not_written_so_is_refused(row: object) -> None:
    with pytest.raises((ValueError, IndexError)):
        read_documents(json.dumps(row).encode())


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[1", b"\n"])
def test_bytes_that_are_no_documents_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (each has another message)
        read_documents(content)
