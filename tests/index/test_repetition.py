"""Where else stands what a quote says."""

from datetime import date

import pytest

from index.corpus import Corpus
from index.indexed import Indexed
from index.repetition import repeated
from index.snapshot import Snapshot
from knowledge.document import Document
from knowledge.glossary import Glossary
from knowledge.pins import CheckedPins
from knowledge.quote import Quote
from tests.index.making import bare_manifest
from tests.making import document

SAID = "Lantern House asks that no child be held overnight in the Harbor Street station."
MORE = "Its two nurses have visited the station every week since the spring of 2021."
OTHER = "The ferry companies raised the fare for every child who travels without a grown-up."
HEAD = "A Statement\n\n"


def of(name: str, words: str, **metadata: object) -> Document:
    return document(f"{HEAD}{words}", name, title="A Statement", **metadata)


def corpus(*documents: Document, visible: tuple[int, ...] | None = None) -> Corpus:
    """Documents as they are searched, without any model's vectors."""
    held = tuple(Indexed.of(d, ("Lantern House",)) for d in documents)
    snapshot = Snapshot("none", bare_manifest(), held, (), Glossary("", ""), CheckedPins(()))
    return Corpus(snapshot, tuple(range(len(held))) if visible is None else visible)


def quote(words: str, held: Document) -> Quote:
    start = held.text.index(words)
    return Quote(held, start, start + len(words))


ONE = of("one", f"{SAID} {MORE}", date=date(2021, 5, 4))


def also(words: str, *others: Document) -> list[str]:
    """The documents that say words of document one."""
    return [d.id for d in repeated(corpus(ONE, *others), quote(words, ONE))]


@pytest.mark.parametrize(
    "words",
    [
        SAID,
        f"{OTHER} {SAID} {OTHER}",
        f"{OTHER}\n\n{SAID}",
        SAID.replace("asks", "has asked"),
        SAID.upper(),
        SAID.replace(" in", ",\nin"),
    ],
)
def test_a_document_with_nearly_the_same_words_says_the_same(words: str) -> None:
    assert also(SAID, of("two", words)) == ["two"]


@pytest.mark.parametrize(
    "words",
    [
        OTHER,
        "",
        SAID.replace("overnight", "for an hour"),
        f"{MORE} {SAID.replace('no child', 'every child')}",
        "Lantern House asks for a child.",
    ],
)
def test_a_document_with_other_words_does_not(words: str) -> None:
    assert also(SAID, of("two", words)) == []


@pytest.mark.parametrize(
    "words",
    [
        MORE.replace("two", "three"),
        MORE.replace("2021", "2022"),
        MORE.replace("have", "have not"),
        MORE.replace("have", "haven’t"),
        MORE.replace("every week", "never"),
    ],
)
def test_another_number_or_a_not_makes_it_another_statement(words: str) -> None:
    assert also(MORE, of("two", words)) == []
    assert also(MORE, of("two", MORE)) == ["two"]


def test_sentences_together_are_found_together_though_passages_divide_them() -> None:
    filler = " ".join(f"{OTHER[:-1]} on day {day}." for day in range(1, 9))
    both = f"{SAID} {MORE}"
    for words in (f"{filler} {both} {filler}", f"{filler} {both}", f"{both} {filler}"):
        assert also(both, of("two", words)) == ["two"]
        assert also(both, of("two", words.replace("two nurses", "ten nurses"))) == []


def test_half_of_what_was_said_is_not_the_same() -> None:
    assert also(f"{SAID} {MORE}", of("two", SAID)) == []


def test_the_newest_come_first_and_those_without_a_date_last() -> None:
    others = [
        of("undated", SAID),
        of("old", SAID, date=date(2019, 1, 1)),
        of("new", SAID, date=date(2024, 1, 1)),
    ]
    assert also(SAID, *others) == ["new", "old", "undated"]


def test_its_own_document_is_not_another_nor_is_an_earlier_text_of_it() -> None:
    assert also(SAID) == []
    former = of("one", f"{SAID} It was cold.")
    assert repeated(corpus(ONE), quote(SAID, former)) == ()


def test_a_text_that_is_in_no_snapshot_is_looked_for_too() -> None:
    former = of("former", f"{SAID} It was cold.")
    assert [d.id for d in repeated(corpus(ONE), quote(SAID, former))] == ["one"]


def test_what_may_not_be_seen_is_not_named() -> None:
    documents = (ONE, of("two", SAID), of("three", SAID))
    for visible, named in (((0, 1, 2), {"two", "three"}), ((0, 2), {"three"}), ((0,), set())):
        found = repeated(corpus(*documents, visible=visible), quote(SAID, ONE))
        assert {d.id for d in found} == named


def test_words_that_say_nothing_are_nowhere_else() -> None:
    empty = of("empty", "It is what it is.")
    assert repeated(corpus(empty, of("two", "It is.")), quote("It is what it is.", empty)) == ()
