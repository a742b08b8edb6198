"""This layer's part of the settings."""

from pathlib import Path

from pydantic import BaseModel, Field


class KnowledgeSettings(BaseModel):
    """Where the documents are, and where their texts are kept."""

    documents: Path = Field(
        Path("knowledge/documents"), description="The folder of documents the bot speaks from."
    )
    archive: Path = Field(
        Path("var/archive"), description="Every text ever published, so that references last."
    )
