"""What one person may see at one moment: nothing else leaves a trace."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from index.corpus import Corpus
from index.index import Index
from index.indexed import Indexed
from index.view import Answer
from knowledge.access import Role
from knowledge.pins import CheckedPins
from tests.conftest import NOW
from tests.index.making import changed, opened, quotes_of, relabelled, untranslated, without
from tests.making import document

HARBOR, FERRIES = "harbor-curfew-2023-05-04", "ferry-fares-2024-03-01"
HIDDEN = ("clinic-figures-2021-06-30", "ferry-fares-2022-08-15", "lighthouse-merger",
          "winter-beds-2099", "hotline-script")  # fmt: skip
TRACELESS = tuple(identity for identity in HIDDEN if identity != "ferry-fares-2022-08-15")
STAFF_SEE = ("winter-beds-2099", "hotline-script")
END = NOW + timedelta(hours=1)
QUESTIONS = (
    "Should there be a night curfew at the harbor?",
    "Should children pay for the ferry?",
    "What about the NSP?",
    "Does Lantern House support the harbor curfew?",
    "Will Lantern House merge with the Beacon Trust?",
    "Who gave the observatory for the winter beds?",
    "What do I tell callers who ask for the address of the safe house?",
    "How many children were vaccinated in the spring of 2021?",
    "¿Cuántas camas tiene el refugio?",
    "zebra",
    "",
)


def found(answer: Answer) -> list[str]:
    return [hit.quote.document.id for hit in answer.hits]


def test_a_journalist_sees_what_is_current_and_public(index: Index) -> None:
    view = index.view(Role.journalist, NOW)
    assert len(view) == len(index.snapshot.documents) - len(HIDDEN)
    assert view.newest == date(2024, 9, 10)


def test_staff_see_what_is_theirs_too(index: Index) -> None:
    for role in (Role.staff, Role.admin):
        view = index.view(role, NOW)
        assert len(view) == len(index.snapshot.documents) - len(HIDDEN) + len(STAFF_SEE)
        assert view.newest == date(2099, 1, 1)
        answer = view.search("What do I tell callers who ask for the safe house's address?")
        assert found(answer)[0] == "hotline-script"
        answer = view.search("Who gave the observatory for the winter beds?")
        assert found(answer)[0] == "winter-beds-2099"


# Status, embargo: what a reference leads to for the public, before the end and after it, and for
# staff, who see through an embargo. Only what is current answers.
LIVES: dict[tuple[str, bool], tuple[str | None, str | None, str | None]] = {
    ("approved", False): ("current", "current", "current"),
    ("approved", True): (None, "current", "current"),
    ("draft", False): (None, None, None),
    ("draft", True): (None, None, None),
    ("embargoed", False): (None, None, "current"),
    ("embargoed", True): (None, "current", "current"),
    ("superseded", False): ("superseded", "superseded", "superseded"),
    ("superseded", True): (None, "superseded", "superseded"),
    ("withdrawn", False): ("withdrawn", "withdrawn", "withdrawn"),
    ("withdrawn", True): (None, "withdrawn", "withdrawn"),
}


@pytest.mark.parametrize(("case", "audience"), list(product(LIVES, ("public", "staff"))))
def test_a_document_is_shown_by_its_status_audience_embargo_and_the_clock(
    index: Index, tmp_path: Path, case: tuple[str, bool], audience: str
) -> None:
    newest = date(2100, 1, 1)
    status, embargo = case
    labelled = relabelled(
        index,
        HARBOR,
        archive=tmp_path,
        status=status,
        audience=audience,
        date=newest,
        embargo_until=END if embargo else None,
    )
    reference = quotes_of(labelled, HARBOR)[0].reference
    before, after, ahead = LIVES[case]
    for role, (moment, stands) in product(
        (Role.journalist, Role.staff), ((NOW, before), (END, after))
    ):
        view = labelled.view(role, moment)
        reached = ahead if role is Role.staff else stands if audience == "public" else None
        answers = reached == "current"
        others = 4 + (role is Role.staff) * len(STAFF_SEE)
        assert len(view) == others + answers
        assert (view.newest == newest) is answers
        assert (HARBOR in found(view.search(QUESTIONS[0]))) is answers
        resolved = view.resolve(reference)
        assert (resolved and str(resolved.currency)) == reached
        if resolved is not None:
            assert (resolved.quote is None) is (reached == "withdrawn")
            assert resolved.metadata.date == newest


def test_an_embargo_ends_by_the_clock_alone(index: Index) -> None:
    labelled = relabelled(index, HARBOR, embargo_until=END)
    moments = (END - timedelta(microseconds=1), END)
    assert [len(labelled.view(Role.journalist, moment)) for moment in moments] == [4, 5]
    before, after = (labelled.view(Role.journalist, m).search(QUESTIONS[0]) for m in moments)
    assert HARBOR not in found(before)
    assert found(after)[0] == HARBOR


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_hidden_leaves_no_trace(index: Index, question: str) -> None:
    there, never = (
        i.view(Role.journalist, NOW).search(question) for i in (index, without(index, *HIDDEN))
    )
    # A superseded document may lead to what has taken its place, and counts for nothing else.
    assert replace(there, successor=None) == never
    assert there == without(index, *TRACELESS).view(Role.journalist, NOW).search(question)
    assert [hit.score for hit in there.hits] == [hit.score for hit in never.hits]
    assert not set(HIDDEN) & set(found(there))


SCHOOL = "night-school-2024-02-12"
HIDDEN_NOW = (
    {"audience": "staff"},
    {"status": "draft"},
    {"status": "withdrawn"},
    {"status": "superseded"},
    {"embargo_until": END},
)


@pytest.mark.parametrize("metadata", HIDDEN_NOW, ids=lambda m: "".join(map(str, m.values())))
@pytest.mark.parametrize(
    ("identity", "question"),
    [
        (SCHOOL, QUESTIONS[0]),
        (SCHOOL, "How much does the night school cost?"),  # pinned to it
        (SCHOOL, "What about the NSP?"),  # another name for it
        (SCHOOL, "How many pupils work on fishing boats?"),
        (HARBOR, QUESTIONS[0]),
        (HARBOR, "Does Lantern House support the harbor curfew?"),  # pinned to it
        (HARBOR, "What did Senator Brandt say about the curfew?"),  # heard in it alone
        (HARBOR, "What did Ines Calloway say about children?"),  # heard in it and elsewhere
        (HARBOR, "Who said that a curfew keeps families safe?"),
        (HARBOR, "What is the latest on the harbor?"),
        (HARBOR, "What did Lantern House say about the harbor in 2023?"),
        (FERRIES, "¿Qué dijo Ines Calloway sobre los ferris en 2024?"),
    ],
)
def test_what_may_not_be_seen_now_leaves_no_trace(
    index: Index, identity: str, question: str, metadata: dict[str, Any]
) -> None:
    labelled = relabelled(index, identity, **metadata)
    bare = without(index, identity, *TRACELESS)
    there = labelled.view(Role.journalist, NOW)
    never = bare.view(Role.journalist, NOW)
    assert there.search(question) == never.search(question)
    assert (len(there), there.newest) == (len(never), never.newest)


SPANISH = (
    "¿Quién regaló el observatorio?",
    "¿Cuántas camas de invierno habrá?",
    "¿Qué dicen del toque de queda en el puerto?",
    "¿Cuánto cuesta un lugar en la escuela de noche?",
)


@pytest.mark.parametrize("question", SPANISH)
@pytest.mark.parametrize("identity", [HARBOR, SCHOOL, "winter-beds-2099"])
def test_words_of_what_is_hidden_do_not_help_to_read_a_question(
    index: Index, identity: str, question: str
) -> None:
    labelled = relabelled(index, identity, audience="staff")
    there = untranslated(labelled).view(Role.journalist, NOW)
    never = untranslated(without(index, identity, *TRACELESS)).view(Role.journalist, NOW)
    assert there.search(question) == never.search(question)


def test_what_a_search_counts_is_of_what_is_seen_alone(index: Index) -> None:
    shown = tuple(
        place for place, held in enumerate(index.snapshot.documents) if held.document.id != HARBOR
    )
    bare = without(index, HARBOR).snapshot
    there = Corpus(index.snapshot, shown)
    never = Corpus(bare, tuple(range(len(bare.documents))))
    assert there.keywords.texts == never.keywords.texts
    asked = ["harbor", "school", "children"]
    scores = [corpus.keyword_scores(asked, corpus.passages) for corpus in (there, never)]
    assert list(scores[0]) == list(scores[1])
    assert list(there.said.values()) == list(never.said.values())
    assert there.lexicon is not None
    assert never.lexicon is not None
    assert there.lexicon._words == never.lexicon._words
    assert (there.lexicon._vectors == never.lexicon._vectors).all()
    read = index.read("harbor school children", NOW.date(), shown).read
    for number, encoded in enumerate(read):
        assert encoded is not None
        weights = [c.token_weights(number, encoded.tokens[0]) for c in (there, never)]
        assert list(weights[0]) == list(weights[1])


def test_where_else_something_stands_tells_nothing_of_what_is_hidden(index: Index) -> None:
    quote = quotes_of(index, HARBOR)[0]
    copied = index.snapshot.documents[0]
    text = f"A Copy\n\n{quote.text}"

    def copy(held: Any) -> Any:  # noqa: ANN401 (an Indexed)
        if held is not copied:
            return held
        made = document(text, "a-copy", date="2023-05-05")
        return Indexed.of(made, ())

    with_copy = changed(index, copy)
    assert [d.id for d in with_copy.view(Role.journalist, NOW).also_in(quote)] == ["a-copy"]
    for metadata in HIDDEN_NOW:
        view = relabelled(with_copy, "a-copy", **metadata).view(Role.journalist, NOW)
        assert view.also_in(quote) == ()


def test_the_test_for_traces_would_find_one(index: Index) -> None:
    bare = without(index, *HIDDEN)
    staff, public = (i.view(Role.staff, NOW) for i in (index, bare))
    differ = [q for q in QUESTIONS if staff.search(q).confidence != public.search(q).confidence]
    assert differ


def test_where_nothing_may_be_seen_nothing_is_found(index: Index) -> None:
    only = without(index, *(d.document.id for d in index.snapshot.documents[:-1]))
    assert [d.document.id for d in only.snapshot.documents] == ["winter-beds-2099"]
    view = only.view(Role.journalist, NOW)
    assert (len(view), view.newest) == (0, None)
    assert view.search(QUESTIONS[5]) == Answer(answered=False, confidence=0.0, hits=())
    asked = "What did Senator Brandt say in 2023?"
    assert view.search(asked).narrowing.speaker is None


def without_pins(index: Index) -> Index:
    return opened(index, replace(index.snapshot, pins=CheckedPins(())))


def test_a_text_that_was_changed_in_memory_is_neither_quoted_nor_an_answer(index: Index) -> None:
    def forge(held: Any) -> Any:  # noqa: ANN401 (an Indexed)
        if held.document.id != HARBOR:
            return held
        text = held.document.text.replace("No child should", "A child should")
        return replace(held, document=replace(held.document, text=text))

    forged = changed(without_pins(index), forge)
    forged = opened(forged, forged.snapshot, threshold=0.0)
    view = forged.view(Role.journalist, NOW)
    answer = view.search(QUESTIONS[0])
    assert not answer.answered
    assert HARBOR not in found(answer)
    assert view.resolve(quotes_of(index, HARBOR)[0].reference) is None


def test_the_context_of_a_quote_is_its_paragraph(index: Index) -> None:
    quote = quotes_of(index, HARBOR)[2]
    context = index.view(Role.journalist, NOW).context(quote).of(quote.document.text)
    assert quote.text in context
    assert context.endswith("open to children at night.”")


def test_a_view_stays_at_its_moment(index: Index) -> None:
    moments: list[datetime] = [NOW, datetime(2099, 1, 1, 14, tzinfo=NOW.tzinfo)]
    now, later = (index.view(Role.journalist, moment) for moment in moments)
    assert len(later) == len(now) + 1
    assert later.newest == date(2099, 1, 1)
    assert len(now) == len(index.snapshot.documents) - len(HIDDEN)
