"""This layer's part of the settings."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from knowledge.limits import MEBIBYTE, Limits


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
    file_limit: int = Field(20, ge=1, description="The most MiB of one document's file.")
    text_limit: int = Field(
        1_000_000, ge=1, description="The most characters of one document's text."
    )
    read_seconds: float = Field(
        30, gt=0, description="The most seconds that reading one file may take."
    )
    read_memory: int = Field(
        1024, ge=256, description="The most MiB of memory that reading one file may take."
    )
    most_files: int = Field(10_000, ge=1, description="The most files of the folder of documents.")

    @property
    def limits(self) -> Limits:
        """What reading the folder of documents may take."""
        return Limits(
            file=self.file_limit * MEBIBYTE,
            text=self.text_limit,
            seconds=self.read_seconds,
            memory=self.read_memory * MEBIBYTE,
            files=self.most_files,
        )
