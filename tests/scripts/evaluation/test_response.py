"""What was answered to a question, as kind-ask tells it."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from index.index import Index
from knowledge.access import Role
from scripts.command import CommandError
from scripts.evaluation.response import ask, read_responses, write_responses
from tests.scripts.evaluation.making import response, shown

ASKED = "Should there be a night curfew at the harbor?"


def test_a_view_is_asked_and_the_time_taken(index: Index, now: datetime) -> None:
    found = index.view(Role.journalist, now).search(ASKED)
    answered = ask(index.view(Role.journalist, now), ASKED)
    assert answered.answered == found.answered
    assert answered.confidence == pytest.approx(found.confidence, abs=5e-5)
    assert [q.text for q in answered.quotes] == [hit.quote.text for hit in found.hits]
    assert [q.reference for q in answered.quotes] == [str(h.quote.reference) for h in found.hits]
    assert answered.seconds is not None
    assert 0 < answered.seconds < 10


def test_what_is_written_is_read_again(tmp_path: Path, index: Index, now: datetime) -> None:
    answered = ask(index.view(Role.journalist, now), ASKED)
    bare = response(shown(), answered=False, confidence=0.1)
    write_responses(tmp_path / "answers.jsonl", {"a": answered, 7: bare})
    read = read_responses(tmp_path / "answers.jsonl")
    assert list(read) == ["a", 7]
    assert read["a"].quotes == answered.quotes
    assert read["a"].confidence == answered.confidence
    assert read[7] == bare


def test_only_what_is_needed_must_be_told_and_three_quotes_count(tmp_path: Path) -> None:
    quotes = [{"document": "lamp", "text": str(n), "rank": n} for n in range(5)]
    lines = [{"id": "a"}, {"id": "a", "confidence": None, "quotes": quotes, "extra": 1}]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    (read,) = read_responses(file).values()
    assert (read.answered, read.confidence, read.seconds) == (False, 0.0, None)
    assert [quote.text for quote in read.quotes] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("no", "line 1: Invalid JSON"),
        ('{"answered": true}', "line 1: id: Field required"),
        ('{"id": 1, "quotes": [{"document": "lamp"}]}', "line 1: quotes.0.text: Field required"),
        ('{"id": 1, "confidence": NaN}', "line 1: confidence: Input should be a finite number"),
    ],
)
def test_a_line_that_is_no_answer_is_told(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(line, "utf-8")
    with pytest.raises(CommandError) as refused:
        read_responses(file)
    assert str(refused.value).startswith(f"{file}, {told}")


def test_a_place_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(CommandError, match="folder: cannot be written"):
        write_responses(tmp_path / "folder", {})
