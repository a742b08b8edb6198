"""python -m scripts.calibrate: weights that are fitted to sets of questions."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index.calibration import Calibration, Calibrations
from scripts.trials import feature_names
from tests.conftest import DOCUMENTS
from tests.scripts.running import Done, command, module, refusal, write_settings

MINILM = "all-MiniLM-L6-v2"
CURFEW, FERRIES = "harbor-curfew-2023-05-04", "ferry-fares-2024-03-01"
SCHOOL, SHELTER = "night-school-2024-02-12", "refugio-de-faroles-2024-09-10"
WINTER, CLINIC = "winter-beds-2099", "clinic-figures-2021-06-30"
# Question, what answers it, and the words that do.
ANSWERED = (
    ("Should there be a night curfew?", CURFEW, "urged the harbor council to reject"),
    ("Where would a curfew push children?", CURFEW, "into empty warehouses"),
    ("Should a child be arrested for sleeping outside?", CURFEW, "No child should be arrested"),
    ("What did Senator Brandt say about the curfew?", CURFEW, "keeps honest families safe"),
    ("Who should harbor guards call?", CURFEW, "call a night nurse"),
    ("Should children pay for the ferry?", FERRIES, "without a fare"),
    ("Where do children sleep who cannot pay?", FERRIES, "sleep under the piers"),
    ("What did the ferry companies say?", FERRIES, "would ruin them"),
    ("How many pupils came to the night school?", SCHOOL, "412 pupils"),
    ("What does a place at the night school cost?", SCHOOL, "950 dollars a year"),
    ("What should ship owners do?", SCHOOL, "release pupils under sixteen"),
    ("¿Cuántas camas tiene el refugio?", SHELTER, "sesenta camas"),
    ("How many winters has the captain served?", "captain-testimony", "eleven winters"),
    ("How many children did the boat save?", "captain-testimony", "thirty-one children"),
    ("How many winter beds will there be?", WINTER, "nine hundred winter beds"),
    ("Who gave the observatory?", WINTER, "gift of the astronomer"),
    ("How many children were vaccinated?", CLINIC, "nine thousand children"),
)
UNANSWERED = (
    "What is the capital of France?",
    "How do I bake bread?",
    "Does Lantern House sell lamps?",
    "Who won the boat race?",
    "What does the Beacon Trust pay its keepers?",
    "¿Quién ganó el partido?",
)


def written(folder: Path, rows: list[dict[str, Any]]) -> Path:
    folder.mkdir(exist_ok=True)
    lines = "".join(f"{json.dumps(row)}\n" for row in rows)
    (folder / "questions.jsonl").write_text(lines, "utf-8")
    return folder


def rows() -> list[dict[str, Any]]:
    answered = [
        {"question": question, "documents": [document], "answer": words}
        for question, document, words in ANSWERED
    ]
    unanswered = [{"question": question, "documents": []} for question in UNANSWERED]
    both = [*answered, *unanswered]
    return [{"id": number, "language": "en", **row} for number, row in enumerate(both)]


@dataclass(frozen=True)
class Fitted:
    """A set, settings with one small model, the file of weights, and what was told."""

    asked: Path
    config: Path
    output: Path
    done: Done

    @property
    def calibration(self) -> Calibration:
        return Calibrations.load(self.output).of([MINILM])


OTHERS = """\
calibrations:
  another-model:
    made: elsewhere
    ranking: {sentence_1: 1.5}
    intercept: -1.0
    confidence: {share: 2.0}
"""


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    folder = tmp_path_factory.mktemp("calibrated")
    asked = written(folder / "lantern", rows())
    shutil.copytree(DOCUMENTS / "lantern", asked / "documents")
    config = write_settings(
        folder, model=MINILM, second_model=None, calibration=str(folder / "calibration.yaml")
    )
    output = folder / "calibration.yaml"
    output.write_text(OTHERS, "utf-8")
    done = module("scripts.calibrate", asked, "--output", output, "--config", config)
    return Fitted(asked, config, output, done)


def test_the_weights_are_written_and_it_is_told_how_good_they_are(fitted: Fitted) -> None:
    assert fitted.done.returncode == 0
    assert f"{fitted.output}: {MINILM}: python -m scripts.calibrate, on lantern (" in (
        fitted.done.stderr
    )
    told = fitted.done.stdout.splitlines()
    assert [line.partition(":")[0] for line in told] == ["parts of the sets", "lantern"]
    assert all("AUROC" in line for line in told)


def test_they_are_of_every_feature_and_none_speaks_against_a_sentence(fitted: Fitted) -> None:
    calibration = fitted.calibration
    one_model = set(feature_names_of_one_model())
    assert set(calibration.ranking) <= one_model
    assert min(calibration.ranking.values()) > 0
    assert {"sentence_1", "late_sentence_1", "late_passage_1", "share"} <= set(
        calibration.confidence
    )
    assert not [name for name in calibration.confidence if name.endswith("_2")]


def feature_names_of_one_model() -> list[str]:
    from bot.settings import Settings  # noqa: PLC0415

    return feature_names(Settings.model_validate({"model": MINILM, "second_model": None}))


def test_they_say_how_they_were_made(fitted: Fitted) -> None:
    made = fitted.calibration.made
    assert made.startswith("python -m scripts.calibrate, on lantern (")
    assert made.endswith(" trials)")


def test_the_weights_of_other_models_stay(fitted: Fitted) -> None:
    other = Calibrations.load(fitted.output).of(["another-model"])
    assert (other.made, other.ranking, other.confidence) == (
        "elsewhere",
        {"sentence_1": 1.5},
        {"share": 2.0},
    )


def test_the_same_sets_give_the_same_weights(fitted: Fitted, tmp_path: Path) -> None:
    output = tmp_path / "again.yaml"
    done = module("scripts.calibrate", fitted.asked, "--output", output, "--config", fitted.config)
    assert done.returncode == 0
    assert Calibrations.load(output).of([MINILM]) == fitted.calibration
    assert done.stdout == fitted.done.stdout


def test_an_index_of_these_models_answers_by_them(fitted: Fitted) -> None:
    done = command(
        "kind-reindex", "--documents", fitted.asked / "documents", "--config", fitted.config
    )
    assert done.returncode == 0
    asked = [ANSWERED[9][0], UNANSWERED[0]]
    lines = "\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(asked))
    done = command("kind-ask", "--json", "--config", fitted.config, given=lines)
    assert (done.returncode, done.stderr) == (0, "")
    known, unknown = map(json.loads, done.stdout.splitlines())
    assert known["quotes"][0]["text"] == "A place at the night school costs 950 dollars a year."
    assert known["confidence"] > unknown["confidence"]


def calibrate(fitted: Fitted, *arguments: str | Path) -> Done:
    return module("scripts.calibrate", *arguments, "--config", fitted.config)


def test_documents_may_be_elsewhere_and_must_be_somewhere(fitted: Fitted, tmp_path: Path) -> None:
    bare, output = written(tmp_path / "bare", rows()), tmp_path / "weights.yaml"
    told = refusal(calibrate(fitted, bare, "--output", output))
    assert told.startswith("bare: there is no folder `documents`")
    done = calibrate(fitted, bare, "--output", output, "--documents", fitted.asked / "documents")
    assert done.returncode == 0
    assert Calibrations.load(output).of([MINILM]).ranking == fitted.calibration.ranking


def test_too_few_questions_are_told_on_one_line(fitted: Fitted, tmp_path: Path) -> None:
    few = written(tmp_path / "few", rows()[:2])
    documents = fitted.asked / "documents"
    output = tmp_path / "weights.yaml"
    done = calibrate(fitted, few, "--output", output, "--documents", documents)
    assert "few" in refusal(done)
    assert not output.exists()


@pytest.mark.parametrize("content", ["calibrations: [", "- 1", "calibrations: 5"])
def test_a_file_that_cannot_be_written_to_is_named_and_stays(
    fitted: Fitted, tmp_path: Path, content: str
) -> None:
    output = tmp_path / "weights.yaml"
    output.write_text(content, "utf-8")
    assert str(output) in refusal(calibrate(fitted, fitted.asked, "--output", output))
    assert output.read_text("utf-8") == content


def test_a_place_that_takes_no_file_is_named(fitted: Fitted, tmp_path: Path) -> None:
    output = tmp_path / "nowhere" / "weights.yaml"
    assert str(output) in refusal(calibrate(fitted, fitted.asked, "--output", output))


def test_wrong_usage_is_told_as_such() -> None:
    done = module("scripts.calibrate")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: python -m scripts.calibrate" in done.stderr


def test_a_set_that_is_not_there_is_named(fitted: Fitted, tmp_path: Path) -> None:
    assert str(tmp_path / "nothing") in refusal(calibrate(fitted, tmp_path / "nothing"))
