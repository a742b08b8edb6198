"""What a site lists while it changes, and where its API begins."""

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from scripts.importing.polite import Polite
from scripts.importing.wordpress import WordPress
from tests.scripts.importing.importing import Importing, importing, listening
from tests.scripts.importing.site import error

__all__ = ["importing", "listening"]


def test_posts_that_appear_while_pages_turn_are_imported(importing: Importing) -> None:
    for number in range(1, 101):
        importing.site.add(f"Lamp {number}")

    def fault(request: Request) -> Response | None:
        if request.query_params.get("page") == "1" and len(importing.site.posts) < 102:
            importing.site.add(f"New {len(importing.site.posts)}")
        return None

    importing.site.fault = fault
    assert len(importing.run().told["imported"]) == len(importing.site.posts) == 102


def test_posts_that_move_to_a_page_already_read_are_imported_and_not_called_deleted(
    importing: Importing,
) -> None:
    for number in range(1, 202):
        importing.site.add(f"Lamp {number}")

    def fault(request: Request) -> Response | None:
        if request.query_params.get("page") == "2":
            del importing.site.posts[0]
        return None

    importing.site.fault = fault
    told = importing.run().told
    assert "lamp-101" in told["imported"]
    assert len(told["imported"]) == 201
    told = importing.run().told
    assert "lamp-102" not in told["deleted"]
    assert told["deleted"][:2] == ["lamp-1", "lamp-2"]


def test_a_page_past_the_end_ends_the_list(importing: Importing) -> None:
    for number in range(1, 101):
        importing.site.add(f"Lamp {number}")

    def fault(request: Request) -> Response | None:
        return None if request.query_params.get("page") != "1" else _more(importing, request)

    importing.site.fault = fault
    ended = importing.run()
    assert (ended.code, len(ended.told["imported"])) == (0, 100)
    assert {query["page"] for query in importing.site.queries} == {"1", "2"}


def _more(importing: Importing, request: Request) -> Response:
    """The page as it is, with a header that tells of one more."""
    route = request.url.path.removeprefix("/wp-json")
    answer = importing.site._api(route, dict(request.query_params))
    answer.headers["X-WP-TotalPages"] = "2"
    return answer


@pytest.mark.parametrize("page", [HTMLResponse("<html>"), HTMLResponse("Gone", 404)])
def test_without_a_link_the_api_is_where_wordpress_has_it(
    importing: Importing, page: Response
) -> None:
    importing.site.add("Lamp")
    importing.site.fault = lambda request: page if request.url.path == "/" else None
    assert importing.run().told["imported"] == ["lamp"]


def test_without_a_link_and_a_path_the_api_is_asked_for_by_its_route(importing: Importing) -> None:
    importing.site.plain = True
    importing.site.add("Lamp")

    def fault(request: Request) -> Response | None:
        if "rest_route" in request.query_params:
            return None
        lost = request.url.path != "/"
        return error(404, "rest_no_route", "No route") if lost else HTMLResponse("<html>")

    importing.site.fault = fault
    assert importing.run().told["imported"] == ["lamp"]


def test_a_site_that_does_not_know_that_it_is_encrypted_is_asked_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        link = '<http://lantern.example/wp-json/>; rel="https://api.w.org/"'
        return httpx.Response(200, json={}, headers={"Link": link})

    transport = httpx.MockTransport(answer)
    client = httpx.Client(transport=transport)
    monkeypatch.setattr(httpx, "Client", lambda **_settings: client)
    with Polite(0, asked.append) as polite:
        WordPress.discover(httpx.URL("https://lantern.example"), polite)
    assert asked == ["https://lantern.example", "https://lantern.example/wp-json/wp/v2/types"]
