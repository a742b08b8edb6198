"""The files of a format that have the expected text beside them."""

from pathlib import Path

FILES = Path(__file__).parent / "files"
ENDING = ".expected"


def files_of(folder: str) -> list[Path]:
    """The files of a folder, without their expected texts."""
    return sorted(path for path in (FILES / folder).iterdir() if path.suffix != ENDING)


def expected(path: Path) -> str:
    """The text that a reader should find in a file."""
    return path.with_name(path.name + ENDING).read_text("utf-8")
