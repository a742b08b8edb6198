"""What stands on a page beside its article: menus, comments, teasers of other articles, forms."""

import re
from collections.abc import Iterator
from typing import Any

_TAGS = frozenset(("aside", "dialog", "footer", "form", "nav"))
_ROLES = frozenset(
    ("alertdialog", "banner", "complementary", "contentinfo", "dialog", "navigation", "search")
)
# Only whole blocks are left out, so that no word is lost within a paragraph.
_PRUNED = frozenset("article aside dialog div dl footer form header nav ol section ul".split())
_BEFORE = r"(?:wp-block-|wp-|site-|post-|entry-|page-|jp-|elementor-widget-|elementor-|et_pb_)*"
# Names of what is never an article, and of what may be about one or, badly named, around one.
_SURE = re.compile(
    rf"""{_BEFORE}(?:author-(?:bio|box|info)|breadcrumbs?|branding|cookie[\w-]*|mc4wp[\w-]*|menu
    |nav(?:igation)?(?:-links?|-menu)?|newsletter[\w-]*|pagination|popup[\w-]*|share-buttons?|sidebar
    |signup[\w-]*|widget-area)
    |site-(?:header|footer)|masthead|colophon|skip-link|is-style-newsletter|post-navigation""",
    re.VERBOSE | re.IGNORECASE,
)
_LIKELY = re.compile(
    rf"""{_BEFORE}(?:byline|date|latest-posts|meta|posts|query|related[\w-]*|relatedposts|share[\w-]*
    |sharing[\w-]*|social[\w-]*|subscri(?:be|ption)[\w-]*|tags|taxonomies|terms)
    |cat-links|tags-links|elementor-post""",
    re.VERBOSE | re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:wp-block-)?(?:comments?(?:-area|-list|-respond|-section|-body)?|respond|disqus[\w-]*)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"©|\bcookies\b|all rights reserved|todos los derechos reservados|powered by", re.IGNORECASE
)
_FEW = 0.2
_TITLES = ("h2", "h3", "h4", "h5", "h6")


def is_beside(element: Any, share: float = 0) -> bool:  # noqa: ANN401 (lxml has no types)
    """Whether an element is no part of an article; `share` is how much of one is told to be in it.

    A badly named element may be all of the article. A likely one with much of it is left out only
    if it is a list of other articles, their headings links.
    """
    if element.tag not in _PRUNED:
        return False
    if is_of_others(element):
        return True
    named = names(element)
    if share > 1 - _FEW:
        return False
    if _is_aside(element) or any(map(_SURE.fullmatch, named)):
        return True
    return any(map(_LIKELY.fullmatch, named)) and (share <= _FEW or _has_teasers(element))


def is_of_others(element: Any) -> bool:  # noqa: ANN401
    """Whether an element holds what readers wrote below an article."""
    return element.tag in _PRUNED and any(map(_COMMENTS.fullmatch, names(element)))


def is_elsewhere(element: Any) -> bool:  # noqa: ANN401
    """Whether an element is in what stands beside an article, but not in the line about it."""
    return any(is_beside(e) and not _is_about(e) for e in _upward(element))


def is_notice(words: str) -> bool:
    """Whether a line speaks of the website itself."""
    return _NOTICE.search(words) is not None


def names(element: Any) -> list[str]:  # noqa: ANN401
    """The id and the classes of an element."""
    return [*element.get("id", "").split(), *element.get("class", "").split()]


def _is_aside(element: Any) -> bool:  # noqa: ANN401
    if element.get("role") in _ROLES:
        return True
    if element.tag == "header":
        return element.find(".//nav") is not None
    # The foot of a quotation names who is quoted.
    quoted = any(above.tag in ("blockquote", "figure") for above in element.iterancestors())
    return element.tag in _TAGS and not quoted


def _has_teasers(element: Any) -> bool:  # noqa: ANN401
    return any(element.find(f".//{tag}//a") is not None for tag in _TITLES)


def _is_about(element: Any) -> bool:  # noqa: ANN401
    """Whether an element says when and by whom an article was written."""
    return any(name.endswith(("meta", "byline", "date")) for name in names(element))


def _upward(element: Any) -> Iterator[Any]:  # noqa: ANN401
    yield element
    yield from element.iterancestors()
