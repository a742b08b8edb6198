"""A WordPress on loopback: it answers as one does, or as a test would have it."""

import re
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

Item = dict[str, Any]
Fault = Callable[[Request], Response | None]
ZONE = timezone(timedelta(hours=-5))  # the site's own
BUILT_IN = {"post": "posts", "page": "pages", "attachment": "media", "wp_block": "blocks"}
FILLING = "The lamp is lit in every window of the house tonight."


@dataclass
class Asked:
    """A request that came, and when."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    at: float


@dataclass
class Site:
    """A site's posts by their types; `fault` may answer instead of it.

    `plain`: with permalinks as WordPress has them first, so that its API has no path of its own.
    """

    plain: bool = False
    fault: Fault | None = None
    types: dict[str, str] = field(default_factory=lambda: dict(BUILT_IN))
    posts: list[Item] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    clock: datetime = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    address: str = ""

    def add(self, title: str, html: str = "", kind: str = "post", **values: Any) -> Item:  # noqa: ANN401
        """Publish a post; `values` stand for what WordPress would have given."""
        number = 1 + max([p["id"] for p in self.posts if type(p["id"]) is int], default=0)
        slug = values.get("slug") or "-".join(re.findall(r"[a-z0-9]+", title.lower())) or number
        item: Item = {
            "id": number,
            "date": _local(self.clock),
            "slug": str(slug),
            "type": kind,
            "link": f"{self.address}/{kind}/{slug}/",
            "title": {"rendered": title},
            "content": {"rendered": f"{html or f'<p>{FILLING} It is number {number}.</p>'}\n"},
        }
        item["content"]["protected"] = False
        item |= self._stamp() | values
        self.posts.append(item)
        return item

    def change(self, item: Item, html: str) -> None:
        """Save a post anew, a minute later."""
        self.clock += timedelta(minutes=1)
        item["content"]["rendered"] = html
        item |= self._stamp()

    def _stamp(self) -> Item:
        return {"modified": _local(self.clock), "modified_gmt": _written(self.clock)}

    def clear(self) -> None:
        """Be a site without posts again."""
        fresh = Site()
        for name in ("plain", "fault", "types", "posts", "asked", "clock"):
            setattr(self, name, getattr(fresh, name))

    @property
    def queries(self) -> list[dict[str, str]]:
        """What was asked of the lists of posts."""
        return [asked.query for asked in self.asked if "per_page" in asked.query]

    def __enter__(self) -> Self:
        """Starts to listen."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "HEAD"])])
        config = uvicorn.Config(app, log_config=None, lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Ends what is being answered too."""
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)

    async def _answer(self, request: Request) -> Response:
        query = dict(request.query_params)
        path = request.url.path
        self.asked.append(Asked(path, query, dict(request.headers), time.monotonic()))
        if self.fault and (instead := self.fault(request)):
            return instead
        route = query.pop("rest_route", None)
        if not self.plain and path.startswith("/wp-json"):
            route = path.removeprefix("/wp-json").rstrip("/") or "/"
        if route is None:
            page = HTMLResponse("<html><title>Lantern House</title></html>")
            page.headers["Link"] = f'<{self._root}>; rel="https://api.w.org/"'
            return page
        return self._api(route, query)

    @property
    def _root(self) -> str:
        return (
            f"{self.address}/index.php?rest_route=/" if self.plain else f"{self.address}/wp-json/"
        )

    def _api(self, route: str, query: dict[str, str]) -> Response:
        if route == "/wp/v2/types":
            # WordPress looks for _fields among the types' names here, and finds none.
            return JSONResponse([] if "_fields" in query else self._types())
        for kind, base in self.types.items():
            if route == f"/wp/v2/{base}":
                return self._collection(kind, query)
        return error(404, "rest_no_route", "No route was found matching the URL.")

    def _types(self) -> dict[str, Item]:
        return {
            slug: {
                "name": base.title(),
                "slug": slug,
                "hierarchical": slug == "page",
                "rest_base": base,
                "rest_namespace": "wp/v2",
                "taxonomies": [],
            }
            for slug, base in self.types.items()
        }

    def _collection(self, kind: str, query: dict[str, str]) -> Response:
        per_page, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
        if not 1 <= per_page <= 100:
            return error(400, "rest_invalid_param", "Invalid parameter(s): per_page")
        found = sorted((p for p in self.posts if p["type"] == kind), key=lambda p: p["id"])
        if after := query.get("modified_after"):
            moment = datetime.fromisoformat(after)
            local = moment.replace(tzinfo=None) if moment.tzinfo is None else moment
            found = [p for p in found if _is_later(p, local)]
        if include := query.get("include"):
            found = [p for p in found if str(p["id"]) in include.split(",")]
        pages = -(-len(found) // per_page)
        if page > max(pages, 1):
            return error(
                400,
                "rest_post_invalid_page_number",
                "The page number requested is larger than the number of pages available.",
            )
        given = found[(page - 1) * per_page : page * per_page]
        if fields := query.get("_fields"):
            given = [{k: v for k, v in p.items() if k in fields.split(",")} for p in given]
        told = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
        return JSONResponse(given, headers=told)


def error(status: int, code: str, message: str) -> JSONResponse:
    """An error as WordPress's API tells it."""
    return JSONResponse({"code": code, "message": message, "data": {"status": status}}, status)


def _is_later(post: Item, moment: datetime) -> bool:
    # Without its offset, a moment is the site's local time.
    zone = ZONE if moment.tzinfo is None else UTC
    key = "modified" if moment.tzinfo is None else "modified_gmt"
    return datetime.fromisoformat(post[key]).replace(tzinfo=zone) > moment.replace(
        tzinfo=moment.tzinfo or zone
    )


def _local(moment: datetime) -> str:
    return _written(moment.astimezone(ZONE))


def _written(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")
