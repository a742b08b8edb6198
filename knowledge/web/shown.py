"""What of a page is text that somebody reads, and what is there for programs and for sharing."""

import re
from typing import Any

from knowledge.web.boilerplate import names

# Struck-out words are here too: the page takes them back.
ENCLOSING = frozenset(
    """
    script style noscript template form button svg iframe title object audio video canvas map select
    textarea datalist rp del s strike
    """.split()
)
# Not `head`: where a page has no `body` tag, its article may be found there.
_UNREAD = ENCLOSING | {"embed", "input"}
_ADDED = frozenset(
    """
    screen-reader-text sr-only visually-hidden visuallyhidden
    wp-block-social-links social-links social-icons social-share social-sharing share-buttons
    share-links post-share entry-share sharedaddy sd-sharing addtoany_content addtoany_list
    addtoany_share_save_container a2a_kit heateor_sss_sharing_container
    rt-reading-time span-reading-time toc_container ez-toc-container lwptoc page-links
    saboxplugin-wrap abh_box author-bio-box molongui-author-box pp-multiple-authors-boxes-wrapper
    """.split()
)
# Lists of other articles, which WordPress and its plug-ins write anew for every reader.
_LISTS = frozenset(
    """
    wp-block-archives wp-block-calendar wp-block-categories wp-block-latest-comments
    wp-block-latest-posts wp-block-page-list wp-block-rss wp-block-tag-cloud
    jp-relatedposts yarpp yarpp-related crp_related rp4wp-related-posts
    """.split()
)
_LEFT_OUT = _ADDED | _LISTS
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_NOTE_ROLES = frozenset(("doc-noteref", "doc-backlink"))
_NOTE_MARK = re.compile(r"\[(?:\d{1,3}|[ivxl]{1,6}|[a-z])\]")
_NOTE_NUMBER = re.compile(rf"\d{{1,3}}|[*†‡§]{{1,3}}|{_NOTE_MARK.pattern}")


def is_shown(element: Any) -> bool:  # noqa: ANN401 (lxml has no types)
    """Whether what an element holds is part of the text, by the element itself."""
    if element.tag in _UNREAD or element.get("hidden") is not None:
        return False
    if element.get("aria-hidden") == "true" or _HIDDEN_STYLE.search(element.get("style", "")):
        return False
    if not _LEFT_OUT.isdisjoint(names(element)):
        return False
    return not is_note_link(element)


def is_note_link(element: Any) -> bool:  # noqa: ANN401
    """Whether it is the number of a footnote that stands in a sentence, or the way back to it."""
    if element.get("role") in _NOTE_ROLES:
        return True
    words = "".join(element.itertext()).strip() if element.tag in ("a", "sup") else ""
    if element.tag == "sup":
        links = element.findall(".//a")
        within = bool(links) and all(map(_leads_within, links))
        return within and _NOTE_NUMBER.fullmatch(words) is not None
    # A bare number may be one of the sentence: <a href="#figures">50</a> children.
    note = _NOTE_MARK.fullmatch(words) or not any(map(str.isalnum, words))
    return element.tag == "a" and _leads_within(element) and bool(note)


def _leads_within(link: Any) -> bool:  # noqa: ANN401
    return link.get("href", "").strip().startswith("#") or "#_ftn" in link.get("href", "")
