"""A site that answers wrongly: what is of no use is refused by name, and the rest is imported."""

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from scripts.importing import polite, wordpress
from tests.scripts.importing.importing import Importing, importing, listening
from tests.scripts.importing.site import FILLING, Fault, error

__all__ = ["importing", "listening"]

LIST = "/wp/v2/posts"


def on(path: str, answer: Response, **query: str) -> Fault:
    """Answer so wherever a path ends like this and the query has these values."""

    def fault(request: Request) -> Response | None:
        asked = request.query_params
        met = request.url.path.rstrip("/").endswith(path.rstrip("/"))
        return answer if met and all(asked.get(k) == v for k, v in query.items()) else None

    return fault


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"content": {"rendered": "", "protected": True}}, "it is protected by a password"),
        ({"content": {"rendered": " \n"}}, "it has no text"),
        ({"content": {"rendered": "<p> </p><script>x</script>"}}, "it has no text"),
        ({"content": None}, "it has no text"),
        ({"content": {"rendered": "<p>Beds</p>"}}, "there is no sentence in this file"),
        ({"content": {"rendered": f"<p>{'a ' * 1_000_001}</p>"}}, "its text has 2,000,0"),
        ({"title": {"rendered": "long " * 2000}}, "its title has 9,999 characters, at most 250"),
        ({"title": {"rendered": "long " * 2001}}, "its title has 10,005 characters, at most 250"),
        (
            {"title": None, "content": {"rendered": f"<p>{FILLING * 5}</p>"}},
            "it has no title",
        ),
        ({"content": {"rendered": "<p>The lamp \ud800.</p>"}}, "it holds half of a character"),
        ({"title": {"rendered": "\ud800"}}, "it holds half of a character"),
        ({"date": "2026-02-31T10:00:00"}, "its date '2026-02-31T10:00:00' is none"),
        ({"date": "-0001-11-30T00:00:00"}, "its date '-0001-11-30T00:00:00' is none"),
        ({"date": 7}, "its date '7' is none"),
        ({"link": "javascript:alert(1)"}, "url: a web address is https://"),
        ({"id": "7"}, "it has no number"),
        ({"id": True}, "it has no number"),
        ({"id": -7}, "it has no number"),
        ({"id": 2**64}, "it has no number"),
        ({"id": None}, "it has no number"),
    ],
)
def test_a_post_that_cannot_be_a_document_is_named(
    importing: Importing, values: dict[str, Any], reason: str
) -> None:
    importing.site.add("Lamp")
    item = importing.site.add("Odd", slug="odd") | values
    del importing.site.posts[-1]

    def fault(request: Request) -> Response | None:
        if not request.url.path.endswith(LIST):
            return None
        given = JSONResponse([*importing.site.posts])
        # As PHP writes it: only ASCII, and so halves of characters too.
        given.body = json.dumps([*importing.site.posts, item]).encode()
        given.headers["content-length"] = str(len(given.body))
        return given

    importing.site.fault = fault
    ended = importing.run()
    assert (ended.code, ended.told["imported"]) == (3, ["lamp"])
    ((name, told),) = ended.reasons.items()
    assert name.startswith("post ")
    assert name.endswith(" odd")
    assert told.startswith(reason)
    assert importing.names() == {"lamp.txt"}


@pytest.mark.parametrize("item", [7, None, "post", [], {}, {"id": {}}])
def test_what_is_no_post_at_all_is_passed_over(importing: Importing, item: object) -> None:
    lamp = importing.site.add("Lamp")
    importing.site.fault = on(LIST, JSONResponse([item, lamp]))
    ended = importing.run()
    assert ended.told["imported"] == ["lamp"]
    assert list(ended.reasons.values()) == ["it has no number"]


@pytest.mark.parametrize(
    ("slug", "identity"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("..%2f..%2fetc%2fpasswd", "etc-passwd"),
        (".kind-import.json", "kind-import-json"),
        ("", "post-1"),
        (None, "post-1"),
        (7, "7"),
        ("%e5%b0%8f", "post-1"),
    ],
)
def test_no_slug_leads_out_of_the_folder(importing: Importing, slug: object, identity: str) -> None:
    importing.site.add("Lamp")["slug"] = slug
    assert importing.run().told["imported"] == [identity]
    assert importing.names() == {f"{identity}.txt"}
    assert [path.name for path in importing.folder.parent.iterdir()] == ["documents"]


@pytest.mark.parametrize(
    "title", ["---", "---\nstatus: approved", "# Lamp\n", "a: [b", "\x07No\x00"]
)
def test_no_title_breaks_the_front_matter(importing: Importing, tmp_path: Path, title: str) -> None:
    importing.site.add(title, slug="odd")
    assert importing.run().code == 0
    document = importing.documents(tmp_path / "archive")["odd"]
    assert document.metadata.title == " ".join(
        title.replace("\x07", "").replace("\x00", "").split()
    )
    assert document.metadata.status == "draft"


def test_control_characters_are_left_out_of_the_text(importing: Importing) -> None:
    importing.site.add("Lamp", "<p>The lamp\x00 is\x0blit in\x1b every window&#11;tonight.</p>")
    assert importing.run().code == 0
    assert "The lamp is lit in every window" in importing.text("lamp")


PAGE = HTMLResponse("<h1>Something went wrong</h1>")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (PAGE, "the answer is not JSON, though it says text/html; charset=utf-8"),
        (Response(b"", 200), "the answer is not JSON, though it says of no kind"),
        (Response(b"[" * 100_000), "the answer is JSON nested too deeply"),
        (JSONResponse({"posts": []}), "the answer is not a list of posts"),
        (
            error(401, "rest_forbidden", "Not\n<b>you</b>"),
            "the answer is 401 rest_forbidden Not <b>",
        ),
        (HTMLResponse("Forbidden", 403), "the answer is 403"),
        (Response(b"\xff\xfe", 200), "the answer is not JSON, though it says of no kind"),
    ],
)
def test_a_type_that_is_not_given_is_named_and_the_others_are_imported(
    importing: Importing, answer: Response, reason: str
) -> None:
    importing.site.types |= {"testimony": "testimony"}
    importing.site.add("Lamp")
    importing.site.add("Harbor", kind="testimony")
    importing.site.fault = on(LIST, answer)
    ended = importing.run()
    assert (ended.code, ended.told["imported"]) == (3, ["harbor"])
    assert ended.reasons["post"].startswith(reason)
    # Nothing of the type counts as deleted for that.
    assert importing.run().told["deleted"] == []


def test_where_no_type_is_given_nothing_is_done(importing: Importing) -> None:
    importing.site.add("Lamp")
    importing.site.fault = on(LIST, error(403, "rest_forbidden", "Not you"))
    assert importing.refusal() == "post: the answer is 403 rest_forbidden Not you"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (PAGE, "the answer is not JSON, though it says text/html"),
        (JSONResponse([]), "the answer does not list types of posts"),
        (error(404, "rest_no_route", "No route"), "the answer is 404 rest_no_route No route"),
    ],
)
def test_what_is_no_wordpress_is_named(importing: Importing, answer: Response, reason: str) -> None:
    importing.site.fault = lambda _request: answer
    told = importing.refusal()
    assert told.startswith(f"{importing.site.address}/wp-json/: {reason}")
    assert told.endswith("; name the front page of a WordPress site whose REST API may be read")


@pytest.mark.parametrize(
    "types",
    [{"a": 7}, {"a": {}}, {"a": {"slug": "../x"}}, {"a": {"slug": "x", "rest_base": "../../y"}}],
)
def test_types_whose_posts_cannot_be_asked_for_are_none(
    importing: Importing, types: dict[str, object]
) -> None:
    importing.site.fault = on("/types", JSONResponse(types))
    assert importing.refusal() == (
        "the site has no type of posts that may hold statements; name one: --type"
    )


@pytest.mark.parametrize("stated", ["1000000", "-1", "x", ""])
def test_pages_end_where_the_posts_do_whatever_is_claimed(
    importing: Importing, stated: str
) -> None:
    lamp = importing.site.add("Lamp")
    told = {"X-WP-Total": stated, "X-WP-TotalPages": stated}
    importing.site.fault = on(LIST, JSONResponse([lamp], headers=told))
    assert importing.run().told["imported"] == ["lamp"]
    assert len(importing.site.queries) == 4


def test_posts_without_end_are_left(importing: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wordpress, "MAX_PAGES", 3)

    def fault(request: Request) -> Response | None:
        if not request.url.path.endswith(LIST):
            return None
        importing.site.posts.clear()
        return JSONResponse([importing.site.add("Lamp", id=int(request.query_params["page"]))])

    importing.site.fault = fault
    ended = importing.run()
    assert len(ended.told["imported"]) == 1  # they are all of one address
    assert ended.reasons["post"] == "it has more than 300 posts; the others are left out"


@pytest.mark.parametrize("junk", ["x" * 3000, None])
def test_a_post_that_spoils_its_page_is_named_alone(
    importing: Importing, monkeypatch: pytest.MonkeyPatch, junk: str | None
) -> None:
    monkeypatch.setattr(polite, "MAX_BYTES", 2500)
    for name in ("Lamp", "Harbor", "Pier", "Quay", "Light"):
        importing.site.add(name)
    importing.site.add("Monster", f"<p>{junk}</p>" if junk else "")

    def notice(request: Request) -> Response | None:
        asked = request.query_params
        whole = "content" in asked.get("_fields", "")
        if junk or not whole or "6" not in asked.get("include", "6").split(","):
            return None
        return HTMLResponse("Warning: PHP says something [{}]")

    importing.site.fault = notice
    ended = importing.run()
    assert sorted(ended.told["imported"]) == ["harbor", "lamp", "light", "pier", "quay"]
    ((name, reason),) = ended.reasons.items()
    assert name == "post 6"
    assert reason.startswith(
        "the answer has more than the 2,500 bytes allowed" if junk else "the answer is not JSON"
    )


def test_what_unpacks_to_too_much_is_not_unpacked(importing: Importing) -> None:
    bomb = gzip.compress(bytes(40 * 1024 * 1024))
    importing.site.fault = on(LIST, Response(bomb, headers={"Content-Encoding": "gzip"}))
    assert importing.refusal() == "post: the answer has more than the 20,971,520 bytes allowed"


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd"])
def test_what_is_packed_twice_or_strangely_is_not_unpacked(
    importing: Importing, encoding: str
) -> None:
    bomb = gzip.compress(gzip.compress(bytes(1024)))
    importing.site.fault = on(LIST, Response(bomb, headers={"Content-Encoding": encoding}))
    assert importing.refusal() == (
        f"post: the answer is packed as {encoding!r}, which nobody asked for"
    )


def test_what_is_packed_as_it_was_asked_for_is_read(importing: Importing) -> None:
    lamp = JSONResponse([importing.site.add("Lamp")])
    for encoding, packed in (("gzip", gzip.compress), ("deflate", zlib.compress)):
        answer = Response(packed(bytes(lamp.body)), headers={"Content-Encoding": encoding})
        importing.site.fault = on(LIST, answer)
        assert importing.run("--dry-run").told["imported"] == ["lamp"]


@pytest.mark.parametrize("target", ["http://elsewhere.example/", "//elsewhere.example/a?b"])
def test_no_redirect_leads_to_another_host(importing: Importing, target: str) -> None:
    importing.site.fault = on("/types", RedirectResponse(target))
    assert importing.refusal() == (
        f"{importing.site.address} redirects to http://elsewhere.example, another host; "
        "if it is meant, name it: http://elsewhere.example"
    )


@pytest.mark.parametrize(
    "target", ["https://[/", "http://:0x/", "javascript:x", "file:///etc/passwd"]
)
def test_a_redirect_to_what_is_no_web_address_is_not_followed(
    importing: Importing, target: str
) -> None:
    importing.site.fault = on("/types", Response("", 302, headers={"Location": target}))
    assert importing.site.address.removeprefix("http://") in importing.refusal()
    assert {asked.path for asked in importing.site.asked} == {"/", "/wp-json/wp/v2/types"}


def test_no_link_leads_to_another_host(importing: Importing) -> None:
    link = '<https://elsewhere.example/wp-json/>; rel="https://api.w.org/"'
    importing.site.fault = on("", HTMLResponse("", headers={"Link": link}))
    assert importing.refusal().startswith(
        f"{importing.site.address} has its REST API at https://elsewhere.example, another host;"
    )


def test_redirects_within_the_site_are_followed_but_not_without_end(importing: Importing) -> None:
    importing.site.add("Lamp")
    front = importing.site.address + "/en"
    importing.site.fault = on("/en", RedirectResponse("/", 301))
    assert importing.run(url=front).told["imported"] == ["lamp"]
    importing.site.fault = on("/en", RedirectResponse("/en", 301))
    importing.site.asked.clear()
    assert "more than 5 redirects in a row" in importing.refusal(url=front)
    assert len(importing.site.asked) == 6
