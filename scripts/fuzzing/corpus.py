"""The files that damaged ones are made of."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from knowledge.readers import FORMATS

FILES = Path(__file__).parents[2] / "tests" / "knowledge" / "readers" / "files"
TEXTS = Path(__file__).parents[2] / "tests" / "documents" / "lantern"


def corpus(files: Path = FILES, texts: Path = TEXTS) -> Mapping[str, Sequence[bytes]]:
    """The contents of the tests' files of each format, in the order of their names."""
    paths = sorted([*files.rglob("*"), *texts.rglob("*")])
    return {
        name: [p.read_bytes() for p in paths if p.suffix == f".{name}" and p.is_file()]
        for name in FORMATS
    }
