"""This layer's part of the settings."""

from pathlib import Path

from pydantic import BaseModel, Field

from knowledge.settings import Folder


class IndexSettings(BaseModel):
    """Where the index is, which model made it, and when a question counts as answered."""

    index: Folder = Field(Path("var/index"), description="The folder of index snapshots.")
    model: str = Field(
        "all-MiniLM-L6-v2",
        pattern=r"^[^\x00-\x1f]+$",
        description="The embedding model: a packaged one, or a sentence-transformers folder.",
    )
    threshold: float = Field(
        0.73,  # scripts.calibrate: the point of 5 % false answers
        ge=0,
        le=1,
        description="The confidence below which the bot says that it found no statement.",
    )
