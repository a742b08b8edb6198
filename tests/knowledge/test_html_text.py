"""HTML to text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.html_text import HtmlError, text_of

INLINE = ["b", "em", "a href='/x/'", "span class=x", "u", "small", "font size=2", "abbr"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<b>b</b>c</p>", "abc"),
        ("We do <em>not</em> agree<!-- x -->, <a href='/'>ever</a>.", "We do not agree, ever."),
        ("<p>one</p><p>two</p>three<div>four</div>", "one\n\ntwo\n\nthree\n\nfour"),
        ("<p>\n  The\tlamp\n  is   lit\n</p>", "The lamp is lit"),
        (
            "<p>12&nbsp;&euro; &ldquo;now&rdquo; &#8217;til &amp;amp;</p>",
            "12\u00a0€ “now” ’til &amp;",
        ),
        ("<p>Pier 4<br>Port Brasa</p>", "Pier 4\nPort Brasa"),
        ("one<br><br>two<br>&nbsp;<br/>three", "one\n\ntwo\n\nthree"),
        ("<h1>The Lamp</h1><h3>Lit<br>now</h3>", "# The Lamp\n\n### Lit now"),
        ("<blockquote><p>We agree.</p><cite>Ines</cite></blockquote>", "> We agree.\n\nInes"),
        ("<figure><img alt=x><figcaption>The pier</figcaption></figure>", "The pier"),
        ("<pre>\n  The  lamp\n\n  is lit</pre>", "  The  lamp\n\n  is lit"),
        ("un<wbr>believ&shy;able", "unbelievable"),
        ("<p>Never <del>again</del><s>soon</s> now</p>", "Never now"),
        ("<q>Hi, <q>you</q></q>", "“Hi, ‘you’”"),
        ("12<sup>th</sup>, 10<sup>6</sup>, CO<sub>2</sub>", "12th, 10⁶, CO2"),
        ("<img class='emoji' alt='🕯'> lit<img alt='lamp'>", "🕯 lit"),
        ("<dl><dt>Beds</dt><dd>Sixty</dd></dl>", "Beds\n\nSixty"),
        ("<details><summary>Why?</summary>We must.</details>", "Why?\n\nWe must."),
        ("a\0b \ud800", "a\ufffdb \ufffd"),
        ("", ""),
        ("<!-- nothing -->", ""),
        ("<script>x</script>", ""),
        ("<p>We ask.</p><div class=wp-block-query><h2>More</h2><p>x</p></div>", "We ask."),
        ("<ul class='wp-block-latest-posts__list wp-block-latest-posts'><li>x</ul>No.", "No."),
        ("<div class='yarpp yarpp-related'><h3>Related</h3>x</div><p>No.</p>", "No."),
    ],
)
def test_the_text_is_what_a_browser_shows(html: str, text: str) -> None:
    assert text_of(html).rstrip("\n") == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b"),
        ("<ol type=a start=27><li>a</ol>", "aa. a"),
        ("<ol type=A><li>a</ol>", "A) a"),
        ("<ol type=i start=4><li>a</ol><ol type=I start=9><li>b</ol>", "iv. a\nIX. b"),
        ("<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n- b\n2. c"),
        ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", "1. a\n\nb\n\n2. c"),
        ("<ol><li><h3>a</h3>b</li></ol>", "### 1. a\n\nb"),
        ("<ol start=x><li></li><li>b</ol>", "2. b"),
        ("<li>a", "- a"),
    ],
)
def test_items_have_their_own_numbers(html: str, text: str) -> None:
    assert text_of(html).rstrip("\n") == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<table><caption>Fares</caption><tr><th>Line<th>Fare<tr><td>North<td>12 p</table>",
            "Fares\n\nLine | Fare\nNorth | 12 p",
        ),
        ("<table><tr><td colspan=2>a<td>b<tr><td rowspan=2>c<td>d</table>", "a | b\nc | d"),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
        ("<table><tr><td><ul><li>a</ul><td>b</table>", "- a\n\nb"),
        ("<table><tr><td>a<table><tr><td>b<td>c</table><td>d</table>", "a\n\nb | c\n\nd"),
        ("<td>a</td><td>b</td>", "a\n\nb"),
    ],
)
def test_rows_are_lines_and_cells_with_more_in_them_are_not(html: str, text: str) -> None:
    assert text_of(html).rstrip("\n") == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x()</script>",
        "<style>p{}</style>",
        "<noscript>x</noscript>",
        "<template>x</template>",
        "<form><p>x</p></form>",
        "<button>x</button>",
        "<svg><text>x</text></svg>",
        "<iframe>x</iframe>",
        "<span hidden>x</span>",
        "<i aria-hidden=true>x</i>",
        "<div style='color:red; display: none'>x</div>",
        "<a href='/x'><span class='screen-reader-text'>x</span></a>",
        "<ul class='wp-block-social-links'><li>x</ul>",
        "<div class='sharedaddy sd-sharing-enabled'>x</div>",
        "<sup><a href='#fn1'>1</a></sup>",
        "<a href='#_ftn2' name='_ftnref2'>[2]</a>",
        "<a href='#ref-1' aria-label='Back'>↩︎</a>",
        "<a role='doc-noteref' href='#n'>3</a>",
    ],
)
def test_what_nobody_reads_is_left_out_and_the_words_behind_it_stay(hidden: str) -> None:
    assert text_of(f"<div>lamp{hidden}</div>").strip() == "lamp"
    assert text_of(f"<div>The {hidden}lamp</div>").split() == ["The", "lamp"]


def test_a_number_in_a_link_that_the_sentence_needs_stays() -> None:
    assert text_of("<p>We serve <a href='#figures'>50</a> children.") == "We serve 50 children.\n"


@given(
    st.lists(st.sampled_from(["a", "b ", " c", "\n", "é", "“x”", "&lt;"]), max_size=12), st.data()
)
def test_inline_markup_neither_loses_nor_glues_a_word(
    words: list[str], data: st.DataObject
) -> None:
    tags = [data.draw(st.sampled_from([*INLINE, ""])) for _ in words]
    marked = "".join(
        f"<{tag}>{word}</{tag.split()[0]}>" if tag else word
        for word, tag in zip(words, tags, strict=True)
    )
    assert text_of(f"<p>{marked}</p>") == text_of(f"<p>{''.join(words)}</p>")


@given(st.lists(st.sampled_from("p div li td h2 ul table tr blockquote b br section".split())))
def test_no_word_is_lost_in_any_nesting(tags: list[str]) -> None:
    words = [f"word{place}" for place in range(len(tags) + 1)]
    html = words[0] + "".join(f"<{tag}>{word}" for tag, word in zip(tags, words[1:], strict=True))
    assert set(words) <= set(re.findall(r"word\d+", text_of(html)))


@given(st.text(max_size=100))
def test_any_text_is_html(text: str) -> None:
    assert isinstance(text_of(text), str)
    assert isinstance(text_of(f"<table><tr><td>{text}<li><ol>{text}"), str)


def test_elements_nested_too_deeply_are_refused_rather_than_lost() -> None:
    assert text_of("<div>" * 1500 + "deep").strip() == "deep"
    with pytest.raises(HtmlError, match="nested too deeply"):
        text_of("<div>" * 3000 + "deep")
