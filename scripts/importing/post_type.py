"""A type of posts that a site has: its own articles, or what it calls press releases."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from scripts.command import CommandError

_SLUG = re.compile(r"[a-z0-9_-]{1,40}")
_ROUTE = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
# What WordPress itself has besides articles, none of it statements.
_NO_STATEMENTS = frozenset(("attachment", "nav_menu_item", "page", "revision"))
_ARTICLE = "post"
_PLURAL = re.compile(r"(?<=[a-z]{3})(?:(ie)|(?<![siu]))s$")
_NO_PLURAL = frozenset(("news", "series"))


@dataclass(frozen=True, slots=True)
class PostType:
    """A type's permanent name, and the route on which its posts are listed."""

    slug: str
    base: str
    route: str

    @classmethod
    def read(cls, told: object) -> "PostType | None":
        """A type as the REST API tells of it; None where its posts cannot be asked for."""
        if not isinstance(told, dict):
            return None
        slug, base = told.get("slug"), told.get("rest_base") or told.get("slug")
        namespace = told.get("rest_namespace") or "wp/v2"  # WordPress before 5.9 names none
        whole = f"{namespace}/{base}"
        if not isinstance(slug, str) or not _SLUG.fullmatch(slug) or not _ROUTE.fullmatch(whole):
            return None
        return cls(slug, str(base), f"/{whole}")

    @property
    def has_statements(self) -> bool:
        """Whether it is imported without being asked for."""
        return self.slug not in _NO_STATEMENTS and not self.slug.startswith("wp_")

    @property
    def kind(self) -> str | None:
        """What its posts are, as metadata calls it; None for articles, which may be anything."""
        *before, last = re.split(r"[_-]+", self.slug.strip("_-")) or [""]
        if last not in _NO_PLURAL:
            last = _PLURAL.sub(lambda match: "y" if match[1] else "", last)
        return None if self.slug == _ARTICLE else " ".join([*before, last]) or None


def chosen(types: Iterable[PostType], names: Iterable[str]) -> list[PostType]:
    """The types of these names, or those that have statements where no name is given.

    Raises CommandError for a name that is no type's.
    """
    by_name = {name: t for t in types for name in (t.base, t.slug)}
    names = list(names)
    for name in names:
        if name not in by_name:
            known = sorted({t.slug for t in by_name.values()})
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(known)}"
            raise CommandError(f"--type {name}: the site has no such type; {hint}")
    picked = [by_name[name] for name in names] or [t for t in by_name.values() if t.has_statements]
    if not picked:
        raise CommandError(
            "the site has no type of posts that may hold statements; name one: --type"
        )
    return list(dict.fromkeys(picked))
