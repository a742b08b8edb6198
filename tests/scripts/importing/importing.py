"""kind-import, run within the test, and what it left in a folder."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.document import Document
from knowledge.front_matter import split_front_matter
from scripts.import_posts import main
from scripts.importing import polite
from tests.scripts.importing.site import Site
from tests.scripts.running import Ended


@dataclass
class Imported(Ended):
    """How an import ended, and what it said."""

    @property
    def reasons(self) -> dict[str, str]:
        """Why each post was skipped, by its name."""
        return {one["post"]: one["reason"] for one in self.told["skipped"]}


class Importing:
    """A site, a folder of documents, and the command between them."""

    def __init__(
        self,
        site: Site,
        folder: Path,
        patch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.site = site
        self.folder = folder
        self.slept: list[float] = []
        self._patch = patch
        self._capsys = capsys
        patch.setattr(polite, "sleep", self.slept.append)

    def run(self, *options: str, url: str | None = None, json: bool = True) -> Imported:
        """Run it to its end; no traceback may reach its user."""
        arguments = [url or self.site.address, "--documents", str(self.folder), *options]
        self._patch.setattr(sys, "argv", ["kind-import", *arguments, *["--json"][: int(json)]])
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return Imported(int(str(ended.value.code)), said.out, said.err)

    def refusal(self, *options: str, url: str | None = None) -> str:
        """The last line that a run which does nothing says; it leaves nothing either."""
        before = self.files()
        ended = self.run(*options, url=url)
        assert (ended.code, ended.out) == (1, "")
        assert self.files() == before
        return ended.err.splitlines()[-1]

    def files(self) -> dict[str, bytes]:
        """The folder's files with their bytes, hidden ones too."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    def names(self) -> set[str]:
        """The names of the documents' files."""
        return {name for name in self.files() if not name.startswith(".")}

    def file(self, identity: str) -> Path:
        """Where a document's file is."""
        return self.folder / f"{identity}.txt"

    def text(self, identity: str) -> str:
        """A document's text."""
        return split_front_matter(self.file(identity).read_text("utf-8"), identity).text

    def documents(self, archive: Path) -> dict[str, Document]:
        """Every document by its id; the catalogue takes every file."""
        catalogue = Catalogue.load(self.folder, Archive(archive))
        assert catalogue.refused == ()
        return {document.id: document for document in catalogue.documents}


@pytest.fixture(scope="session")
def listening() -> Iterator[Site]:
    """A site that all tests share, one after the other."""
    with Site() as site:
        yield site


@pytest.fixture
def importing(
    listening: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Importing:
    """A site without posts, and an empty folder."""
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.delenv("KIND_CONFIG", raising=False)
    listening.clear()
    return Importing(listening, folder, monkeypatch, capsys)
