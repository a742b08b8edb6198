"""kind-index list and verify: which snapshots there are, and whether they are whole."""

import fcntl
import os
from pathlib import Path
from threading import Timer

import pytest

from tests.scripts.snapshots.kind_index import KEYS, MINILM, Index, Run


def test_snapshots_are_listed_the_newest_first(index: Index) -> None:
    done = index.run("list", "--json")
    assert (done.code, done.err) == (0, "")
    assert (done.told["current"], done.told["error"]) == (index.third, None)
    rows = done.told["snapshots"]
    assert [row["id"] for row in rows] == [index.third, index.second, index.first]
    assert [row["documents"] for row in rows] == [8, 9, 10]
    assert [row["current"] for row in rows] == [True, False, False]
    assert {tuple(row) for row in rows} == {tuple(KEYS)}
    assert rows[2]["created"] == "2026-11-24T12:00:00+00:00"
    assert rows[2]["models"] == ["multilingual-e5-small", MINILM]
    size = sum(f.stat().st_size for f in index.file(index.first).parent.iterdir())
    assert size - 10_000 < rows[2]["size"] < size


def test_a_line_of_the_list_tells_it_to_a_person(index: Index) -> None:
    with index.snapshots.lease(index.second):
        done = index.run("list")
    third, second, first = done.out.splitlines()
    assert third.startswith(f"{index.third}  2026-11-26 12:00 UTC  8 documents  ")
    assert "  current  " in third
    assert "  in use  " in second
    assert "  -  " in first
    assert first.endswith(f"multilingual-e5-small, {MINILM}")


def test_a_damaged_manifest_and_pointer_are_told_in_the_list(index: Index) -> None:
    index.file(index.second, "manifest.json").write_text("{")
    index.file(index.first, "manifest.json").unlink()
    (index.folder / "current").write_text("elsewhere")
    done = index.run("list")
    assert done.code == 0
    _, second, first = done.out.splitlines()
    assert second.startswith(f"{index.second}  damaged  -  {index.file(index.second).parent}")
    assert "manifest.json: cannot be read (No such file or directory)" in first
    assert done.err == (
        f"{index.folder}/current: names no snapshot: 'elsewhere'; run kind-reindex\n"
    )
    told = index.run("list", "--json").told
    assert told["current"] is None
    assert "names no snapshot" in told["error"]
    assert [bool(row["error"]) for row in told["snapshots"]] == [False, True, True]


def test_where_there_is_no_index_the_list_is_empty(run: Run, tmp_path: Path) -> None:
    done = run("list")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{tmp_path}/index: there is no index here yet; run kind-reindex\n"


def test_who_looks_keeps_nobody_from_using_it(index: Index) -> None:
    looking = os.open(index.snapshots.folder_of(index.third), os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_EX)
    Timer(0.03, os.close, (looking,)).start()
    index.snapshots.lease(index.third).close()


def test_all_whole_snapshots_are_told_as_such(index: Index) -> None:
    done = index.run("verify")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        f"{index.third}  whole, current",
        f"{index.second}  whole",
        f"{index.first}  whole",
    ]


def test_one_snapshot_is_verified_alone(index: Index) -> None:
    index.damage(index.second)
    assert index.run("verify", index.first).out == f"{index.first}  whole\n"
    done = index.run("verify", index.second[:10])
    assert done.code == 3
    assert done.out.startswith(f"{index.second}  damaged: {index.file(index.second)}: not ")


def test_an_older_one_that_is_damaged_is_told_by_the_exit_code(index: Index) -> None:
    index.damage(index.first)
    done = index.run("verify", "--json")
    assert (done.code, done.err) == (3, "")
    assert (done.told["current"], done.told["error"]) == (index.third, None)
    assert [bool(row["damage"]) for row in done.told["snapshots"]] == [False, False, True]


def test_a_damaged_current_one_is_told_with_what_the_bot_falls_back_to(index: Index) -> None:
    index.damage(index.third, index.second)
    for arguments in ((), (index.third,)):
        done = index.run("verify", *arguments)
        assert done.code == 1
        assert f"{index.third}  damaged, current: " in done.out
        assert done.err == (
            f"{index.file(index.third)}: not the file that was written, damaged; a bot that "
            f"starts now answers from {index.first}, the newest whole one; run kind-reindex, or "
            "kind-index rollback\n"
        )
        assert index.run("verify", *arguments, "--json").told["fallback"] == index.first


def test_where_none_is_whole_that_is_told(index: Index) -> None:
    index.damage(index.third, index.second, index.first)
    done = index.run("verify")
    assert done.code == 1
    assert done.err.endswith("damaged; no other is whole; run kind-reindex\n")


@pytest.mark.parametrize("content", [None, "", "20200101T000000Z-00000000"])
def test_a_pointer_that_leads_nowhere_is_told(index: Index, content: str | None) -> None:
    pointer = index.folder / "current"
    pointer.unlink() if content is None else pointer.write_text(content)
    for arguments in ((), (index.first,)):
        done = index.run("verify", *arguments)
        assert done.code == 1
        assert done.err.startswith(f"{pointer}: ")
        assert f"a bot that starts now answers from {index.third}" in done.err


def test_where_there_is_no_index_nothing_is_whole(run: Run, tmp_path: Path) -> None:
    assert run("verify").refusal.startswith(f"{tmp_path}/index: there is no index here yet; no ")
    assert (
        run("rollback").refusal == f"{tmp_path}/index: there is no snapshot here; run kind-reindex"
    )
    assert run("prune").refusal == f"{tmp_path}/index: there is no snapshot here; run kind-reindex"
    assert run("export", tmp_path / "a.tar").refusal.endswith("here; run kind-reindex")
    assert not (tmp_path / "index").exists()


def test_other_models_than_the_settings_are_warned_of(index: Index) -> None:
    done = index.run("verify", index.third, model=MINILM, second_model=None)
    assert (done.code, done.out) == (0, f"{index.third}  whole, current\n")
    assert done.err.startswith(
        f"warning: {index.third}: built by the model multilingual-e5-small ("
    )
    assert f") and the model {MINILM} (" in done.err
    assert f"and the settings name the model {MINILM} (" in done.err
    assert done.err.endswith("); the bot does not use it\n")


def test_models_that_are_not_there_are_warned_of(index: Index) -> None:
    done = index.run("verify", model="no-such-model")
    assert done.code == 0
    assert done.err.startswith("warning: whether the snapshots are of the settings' models is not")
