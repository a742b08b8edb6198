"""Where the article of a saved page ends, and what stands beside it."""

import pytest

from knowledge.errors import DocumentError
from knowledge.readers.html import read
from tests.knowledge.readers.pages import PARAGRAPHS, PROSE, page


@pytest.mark.parametrize(
    "beside",
    [
        "<aside><h2>New</h2><p>The ferry company wants to double the fare for all.</p></aside>",
        "<form class=mc4wp-form><p>Sign up for our letter and never miss a statement.</p></form>",
        "<div class='share-buttons'><span>Share this on every network that there is</span></div>",
        "<div class='wp-block-query'><h3><a href=/x>More beds</a></h3><p>Forty opened.</p></div>",
        "<div class='cookie-notice'>We use cookies to give you the best experience.</div>",
        "<section id=comments><p>I live here for sixty years; the curfew is right.</p></section>",
        "<nav class=post-navigation><a href=/x>Previous: More beds for the winter</a></nav>",
        "<span class=rt-reading-time>Reading time: 3 minutes, or somewhat more than that</span>",
        "<ul class='wp-block-latest-posts has-dates'><li>The ferry does not wait for us.</li></ul>",
        "<div class=yarpp-related><h3>Related</h3><p>The ferry does not wait for us.</p></div>",
        "<div class=inline-cta><h3>Give</h3><p>Your gift keeps a lamp lit for a child.</p></div>",
        "<div class='card card-donate'><p>Fifty dollars keep a lamp lit for a winter.</p></div>",
        "<div class=modal><p>Before you go: a child is waiting at the pier tonight.</p></div>",
        "<div class=saboxplugin-wrap><p>Ines Calloway has led Lantern House since 2011.</p></div>",
    ],
)
@pytest.mark.parametrize("place", [0, 2, 3])
def test_what_stands_beside_an_article_is_left_out_wherever_it_stands(
    beside: str, place: int
) -> None:
    blocks = [f"<p>{words}</p>" for words in PROSE]
    blocks.insert(place, beside)
    assert read(page("".join(blocks)), "page.html").text == (
        "# The Harbor Curfew\n\n" + "\n\n".join(PROSE) + "\n"
    )


BOX = "<div><h3>Share</h3></div>"
MENU = "<div><a href=/q>The Ferry Does Not Wait</a></div>"
ROW, COLUMN = "<div class=row><div class=col-md-8>", "<div class=col-md-4><h4>Help</h4>"
NEAR = "<p>Write to the press office of Lantern House before noon, please.</p></div>"
QUERY = "<div class=wp-block-query><div class=hentry>"


@pytest.mark.parametrize(
    "body",
    [
        f"<div class=entry-content>{BOX}{PARAGRAPHS}{MENU}{BOX}</div>",
        f"<div itemprop=articleBody>{PARAGRAPHS}</div><h3>More</h3><p>The ferry left at noon.</p>",
        f"{ROW}{PARAGRAPHS}</div>{COLUMN}{NEAR}</div>",
        f"<div class=entry-content><div class=et_pb_post_content>{PARAGRAPHS}</div><div>{NEAR}",
        f"<div class=entry-content>{PARAGRAPHS}{QUERY}{NEAR}</div>",
    ],
)
def test_an_article_ends_where_the_element_named_as_its_own_does(body: str) -> None:
    assert read(page(body), "page.html").text == (
        "# The Harbor Curfew\n\n" + "\n\n".join(PROSE) + "\n"
    )


def test_a_column_beside_a_shorter_article_is_left_out() -> None:
    column = "<div class=et_pb_column><p>Write to the press office before noon, please.</p></div>"
    body = f"<div class='et_pb_column et_pb_post_content'><p>The lamp is lit.</p></div>{column}"
    assert read(page(body), "page.html").text == "# The Harbor Curfew\n\nThe lamp is lit.\n"


def test_a_heading_in_a_box_above_an_article_is_its_heading() -> None:
    box = "<section><h2>Beds for All</h2><p>In <a href=/c>Statements</a>, May 4</p></section>"
    body = f"<title>Beds for All | Lantern House</title><div class=entry-content>{box}{PARAGRAPHS}"
    text = read(f"<meta charset=utf-8>{body}".encode(), "page.html").text
    assert text == "## Beds for All\n\n" + "\n\n".join(PROSE) + "\n"


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        (
            "single",
            "<form class=post-password-form><p>Enter the password below.</p></form>",
            "it asks for a password; save the page again after giving it",
        ),
        (
            "error404",
            "<p>Nothing was found here; maybe try a search for it?</p>",
            "it says that there is no such page; save the page from its new address",
        ),
        (
            "archive category",
            f"<article class=post-1>{PARAGRAPHS}</article><article class=post-2>No.</article>",
            "it lists several posts; save the page of each instead",
        ),
    ],
)
def test_a_page_without_an_article_is_refused_with_the_reason(
    kind: str, body: str, message: str
) -> None:
    with pytest.raises(DocumentError) as refused:
        read(f"<meta charset=utf-8><body class='{kind}'>{body}".encode(), "page.html")
    assert str(refused.value) == f"page.html: {message}"


@pytest.mark.parametrize("kind", ["single single-post blog", "archive"])
def test_a_page_with_one_article_is_read_whatever_it_is_called(kind: str) -> None:
    body = f"<article class=post-1>{PARAGRAPHS}</article>"
    beside = "<aside><div class=post-2>The ferry left.</div></aside>" if "single" in kind else ""
    html = f"<meta charset=utf-8><body class='{kind}'>{body}{beside}"
    assert read(html.encode(), "page.html").text == "\n\n".join(PROSE) + "\n"
