"""A folder of hostile and broken files, each of which its name tells of."""

import os
import shutil
from pathlib import Path

from knowledge.limits import MEBIBYTE
from tests.knowledge.hostile.archives import DOCX
from tests.knowledge.hostile.bombs import made
from tests.knowledge.hostile.pdfs import PDF
from tests.knowledge.hostile.texts import BESIDE, ENDINGS, HTML, LAMP, MARKDOWN, NAMES, TXT

MOST_FILES = 400
"""The most files of a folder, in the settings that these files are meant for."""

TAKEN = frozenset(
    {
        "arrays-within-arrays",
        "brackets",
        "huge-page",
        "long-attribute",
        "own-length",
        "pictures",
        "same-a",
        "stars",
    }
)
"""The ids of the documents that come of these files: those that look worse than they are."""
FILES = Path(__file__).parents[1] / "readers" / "files"
"""The readers' own files, good ones and some that are to be refused."""
_REFUSED = ("pdf/locked.pdf", "pdf/scan.pdf")


def write_hostile(folder: Path) -> None:
    """Write every hostile file into a folder, and what they lead to beside it."""
    named = {**TXT, **ENDINGS, **BESIDE, **HTML, **MARKDOWN, **PDF, **DOCX}
    for name, content in {**{os.fsencode(n): c for n, c in named.items()}, **NAMES}.items():
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(made(content))
    for path in _REFUSED:
        shutil.copy(FILES / path, folder)
    _write_what_is_no_file(folder)
    _write_many(folder / "many")
    for sparse, size in (("vast.txt", 200), ("vaster.pdf", 4000)):
        with (folder / sparse).open("wb") as file:
            file.truncate(size * MEBIBYTE)  # takes no room on the disk


def _write_what_is_no_file(folder: Path) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(LAMP, "utf-8")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "link-to-a-folder").symlink_to(outside)
    (folder / "link-to-itself.txt").symlink_to("link-to-itself.txt")
    (folder / "link-to-nothing.txt").symlink_to(outside / "nothing.txt")
    (folder / "link-to-memory.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    (folder / "beside-link.txt").write_text(f"A Link Beside\n\n{LAMP}", "utf-8")
    (folder / "beside-link.txt.yaml").symlink_to(outside / "secret.txt")


def _write_many(folder: Path) -> None:
    folder.mkdir()
    for number in range(MOST_FILES + 1):
        (folder / f"{number}.txt").touch()
