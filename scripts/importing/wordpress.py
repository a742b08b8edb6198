"""A WordPress site, through its REST API."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from scripts.importing.address import site_name
from scripts.importing.answer import Answer, AnswerError, DeniedError, SiteError, one_line
from scripts.importing.polite import Polite, check_same_site
from scripts.importing.post import number_of
from scripts.importing.post_type import PostType

PER_PAGE = 100  # the most that WordPress gives
MAX_PAGES = 1000
_API_LINK = re.compile(r"<([^<>]+)>\s*;\s*rel=\"?https://api\.w\.org/\"?")
_PAST_THE_END = "invalid_page_number"
_POST = (
    "id,slug,link,date,modified,modified_gmt,title,content,"
    "lang,polylang_current_lang,wpml_current_locale"
)
_STAMP = "id,modified,modified_gmt"


@dataclass(frozen=True, slots=True)
class Page:
    """Some posts as the site gives them, and how many it says there are in all.

    `broken`: the numbers of posts of this page that it cannot give, and why.
    """

    items: list[Any]
    total: int | None = None
    broken: tuple[tuple[int, str], ...] = ()


class WordPress:
    """A site whose API begins at `root`. Its methods raise SiteError and AnswerError."""

    def __init__(self, root: httpx.URL, polite: Polite) -> None:
        self.name = site_name(root)
        self._root = root
        self._polite = polite

    @classmethod
    def discover(cls, url: httpx.URL, polite: Polite) -> "tuple[WordPress, list[PostType]]":
        """The WordPress that an address belongs to, and its types of posts.

        Raises SiteError when there is none.
        """
        reasons: dict[str, httpx.URL] = {}
        for root in _roots(url, polite):
            site = cls(root, polite)
            try:
                return site, site.types()
            except AnswerError as error:
                reasons.setdefault(str(error), root)
        (reason, root), *_ = reasons.items()
        raise SiteError(
            f"{one_line(root)}: {reason}; name the front page of a WordPress site whose REST API "
            "may be read"
        )

    def types(self) -> list[PostType]:
        """The types of posts that the site lists."""
        # Not with _fields: WordPress would look for them among the types' names.
        told = self._get("/wp/v2/types").read()
        if not isinstance(told, dict):
            raise AnswerError("the answer does not list types of posts")
        return [found for one in told.values() if (found := PostType.read(one))]

    def pages(self, kind: PostType, since: datetime | None) -> Iterator[Page]:
        """Every post of a type, or those modified at `since`, which is in UTC, or after it."""
        query = {}
        if since:  # without its offset WordPress would take it for the site's local time
            moment = since - timedelta(seconds=1)  # it gives only what is later
            query = {"modified_after": f"{moment.isoformat(timespec='seconds')}Z"}
        return self._pages(kind, _POST, query)

    def stamps(self, kind: PostType) -> Iterator[Page]:
        """Every post of a type: only its number, and when it was modified."""
        return self._pages(kind, _STAMP, {})

    def posts(self, kind: PostType, numbers: Iterable[int]) -> Iterator[Page]:
        """The posts of these numbers that are there."""
        asked = sorted(numbers)
        for start in range(0, len(asked), PER_PAGE):
            yield self._halved(kind, asked[start : start + PER_PAGE])

    def _pages(self, kind: PostType, fields: str, query: dict[str, str]) -> Iterator[Page]:
        seen: set[int] = set()
        for number in range(1, MAX_PAGES + 1):
            asked = {**query, "page": str(number)}
            try:
                answer = self._listed(kind, fields, asked)
                page = Page(_items(answer), answer.number("x-wp-total"))
            except DeniedError as error:
                if number > 1 and error.code.endswith(_PAST_THE_END):
                    return
                raise
            except AnswerError:
                if fields == _STAMP:
                    raise
                answer = self._listed(kind, "id", asked)
                page = self._halved(kind, _numbers(_items(answer)))
            fresh = {*_numbers(page.items), *(n for n, _ in page.broken)} - seen
            if (page.items or page.broken) and (fresh or number == 1):
                yield page
            last = answer.number("x-wp-totalpages")
            if not fresh or (last is not None and number >= last):
                return
            seen |= fresh
        raise AnswerError(
            f"it has more than {MAX_PAGES * PER_PAGE:,} posts; the others are left out"
        )

    def _halved(self, kind: PostType, numbers: list[int]) -> Page:
        """The posts of these numbers, fewer at a time where an answer is of no use."""
        if not numbers:
            return Page([])
        try:
            included = {"include": ",".join(map(str, numbers))}
            items = _items(self._listed(kind, _POST, included))
        except DeniedError:
            raise
        except AnswerError as error:
            if len(numbers) == 1:
                return Page([], broken=((numbers[0], str(error)),))
            middle = len(numbers) // 2
            first, second = (
                self._halved(kind, half) for half in (numbers[:middle], numbers[middle:])
            )
            return Page(first.items + second.items, broken=first.broken + second.broken)
        wanted = set(numbers)
        return Page([item for item in items if number_of(item) in wanted])

    def _listed(self, kind: PostType, fields: str, query: dict[str, str]) -> Answer:
        common = {"per_page": str(PER_PAGE), "orderby": "id", "order": "asc", "_fields": fields}
        return self._get(kind.route, {**common, **query})

    def _get(self, route: str, query: dict[str, str] | None = None) -> Answer:
        if "rest_route" in self._root.params:
            url = self._root.copy_merge_params({"rest_route": route})
        else:
            url = self._root.copy_with(path=self._root.path.rstrip("/") + route)
        return self._polite.get(url.copy_merge_params(query or {}))


def _roots(url: httpx.URL, polite: Polite) -> Iterator[httpx.URL]:
    """Where the API may begin: as the page says, else as WordPress has it by default."""
    page = polite.get(url, bare=True)
    home = page.url.copy_with(query=None)
    if linked := _API_LINK.search(page.headers.get("link", "")):
        try:
            root = page.url.join(linked[1])
        except (httpx.InvalidURL, ValueError):
            raise SiteError(f"{home.host}: the address of its REST API is none") from None
        if root.scheme == "http" and page.url.scheme == "https" and root.host == page.url.host:
            root = root.copy_with(scheme="https")  # many sites do not know that they are encrypted
        check_same_site(page.url, root, "has its REST API at")
        yield root
    else:
        yield home.copy_with(path=f"{home.path.rstrip('/')}/wp-json/")
    yield home.copy_merge_params({"rest_route": "/"})


def _items(answer: Answer) -> list[Any]:
    items = answer.read()
    if not isinstance(items, list):
        raise AnswerError("the answer is not a list of posts")
    return items


def _numbers(items: list[Any]) -> list[int]:
    return [number for item in items if (number := number_of(item)) is not None]
