"""What was fitted to evaluation data: the weights of the ranking, and those of the confidence."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.resources import files
from math import exp
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, FiniteFloat

from index.errors import CalibrationError
from index.settings import IndexSettings
from knowledge.yaml_mapping import YamlMapping

_FILE = "calibration.yaml"


class Calibration(BaseModel):
    """The weights for one choice of models, fitted by `python -m scripts.calibrate`.

    `ranking` weighs the features of a sentence; the sums are the logarithms of relative odds. The
    `confidence` is a logistic regression over the evidence for the best quote.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    made: str
    ranking: dict[str, FiniteFloat]
    intercept: FiniteFloat
    confidence: dict[str, FiniteFloat]

    @property
    def sha256(self) -> str:
        """What tells these weights from others."""
        return sha256(self.model_dump_json().encode()).hexdigest()

    def probability(self, evidence: Mapping[str, float]) -> float:
        """The probability, from 0 to 1, that this evidence is of an answer."""
        logit = self.intercept + sum(w * evidence[name] for name, w in self.confidence.items())
        return 1 / (1 + exp(-logit)) if logit > 0 else exp(logit) / (1 + exp(logit))


class Calibrations(BaseModel):
    """Calibrations by the names of their models."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calibrations: dict[str, Calibration]

    @classmethod
    def shipped(cls) -> Self:
        """Those that come with the program."""
        return YamlMapping(files("index").joinpath(_FILE).read_text("utf-8"), _FILE).read(cls)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Those in a file. Raises CalibrationError and MappingError."""
        try:
            written = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CalibrationError(f"{path}: the calibration cannot be read: {error}") from None
        return YamlMapping(written, path.name).read(cls)

    def of(self, models: Iterable[str]) -> Calibration:
        """The calibration for models of these names, in order.

        Raises CalibrationError for models that have none: without it no answer could be trusted.
        """
        key = key_of(models)
        if key not in self.calibrations:
            raise CalibrationError(
                f"there is no calibration for {key}, so that no confidence can be told; make one "
                "with `python -m scripts.calibrate`, and name its file as `calibration`"
            )
        return self.calibrations[key]


def calibration_of(settings: IndexSettings) -> Calibration:
    """The calibration of the settings' models. Raises CalibrationError where there is none."""
    named = settings.calibration
    known = Calibrations.load(named) if named else Calibrations.shipped()
    return known.of(settings.model_names)


def key_of(models: Iterable[str]) -> str:
    """How a choice of models is named: each without its hub's owner, since the weights are one."""
    return " + ".join(name.rpartition("/")[2] for name in models)
