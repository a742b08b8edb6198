"""Markdown (CommonMark and tables) with YAML front matter."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.content import Content
from knowledge.decoding import decode, normalise
from knowledge.errors import DocumentError
from knowledge.front_matter import split_front_matter
from knowledge.html_text import HtmlError, text_of
from knowledge.web.shown import ENCLOSING

_DEEPEST = 60
_TAG = re.compile(rf"<(/?)({'|'.join(sorted(ENCLOSING))})(?=[\s/>])", re.IGNORECASE)


def read(content: bytes, name: str) -> Content:
    """The words of a Markdown file as a browser would show them, and its front matter.

    Raises DocumentError for bytes that are not text, for unfinished front matter and for HTML in it
    that would hide what is below.
    """
    found = split_front_matter(normalise(decode(content, name)), name)
    above = found.front_matter.written.count("\n") + 2 if found.front_matter else 0
    markdown = _markdown()
    tokens = markdown.parse(found.text)
    for line, mistake in _mistakes(tokens):
        raise DocumentError(f"{name}, line {above + line}: {mistake}")
    try:
        text = text_of(markdown.renderer.render(tokens, markdown.options, {}))
    except HtmlError as error:
        raise DocumentError(f"{name}: {error}") from None
    return Content(text=text, front_matter=found.front_matter)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    markdown.enable(["table", "strikethrough"])
    markdown.add_render_rule("image", _image)
    # An address is no text, and one long address may be that of very many links.
    markdown.add_render_rule("link_open", _nothing)
    markdown.add_render_rule("link_close", _nothing)
    return markdown


def _nothing(*_: object) -> str:
    return ""


def _image(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """An image's words, as where the image cannot be shown."""
    return escape(_words(tokens[place].children or []))


def _words(tokens: Sequence[Token]) -> str:
    return "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens
    )


def _mistakes(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """The lines below which something would be lost, and why."""
    line = 1
    opened: list[tuple[str, int]] = []
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.level >= _DEEPEST - 2:
            yield line, "its lists and quotes are nested too deeply; take some levels out"
        for html in _raw(token):
            if html.lstrip().startswith("<!--") and "-->" not in html:
                yield line, "the comment that begins here has no end; write `-->` behind it"
            opened = _still_open(opened, html, line)
    for tag, where in opened:
        yield where, f"`<{tag}>` hides all that is below it; close it, or write `\\<{tag}>`"


def _raw(token: Token) -> Iterator[str]:
    """The HTML in a block."""
    for part in (token, *(token.children or ())):
        if part.type in ("html_block", "html_inline"):
            yield part.content


def _still_open(opened: list[tuple[str, int]], html: str, line: int) -> list[tuple[str, int]]:
    """The elements that hide their words and are not closed behind a piece of HTML."""
    for closes, written in _TAG.findall(html):
        tag = written.lower()
        if not closes:
            opened = [*opened, (tag, line)]
        elif tag in [before for before, _ in opened]:
            last = max(i for i, (before, _) in enumerate(opened) if before == tag)
            opened = opened[:last]
    return opened
