"""What types of posts are called, and which are imported."""

import pytest

from scripts.command import CommandError
from scripts.importing.post_type import PostType, chosen


def of(slug: str, **values: object) -> PostType:
    found = PostType.read({"slug": slug, **values})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("press_release", "press release"),
        ("press-releases", "press release"),
        ("testimonies", "testimony"),
        ("testimony", "testimony"),
        ("news", "news"),
        ("press", "press"),
        ("analysis", "analysis"),
        ("status", "status"),
        ("comunicados", "comunicado"),
        ("post", None),
        ("__", None),
    ],
)
def test_a_kind_is_the_type_s_name_in_words(slug: str, kind: str | None) -> None:
    assert of(slug).kind == kind


def test_a_type_s_posts_are_listed_where_it_says_or_where_old_sites_have_them() -> None:
    assert of("lamp").route == "/wp/v2/lamp"
    assert of("lamp", rest_base="lamps", rest_namespace="house/v1").route == "/house/v1/lamps"


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        {"slug": 7},
        {"slug": "a b"},
        {"slug": "a", "rest_base": "a/(?P<id>[0-9]+)"},
        {"slug": "a", "rest_base": "../x"},
        {"slug": "a", "rest_namespace": ["wp"]},
    ],
)
def test_what_cannot_be_asked_for_is_no_type(told: object) -> None:
    assert PostType.read(told) is None


def test_what_wordpress_has_besides_articles_is_chosen_only_by_name() -> None:
    types = [
        of(slug) for slug in ("post", "page", "attachment", "wp_block", "nav_menu_item", "lamp")
    ]
    assert [kind.slug for kind in chosen(types, [])] == ["post", "lamp"]
    assert [kind.slug for kind in chosen(types, ["page", "page"])] == ["page"]
    with pytest.raises(CommandError, match=r"^--type x: .* it has attachment, lamp, nav_menu_item"):
        chosen(types, ["x"])
