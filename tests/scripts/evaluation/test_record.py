"""An evaluation as one JSON object, and the same figures as the shared script gives."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.settings import PROJECT
from scripts.command import CommandError
from scripts.evaluation.comparison import Comparison
from scripts.evaluation.evaluation import Evaluation, Settings
from scripts.evaluation.question_set import QuestionSet
from scripts.evaluation.record import read_earlier, record, summary
from scripts.evaluation.response import read_responses
from tests.scripts.evaluation.chance import Chance

SCORE = PROJECT.parent / "shared" / "tools" / "score.py"
QUESTIONS = 60
SETTINGS: Settings = {"model": "lamp", "threshold": 0.5, "calibration": "by hand", "second": None}
MADE = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

LAMP = """---
title: The Lamp
---
The Lamp

The keeper lights the lamp at nine, and “it burns until dawn,” she says. The ferry sees it.
"""
ASKED: tuple[dict[str, Any], ...] = (
    {"id": 1, "language": "en", "documents": ["lamp"], "answer": "The ferry sees it."},
    {"id": 2, "language": "en", "documents": ["lamp"], "answer": '"it burns until dawn,"'},
    {"id": 3, "language": "en", "documents": ["*"], "answer": "until dawn"},
    {"id": 4, "language": "es", "documents": ["lamp"], "answer": "The ferry sees it."},
    {"id": 5, "language": "en", "documents": []},
    {"id": 6, "language": "es", "documents": []},
)
ANSWERS: tuple[dict[str, Any], ...] = (
    {"id": 1, "answered": True, "confidence": 0.9, "quotes": ["The ferry sees it."]},
    {
        "id": 2,
        "answered": True,
        "confidence": 0.6,
        "quotes": ["The ferry", "“it burns until dawn,”"],
    },
    {"id": 3, "answered": False, "confidence": 0.3, "quotes": ["It burns until dawn."]},
    {"id": 5, "answered": True, "confidence": 0.6, "quotes": []},
    {"id": 6, "answered": False, "confidence": 0.1, "quotes": []},
)
EXPECTED = {
    "questions": 6,
    "missing": 1,
    "not_verbatim": 1,
    "en": {
        "n": 3,
        "doc@1": 1.0,
        "doc@3": 1.0,
        "quote@1": 0.333,
        "quote@3": 0.667,
        "words@1": 3.3,
        "answered": 0.667,
        "useful": 0.667,
    },
    "es": {
        "n": 1,
        "doc@1": 0.0,
        "doc@3": 0.0,
        "quote@1": 0.0,
        "quote@3": 0.0,
        "words@1": 0.0,
        "answered": 0.0,
        "useful": 0.0,
    },
    "negatives": 2,
    "false_answers": 0.5,
    "auroc": 0.562,
    "covered_at_5%_false": 0.25,
}


def lines(rows: Any) -> str:  # noqa: ANN401
    return "".join(f"{json.dumps(row)}\n" for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small set and its answers."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "lamp.txt").write_text(LAMP, "utf-8")
    asked = [{"question": "When?", "kind": "fact", **row} for row in ASKED]
    (tmp_path / "questions.jsonl").write_text(lines(asked), "utf-8")
    answers = [
        {**row, "quotes": [{"document": "lamp", "text": text} for text in row["quotes"]]}
        for row in ANSWERS
    ]
    (tmp_path / "answers.jsonl").write_text(lines(answers), "utf-8")
    return tmp_path


def evaluation(folder: Path) -> Evaluation:
    asked = QuestionSet.load(folder)
    return Evaluation.of(asked, read_responses(folder / "answers.jsonl"), SETTINGS, MADE)


def scored(folder: Path) -> object:
    """What the shared script says of the set and its answers."""
    if not SCORE.is_file():
        pytest.skip(f"no {SCORE.name} in the folder of shared tools beside the project")
    files = (folder / "questions.jsonl", folder / "answers.jsonl", folder / "documents")
    done = subprocess.run(  # noqa: S603 (a script of this project's folder)
        [sys.executable, SCORE, *files], capture_output=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def test_a_summary_holds_the_figures_by_hand(folder: Path) -> None:
    assert summary(evaluation(folder)) == EXPECTED


def test_the_shared_script_says_the_same_of_the_small_set(folder: Path) -> None:
    assert scored(folder) == EXPECTED


@pytest.mark.parametrize("seed", range(6))
def test_the_shared_script_says_the_same_of_chance_answers(
    seed: int, tmp_path: Path, lantern: Path
) -> None:
    chance = Chance(seed, lantern)
    (tmp_path / "documents").symlink_to(lantern)
    asked = [chance.question(number) for number in range(QUESTIONS)]
    (tmp_path / "questions.jsonl").write_text(lines(asked), "utf-8")
    answers = [chance.answer(row) for row in asked[: -QUESTIONS // 10]]
    (tmp_path / "answers.jsonl").write_text(lines(answers), "utf-8")
    told = summary(evaluation(tmp_path))
    assert told == scored(tmp_path)
    assert told["missing"]
    assert told["not_verbatim"]


def test_a_record_holds_all_of_it_and_is_read_again(folder: Path) -> None:
    made = evaluation(folder)
    told = record(made, None)
    assert {**told, **EXPECTED} == told
    assert told["settings"] == SETTINGS
    file = folder / "evaluation.json"
    file.write_text(json.dumps(told), "utf-8")
    earlier = read_earlier(file)
    assert (earlier.made, earlier.settings, earlier.outcomes) == (
        made.made,
        made.settings,
        made.outcomes,
    )
    assert earlier.shares(QuestionSet.load(folder))
    assert not earlier.shares(QuestionSet("other", (), None))


def test_every_group_is_told_with_its_intervals(folder: Path) -> None:
    told = record(evaluation(folder), None)
    groups = json.loads(json.dumps(told["groups"]))
    assert [(g["by"], g["of"], g["answerable"], g["unanswerable"]) for g in groups] == [
        ("all", "all", 4, 2),
        ("language", "en", 3, 1),
        ("language", "es", 1, 1),
        ("kind", "fact", 4, 2),
        ("language and kind", "en fact", 3, 1),
        ("language and kind", "es fact", 1, 1),
    ]
    for group in groups:
        for figure in group["figures"].values():
            assert set(figure) == {"value", "low", "high"}
            assert figure["low"] - 1e-4 <= figure["value"] <= figure["high"] + 1e-4


def test_a_comparison_is_told_with_what_flipped(folder: Path) -> None:
    made = evaluation(folder)
    changed = list(made.outcomes)
    changed[0] = made.outcomes[3]
    told = record(made, Comparison.of(made.outcomes, changed[1:]))["comparison"]
    read = json.loads(json.dumps(told))
    assert (read["common"], read["only_now"], read["only_earlier"], read["flips"]) == (5, 1, 0, [])
    assert read["changes"][0]["difference"] == {"value": 0.0, "low": 0.0, "high": 0.0}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read"),
        ("{", "not the JSON of an evaluation"),
        ('{"made": "2026-11-24"}', "not the JSON of an evaluation"),
        ('{"made": "2026-11-24T12:00Z", "settings": {}, "outcomes": [{}]}', "outcomes.0.id"),
    ],
)
def test_what_is_no_earlier_run_is_named(tmp_path: Path, content: str | None, told: str) -> None:
    file = tmp_path / "old.json"
    if content is not None:
        file.write_text(content, "utf-8")
    with pytest.raises(CommandError) as refused:
        read_earlier(file)
    assert str(refused.value).startswith(f"{file}: ")
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
