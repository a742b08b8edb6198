"""The files that posts become."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.inference import one_line
from knowledge.limits import Limits
from knowledge.metadata import Metadata
from knowledge.reading import Reading
from knowledge.sidecar import given_above
from scripts.importing.draft import Draft
from scripts.importing.post import Post, RefusedPostError
from scripts.importing.post_type import PostType

KIND = PostType("press_release", "press-releases", "/wp/v2/press-releases")
LINK = "https://lantern.example/lamp/"


def read(**values: object) -> Post:
    item = {"slug": "lamp", "link": LINK, "date": "2026-11-19T10:00:00", **values}
    return Post.read(item, KIND, 7)


def test_the_front_matter_has_a_key_a_line_and_quotes_what_needs_it() -> None:
    title = "Yes: “No” – la niña’s #1 'lamp'"
    post = read(title={"rendered": title}, content={"rendered": "<p>The lamp is lit.</p>"})
    assert Draft.of(post, "draft", Limits()).content.decode() == (
        "---\n"
        "title: 'Yes: “No” – la niña’s #1 ''lamp'''\n"
        "date: 2026-11-19\n"
        "kind: press release\n"
        "language: en\n"
        f"url: {LINK}\n"
        "status: draft\n"
        "---\n"
        f"{title}\n\nThe lamp is lit.\n"
    )


def test_a_text_that_begins_with_its_title_does_not_say_it_twice() -> None:
    html = "<p>The Lamp</p><p>It is lit in every window.</p>"
    post = read(title={"rendered": "The  Lamp"}, content={"rendered": html})
    assert Draft.of(post, "draft", Limits()).text == "The Lamp\n\nIt is lit in every window.\n"


def test_a_post_without_a_title_has_its_first_line() -> None:
    html = "<p>The Lamp</p><p>It is lit in every window.</p>"
    post = read(title={"rendered": ""}, content={"rendered": html})
    draft = Draft.of(post, "draft", Limits())
    assert draft.text == "The Lamp\n\nIt is lit in every window.\n"
    assert draft.content.startswith(b"---\ntitle: The Lamp\n")


def test_a_letter_and_its_accent_become_one() -> None:
    post = read(
        title={"rendered": "La nin\u0303a"},
        content={"rendered": "<p>La nin\u0303a duerme en la casa.</p>\r\n"},
    )
    draft = Draft.of(post, "draft", Limits())
    assert draft.text == "La niña\n\nLa niña duerme en la casa.\n"


WORDS = st.text() | st.text(alphabet="-:#'\"[]{}&;<>/ \n\r\t\x00\x0b\x85\u2028\ufeffañ01abp")


@given(title=WORDS, html=WORDS)
def test_a_post_is_refused_or_its_file_reads_back_whole(title: str, html: str) -> None:
    rendered = f"<p>{html}</p><p>The lamp is lit in every window.</p>"
    try:
        post = read(title={"rendered": title}, content={"rendered": rendered})
        draft = Draft.of(post, "approved", Limits())
    except RefusedPostError as error:
        reason = str(error)
    else:
        reason = ""
        _check(draft)
    assert "\n" not in reason


def _check(draft: Draft) -> None:
    reading = Reading.of(draft.content, "lamp.txt", 1_000_000)
    assert reading.text == draft.text
    metadata = given_above(reading, "lamp.txt").read(Metadata)
    assert (metadata.date, metadata.url) == (date(2026, 11, 19), LINK)
    assert one_line(reading.text.partition("\n")[0]).startswith(metadata.title)
