"""What one person may see at one moment."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from index.index import Index
from index.view import Answer, Currency, Resolved, View
from knowledge.access import Role
from knowledge.archive import Archive
from knowledge.document import Document
from knowledge.quote import Quote
from knowledge.reference import Reference
from tests.conftest import NOW
from tests.index.making import opened, relabelled, without
from tests.making import document

HARBOR = "harbor-curfew-2023-05-04"
HIDDEN = ("clinic-figures-2021-06-30", "ferry-fares-2022-08-15", "lighthouse-merger",
          "winter-beds-2099", "hotline-script")  # fmt: skip
END = NOW + timedelta(hours=1)
QUESTIONS = (
    "Should there be a night curfew at the harbor?",
    "Should children pay for the ferry?",
    "Will Lantern House merge with the Beacon Trust?",
    "Who gave the observatory for the winter beds?",
    "What do I tell callers who ask for the address of the safe house?",
    "How many children were vaccinated in the spring of 2021?",
    "¿Cuántas camas tiene el refugio?",
    "zebra",
    "",
)


def of(index: Index, identity: str) -> Document:
    return next(d.document for d in index.snapshot.documents if d.document.id == identity)


def quotes(index: Index, identity: str) -> list[Quote]:
    held = of(index, identity)
    return [Quote(held, s.span.start, s.span.end) for s in held.sentences if s.quotable]


def found(answer: Answer) -> list[str]:
    return [hit.quote.document.id for hit in answer.hits]


def test_a_journalist_sees_what_is_current_and_public(index: Index) -> None:
    view = index.view(Role.journalist, NOW)
    assert len(view) == len(index.snapshot.documents) - len(HIDDEN)
    assert view.newest == date(2024, 9, 10)


def test_staff_see_what_is_theirs_too(index: Index) -> None:
    for role in (Role.staff, Role.admin):
        view = index.view(role, NOW)
        assert len(view) == len(index.snapshot.documents) - len(HIDDEN) + 1
        answer = view.search("What do I tell callers who ask for the safe house's address?")
        assert found(answer)[0] == "hotline-script"


# Status, embargo: what a reference leads to and whether it answers, before the end and after.
LIVES: dict[tuple[str, bool], tuple[str | None, str | None]] = {
    ("approved", False): ("current", "current"),
    ("approved", True): (None, "current"),
    ("draft", False): (None, None),
    ("draft", True): (None, None),
    ("embargoed", False): (None, None),
    ("embargoed", True): (None, "current"),
    ("superseded", False): ("superseded", "superseded"),
    ("superseded", True): (None, "superseded"),
    ("withdrawn", False): ("withdrawn", "withdrawn"),
    ("withdrawn", True): (None, "withdrawn"),
}


@pytest.mark.parametrize(("case", "audience"), list(product(LIVES, ("public", "staff"))))
def test_a_document_is_shown_by_its_status_audience_embargo_and_the_clock(
    index: Index, case: tuple[str, bool], audience: str
) -> None:
    newest = date(2026, 1, 1)
    status, embargo = case
    labelled = relabelled(
        index,
        HARBOR,
        status=status,
        audience=audience,
        date=newest,
        embargo_until=END if embargo else None,
    )
    reference = quotes(labelled, HARBOR)[0].reference
    for role, (moment, stands) in product(
        (Role.journalist, Role.staff), zip((NOW, END), LIVES[case], strict=True)
    ):
        view = labelled.view(role, moment)
        reached = stands if audience == "public" or role is Role.staff else None
        answers = reached == "current"
        others = 4 + (role is Role.staff)
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
    bare = without(index, *HIDDEN)
    there = index.view(Role.journalist, NOW).search(question)
    never = bare.view(Role.journalist, NOW).search(question)
    assert there == never
    assert [hit.score for hit in there.hits] == [hit.score for hit in never.hits]
    assert not set(HIDDEN) & set(found(there))


@pytest.mark.parametrize("question", QUESTIONS[:4])
def test_what_only_staff_may_see_leaves_no_trace_for_others(index: Index, question: str) -> None:
    labelled = relabelled(index, "night-school-2024-02-12", audience="staff")
    bare = without(index, "night-school-2024-02-12", *HIDDEN)
    there = labelled.view(Role.journalist, NOW)
    never = bare.view(Role.journalist, NOW)
    assert there.search(question) == never.search(question)
    assert (len(there), there.newest) == (len(never), never.newest)


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
    assert view.search(QUESTIONS[3]) == Answer(answered=False, confidence=0.0, hits=())


def test_an_answer_is_one_from_the_threshold_on(index: Index) -> None:
    confidence = index.view(Role.journalist, NOW).search(QUESTIONS[0]).confidence
    for threshold, answered in ((0.0, True), (confidence, True), (confidence + 1e-9, False)):
        other = opened(index, index.snapshot)
        other.threshold = threshold
        answer = other.view(Role.journalist, NOW).search(QUESTIONS[0])
        assert (answer.answered, answer.confidence) == (answered, confidence)
        assert answer.hits


def test_what_lantern_house_said_is_surer_than_what_it_did_not(index: Index) -> None:
    view = index.view(Role.journalist, NOW)
    said = min(view.search(q).confidence for q in QUESTIONS[:2])
    silent = max(view.search(q).confidence for q in (*QUESTIONS[2:6], "zebra", ""))
    assert said > silent


def test_a_text_that_was_changed_in_memory_is_neither_quoted_nor_an_answer(index: Index) -> None:
    def forge(held: Any) -> Any:  # noqa: ANN401 (an Indexed)
        if held.document.id != HARBOR:
            return held
        text = held.document.text.replace("No child should", "A child should")
        return replace(held, document=replace(held.document, text=text))

    documents = tuple(map(forge, index.snapshot.documents))
    forged = opened(index, replace(index.snapshot, documents=documents))
    forged.threshold = 0.0
    view = forged.view(Role.journalist, NOW)
    answer = view.search(QUESTIONS[0])
    assert not answer.answered
    assert HARBOR not in found(answer)
    assert view.resolve(quotes(index, HARBOR)[0].reference) is None


def test_the_context_of_a_quote_is_its_paragraph(index: Index) -> None:
    quote = quotes(index, HARBOR)[2]
    context = index.view(Role.journalist, NOW).context(quote).of(quote.document.text)
    assert quote.text in context
    assert context.endswith("open to children at night.”")


def test_every_quote_resolves_to_itself(index: Index) -> None:
    view = index.view(Role.journalist, NOW)
    for quote in quotes(index, HARBOR):
        reference = Reference.parse(str(quote.reference))
        assert view.resolve(reference) == Resolved(Currency.current, quote.document.metadata, quote)


def test_a_forged_reference_leads_nowhere(index: Index) -> None:
    view = index.view(Role.staff, NOW)
    quote = quotes(index, HARBOR)[0]
    real = quote.reference
    sentences = quote.document.sentences
    heading = sentences[0].span
    forged = [
        replace(real, text="0" * 16),
        replace(real, start=real.start + 1, length=real.length - 1),
        replace(real, length=real.length - 1),
        replace(real, length=real.length + 1),
        replace(real, start=10**9),
        replace(real, length=10**9),
        replace(real, start=heading.start, length=len(heading)),
        replace(real, start=sentences[-1].span.start, length=len(sentences[-1].span)),
        replace(real, start=0, length=len(quote.document.text)),
    ]
    assert [view.resolve(reference) for reference in forged] == [None] * len(forged)


OLD = "Ferries\n\nThe fare should be fifty cents. It was a dollar."
FERRIES = "ferry-fares-2024-03-01"


def former(index: Index, archive: Path, old: dict[str, Any], **present: Any) -> View:  # noqa: ANN401
    """A journalist's view of an index that once held another text of the ferries' document."""
    Archive(archive).record([document(OLD, FERRIES, **old)], NOW)
    return relabelled(index, FERRIES, archive=archive, **present).view(Role.journalist, NOW)


def old_quote() -> Quote:
    held = document(OLD, FERRIES)
    return Quote(held, 9, len(OLD))


@pytest.mark.parametrize(
    ("present", "currency"),
    [
        ({}, Currency.revised),
        ({"status": "superseded"}, Currency.superseded),
        ({"status": "withdrawn"}, Currency.withdrawn),
        ({"status": "draft"}, Currency.gone),
        ({"status": "embargoed"}, Currency.gone),
        ({"embargo_until": END}, Currency.gone),
        ({"audience": "staff"}, Currency.gone),
    ],
)
def test_an_old_reference_says_what_became_of_its_document(
    index: Index, tmp_path: Path, present: dict[str, Any], currency: Currency
) -> None:
    resolved = former(index, tmp_path, {}, **present).resolve(old_quote().reference)
    assert resolved is not None
    assert resolved.currency is currency
    assert resolved.metadata.title == "The Lamp"
    shown = resolved.quote.text if resolved.quote else None
    whole = old_quote().text if currency in (Currency.revised, Currency.superseded) else None
    assert shown == whole


def test_an_old_reference_to_a_document_that_is_gone_shows_its_title_alone(
    index: Index, tmp_path: Path
) -> None:
    Archive(tmp_path).record([document(OLD, "long-gone")], NOW)
    view = opened(index, index.snapshot, Archive(tmp_path)).view(Role.journalist, NOW)
    resolved = view.resolve(old_quote().reference)
    assert resolved is not None
    assert (resolved.currency, resolved.quote) == (Currency.gone, None)


@pytest.mark.parametrize(
    "old", [{"audience": "staff"}, {"status": "draft"}, {"embargo_until": END}]
)
def test_an_old_reference_to_what_was_never_public_leads_nowhere(
    index: Index, tmp_path: Path, old: dict[str, Any]
) -> None:
    assert former(index, tmp_path, old).resolve(old_quote().reference) is None


def test_staff_follow_old_references_to_what_was_theirs(index: Index, tmp_path: Path) -> None:
    former(index, tmp_path, {"audience": "staff"})
    view = opened(index, index.snapshot, Archive(tmp_path)).view(Role.staff, NOW)
    resolved = view.resolve(old_quote().reference)
    assert resolved is not None
    assert resolved.currency is Currency.revised


def test_an_old_reference_that_cuts_a_sentence_leads_nowhere(index: Index, tmp_path: Path) -> None:
    reference = old_quote().reference
    view = former(index, tmp_path, {})
    assert view.resolve(replace(reference, length=reference.length - 3)) is None


def test_a_view_stays_at_its_moment(index: Index) -> None:
    moments: list[datetime] = [NOW, datetime(2099, 1, 1, 14, tzinfo=NOW.tzinfo)]
    now, later = (index.view(Role.journalist, moment) for moment in moments)
    assert len(later) == len(now) + 1
    assert later.newest == date(2099, 1, 1)
    assert len(now) == len(index.snapshot.documents) - len(HIDDEN)
