"""Why a page of WordPress holds no article, where it says so itself."""

import re
from typing import Any

from knowledge.web.boilerplate import names

_LISTING = frozenset(("archive", "blog", "search"))  # classes that `single` never stands beside
_POST = re.compile(r"post-\d+")
_TWO = 2


def reason_against(root: Any) -> str:  # noqa: ANN401 (lxml has no types)
    """What is wrong with a page and what to do; empty where it may hold an article."""
    if any("post-password-form" in names(form) for form in root.iter("form")):
        return "it asks for a password; save the page again after giving it"
    kinds = {name for body in root.iter("body") for name in names(body)}
    if "error404" in kinds:
        return "it says that there is no such page; save the page from its new address"
    if not kinds.isdisjoint(_LISTING) and "single" not in kinds and _posts_in(root) >= _TWO:
        return "it lists several posts; save the page of each instead"
    return ""


def _posts_in(root: Any) -> int:  # noqa: ANN401
    found = (name for element in root.iter("*") for name in names(element))
    return len({name for name in found if _POST.fullmatch(name)})
