"""The weights of the ranking and of the confidence, as they were fitted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.calibration import Calibration, Calibrations, key_of
from index.errors import CalibrationError
from index.index import Index
from index.settings import IndexSettings
from knowledge.archive import Archive
from knowledge.yaml_mapping import MappingError
from tests.conftest import NOW

DEFAULTS = IndexSettings().model_names
SHIPPED = Calibrations.shipped().of(DEFAULTS)
NAMES = sorted(SHIPPED.confidence)
NONE, ALL = dict.fromkeys(NAMES, 0.0), dict.fromkeys(NAMES, 1.0)
FOR, AGAINST = (
    {name: float(side * weight > 0) for name, weight in SHIPPED.confidence.items()}
    for side in (1, -1)
)
WRITTEN = """\
calibrations:
  lamp:
    made: here
    ranking: {sentence_1: 2.5}
    intercept: -1
    confidence: {share: 3}
"""
shares = st.floats(0, 1)
evidence = st.fixed_dictionaries(dict.fromkeys(NAMES, shares))


def calibration(intercept: float = -2.0, **weights: float) -> Calibration:
    return Calibration(
        made="here",
        ranking={},
        intercept=intercept,
        confidence=dict.fromkeys(NAMES, 1.0) | weights,
    )


def test_the_shipped_weights_are_of_all_the_evidence_that_a_question_comes_to(
    index: Index,
) -> None:
    visible = tuple(range(len(index.snapshot.documents)))
    asked = index.read("Should there be a night curfew at the harbor?", NOW.date(), visible)
    ranking = index.search(asked, visible)
    assert ranking.evidence is not None
    assert set(ranking.evidence) == set(SHIPPED.confidence)
    assert "scripts.calibrate" in SHIPPED.made


def test_no_shipped_weight_of_the_ranking_speaks_against_a_sentence() -> None:
    assert min(SHIPPED.ranking.values()) > 0


def test_by_the_shipped_weights_much_that_speaks_for_an_answer_is_worth_more_than_nothing() -> None:
    assert SHIPPED.probability(AGAINST) <= SHIPPED.probability(NONE) < 0.05
    assert SHIPPED.probability(FOR) > 0.9


@given(evidence)
def test_a_confidence_is_a_probability(found: dict[str, float]) -> None:
    assert 0 <= SHIPPED.probability(found) <= 1


@given(evidence, shares, st.sampled_from(NAMES))
def test_more_of_what_speaks_for_it_never_lowers_it(
    found: dict[str, float], more: float, name: str
) -> None:
    low, high = sorted((more, found[name]))
    held = calibration()
    assert held.probability({**found, name: low}) <= held.probability({**found, name: high})


def test_it_is_the_logistic_of_the_weighted_sum() -> None:
    assert calibration(0.0).probability(NONE) == 0.5
    assert calibration(-2.0).probability(NONE) == pytest.approx(0.1192, abs=1e-4)
    held = Calibration(made="", ranking={}, intercept=-1, confidence={"share": 2, "lead": -1})
    assert held.probability({"share": 1, "lead": 0.5}) == pytest.approx(0.6225, abs=1e-4)


@pytest.mark.parametrize("intercept", [-1e6, -800.0, 800.0, 1e6])
def test_an_extreme_calibration_is_still_a_probability(intercept: float) -> None:
    assert calibration(intercept).probability(ALL) in (0.0, 1.0)


def test_models_are_told_apart_by_name_and_order() -> None:
    assert key_of(("a", "b")) == "a + b"
    assert key_of(("b", "a")) == "b + a"
    assert key_of(("a",)) == "a"
    # A hub's model is the package's: the weights are one.
    assert key_of(("intfloat/multilingual-e5-small", "all-MiniLM-L6-v2")) == key_of(DEFAULTS)


def test_those_of_a_file_are_read(tmp_path: Path) -> None:
    file = tmp_path / "calibration.yaml"
    file.write_text(WRITTEN, "utf-8")
    assert Calibrations.load(file).of(("lamp",)).ranking == {"sentence_1": 2.5}


@pytest.mark.parametrize(
    ("content", "error", "told"),
    [
        (None, CalibrationError, "the calibration cannot be read"),
        (b"\xff", CalibrationError, "the calibration cannot be read"),
        (b"", MappingError, "calibrations"),
        (b"[", MappingError, "calibration.yaml"),
        (WRITTEN.replace("share: 3", "share: much").encode(), MappingError, "line 6"),
        (WRITTEN.replace("made:", "mad:").encode(), MappingError, "'calibrations.lamp.mad'"),
        (WRITTEN.replace("    intercept: -1\n", "").encode(), MappingError, "intercept"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, content: bytes | None, error: type[Exception], told: str
) -> None:
    file = tmp_path / "calibration.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(error, match=told):
        Calibrations.load(file)


@pytest.mark.parametrize("number", [".nan", ".inf", "-.inf"])
def test_weights_that_are_no_numbers_are_refused(tmp_path: Path, number: str) -> None:
    file = tmp_path / "calibration.yaml"
    for changed in ("share: 3", "intercept: -1", "sentence_1: 2.5"):
        name = changed.partition(":")[0]
        file.write_text(WRITTEN.replace(changed, f"{name}: {number}"), "utf-8")
        with pytest.raises(MappingError, match="finite"):
            Calibrations.load(file)


@pytest.mark.parametrize(
    "changed",
    [
        {"model": "all-MiniLM-L6-v2", "second_model": "multilingual-e5-small"},
        {"model": "/a/folder"},
        {"model": "/a/folder", "second_model": None},
    ],
)
def test_models_without_weights_are_refused_on_one_line(
    lantern_index: Path, lantern_settings: IndexSettings, changed: dict[str, str | None]
) -> None:
    settings = lantern_settings.model_copy(update={"index": lantern_index, **changed})
    with pytest.raises(CalibrationError) as error:
        Index.open(settings, Archive(lantern_index / "archive"))
    named = " + ".join(name.rpartition("/")[2] for name in settings.model_names)
    assert str(error.value) == (
        f"there is no calibration for {named}, so that no confidence can be told; make one with "
        "`python -m scripts.calibrate`, and name its file as `calibration`"
    )


@pytest.mark.parametrize("name", DEFAULTS)
def test_either_model_alone_has_weights_too(lantern_settings: IndexSettings, name: str) -> None:
    alone = lantern_settings.model_copy(update={"model": name, "second_model": name})
    assert alone.model_names == (name,)
    calibration = Calibrations.shipped().of(alone.model_names)
    assert not [feature for feature in calibration.ranking if feature.endswith("_2")]


def test_the_settings_may_name_others_for_other_models(
    lantern_index: Path, lantern_settings: IndexSettings, tmp_path: Path
) -> None:
    file = tmp_path / "calibration.yaml"
    file.write_text(WRITTEN, "utf-8")
    changed = {"index": lantern_index, "calibration": file}
    with pytest.raises(CalibrationError, match=r"no calibration for multilingual-e5-small \+"):
        Index.open(lantern_settings.model_copy(update=changed), Archive(lantern_index / "archive"))
