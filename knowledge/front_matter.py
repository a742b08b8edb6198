"""YAML between two `---` lines, above a text."""

from knowledge.content import Content, FrontMatter
from knowledge.errors import DocumentError

_FENCE = "---"


def split_front_matter(text: str, name: str) -> Content:
    """A text below its front matter, and the front matter; all of it where there is none.

    Raises DocumentError when the front matter does not end.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Content(text=text)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            written = "\n".join(lines[1:number]) + "\n"
            below = "\n".join(lines[number + 1 :])
            return Content(text=below, front_matter=FrontMatter(written=written, first_line=2))
    raise DocumentError(f"{name}, line 1: the front matter has no closing `---` line")
