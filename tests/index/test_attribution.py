"""Whose words a quote holds."""

from dataclasses import replace

import pytest

from index.attribution import Attribution, Named
from knowledge.quote import Quote
from knowledge.speakers import Affiliation, utterances
from tests.making import document

TEXT = """A Curfew

Lantern House opposes the curfew. “No child should sleep outside,” said Ines Calloway, Director of Lantern House. “We will not have it.”

Senator Otto Brandt defended it. “It keeps the docks quiet,” Brandt said. The council votes in May.

“It is a shame,” read a note that was left at the door."""  # noqa: E501

INES = Named("Ines Calloway", Affiliation.ours, in_full=True, throughout=True)
OTTO = Named("Otto Brandt", Affiliation.other, in_full=False, throughout=True)
ORGANISATION = ("Lantern House",)


def of(first: str, last: str = "") -> Attribution:
    """The attribution of the sentences from one that begins so to one that ends so."""
    held = document(TEXT)
    start = TEXT.index(first)
    end = TEXT.index(last) + len(last) if last else 0
    sentence = next(s.span for s in held.sentences if s.span.start == start)
    return Attribution.of(Quote(held, start, end or sentence.end), utterances(held, ORGANISATION))


@pytest.mark.parametrize(
    ("first", "last", "speakers"),
    [
        ("“No child", "", [INES]),
        ("“No child", "not have it.”", [INES]),
        ("“It keeps", "", [OTTO]),
        ("Lantern House opposes", "of Lantern House.", [replace(INES, throughout=False)]),
        ("“It keeps", "in May.", [replace(OTTO, throughout=False)]),
    ],
)
def test_each_speaker_is_named_once_with_whether_they_speak_throughout(
    first: str, last: str, speakers: list[Named]
) -> None:
    assert of(first, last) == Attribution(tuple(speakers))


@pytest.mark.parametrize("first", ["Lantern House opposes", "The council votes"])
def test_the_documents_own_words_are_nobodys(first: str) -> None:
    assert of(first) == Attribution()


def test_words_of_somebody_unnamed_are_unsure() -> None:
    assert of("“It is a shame") == Attribution(unsure=True)
