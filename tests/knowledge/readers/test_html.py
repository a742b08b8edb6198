"""Saved pages of a website."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content import Properties
from knowledge.errors import DocumentError
from knowledge.html_text import text_of
from knowledge.readers.html import read
from tests.knowledge.readers.beside import FILES, expected, files_of
from tests.knowledge.readers.pages import PARAGRAPHS, PROSE, page

SITE = "<meta property=og:site_name content='Lantern House'>"
JSON = "<script type=application/ld+json>"
GRAPH = """{"@graph": [
    {"@type": "WebSite", "datePublished": "2011-01-01"},
    {"@type": ["NewsArticle"], "datePublished": "2023-05-04"}
]}"""
UPDATED = "<time class=updated datetime=2024-01-01>now</time>"
CLASSIC = FILES / "html" / "harbor-curfew-statement.html"
OPENING, CLOSING = '<div class="entry-content">', '<div class="sharedaddy'


def in_theme(body: str) -> str:
    """What is read where a body stands in a theme's page."""
    html = CLASSIC.read_text("utf-8")
    start, end = html.index(OPENING) + len(OPENING), html.index(CLOSING)
    return read((html[:start] + body + html[end:]).encode(), "page.html").text


@pytest.mark.parametrize("path", files_of("html"), ids=lambda path: path.name)
def test_the_text_is_the_one_beside_the_page(path: Path) -> None:
    assert read(path.read_bytes(), path.name).text == expected(path)


@pytest.mark.parametrize(
    ("name", "properties"),
    [
        (
            "harbor-curfew-statement.html",
            Properties(
                title="Children Are Not Cargo: Our Statement on the Harbor Curfew",
                date=date(2023, 5, 4),
                language="en",
                url="https://lantern-house.example/statements/harbor-curfew/",
            ),
        ),
        (
            "escuela-nocturna.html",
            Properties(
                title="La escuela nocturna no se cierra",
                date=date(2024, 2, 12),
                language="es",
                url="https://lantern-house.example/es/escuela-nocturna/",
            ),
        ),
        (
            "ferry-fares-2009.html",
            Properties(title="Ferry Fares Must Not Keep Children From School"),
        ),
    ],
)
def test_a_page_says_its_title_day_language_and_address(name: str, properties: Properties) -> None:
    assert read((FILES / "html" / name).read_bytes(), name).properties == properties


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<meta property=og:title content='The Lamp | Lantern House'>", "The Lamp | Lantern House"),
        (
            "<meta property=og:title content='Lantern House: The Lamp'>" + SITE,
            "The Lamp",
        ),
        ("<title>Lantern House</title>", "The Harbor Curfew"),
        (f"<meta property=og:title content='{'x' * 300}'>", "The Harbor Curfew"),
    ],
)
def test_the_title_is_the_heads_without_the_sites_name_or_the_headings(
    head: str, title: str
) -> None:
    assert read(page(head=head), "page.html").properties.title == title


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("<meta property=article:published_time content=2023-05-04T23:59-05:00>", "", "2023-05-04"),
        ("<meta property=article:published_time content=yesterday>", "", None),
        ("<meta property=article:published_time content=2023-02-30>", "", None),
        (
            f"{JSON}{{'broken'</script>{JSON}{GRAPH}</script>",
            "",
            "2023-05-04",
        ),
        (
            "",
            f"<div class=entry-meta>{UPDATED}<time datetime=2023-05-04>then</time></div>",
            "2023-05-04",
        ),
        ("", "<aside><time datetime=2023-05-04>then</time></aside>", None),
        (
            "",
            "<section id=comments><article><time datetime=2023-05-04>x</time></article></section>",
            None,
        ),
    ],
)
def test_the_day_is_that_of_the_articles_publication(head: str, body: str, day: str | None) -> None:
    found = read(page(PARAGRAPHS + body, head), "page.html").properties.date
    assert found == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://lantern-house.example/a", "https://lantern-house.example/a"),
        ("/a", None),
        ("javascript:alert(1)", None),
        ("file:///a", None),
    ],
)
def test_an_address_is_of_the_web(address: str, url: str | None) -> None:
    head = f"<link rel=canonical href='{address}'>"
    assert read(page(head=head), "page.html").properties.url == url


@pytest.mark.parametrize(
    ("attributes", "language"),
    [("lang=es-MX", "es"), ("lang=EN", "en"), ("lang=fil", None), ("", None), ("lang=''", None)],
)
def test_the_language_is_the_one_of_the_page(attributes: str, language: str | None) -> None:
    assert read(page(attributes=attributes), "page.html").properties.language == language


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("", "utf-8"),
        ("", "cp1252"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset='ISO-8859-1'>", "cp1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252"),
        ("<meta charset=iso-8859-15>", "iso8859-15"),
        ("<!-- <meta charset=koi8-r> --><meta charset=utf-8>", "utf-8"),
        ("<?xml version='1.0' encoding='iso-8859-1'?>", "cp1252"),
        ("<meta charset=utf-16>", "utf-8"),  # could not be read if it were
        ("<meta charset=iso-8859-1>", "utf-16"),
        ("<meta charset=iso-8859-1>", "utf-8-sig"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_names(label: str, encoding: str) -> None:
    body = f"<article><p>José Peña said “no” for 12 €.</p>{PARAGRAPHS}</article>"
    content = f"{label}<title>x</title>{body}"
    if encoding == "iso8859-15":
        content = content.replace("“no”", "no")
    text = read(content.encode(encoding), "page.html").text
    assert text.startswith("José Peña said ")
    assert text.split("\n")[0].endswith("for 12 €.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<meta charset=utf-8><p>caf\xe9", r"byte 26 is not UTF-8; save the file as UTF-8"),
        (b"<meta charset=koi8-r><p>x", r"it says that it is in 'koi8-r'.*; save the page as UTF-8"),
        ("<meta charset=latin1><p>café".encode(), r"it is UTF-8 but says that it is in 'latin1'"),
        (b"", r"its article cannot be told"),
        (b"<html><body></body></html>", r"its article cannot be told"),
        (b"<nav><a href=/>Home</a></nav><footer>x</footer>", r"its article cannot be told.*\.txt"),
        (b"<div>" * 3000 + b"x", r"its elements are nested too deeply; save its text as \.txt"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_by_name(content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=rf"(?s)^page\.html: {message}"):
        read(content, "page.html")


@pytest.mark.parametrize(
    "block",
    [
        "<p>Lantern House does <em>not</em> <b>support <i>this</i></b>, <a href=/x>ever</a>.</p>",
        "<p>It&#8217;s wrong.</p>",
        f"<p>It is wrong.</p><p>{PROSE[0]}</p><p>It is wrong.</p>",
        "<ul><li>a boat</li><li>a mast<ul><li>on the cape</li></ul></li></ul>",
        "<ol start=4><li>Never again.</li></ol>",
        "<blockquote><p>“We agree.”</p><footer>Ines Calloway</footer></blockquote>",
        "<table><tr><th>Winter</th><th>Beds</th></tr><tr><td>2023</td><td>20</td></tr></table>",
        "<p>The first line.<br>The second line.<br><br>Another paragraph.</p>",
        "<div>Words in no paragraph <span>at all</span>, and <b>more</b> of them.</div>",
        "<figure><img src=x><figcaption>The pier at night</figcaption></figure>",
        "<pre>Pier 4\n  Port Brasa</pre>",
        "<h2>What We Ask</h2><h3>And why</h3>",
        "<p><a href=/letter>Read the whole letter to the Assembly here.</a></p>",
        "<ul><li><a href=/a>Our letter to the Assembly</a></li><li><a href=/b>Beds</a></li></ul>",
        "<div class='wp-block-cover has-parallax'><div><p>Lamps, not guards</p></div></div>",
        "<div class=wp-block-columns><div><h3>Boats</h3><p>One.</p></div><div>Two.</div></div>",
        "<div class=wp-block-media-text><figure><img src=x></figure><div><p>A bed</p></div></div>",
        "<details><summary>Who pays?</summary><p>The donors do.</p></details>",
        "<p>© 2022 Beacon Trust drew the map of the piers.</p>",
        "<p>The ministry sets cookies for children, and does not ask.</p>",
        "<div>Contact: <a href='mailto:press@lantern-house.example'>the press office</a></div>",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_no_block_of_an_article_is_lost_or_changed(block: str, place: int) -> None:
    blocks = [f"<p>{words}</p>" for words in PROSE]
    blocks.insert(place, block)
    body = "\n".join(blocks)
    heading = "# Children Are Not Cargo: Our Statement on the Harbor Curfew\n\n"
    assert in_theme(body) == heading + text_of(body)


@pytest.mark.parametrize(
    "body",
    ["<p>The lamp is lit.</p>", "<ul><li>No curfew</li><li>Forty beds</li></ul>", "<p>No.</p>"],
)
def test_an_article_of_a_few_words_is_not_mistaken_for_what_is_beside_it(body: str) -> None:
    heading = "# Children Are Not Cargo: Our Statement on the Harbor Curfew\n\n"
    assert in_theme(body) == heading + text_of(body)


WORDS = st.sampled_from(
    "lantern harbor child not pier winter bed storm <b>no</b> <i>never</i>".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: " ".join(words) + ".")
BLOCKS = st.one_of(
    SENTENCES.map("<p>{}</p>".format),
    st.lists(SENTENCES, min_size=1, max_size=3).map(
        lambda items: "<ul>" + "".join(map("<li>{}</li>".format, items)) + "</ul>"
    ),
    SENTENCES.map("<blockquote><p>{}</p></blockquote>".format),
)


@given(st.lists(BLOCKS, max_size=8))
def test_between_two_paragraphs_everything_is_read(blocks: list[str]) -> None:
    body = f"<p>{PROSE[0]}</p>{''.join(blocks)}<p>{PROSE[1]}</p>"
    assert in_theme(body).endswith(text_of(body))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page_or_refused_by_name(content: bytes) -> None:
    try:
        read(b"<article><p>" + content, "page.html")
    except DocumentError as error:
        assert str(error).startswith("page.html: ")  # noqa: PT017 (either outcome is right)
