"""The folder of documents that posts are imported into."""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from knowledge.document import text_hash
from knowledge.errors import KindError
from knowledge.files import replace_file
from knowledge.folder import content_of, files_in
from knowledge.limits import Limits
from knowledge.readers import reader_of
from knowledge.sidecar import is_sidecar
from knowledge.yaml_mapping import YamlMapping
from scripts.command import CommandError
from scripts.importing.draft import ENDING, Draft
from scripts.importing.post import RefusedPostError

REPLACED = ".kind-import-replaced"


class Folder:
    """A folder's documents by their ids, texts and web addresses; `dry`: it is never written to.

    Raises DocumentError when the folder cannot be read.
    """

    def __init__(self, path: Path, limits: Limits, *, dry: bool) -> None:
        self.path = path
        self.limits = limits
        self.dry = dry
        self._files: dict[str, Path] = {}
        self._hashes: dict[str, str] = {}
        self._by_hash: dict[str, str] = {}
        self._by_address: dict[str, str] = {}
        for file in files_in(path, limits)[0]:
            if not is_sidecar(file):
                self._files.setdefault(file.stem, file)
            if file.suffix == ENDING:
                self._look_into(file)

    def _look_into(self, file: Path) -> None:
        # What is wrong with a file is told by those who read the whole folder.
        with suppress(KindError):
            content = reader_of(ENDING)(content_of(file, file.name, self.limits), file.name)
            self._note(file.stem, content.text)
            front = content.front_matter
            values = YamlMapping(front.written, file.name).values if front else {}
            if isinstance(address := values.get("url"), str):
                self._by_address.setdefault(_bare(address), file.stem)

    def _note(self, identity: str, text: str) -> None:
        before, after = self._hashes.get(identity), text_hash(text)
        if before is not None and self._by_hash.get(before) == identity:
            del self._by_hash[before]
        self._hashes[identity] = after
        self._by_hash.setdefault(after, identity)

    def __contains__(self, identity: str) -> bool:
        return identity in self._files

    def of_address(self, address: str | None) -> str | None:
        """The id of the document that has this web address."""
        return None if address is None else self._by_address.get(_bare(address))

    def of_text(self, text: str) -> str | None:
        """The id of the document that has this text."""
        return self._by_hash.get(text_hash(text))

    def free(self, identities: Iterable[str], taken: Iterable[str]) -> str:
        """The first id that no document has and that is not `taken`.

        Raises RefusedPostError when there is none.
        """
        held = {*self._files, *taken}
        for identity in identities:
            if identity not in held:
                return identity
        raise RefusedPostError(f"a document named {identity} is there already; rename it")

    def content(self, identity: str) -> bytes | None:
        """The bytes of a document's file; None where there is no such file.

        Raises DocumentError when it cannot be read.
        """
        path = self._files.get(identity)
        return None if path is None else content_of(path, path.name, self.limits)

    def write(self, identity: str, draft: Draft) -> str:
        """Put a document's file in place, in one step; its sha256. Raises CommandError."""
        path = self._files.get(identity, self.path / f"{identity}{ENDING}").with_suffix(ENDING)
        if not self.dry:
            try:
                replace_file(path, draft.content)
            except OSError as error:
                raise CommandError(f"{path}: cannot be written: {error.strerror}") from None
        self._files[identity] = path
        self._note(identity, draft.text)
        return sha256(draft.content).hexdigest()

    def keep_copy(self, identity: str) -> Path:
        """Copy a document's file to where no reader looks, before it is replaced; the copy.

        Raises CommandError when it cannot be written.
        """
        content, path = self.content(identity) or b"", self._files[identity]
        digest = sha256(content).hexdigest()[:8]
        copy = self.path / REPLACED / f"{identity}.{digest}{path.suffix}"
        if not self.dry:
            try:
                copy.parent.mkdir(exist_ok=True)
                replace_file(copy, content)
                if path.suffix != ENDING:  # else two files would have one id
                    path.unlink()
            except OSError as error:
                raise CommandError(f"{copy}: cannot be written: {error.strerror}") from None
        return copy


def _bare(address: str) -> str:
    return address.partition("://")[2].rstrip("/")
