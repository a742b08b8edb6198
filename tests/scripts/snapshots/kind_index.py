"""The command over an index of three snapshots."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.snapshots import Snapshots
from tests.scripts.running import Ended

MINILM = "all-MiniLM-L6-v2"
KEYS = ["id", "current", "in_use", "error", "created", "documents", "size", "code", "models"]


Run = Callable[..., Ended]
Three = tuple[Path, tuple[str, str, str]]


@dataclass
class Index:
    """Lantern House's index, with its snapshots from the oldest on, and the command over it."""

    folder: Path
    first: str
    second: str
    third: str
    run: Run

    @property
    def snapshots(self) -> Snapshots:
        return Snapshots(self.folder)

    @property
    def current(self) -> str:
        return (self.folder / "current").read_text().strip()

    def file(self, name: str, part: str = "keys.bin") -> Path:
        return self.folder / "snapshots" / name / part

    def damage(self, *names: str) -> None:
        for name in names:
            content = self.file(name).read_bytes()
            self.file(name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
