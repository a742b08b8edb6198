"""How one text differs from another, word by word."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import word_differences
from knowledge.span import Span
from knowledge.word_differences import Kind, Run, Word, WordDifferences, compared, words
from tests.guard.environment import guarded_environment

PROJECT = Path(__file__).parents[2]
LAMP = "The lamp is lit at dusk. It burns all night. Children may come in."

few_words = st.lists(st.sampled_from("a b c d. e".split()), max_size=14)
spaces = st.sampled_from([" ", "\n", "\n\n", "  ", "\xa0"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = [draw(spaces) + word for word in draw(few_words)]
    return draw(st.sampled_from(["", " "])).join(parts) + draw(st.sampled_from(["", "\n"]))


def told(before: str, after: str) -> list[tuple[str, str, str]]:
    """Every place that differs: what became of the words, those of before and those of after."""
    places = WordDifferences.between(before, after).places
    return [(place.kind.value, place.before.of(before), place.after.of(after)) for place in places]


@pytest.mark.parametrize(
    ("after", "differences"),
    [
        (LAMP, []),
        (LAMP.replace(" is ", " is not "), [("added", "", "not")]),
        (LAMP.replace(" all", ""), [("dropped", "all", "")]),
        (LAMP.replace("may", "must"), [("replaced", "may", "must")]),
        (LAMP.replace("may", "must by law"), [("replaced", "may", "must by law")]),
        (LAMP.replace("dusk.", "dusk,"), [("replaced", "dusk.", "dusk,")]),
        ("", [("dropped", LAMP, "")]),
        (f"Tonight {LAMP}", [("added", "", "Tonight")]),
        (f"{LAMP} We wait.", [("added", "", "We wait.")]),
        (
            LAMP.replace("lit", "not lit").replace(" all night", ""),
            [("added", "", "not"), ("replaced", "burns all night.", "burns.")],
        ),
    ],
)
def test_it_tells_what_was_dropped_added_and_replaced(
    after: str, differences: list[tuple[str, str, str]]
) -> None:
    assert told(LAMP, after) == differences


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("We wait. We act.", "We wait. We hope. We act.", "We hope."),
        ("We act.", "We wait. We act.", "We wait."),
        ("We wait. It is late.", "We wait. It is cold. It is late.", "It is cold."),
        ("“We wait.” So he says.", "“We wait.” “We wait.” So he says.", "“We wait.”"),
    ],
)
def test_a_sentence_that_came_or_went_is_told_whole(before: str, after: str, whole: str) -> None:
    assert told(before, after) == [("added", "", whole)]
    assert told(after, before) == [("dropped", whole, "")]


def test_white_space_alone_is_no_difference_of_words_but_is_told() -> None:
    differences = WordDifferences.between("The lamp\nis lit.", " The  lamp is\xa0lit.\n")
    assert differences.places == ()
    assert differences.only_white_space
    assert not WordDifferences.between("The lamp", "The lamp").only_white_space
    assert not WordDifferences.between("The lamp", "The  lamps").only_white_space
    assert WordDifferences.between("", "\n") == WordDifferences((), only_white_space=True)


@pytest.mark.parametrize(
    ("one", "other"), [("not able", "notable"), ("10,000", "10, 000"), ("a\u200bb", "ab")]
)
def test_white_space_within_a_word_and_unseen_characters_are_a_difference(
    one: str, other: str
) -> None:
    (place,) = WordDifferences.between(one, other).places
    assert place.kind is Kind.replaced


def test_words_are_compared_by_the_text_they_are_given() -> None:
    plain = [Word(word.text.casefold(), word.span) for word in words("THE lamp is")]
    other = [Word(word.text.casefold(), word.span) for word in words("The Lamp was")]
    assert compared(plain, other) == [
        Run(Kind.same, Span(0, 8), Span(0, 8)),
        Run(Kind.replaced, Span(9, 11), Span(9, 12)),
    ]


@pytest.fixture(params=[25_000_000, 4, 0], ids=["whole", "divided", "divided always"])
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_differences, "_AT_ONCE", request.param)
    monkeypatch.setattr(word_differences, "_RUNS", (2, 1))


def check(before: str, after: str) -> WordDifferences:
    """The runs hold every word of both in order, and what they say of them is true."""
    differences = WordDifferences.between(before, after)
    old_words: list[str] = []
    new_words: list[str] = []
    ends = (0, 0)
    was_same: bool | None = None
    for run in differences.runs:
        assert (run.before.start, run.after.start) >= ends
        assert not before[ends[0] : run.before.start].strip()
        assert not after[ends[1] : run.after.start].strip()
        ends = (run.before.end, run.after.end)
        old, new = run.before.of(before).split(), run.after.of(after).split()
        assert run.before.of(before).strip() == run.before.of(before)
        assert run.after.of(after).strip() == run.after.of(after)
        kinds = {(True, False): Kind.dropped, (False, True): Kind.added}
        kind = kinds.get((bool(old), bool(new)), Kind.replaced)
        assert run.kind is (Kind.same if old == new else kind)
        assert (run.kind is Kind.same) is not was_same
        was_same = run.kind is Kind.same
        old_words += old
        new_words += old if run.kind is Kind.same else new
    assert old_words == before.split()
    assert new_words == after.split()
    return differences


@pytest.mark.usefixtures("at_once")
@given(texts(), texts())
def test_the_runs_hold_every_word_of_both_texts_in_order(before: str, after: str) -> None:
    differences = check(before, after)
    assert (differences.places == ()) == (before.split() == after.split())


@given(few_words, few_words)
def test_as_many_words_as_possible_are_the_same(before: list[str], after: list[str]) -> None:
    old, new = " ".join(before), " ".join(after)
    same = [run for run in WordDifferences.between(old, new).runs if run.kind is Kind.same]
    assert sum(len(run.before.of(old).split()) for run in same) == longest_common(before, after)


def longest_common(one: list[str], other: list[str]) -> int:
    """The words of the longest common subsequence, as textbooks have it."""
    row = [0] * (len(other) + 1)
    for word in one:
        last = 0
        for at, against in enumerate(other, start=1):
            last, row[at] = row[at], last + 1 if word == against else max(row[at], row[at - 1])
    return row[-1]


def long_text(size: int, *, vocabulary: int = 4000) -> list[str]:
    chance = random.Random(7)  # noqa: S311 (a test's)
    return [f"w{chance.randrange(vocabulary)}" for _ in range(size)]


def test_a_few_changes_of_a_very_long_text_are_found_as_they_are() -> None:
    before = long_text(100_000)
    after = list(before)
    after[5_000] = "not"
    after[50_000:50_000] = "we wait here".split()
    del after[90_000:90_010]
    assert [kind for kind, *_ in told(" ".join(before), "\n".join(after))] == [
        "replaced",
        "added",
        "dropped",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (long_text(100_000), long_text(100_001)[::-1]),
        (long_text(100_000, vocabulary=50), long_text(99_000, vocabulary=49)[::-1]),
        ("a b ".split() * 50_000, "b a a ".split() * 33_000),
        (long_text(400_000, vocabulary=1)[1:], "x " * 400_000),
    ],
    ids=["reversed", "few words", "periodic", "enormous"],
)
def test_very_long_texts_take_seconds(before: list[str], after: list[str]) -> None:
    began = time.process_time()
    check(" ".join(before), " ".join(after))
    assert time.process_time() - began < 20


IN_LITTLE_MEMORY = """
from pathlib import Path
from knowledge.word_differences import WordDifferences

old = [f"w{number * number % 4001}" for number in range(100_000)]
WordDifferences.between(" ".join(old), " ".join(reversed(old)))
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="is read where Linux has it")
def test_very_long_texts_take_little_memory() -> None:
    done = subprocess.run(  # noqa: S603 (this project's own code)
        [sys.executable, "-c", IN_LITTLE_MEMORY],
        capture_output=True,
        check=True,
        cwd=PROJECT,
        env=guarded_environment(),
    )
    assert int(done.stdout) < 250 * 1024  # in KiB, the texts and Python with it
