"""This layer's part of the settings."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field


def _writable(path: Path) -> Path:
    if not str(path).isprintable():
        raise ValueError("a path holds no control characters")
    return path


Folder = Annotated[Path, AfterValidator(_writable)]


class KnowledgeSettings(BaseModel):
    """Where the documents are, and where their texts are kept."""

    documents: Folder = Field(
        Path("knowledge/documents"), description="The folder of documents the bot speaks from."
    )
    glossary: Folder = Field(
        Path("knowledge/glossary.yaml"), description="Names that mean the same, kept by staff."
    )
    pinned: Folder = Field(
        Path("knowledge/pinned.yaml"), description="Answers to questions that staff decided."
    )
    archive: Folder = Field(
        Path("var/archive"), description="Every text ever published, so that references last."
    )
