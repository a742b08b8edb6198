"""kind-evaluate: how good the answers to a set of questions are."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts.evaluation.response import read_responses
from tests.scripts.running import Done, command, refusal

CURFEW = "harbor-curfew-2023-05-04"
SHELTER = "refugio-de-faroles-2024-09-10"
ASKED: tuple[dict[str, Any], ...] = (
    {
        "id": "curfew",
        "question": "Would a harbor curfew leave children without shelter?",
        "language": "en",
        "kind": "position",
        "documents": [CURFEW],
        "answer": "curfew",
    },
    {
        "id": 7,
        "question": "¿Cuántas camas tiene el refugio?",
        "language": "es",
        "kind": "fact",
        "documents": [SHELTER],
        "answer": "El refugio tiene sesenta camas",
    },
    {
        "id": "merger",
        "question": "Will Lantern House merge with the Beacon Trust?",
        "language": "en",
        "kind": "unanswerable",
        "documents": [],
    },
    {
        "id": "[bold]",
        "question": "[red]hello[/red] \x1b[2J",
        "language": "en",
        "kind": "unanswerable",
        "documents": [],
    },
)
FEW = 300  # characters of a message


def evaluate(*arguments: str | Path, **variables: str) -> Done:
    return command("kind-evaluate", *arguments, **variables)


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


@dataclass(frozen=True)
class Ran:
    """A set, and what came of evaluating it."""

    asked: Path
    output: Path
    done: Done
    temporary: Path

    @property
    def answers(self) -> Path:
        return self.output / "answers" / "saved.jsonl"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory, lantern: Path) -> Ran:
    """A set of Lantern House's documents, one of them broken, evaluated from nothing."""
    folder = tmp_path_factory.mktemp("evaluated")
    asked, output, temporary = folder / "set", folder / "new" / "output", folder / "temporary"
    shutil.copytree(lantern, asked / "documents")
    (asked / "documents" / "bad.txt").write_text("---\ntitel: The Lamp\n---\nLit.\n", "utf-8")
    written(asked / "questions.jsonl", *ASKED)
    temporary.mkdir()
    saved = output / "answers" / "saved.jsonl"
    options = ("--json", "--output", output, "--save-answers", saved)
    return Ran(asked, output, evaluate(asked, *options, TMPDIR=str(temporary)), temporary)


@pytest.fixture(scope="module")
def told(ran: Ran) -> dict[str, Any]:
    assert ran.done.returncode == 0
    (line,) = ran.done.stdout.splitlines()
    read: dict[str, Any] = json.loads(line)
    return read


def test_a_set_is_asked_of_the_real_index(told: dict[str, Any]) -> None:
    assert (told["set"], told["questions"], told["missing"]) == ("set", 4, 0)
    assert (told["negatives"], told["not_verbatim"]) == (2, 0)
    assert told["en"]["n"] == told["es"]["n"] == 1
    assert told["en"]["quote@3"] == told["es"]["quote@3"] == told["es"]["doc@1"] == 1.0
    bed = next(outcome for outcome in told["outcomes"] if outcome["id"] == 7)
    assert ASKED[1]["answer"] in bed["shown"][bed["quote_rank"] - 1]["text"]


def test_it_says_what_made_the_answers_and_how_long_they_took(told: dict[str, Any]) -> None:
    assert told["settings"]["model"]
    assert 0 <= told["settings"]["threshold"] <= 1
    assert "scripts.calibrate" in told["settings"]["calibration"]
    assert "index" not in told["settings"]
    assert 0 < told["seconds"]["p50"] <= told["seconds"]["p95"] < 30


def test_it_sees_what_a_journalist_sees(told: dict[str, Any]) -> None:
    shown = {quote["document"] for outcome in told["outcomes"] for quote in outcome["shown"]}
    assert shown
    assert not shown & {"lighthouse-merger", "hotline-script", "winter-beds-2099"}


def test_a_refused_document_is_told_and_the_rest_goes_on(ran: Ran) -> None:
    assert ran.done.stderr.startswith("refused: bad.txt, line 2: unknown key 'titel'")


def test_the_files_hold_the_same_and_nothing_else_is_left(ran: Ran, told: dict[str, Any]) -> None:
    assert json.loads((ran.output / "evaluation.json").read_text("utf-8")) == told
    page = (ran.output / "evaluation.html").read_text("utf-8")
    assert page.count("<svg") == 4
    assert list(ran.temporary.glob("tmp*")) == []
    names = {file.name for file in ran.output.rglob("*") if file.is_file()}
    assert names == {"evaluation.json", "evaluation.html", "saved.jsonl"}


def test_saved_answers_score_the_same(ran: Ran, told: dict[str, Any]) -> None:
    done = evaluate(ran.asked, "--answers", ran.answers, "--json")
    again = json.loads(done.stdout)
    assert again["groups"] == told["groups"]
    assert again["settings"] == {"answers": "saved.jsonl"}
    assert again["seconds"] is None


def test_an_index_is_asked_as_kind_ask_asks_it(lantern_index: Path, tmp_path: Path) -> None:
    asked = written(tmp_path / "asked.jsonl", *ASKED)
    saved = tmp_path / "saved.jsonl"
    done = evaluate(asked, "--index", lantern_index, "--save-answers", saved, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["set"] == "asked"
    assert "not_verbatim" not in told
    lines = [json.dumps({"id": row["id"], "question": row["question"]}) for row in ASKED]
    answered = command("kind-ask", "--json", "--index", lantern_index, given="\n".join(lines))
    (tmp_path / "answered.jsonl").write_text(answered.stdout, "utf-8")
    assert read_responses(saved) == read_responses(tmp_path / "answered.jsonl")


def test_for_people_it_tells_tables(ran: Ran) -> None:
    done = evaluate(ran.asked, "--answers", ran.answers)
    assert (done.returncode, done.stderr) == (0, "")
    for told in (
        "set: 4 questions",
        "quote@1",
        "covered_at_5%_false",
        "es fact",
        "not verbatim: 0",
    ):
        assert told in done.stdout
    assert "\x1b" not in done.stdout
    assert all(len(line) <= 120 for line in done.stdout.splitlines())


def test_an_earlier_run_is_compared_with(ran: Ran, tmp_path: Path) -> None:
    right = {
        "document": SHELTER,
        "text": "El refugio tiene sesenta camas y una enfermera de noche.",
    }
    none: dict[str, Any] = {"id": 7, "answered": True, "confidence": 0.5, "quotes": []}
    before = written(tmp_path / "before.jsonl", {"id": "[bold]", "answered": True}, none)
    after = written(tmp_path / "after.jsonl", {**none, "quotes": [right]})
    evaluate(ran.asked, "--answers", before, "--output", tmp_path)
    options = ("--answers", after, "--against", tmp_path / "evaluation.json")

    done = evaluate(ran.asked, *options, "--json")
    compared = json.loads(done.stdout)["comparison"]
    assert compared["common"] == 4
    assert [(f["id"], f["earlier"], f["now"]) for f in compared["flips"]] == [
        (7, "wrong", "right"),
        ("[bold]", "false answer", "silent"),
    ]
    changes = {(c["of"], c["figure"]): c for c in compared["changes"]}
    assert changes["es", "quote@1"]["trend"] == "better"
    assert changes["all", "false_answers"]["difference"]["value"] == -0.5

    people = evaluate(ran.asked, *options)
    assert "2 questions flipped" in people.stdout
    assert "[red]hello[/red]" in people.stdout
    assert "\x1b" not in people.stdout


def test_what_cannot_be_used_is_named(ran: Ran, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert refusal(evaluate(nowhere)).startswith(f"{nowhere}: cannot be read")
    alone = written(tmp_path / "alone.jsonl", ASKED[0])
    assert "name one with --documents" in refusal(evaluate(alone))
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}", "utf-8")
    assert refusal(evaluate(broken)).startswith(f"{broken}, line 1: ")
    told = refusal(evaluate(ran.asked, "--answers", broken))
    assert told.startswith(f"{broken}, line 1: ")
    assert len(told) < FEW


def test_what_would_be_lost_at_the_end_is_refused_at_the_start(ran: Ran, tmp_path: Path) -> None:
    file = written(tmp_path / "file")
    told = refusal(evaluate(ran.asked, "--output", file / "folder"))
    assert told.startswith(f"{file / 'folder'}: this folder cannot be made")
    other = written(tmp_path / "other.jsonl", {**ASKED[0], "id": "other"})
    earlier = ran.output / "evaluation.json"
    told = refusal(evaluate(other, "--answers", ran.answers, "--against", earlier))
    assert told == f"{earlier}: none of its questions is in this set; compare like sets"
    assert "not the JSON of an evaluation" in refusal(evaluate(ran.asked, "--against", other))


def test_wrong_usage_is_told_as_such(tmp_path: Path) -> None:
    ready: list[str | Path] = [tmp_path, "--answers", tmp_path]
    for arguments in ([], [*ready, "--index", tmp_path], [*ready, "--save-answers", tmp_path]):
        done = evaluate(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Usage: kind-evaluate" in done.stderr
