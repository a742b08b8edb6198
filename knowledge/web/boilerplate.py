"""What stands on a page beside its article: menus, comments, teasers of other articles, forms."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from knowledge.web.tags import BLOCKS

_TAGS = frozenset(("aside", "dialog", "footer", "form", "nav"))
_ROLES = frozenset(
    ("alertdialog", "banner", "complementary", "contentinfo", "dialog", "navigation", "search")
)
# Only whole blocks are left out, so that no word is lost within a paragraph.
_PRUNED = frozenset("article aside dialog div dl footer form header nav ol p section ul".split())
_BEFORE = r"(?:wp-block-|wp-|site-|post-|entry-|page-|jp-|elementor-widget-|elementor-|et_pb_)*"
# Names of what is never an article, and of what may be about one or, badly named, around one.
_SURE = re.compile(
    rf"""{_BEFORE}(?:author-(?:bio|box|info)|breadcrumbs?|branding|cookie[\w-]*|mc4wp[\w-]*|menu|modal
    |nav(?:igation)?(?:-links?|-menu)?|newsletter[\w-]*|pagination|popup[\w-]*|share-buttons?|sidebar
    |signup[\w-]*|widget-area)
    |site-(?:header|footer)|masthead|colophon|skip-link|is-style-newsletter|post-navigation|postmetadata
    |(?!(?:category|tag)-)(?:[\w-]+-)?(?:cta|donate|donation)(?:-box)?""",
    re.VERBOSE | re.IGNORECASE,
)
_LIKELY = re.compile(
    rf"""{_BEFORE}(?:byline|date|latest-posts|meta|posts|query|related[\w-]*|relatedposts|share[\w-]*
    |sharing[\w-]*|social[\w-]*|subscri(?:be|ption)[\w-]*|tags|taxonomies|terms)
    |cat-links|tags-links|elementor-post""",
    re.VERBOSE | re.IGNORECASE,
)
_COLUMN = re.compile(
    r"col(?:umns?)?-[\w-]+|et_pb_column|elementor-column|vc_column_container", re.IGNORECASE
)
_COMMENTS = re.compile(
    r"(?:wp-block-)?(?:comments?(?:-area|-list|-respond|-section|-body)?|respond|disqus[\w-]*)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"©|\b(?:we|our|you|your|this|este|esta|su|sus|usamos|utilizamos)\b.*\bcookies\b"
    r"|\bcookies\b.*\b(?:we|our|you|your|this|este|esta|su|sus)\b|\bcookie (?:policy|settings)\b"
    r"|all rights reserved|todos los derechos reservados|powered by",
    re.IGNORECASE,
)
_LISTED = frozenset(("dl", "ol", "p", "ul"))
_FEW, _HALF = 0.2, 0.5
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


def rows_in(shares: Mapping[Any, float]) -> frozenset[Any]:
    """The elements in which one column of a page has nearly all of an article.

    `shares`: how much of the article is told to be in each element.
    """
    rows = set()
    for element, share in shares.items():
        row = element.getparent()
        held = shares.get(row, 0)
        if held >= _HALF and share > (1 - _FEW) * held and _is_column(element):
            rows.add(row)
    return frozenset(rows)


def is_side_column(element: Any, share: float, rows: AbstractSet[Any]) -> bool:  # noqa: ANN401
    """Whether an element is a column in one of the rows, beside the one that has the article."""
    return share <= _FEW and element.getparent() in rows and _is_column(element)


def is_of_others(element: Any) -> bool:  # noqa: ANN401
    """Whether an element holds what readers wrote below an article."""
    return element.tag in _PRUNED and any(map(_COMMENTS.fullmatch, names(element)))


def is_elsewhere(element: Any) -> bool:  # noqa: ANN401
    """Whether an element is in what stands beside an article, but not in the line about it."""
    return any(is_beside(e) and not _is_about(e) for e in _upward(element))


def is_box(element: Any) -> bool:  # noqa: ANN401
    """Whether an element looks like what a plug-in adds: a box that is none of the editor's."""
    if element.tag not in _PRUNED or element.tag in _LISTED:
        return False
    if any(name.startswith("wp-block-") for name in names(element)):
        return False
    if element.find(".//button") is not None or _is_headed(element):
        return True
    links = "".join(
        "".join(link.itertext())
        for link in element.iterfind(".//a")
        if not link.get("href", "").startswith(("mailto:", "tel:"))
    )
    if not any(inner.tag in BLOCKS for inner in element.iterdescendants("*")):
        # A paragraph, of which a link may be a part.
        return 2 * len(links.split()) > len("".join(element.itertext()).split())
    return bool(links.strip())


def is_notice(words: str) -> bool:
    """Whether a line speaks of the website itself."""
    return _NOTICE.search(words) is not None


def names(element: Any) -> list[str]:  # noqa: ANN401
    """The id and the classes of an element."""
    return [*element.get("id", "").split(), *element.get("class", "").split()]


def _is_column(element: Any) -> bool:  # noqa: ANN401
    return any(map(_COLUMN.fullmatch, names(element)))


def _is_aside(element: Any) -> bool:  # noqa: ANN401
    if element.get("role") in _ROLES:
        return True
    if element.tag == "header":
        return element.find(".//nav") is not None
    # The foot of a quotation names who is quoted.
    quoted = any(above.tag in ("blockquote", "figure") for above in element.iterancestors())
    return element.tag in _TAGS and not quoted


def _is_headed(element: Any) -> bool:  # noqa: ANN401
    return any(element.find(f".//{tag}") is not None for tag in _TITLES)


def _has_teasers(element: Any) -> bool:  # noqa: ANN401
    return any(element.find(f".//{tag}//a") is not None for tag in _TITLES)


def _is_about(element: Any) -> bool:  # noqa: ANN401
    """Whether an element says when and by whom an article was written."""
    return any(name.endswith(("meta", "byline", "date")) for name in names(element))


def _upward(element: Any) -> Iterator[Any]:  # noqa: ANN401
    yield element
    yield from element.iterancestors()
