"""Markdown with front matter."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import DocumentError
from knowledge.readers.md import read
from tests.knowledge.readers.beside import expected, files_of


def text_of(markdown: str) -> str:
    return read(markdown.encode(), "lamp.md").text.rstrip("\n")


@pytest.mark.parametrize("path", files_of("md"), ids=lambda path: path.name)
def test_the_text_is_the_one_beside_the_file(path: Path) -> None:
    assert read(path.read_bytes(), path.name).text == expected(path)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("The *lamp* is **not** ***out***.", "The lamp is not out."),
        ("un*believ*able __snake__ a_b_c", "unbelievable snake a_b_c"),
        ("one\ntwo  \nthree\\\nfour", "one two\nthree\nfour"),
        ("The Lamp\n===\n\n### Lit #", "# The Lamp\n\n### Lit"),
        ("> We agree.\n>\n> > Never.", "> We agree.\n\n> Never."),
        ("> “We agree.”\n\n> - Never.", "“We agree.”\n\n> Never."),
        ("- a\n- b\n    - c\n\n\n* d", "- a\n- b\n- c\n- d"),
        ("7. a\n8. b\n\n1) c", "7. a\n8. b\n1. c"),
        ("1. a\n\n   b\n2. c", "1. a\n\nb\n\n2. c"),
        ("[our letter](/x 'title') and <https://lantern-house.example>", None),
        ("![the *long* table & more](x.jpg)", "the long table & more"),
        ("\\*a\\* &amp; &copy; &nbsp;b &#8220;c&#8221; \\<d>", "*a* & © \u00a0b “c” <d>"),
        ("`a  <b>` x", "a <b> x"),
        ("```\na  <b>\n  c\n```", "a  <b>\n  c"),
        ("a | b\n--|--\n*c* | `d`\ne", "a | b\nc | d\ne |"),
        ("a <b>b</b><br>c <!-- d -->e", "a b\nc e"),
        ("<div>\n\n*a*\n\n</div>\n\n<p>b<p>c", "a\n\nb\n\nc"),
        ("a ~~b~~ c", "a c"),
        ("---\n\na\n\n***", "a"),
        ("[a]: /x\n\n[a] [b]", "a [b]"),
        ("- [ ] a", "- [ ] a"),
    ],
)
def test_the_words_are_those_that_a_browser_shows(markdown: str, text: str | None) -> None:
    if markdown.startswith("---"):
        markdown = "\n" + markdown  # no front matter
    assert text_of(markdown) == (text or "our letter and https://lantern-house.example")


def test_front_matter_is_told_from_the_text() -> None:
    found = read(b"---\ntitle: The Lamp\n---\n# *The* lamp\n", "lamp.md")
    assert found.text == "# The lamp\n"
    assert found.front_matter is not None
    assert (found.front_matter.written, found.front_matter.first_line) == ("title: The Lamp\n", 2)


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        ("---\ntitle: x", r", line 1: the front matter has no closing"),
        ("a\n\n<!-- b\n\nc", r", line 3: the comment that begins here has no end; write `-->`"),
        ("---\nkind: x\n---\n\na\n\nb <s> c\n\nd", r", line 7: `<s>` hides all that is below it"),
        ("<script>\n\na", r", line 1: `<script>` hides all"),
        ("> " * 80 + "a", r", line 1: its lists and quotes are nested too deeply"),
        ("- " * 80 + "a", r", line 1: its lists and quotes are nested too deeply"),
        ("caf\x81".encode("latin1").decode("latin1"), None),
    ],
)
def test_what_would_be_lost_is_refused_with_its_line(markdown: str, message: str | None) -> None:
    if message is None:
        with pytest.raises(DocumentError, match=r"^lamp\.md: byte 3 "):
            read(markdown.encode("latin1"), "lamp.md")
    else:
        with pytest.raises(DocumentError, match=rf"^lamp\.md{message}"):
            read(markdown.encode(), "lamp.md")


@pytest.mark.parametrize("markdown", ["a <script>x</script> b", "<s>x</s> a b", "`<s>` a\n\nb"])
def test_what_hides_its_own_words_alone_is_no_mistake(markdown: str) -> None:
    assert "b" in text_of(markdown)


@pytest.mark.parametrize(
    "markdown", ["[" * 2000 + "a" + "]" * 2000, "*" * 5000 + "a", "a_" * 3000, "a " + "`" * 3001]
)
def test_many_marks_lose_no_word(markdown: str) -> None:
    assert "a" in text_of(markdown)


WORDS = st.lists(st.sampled_from("lantern harbor child not pier".split()), min_size=1, max_size=6)
MARKS = st.sampled_from(["{}", "*{}*", "**{}**", "[{}](/x)", "`{}`", "<b>{}</b>", "_{}_"])
LINES = st.sampled_from(["{}\n\n", "# {}\n\n", "- {}\n", "3. {}\n", "> {}\n\n", "{}  \n"])


@given(st.lists(st.tuples(WORDS, MARKS, LINES), max_size=8))
def test_every_word_is_read_once_and_in_order(parts: list[tuple[list[str], str, str]]) -> None:
    markdown = "".join(line.format(mark.format(" ".join(w))) for w, mark, line in parts)
    found = [word for word in text_of(markdown).split() if word.isalpha()]
    assert found == [word for words, _, _ in parts for word in words]


@given(st.binary(max_size=200))
def test_any_bytes_are_markdown_or_refused_by_name(content: bytes) -> None:
    try:
        read(content, "lamp.md")
    except DocumentError as error:
        assert str(error).startswith("lamp.md")  # noqa: PT017 (either outcome is right)
