"""What was imported: the file that the next import goes by."""

from datetime import datetime
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, NaiveDatetime, ValidationError

from knowledge.files import replace_file
from knowledge.metadata import DocumentId
from scripts.command import CommandError

NAME = ".kind-import.json"
_LARGEST = 64 * 1024 * 1024


class Imported(BaseModel):
    """A post that was imported: its document's id, and the sha256 of the file as it was written.

    `modified` is the site's word for when; `absent`: staff have removed the file, and were told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: str
    number: int
    document: DocumentId
    modified: str
    sha256: str
    absent: bool = False


class _Site(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    since: dict[str, NaiveDatetime] = {}
    posts: list[Imported] = []


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sites: dict[str, _Site] = {}


class Record:
    """What was imported from one site into a folder.

    The file holds other sites too, and they stay in it.
    """

    def __init__(self, path: Path, sites: dict[str, _Site], site: str) -> None:
        self._path = path
        self._sites = sites
        self._site = site
        held = sites.get(site, _Site())
        self._since = dict(held.since)
        self._posts = {(post.type, post.number): post for post in held.posts}

    @classmethod
    def load(cls, folder: Path, site: str) -> Self:
        """The record of a site; an empty one where there is none. Raises CommandError."""
        path = folder / NAME
        try:
            with path.open("rb") as file:
                written = file.read(_LARGEST)
            sites = _File.model_validate_json(written).sites
        except FileNotFoundError:
            sites = {}
        except OSError as error:
            raise CommandError(f"{path}: cannot be read: {error.strerror}") from None
        except ValidationError:
            raise CommandError(
                f"{path}: this file, which an import goes by, is damaged; restore it"
            ) from None
        return cls(path, sites, site)

    def get(self, kind: str, number: int) -> Imported | None:
        """What is known of a post."""
        return self._posts.get((kind, number))

    def put(self, post: Imported) -> None:
        """Know this of a post from now on."""
        self._posts[post.type, post.number] = post

    def drop(self, post: Imported) -> None:
        """Forget a post."""
        del self._posts[post.type, post.number]

    def of_type(self, kind: str) -> list[Imported]:
        """Every known post of a type, in the order of their numbers."""
        return sorted((p for p in self._posts.values() if p.type == kind), key=lambda p: p.number)

    @property
    def documents(self) -> frozenset[str]:
        """The ids of all documents that came from this site or from another."""
        others = (p.document for n, s in self._sites.items() if n != self._site for p in s.posts)
        return frozenset((*others, *(post.document for post in self._posts.values())))

    @property
    def own(self) -> frozenset[str]:
        """The ids of the documents that came from this site."""
        return frozenset(post.document for post in self._posts.values())

    def since(self, kind: str) -> datetime | None:
        """The moment, in UTC, up to which a type was imported whole; None where it never was."""
        return self._since.get(kind)

    def complete(self, kind: str, moment: datetime) -> None:
        """Know that a type was imported whole up to a moment."""
        self._since[kind] = moment

    def save(self) -> None:
        """Write the file, in one step. Raises CommandError."""
        posts = [self._posts[key] for key in sorted(self._posts)]
        held = _Site(since=dict(sorted(self._since.items())), posts=posts)
        file = _File(sites=dict(sorted({**self._sites, self._site: held}.items())))
        try:
            replace_file(self._path, (file.model_dump_json(indent=1) + "\n").encode())
        except OSError as error:
            raise CommandError(f"{self._path}: cannot be written: {error.strerror}") from None
