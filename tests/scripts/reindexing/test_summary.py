"""What a reindex came to."""

import json
from dataclasses import replace

import pytest

from scripts.reindexing.summary import Summary

NOTHING_NEW = Summary(
    snapshot="20261125T101500Z-1f2e",
    documents=12,
    passages=30,
    sentences=1400,
    encoded=0,
    reused=0,
    seconds=0.42,
    published=False,
)
COUNTS = "12 documents, 30 passages, 1,400 sentences"


@pytest.mark.parametrize(
    ("summary", "outcome"),
    [
        (NOTHING_NEW, f"Nothing has changed; 20261125T101500Z-1f2e stays: {COUNTS}"),
        (replace(NOTHING_NEW, published=True), f"Published 20261125T101500Z-1f2e: {COUNTS}"),
        (replace(NOTHING_NEW, snapshot=None, dry_run=True), f"Would publish: {COUNTS}"),
        (
            replace(NOTHING_NEW, dry_run=True),
            f"Nothing would change; 20261125T101500Z-1f2e stays: {COUNTS}",
        ),
        (
            replace(NOTHING_NEW, published=True, documents=1, passages=1, sentences=1),
            "Published 20261125T101500Z-1f2e: 1 document, 1 passage, 1 sentence",
        ),
    ],
)
def test_its_first_line_is_the_outcome(summary: Summary, outcome: str) -> None:
    assert summary.lines() == [outcome, "took 0.4 s"]


def test_a_person_is_told_what_happened_and_nothing_that_did_not() -> None:
    summary = replace(
        NOTHING_NEW,
        published=True,
        encoded=1024,
        reused=1,
        seconds=110.2,
        added=tuple(f"lamp-{number:02}" for number in range(13)),
        removed=("oil",),
        rejected=(("bad\x1b[2J.txt", "line 2: unknown key"),),
        doubtful=(("wick.txt", "no date"),),
        inferred=(("wick.txt", ("title",)),),
    )
    ten = ", ".join(f"lamp-{number:02}" for number in range(10))
    assert summary.lines()[1:] == [
        f"added 13 ({ten} … and 3 more)",
        "removed 1 (oil)",
        "refused 1 (bad<U+001B>[2J.txt)",
        "texts: 1,024 encoded, 1 reused",
        "took 1 min 50 s",
    ]


def test_a_dry_run_tells_what_it_would_encode() -> None:
    summary = replace(NOTHING_NEW, snapshot=None, dry_run=True, encoded=7, changed=("a", "b"))
    assert summary.lines()[1:3] == ["changed 2 (a, b)", "texts: 7 to encode"]


def test_its_json_has_every_key_in_its_form() -> None:
    summary = replace(
        NOTHING_NEW,
        added=("lamp",),
        changed=("oil",),
        removed=("wick",),
        rejected=(("bad.txt", "bad.txt: it is empty"),),
        doubtful=(("oil.txt", "oil.txt: no date"),),
        inferred=(("lamp.txt", ("title", "date")),),
    )
    told = json.loads(json.dumps(summary.json()))
    assert told == {
        "snapshot": "20261125T101500Z-1f2e",
        "documents": 12,
        "passages": 30,
        "sentences": 1400,
        "encoded": 0,
        "reused": 0,
        "rejected": [{"file": "bad.txt", "error": "bad.txt: it is empty"}],
        "doubtful": [{"file": "oil.txt", "doubt": "oil.txt: no date"}],
        "inferred": [{"file": "lamp.txt", "keys": ["title", "date"]}],
        "seconds": 0.42,
        "added": ["lamp"],
        "changed": ["oil"],
        "removed": ["wick"],
        "published": False,
        "dry_run": False,
    }
    assert list(told)[:4] == ["snapshot", "documents", "passages", "sentences"]
