"""kind-reindex, run on a folder with good documents, and with hostile files among them."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.memory import MemoryWatch
from tests.conftest import DOCUMENTS
from tests.guard.environment import guarded_environment
from tests.knowledge.hostile import FILES, MOST_FILES, write_hostile
from tests.scripts.running import BIN, PROJECT, write_settings

TABLE = Path(__file__).parents[1] / "refused.md"
_HEAD = """\
# What is refused, and what is said of it

What `kind-reindex` says of the files that `tests/knowledge/hostile` makes. Do not edit it:
`python -m tests.knowledge.hostile` writes it anew.

| file | message |
|---|---|
"""
_PATIENCE = 300
_GOOD = ("pdf/curfew.pdf", "html/winter-beds.html")


@dataclass(frozen=True)
class Trial:
    """How a run ended, what it told, and the most MiB that its own process held."""

    code: int
    told: dict[str, Any]
    errors: str
    memory: float
    documents: frozenset[str]

    def table(self) -> str:
        """The refusals as a table of one line each."""
        rows = (
            f"| {_cell(refused['file'])} | {_cell(refused['error'])} |\n"
            for refused in sorted(self.told["rejected"], key=lambda refused: refused["file"])
        )
        return _HEAD + "".join(rows)


def tried(place: Path, *, hostile: bool) -> Trial:
    """A run of kind-reindex on documents in a new folder of `place`."""
    documents = place / "documents"
    shutil.copytree(DOCUMENTS / "lantern", documents)
    for name in _GOOD:
        shutil.copy(FILES / name, documents)
    if hostile:
        write_hostile(documents)
    settings = write_settings(
        place,
        model="all-MiniLM-L6-v2",
        second_model=None,
        most_files=MOST_FILES,
        read_seconds=15,
    )
    options = ["--documents", documents, "--config", settings, "--json"]
    with subprocess.Popen(  # noqa: S603 (this project's own command)
        [str(BIN / "kind-reindex"), *map(str, options)],
        env=guarded_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    ) as process:
        try:
            with MemoryWatch(process.pid) as watch:
                out, errors = process.communicate(timeout=_PATIENCE)
        finally:
            process.kill()
    told = json.loads(out) if out else {}
    return Trial(process.returncode, told, errors, watch.own, _published(place))


def _published(place: Path) -> frozenset[str]:
    (file,) = (place / "var" / "index" / "snapshots").glob("*/documents.jsonl")
    return frozenset(json.loads(line)["id"] for line in file.read_bytes().splitlines())


def _cell(words: str) -> str:
    return "<br>".join(words.replace("|", "\\|").splitlines())
