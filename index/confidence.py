"""Scores to the probability that a question is answered."""

from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from math import exp
from typing import Self

from pydantic import BaseModel, ConfigDict

from knowledge.yaml_mapping import YamlMapping

_FILE = "confidence.yaml"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best sentence as an answer; each from 0 to 1, or nearly.

    `sentence` and `passage` are cosines with the question, of the sentence and of its passage.
    `coverage` is the share of the question's content words that the passage or its title holds,
    `focus` the share that the sentence holds, rare words counting for more and words that no
    document holds for most. `subject` is how much the question says at all: its
    content words, of at most five.
    """

    sentence: float
    passage: float
    coverage: float
    focus: float
    subject: float


class Calibration(BaseModel):
    """A logistic regression over the evidence, fitted by `python -m scripts.calibrate`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    made: str
    intercept: float
    weights: dict[str, float]

    @classmethod
    def shipped(cls) -> Self:
        """The calibration that comes with the program."""
        written = files("index").joinpath(_FILE).read_text("utf-8")
        return YamlMapping(written, _FILE).read(cls)

    def confidence(self, evidence: Evidence) -> float:
        """The probability, from 0 to 1, that this evidence is of an answer."""
        held = asdict(evidence)
        logit = self.intercept + sum(self.weights[name] * held[name] for name in NAMES)
        return 1 / (1 + exp(-logit)) if logit > 0 else exp(logit) / (1 + exp(logit))


NAMES = tuple(field.name for field in fields(Evidence))
