"""Text files, their metadata and web pages that are broken, or made to break their reader."""

from random import Random

from tests.knowledge.hostile.bombs import Made

LAMP = "The Lamp\n\nMay 4, 2023\n\nThe lamp is lit. It burns all night.\n"
_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"


def _told(number: int) -> str:
    return f"Lamp {number}\n\nMay 4, 2023\n\nLamp {number} is lit. It burns all night.\n"


def _under(front_matter: str) -> bytes:
    return f"---\n{front_matter}\n---\n{LAMP}".encode()


def _aliases() -> bytes:
    levels = (f"k{n + 1}: &k{n + 1} [{', '.join([f'*k{n}'] * 9)}]" for n in range(9))
    return _under("\n".join(["k0: &k0 lamp", *levels, "title: *k9"]))


def _noise() -> bytes:
    return Random(4).randbytes(20_000)  # noqa: S311 (not for secrets)


TXT: dict[str, Made] = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\r\n",
    "only-front-matter.txt": b"---\ntitle: The Lamp\n---\n",
    "pointer.txt": _POINTER,
    "pointer-to-a.pdf": _POINTER,
    "no-sentence.txt": b"The Lamp\n\nMay 4, 2023\n",
    "open-front-matter.txt": f"---\ntitle: The Lamp\n{LAMP}".encode(),
    "tabs.txt": _under("title:\n\tThe Lamp"),
    "key-twice.txt": _under("title: The Lamp\ntitle: The Wick"),
    "unknown-key.txt": _under("date: 2023-05-04\nlangauge: en"),
    "wrong-type.txt": _under("title: [The Lamp]\nstatus: perhaps"),
    "no-such-day.txt": _under("date: 2023-02-30"),
    "no-mapping.txt": _under("- The Lamp"),
    "python-object.txt": _under("title: !!python/object/apply:os.getcwd []"),
    "aliases.txt": _aliases,
    "lists-in-front-matter.txt": _under("title: " + "[" * 30_000),
    "long-front-matter.txt": _under("# " + "lamp " * 200_000),
    "broken-utf-8.txt": f"{LAMP}Caf".encode() + b"\xc3( \xc3\xa9.\n",
    "half-utf-16.txt": b"\xff\xfe" + LAMP.encode("utf-16-le")[:-1],
    "other-code-page.txt": "Лампа горит всю ночь.\n".encode("cp1251"),
    "zero.txt": LAMP.encode() + b"\0",
    "noise.txt": _noise,
    "long.txt": b"The lamp is lit all night, again.\n" * 90_000,
    "twin.txt": lambda: _told(1).encode(),
    "twin.md": lambda: _told(2).encode(),
    "same-a.txt": lambda: _told(3).encode(),
    "same-b.txt": lambda: _told(3).encode(),
}

ENDINGS: dict[str, Made] = {
    name: LAMP.encode() for name in ("letter.doc", "letter.pages", "letter.zip", "letter", "a.txt~")
}

# A name may hold any byte but two.
NAMES: dict[bytes, Made] = {
    name: LAMP.encode()
    for name in (
        b"new\nline.txt",
        b"dots..txt",
        b"two words.txt",
        b"Capitals.txt",
        b"no-utf-8-\xff.txt",
        "right-to-left-\u202etxt.pdf.txt".encode(),
        b"escape-\x1b[2J.txt",
        b"-rf.txt",
        b"$(reboot).txt",
        b"under_line.txt",
    )
}

BESIDE: dict[str, Made] = {
    "orphan.txt.yaml": b"kind: statement\n",
    **{
        name: made_text.encode()
        for number, (stem, given) in enumerate(
            (
                ("beside-unknown-key", "statsu: draft\n"),
                ("beside-wrong-type", "kind: [statement]\n"),
                ("beside-no-such-day", "date: 2021-02-30\n"),
                ("beside-broken", "kind: [\n"),
                ("beside-empty", ""),
                ("beside-long", "# " + "lamp " * 20_000),
            ),
            start=10,
        )
        for name, made_text in ((f"{stem}.txt", _told(number)), (f"{stem}.txt.yaml", given))
    },
}

_PARAGRAPH = "<p>The lamp is lit all night, and the door of Lantern House is open to children.</p>"


def _page(body: str, before: str = "") -> bytes:
    head = "<head><meta charset='utf-8'><title>The Lamp</title></head>"
    return f"{before}<html>{head}<body>{body}</body></html>".encode()


def _laughs() -> bytes:
    named = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    return _page("&l12;", f'<!DOCTYPE html [<!ENTITY l0 "The lamp is lit. ">{named}]>')


HTML: dict[str, Made] = {
    "no-article.html": _page("<nav><a href='/'>Home</a> <a href='/news'>News</a></nav>"),
    "no-body.html": b"<html>",
    "only-script.html": _page("<script>document.write('The lamp is lit.')</script>"),
    "frames.html": _page("<frameset><frame src='https://lantern-house.example/'></frameset>"),
    "boxes-within-boxes.html": lambda: _page(
        "<div>" * 100_000 + _PARAGRAPH * 20 + "</div>" * 100_000
    ),
    "long-attribute.html": lambda: _page(f"<p title='{'lamp ' * 1_000_000}'>The lamp is lit.</p>"),
    "many-attributes.html": lambda: _page(f"<p {' '.join(f'a{n}=1' for n in range(600_000))}>"),
    "entities.html": _laughs,
    "no-page.html": _noise,
    "other-charset.html": _page(_PARAGRAPH).replace(b"utf-8", b"koi8-r"),
}

MARKDOWN: dict[str, Made] = {
    "quotes-within-quotes.md": lambda: b">" * 50_000 + b" The lamp is lit.\n",
    "lists-within-lists.md": lambda: b"- " * 50_000 + b"The lamp is lit.\n",
    "brackets.md": lambda: b"# Brackets\n\n%sThe lamp.%s\n" % (b"[" * 50_000, b"]" * 50_000),
    "pictures.md": lambda: b"# Pictures\n\n%sThe lamp is lit.\n" % (b"![" * 50_000),
    "stars.md": lambda: b"# Stars\n\n%s.\n" % (b"*a **a " * 20_000),
    "named-links.md": lambda: b"[l]: https://a.example/%s\n\n" % (b"a" * 50_000) + b"[l] " * 50_000,
    "wide-table.md": lambda: b"|a" * 5_000 + b"|\n" + b"|-" * 5_000 + b"|\n" + b"|\n" * 20_000,
    "backticks.md": lambda: b" ".join(b"`" * n for n in range(1, 900)),
}
