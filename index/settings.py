"""This layer's part of the settings."""

from pathlib import Path

from pydantic import BaseModel, Field


class IndexSettings(BaseModel):
    """Where the index is, which model made it, and when a question counts as answered."""

    index: Path = Field(Path("var/index"), description="The folder of index snapshots.")
    model: str = Field(
        "all-MiniLM-L6-v2",
        description="The embedding model: a packaged one, or a sentence-transformers folder.",
    )
    threshold: float = Field(
        0.74,  # scripts.calibrate: the point of 5 % false answers
        ge=0,
        le=1,
        description="The confidence below which the bot says that it found no statement.",
    )
