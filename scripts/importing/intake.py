"""Where a post goes among the documents: a new file, a newer one, or none."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from scripts.importing.draft import Draft, ImportStatus
from scripts.importing.folder import Folder
from scripts.importing.identity import identities
from scripts.importing.outcome import Left, Outcome
from scripts.importing.post import Post, RefusedPostError
from scripts.importing.record import Imported, Record


@dataclass(frozen=True, slots=True)
class Choice:
    """How posts are imported; `replace`: the ids of documents whose edits give way to the site."""

    status: ImportStatus = "draft"
    replace: frozenset[str] = frozenset()


class Intake:
    """Takes posts of one site into a folder, and tells `outcome` of each.

    Its methods raise CommandError and DocumentError where a file cannot be read or written.
    """

    def __init__(self, folder: Folder, record: Record, choice: Choice, outcome: Outcome) -> None:
        self._folder = folder
        self._record = record
        self._choice = choice
        self._outcome = outcome
        self._replaced: set[str] = set()

    def take(self, post: Post) -> None:
        """Take a post in. Raises RefusedPostError for what cannot be a document."""
        known = self._record.get(post.type.slug, post.number)
        if known is None:
            self._take_new(post)
        else:
            self._take_known(post, known)

    def is_current(self, kind: str, number: int, modified: str) -> bool:
        """Whether there is no need to ask the site for a post's text."""
        known = self._record.get(kind, number)
        return (
            known is not None
            and known.modified == modified
            and known.document not in self._choice.replace
        )

    def leave(self, known: Imported) -> None:
        """Tell of a post that was not modified, once also where staff have removed its file."""
        absent = known.document not in self._folder
        if not absent:
            self._outcome.unchanged.append(known.document)
        elif not known.absent:
            self._tell_absent(known)
        self._record.put(known.model_copy(update={"absent": absent}))

    def lose(self, known: Imported) -> None:
        """Tell of a post that is no longer on the site; it is forgotten when its file is too."""
        if known.document in self._folder:
            reason = "no longer on the site; its file stays until you withdraw or remove it"
            self._outcome.deleted.append(Left(known.document, reason))
        else:
            self._record.drop(known)

    def skip(self, name: str, reason: str) -> None:
        """Tell of a post that does not become a document."""
        self._outcome.skipped.append(Left(name.strip(), reason))

    def close(self) -> None:
        """Tell of what was to be replaced and was not met."""
        for identity in sorted(self._choice.replace - self._replaced):
            self.skip(identity, "not replaced: the site gave no post of it")

    def _take_new(self, post: Post) -> None:
        draft = Draft.of(post, self._choice.status, self._folder.limits)
        there = self._folder.of_address(post.link)
        if there is None or there in self._record.documents:
            self._refuse_twin(draft, None)
            identity = self._folder.free(identities(post), self._record.documents)
            self._write(post, identity, draft, "imported")
        elif self._folder.content(there) == draft.content:  # an import ended before its record
            self._know(post, there, draft)
            self._outcome.unchanged.append(there)
        elif there in self._choice.replace:
            self._replace(post, there, draft)
        else:
            raise RefusedPostError(
                f"{there} has its web address already; --replace {there} takes the site's text"
            )

    def _take_known(self, post: Post, known: Imported) -> None:
        identity = known.document
        replace = identity in self._choice.replace
        current = known.modified == post.modified and not replace
        if current or (identity not in self._folder and not replace):
            update = {"modified": post.modified, "absent": known.absent and current}
            self.leave(known.model_copy(update=update))
            return
        draft, held = self._draft(post, known), self._folder.content(identity)
        if held == draft.content:
            self._know(post, identity, draft)
            self._replaced.add(identity)
            self._outcome.unchanged.append(identity)
        elif held is not None and sha256(held).hexdigest() == known.sha256:
            self._write(post, identity, draft, "updated")
        elif replace:
            self._replace(post, identity, draft)
        else:
            reason = f"changed on the site, but edited here; --replace {identity} takes the site's"
            self._outcome.kept.append(Left(identity, reason))

    def _draft(self, post: Post, known: Imported) -> Draft:
        draft = Draft.of(post, self._choice.status, self._folder.limits)
        self._refuse_twin(draft, known.document)
        return draft

    def _refuse_twin(self, draft: Draft, own: str | None) -> None:
        # The catalogue takes a text only once.
        twin = self._folder.of_text(draft.text)
        if twin not in (None, own):
            raise RefusedPostError(f"its text is the same as that of {twin}")

    def _replace(self, post: Post, identity: str, draft: Draft) -> None:
        if identity in self._folder:
            copy = self._folder.keep_copy(identity)
            reason = f"the text that was edited here is kept as {copy}"
            self._outcome.copied.append(Left(identity, reason))
        self._write(post, identity, draft, "updated")

    def _write(
        self, post: Post, identity: str, draft: Draft, news: Literal["imported", "updated"]
    ) -> None:
        self._folder.write(identity, draft)
        self._know(post, identity, draft)
        self._replaced.add(identity)
        getattr(self._outcome, news).append(identity)

    def _know(self, post: Post, identity: str, draft: Draft) -> None:
        self._record.put(
            Imported(
                type=post.type.slug,
                number=post.number,
                document=identity,
                modified=post.modified,
                sha256=sha256(draft.content).hexdigest(),
            )
        )

    def _tell_absent(self, known: Imported) -> None:
        reason = f"its file was removed here; --replace {known.document} brings it back"
        self.skip(known.document, reason)
