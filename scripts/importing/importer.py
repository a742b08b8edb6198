"""From a site's posts to a folder's documents."""

from collections.abc import Callable
from typing import Any

from knowledge.errors import DocumentError
from scripts.importing.answer import one_line
from scripts.importing.intake import Intake
from scripts.importing.post import Post, RefusedPostError, modified_of, moment_of, number_of
from scripts.importing.post_type import PostType
from scripts.importing.record import Record
from scripts.importing.wordpress import Page, WordPress

Progress = Callable[[str, int, int], None]
"""Told of a type: how many of its posts were looked at, of how many."""


class Importer:
    """Imports types of posts, one after the other; after each page calls `saved`."""

    def __init__(
        self,
        site: WordPress,
        intake: Intake,
        record: Record,
        *,
        progress: Progress,
        saved: Callable[[], None],
    ) -> None:
        self._site = site
        self._intake = intake
        self._record = record
        self._progress = progress
        self._saved = saved
        self._seen: dict[int, str] = {}

    def take(self, kind: PostType) -> None:
        """Import a type.

        Raises AnswerError when the site does not give it, SiteError when it gives nothing more.
        """
        self._seen = {}
        for page in self._site.pages(kind, self._record.since(kind.slug)):
            self._take_page(kind, page)
        listed = self._listed(kind)
        self._take_others(kind, listed)
        for number in sorted(listed.keys() - self._seen.keys()):
            if known := self._record.get(kind.slug, number):
                self._intake.leave(known)
        self._find_deleted(kind, listed)
        moments = map(moment_of, (*listed.values(), *self._seen.values()))
        if known_moments := [moment for moment in moments if moment]:
            self._record.complete(kind.slug, max(known_moments))
        self._saved()

    def _listed(self, kind: PostType) -> dict[int, str]:
        """Every number that the site has of a type, with when its post was modified."""
        return {
            number: modified_of(item)
            for page in self._site.stamps(kind)
            for item in page.items
            if (number := number_of(item)) is not None
        }

    def _take_others(self, kind: PostType, listed: dict[int, str]) -> None:
        """Take posts that moved while pages turned, or whose day of change is not the true one.

        WordPress does not call a post modified when it is published at a time set before.
        """
        wanted = {
            number
            for number, modified in listed.items()
            if number not in self._seen and not self._intake.is_current(kind.slug, number, modified)
        }
        for page in self._site.posts(kind, wanted):
            self._take_page(kind, page)
        for number in sorted(wanted - self._seen.keys()):
            self._seen[number] = ""
            self._intake.skip(f"{kind.slug} {number}", "the site lists it, but does not give it")

    def _find_deleted(self, kind: PostType, listed: dict[int, str]) -> None:
        there = listed.keys() | self._seen.keys()
        gone = {p.number: p for p in self._record.of_type(kind.slug) if p.number not in there}
        # What another's removal moved to a page that was already read is not deleted.
        for page in self._site.posts(kind, gone):
            for number in [*map(number_of, page.items), *(n for n, _ in page.broken)]:
                if number in gone:
                    self._intake.leave(gone.pop(number))
        for post in gone.values():
            self._intake.lose(post)

    def _take_page(self, kind: PostType, page: Page) -> None:
        for number, reason in page.broken:
            self._seen[number] = ""
            self._intake.skip(f"{kind.slug} {number}", reason)
        for item in page.items:
            self._take_item(kind, item)
        self._progress(kind.slug, len(self._seen), max(page.total or 0, len(self._seen)))
        self._saved()

    def _take_item(self, kind: PostType, item: Any) -> None:  # noqa: ANN401 (JSON)
        number = number_of(item)
        if number is None:
            self._intake.skip(f"{kind.slug} {_named(item)}", "it has no number")
        elif number not in self._seen:
            self._seen[number] = modified_of(item)
            try:
                self._intake.take(Post.read(item, kind, number))
            except (RefusedPostError, DocumentError) as error:
                self._intake.skip(f"{kind.slug} {number} {_named(item)}", str(error))


def _named(item: Any) -> str:  # noqa: ANN401 (JSON)
    return one_line(item.get("slug") or "") if isinstance(item, dict) else ""
