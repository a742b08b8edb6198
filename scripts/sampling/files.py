"""Articles as files of every format."""

from collections.abc import Callable, Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from random import Random

from docx import Document

from scripts.sampling.article import Article, article
from scripts.sampling.printing import printed

_MENU = "".join(f'<li><a href="/{n}">{n.title()}</a></li>' for n in ("news", "about", "donate"))


def write_sample(folder: Path, count: int, seed: int) -> None:
    """Write so many documents into a folder, of each format about as many."""
    for number in range(count):
        ending = sorted(_FORMATS)[number % len(_FORMATS)]
        random = Random(f"{seed} {number}")  # noqa: S311 (not for secrets)
        content = _FORMATS[ending](article(number, random))
        (folder / f"statement-{number}{ending}").write_bytes(content)


def as_text(written: Article) -> bytes:
    """An article as a plain text file."""
    parts = (written.title, written.dateline, *written.paragraphs)
    return ("\n\n".join(parts) + "\n").encode()


def _markdown(written: Article) -> bytes:
    paragraphs = (p.replace("• ", "- ", 1) for p in written.paragraphs)
    head = f"---\ndate: {written.day}\nkind: statement\n---\n# {written.title}\n\n"
    return (head + "\n\n".join(paragraphs) + "\n").encode()


def _page(written: Article) -> bytes:
    paragraphs = "".join(
        f"<ul><li>{escape(p[2:])}</li></ul>" if p.startswith("• ") else f"<p>{escape(p)}</p>\n"
        for p in written.paragraphs
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{written.title} – '
        f"Lantern House</title></head><body><header><nav><ul>{_MENU}</ul></nav></header><main>"
        f"<article><h1>{written.title}</h1><time>{written.dateline}</time>{paragraphs}</article>"
        "</main><footer><p>Lantern House, Port Ember. All rights reserved.</p></footer></body>"
        "</html>"
    ).encode()


def _word(written: Article) -> bytes:
    document = Document()
    document.add_heading(written.title, 1)
    document.add_paragraph(written.dateline)
    for paragraph in written.paragraphs:
        style = "List Bullet" if paragraph.startswith("• ") else None
        document.add_paragraph(paragraph.removeprefix("• "), style)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


_FORMATS: Mapping[str, Callable[[Article], bytes]] = {
    ".txt": as_text,
    ".md": _markdown,
    ".html": _page,
    ".docx": _word,
    ".pdf": printed,
}
