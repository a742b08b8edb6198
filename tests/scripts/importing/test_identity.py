"""The ids that posts' documents get."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.metadata import DOCUMENT_ID
from scripts.importing.identity import LONGEST, identities
from scripts.importing.post import Post
from scripts.importing.post_type import PostType
from tests.scripts.importing.importing import Importing, importing, listening

__all__ = ["importing", "listening"]


def post(slug: str, kind: str = "press_release", number: int = 7) -> Post:
    return Post(
        type=PostType(kind, kind, f"/wp/v2/{kind}"),
        number=number,
        slug=slug,
        modified="",
        title="Lamp",
        html="",
        link=None,
        day=None,
        language=None,
    )


@pytest.mark.parametrize(
    ("slug", "found"),
    [
        ("lamp", ["lamp", "lamp-press-release", "lamp-press-release-7"]),
        ("l%C3%A1mpara-de-los-ni%c3%b1os", ["lampara-de-los-ninos"]),
        ("Lamp__&--LIT_", ["lamp-lit"]),
        ("ﬁne", ["fine"]),
        ("%e5%b0%8f", ["press-release-7"]),
        ("x" * 200, ["x" * 80, "x" * 66 + "-press-release"]),
        ("x" * 79 + "-y", ["x" * 79]),
    ],
)
def test_an_id_is_the_slug_and_where_that_is_taken_more(slug: str, found: list[str]) -> None:
    assert list(identities(post(slug)))[: len(found)] == found


@given(slug=st.text(), kind=st.from_regex(r"\A[a-z0-9_-]{1,40}\Z"), number=st.integers(1, 2**63))
def test_every_slug_leads_to_ids_that_a_document_may_have(
    slug: str, kind: str, number: int
) -> None:
    found = list(identities(post(slug, kind, number)))
    assert found
    assert all(re.fullmatch(DOCUMENT_ID, one) and len(one) <= LONGEST for one in found)
    assert found[-1].endswith(str(number))


def test_posts_that_share_a_slug_each_have_their_file_in_every_run(importing: Importing) -> None:
    importing.site.types |= {"testimony": "testimony"}
    importing.site.add("Lamp", slug="lamp")
    importing.site.add("Lamp of Old", slug="lamp", link=None)
    importing.site.add("Lamp of the Council", slug="lamp", kind="testimony")
    found = ["lamp", "lamp-post", "lamp-testimony"]
    assert importing.run().told["imported"] == found
    texts = [importing.text(identity) for identity in found]
    assert importing.run().told["unchanged"] == 3
    assert [importing.text(identity) for identity in found] == texts


@pytest.mark.parametrize("name", ["lamp.txt", "old/lamp.pdf"])
def test_a_file_of_staff_s_is_not_overwritten(importing: Importing, name: str) -> None:
    file = importing.folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("Ours.\n")
    importing.site.add("Lamp")
    assert importing.run().told["imported"] == ["lamp-post"]
    assert file.read_text() == "Ours.\n"


def test_a_post_that_staff_have_already_is_not_imported_beside_it(importing: Importing) -> None:
    importing.site.add("Lamp")
    url = f"{importing.site.address}/post/lamp".replace("http://", "https://")
    own = importing.file("our-lamp")
    own.write_text(f"---\ntitle: Lamp\nurl: {url}\n---\nLamp\n\nIt is lit tonight.\n")
    before = own.read_bytes()
    ended = importing.run()
    told = "our-lamp has its web address already; --replace our-lamp takes the site's text"
    assert ended.reasons == {"post 1 lamp": told}
    assert importing.names() == {"our-lamp.txt"}
    assert importing.run("--replace", "our-lamp").told["updated"] == ["our-lamp"]
    assert before in importing.files().values()


def test_a_text_is_imported_only_once(importing: Importing, tmp_path: Path) -> None:
    importing.site.add("Lamp", "<p>The lamp is lit in the house tonight.</p>")
    importing.site.add("Lamp", "<p>The lamp is lit in the house tonight.</p>", slug="again")
    ended = importing.run()
    assert ended.told["imported"] == ["lamp"]
    assert ended.reasons == {"post 2 again": "its text is the same as that of lamp"}
    assert set(importing.documents(tmp_path / "archive")) == {"lamp"}
