"""Damaged files of every format: whatever they hold, no more comes of them than a refusal."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from knowledge.limits import Limits
from knowledge.readers import FORMATS
from knowledge.workers import Workers
from scripts.fuzzing.corpus import corpus
from scripts.fuzzing.judgement import judged
from scripts.fuzzing.mutations import mutated
from scripts.fuzzing.reduction import reduced

_LONGEST = 60_000  # bytes; `python -m scripts.fuzz` damages the longer files too


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(Limits(seconds=10), most=1) as opened:
        yield opened


@pytest.fixture(scope="module")
def files() -> Mapping[str, Sequence[bytes]]:
    found = corpus()
    return {name: [c for c in held if len(c) <= _LONGEST] for name, held in found.items()}


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_damaged_file_is_read_or_refused_and_harms_nothing(
    workers: Workers, files: Mapping[str, Sequence[bytes]], format_name: str
) -> None:
    held = files[format_name]

    @settings(
        deadline=None,
        derandomize=True,
        max_examples=120,
        phases=[Phase.generate],  # a smaller seed is no smaller file; `--reduce` makes one
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        random = Random(seed)  # noqa: S311 (not for secrets)
        content = mutated(random.choice(held), format_name, held, random)
        assert judged(workers, content, f"damaged.{format_name}").wrong is None

    check()


def test_damage_is_the_same_for_the_same_seed(files: Mapping[str, Sequence[bytes]]) -> None:
    for format_name, held in files.items():
        first, second = (mutated(held[0], format_name, held, Random(7)) for _ in range(2))  # noqa: S311
        assert first == second != held[0]


def test_a_file_is_reduced_to_what_still_does_the_same() -> None:
    content = b"The lamp is lit, and the wick is new." * 20
    assert reduced(content, lambda part: b"l" in part and b"w" in part) in (b"lw", b"wl")


def test_what_is_wrong_is_seen(workers: Workers) -> None:
    judgement = judged(workers, b"\0", "lamp.unknown")
    assert judgement.ending.startswith("unreadable")
    assert judged(workers, b"We are here.", "lamp.txt").ending == "read"
    assert judged(workers, b"", "lamp\n.txt").wrong is not None
