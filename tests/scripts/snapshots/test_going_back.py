"""kind-index rollback and prune."""

import re

import pytest

from tests.scripts.snapshots.kind_index import MINILM, Index, Run


def test_the_snapshot_before_becomes_the_current_one(index: Index) -> None:
    done = index.run("rollback")
    assert (done.code, done.err) == (0, "")
    assert index.current == index.second
    assert done.out == (
        f"{index.second} is current, with 9 documents; before, it was {index.third}.\n"
        "Withdrawn statements stay withdrawn. A running bot follows within 2 seconds. The next "
        "kind-reindex publishes the documents' present state again.\n"
    )
    assert index.run("rollback", "--json").told == {
        "snapshot": index.first,
        "before": index.second,
        "documents": 10,
    }
    assert index.run("rollback").refusal.startswith(
        f"{index.folder}: there is no whole snapshot before the current one; name one"
    )
    assert index.current == index.first


def test_any_snapshot_can_be_named_by_how_it_begins(index: Index) -> None:
    assert index.run("rollback", index.first[:8]).code == 0
    assert index.current == index.first
    assert index.run("rollback", index.third).code == 0
    assert index.current == index.third
    done = index.run("rollback", index.third)
    assert (done.code, index.current) == (0, index.third)


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("2020", "'2020': there is no such snapshot; see kind-index list"),
        ("", "'': there is no such snapshot; see kind-index list"),
        ("../snapshots", "'../snapshots': there is no such snapshot; see kind-index list"),
        ("a\nb", r"'a\nb': there is no such snapshot; see kind-index list"),
        ("2026", "'2026': begins more than one ("),
    ],
)
def test_what_names_no_snapshot_is_refused(index: Index, start: str, why: str) -> None:
    for command in ("rollback", "verify"):
        assert index.run(command, start).refusal.startswith(why)
    assert index.current == index.third


def test_a_damaged_snapshot_is_not_gone_back_to(index: Index) -> None:
    index.damage(index.second)
    assert "damaged" in index.run("rollback", index.second).refusal
    assert index.current == index.third
    done = index.run("rollback")
    assert (done.code, index.current) == (0, index.first)
    assert done.err.startswith(f"passed over: {index.second}: ")


@pytest.mark.parametrize("content", [None, "", "20200101T000000Z-00000000"])
def test_with_a_damaged_pointer_the_newest_whole_one_becomes_current(
    index: Index, content: str | None
) -> None:
    pointer = index.folder / "current"
    pointer.unlink() if content is None else pointer.write_text(content)
    index.damage(index.third)
    assert index.run("rollback").code == 0
    assert index.current == index.second


def test_a_snapshot_of_other_models_is_not_gone_back_to(index: Index) -> None:
    told = index.run("rollback", index.first, model=MINILM, second_model=None).refusal
    assert "the index was built by the model multilingual-e5-small" in told
    assert index.current == index.third


def test_nobody_goes_back_while_another_writes(index: Index) -> None:
    with index.snapshots.writing("a build"):
        told = index.run("rollback").refusal
    assert f"{index.folder}/lock: a build (process " in told
    assert index.current == index.third


def test_the_oldest_snapshots_are_removed(index: Index) -> None:
    done = index.run("prune")
    assert (done.code, done.out, done.err) == (0, "Removed: 0; kept: 3\n", "")
    done = index.run("prune", "--keep", "2")
    assert done.out == f"{index.first}  removed\nRemoved: 1; kept: 2\n"
    assert index.snapshots.names() == (index.third, index.second)


def test_how_many_are_kept_is_a_setting(index: Index) -> None:
    told = index.run("prune", "--json", snapshots_kept=1).told
    assert told == {
        "removed": [index.second, index.first],
        "kept": [index.third],
        "in_use": [],
    }


def test_one_that_is_in_use_stays_and_that_is_told(index: Index) -> None:
    with index.snapshots.lease(index.first):
        done = index.run("prune", "--keep", "1")
    assert done.out.splitlines() == [
        f"{index.second}  removed",
        f"{index.first}  stays, because it is in use",
        "Removed: 1; kept: 2",
    ]


def test_the_current_one_stays_however_old_it_is(index: Index) -> None:
    index.run("rollback", index.first)
    assert index.run("prune", "--keep", "1").code == 0
    assert index.snapshots.names() == (index.first,)


def test_nothing_is_removed_while_the_current_one_is_not_whole(index: Index) -> None:
    index.damage(index.third)
    assert "damaged" in index.run("prune", "--keep", "1").refusal
    (index.folder / "current").unlink()
    assert "is missing" in index.run("prune", "--keep", "1").refusal
    assert len(index.snapshots.names()) == 3


@pytest.mark.parametrize(
    "arguments",
    [("prune", "--keep", "0"), ("lst",), ("export",), ("import",), ("rollback", "a", "b")],
)
def test_wrong_usage_is_told_as_such(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert re.search(r"Usage: .*kind-index", done.err)
