"""Hostile names, folders and metadata, each alone: what they may not do to who reads of them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.indexed import Indexed
from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.errors import DocumentError
from knowledge.yaml_mapping import MappingError, YamlMapping
from tests.making import document

BODY = "The Lamp\n\nMay 4, 2023\n\nThe lamp is lit. It burns all night.\n"
CLEARED = "\x1b[2J"  # what clears a terminal
LONGEST = 5_000  # characters of a refusal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    (place / "good.txt").write_text("A Good Start\n\nWe are open.\n", "utf-8")
    return place


def load(folder: Path) -> Catalogue:
    return Catalogue.load(folder, Archive(folder.parent / "archive"))


@pytest.mark.parametrize(
    "name",
    [
        f"lamp{CLEARED}.txt",
        f"lamp.{CLEARED}",
        f"the lamp.{CLEARED}",
        "lamp.txt\r",
        "lamp.\u202etxt",
        f"lamp{CLEARED}.txt.yaml",
    ],
)
def test_no_name_sends_a_terminal_commands(folder: Path, name: str) -> None:
    (folder / name).write_text(BODY, "utf-8")
    (refused,) = load(folder).refused
    assert refused.error.startswith("".join(c if c.isprintable() else ascii(c)[1:-1] for c in name))
    assert refused.error.isprintable()


@pytest.mark.parametrize(
    "content",
    [
        f"The Lamp{CLEARED}\n\nThe lamp is lit.\n",
        "The \u202eLamp\n\nThe lamp is lit.\n",
        f'---\ntitle: "The Lamp\\e[2J"\n---\n{BODY}',
        f'---\ntitle: "The Lamp\\0"\n---\n{BODY}',
        f'---\nkind: "a\\u202eb"\n---\n{BODY}',
    ],
)
def test_no_title_sends_a_terminal_commands_or_turns_a_line_around(
    folder: Path, content: str
) -> None:
    (folder / "lamp.txt").write_text(content, "utf-8")
    for found in load(folder).documents:
        assert found.metadata.title.isprintable()
        assert (found.metadata.kind or "").isprintable()


def merged(depth: int) -> str:
    """Mappings that each hold the one before nine times over."""
    rows = (f"k{n + 1}: &k{n + 1} {{<<: [{', '.join([f'*k{n}'] * 9)}]}}" for n in range(depth))
    return "\n".join(["k0: &k0 {title: The Lamp}", *rows])


def test_front_matter_does_not_grow_by_merging() -> None:
    # Each level takes nine times as long as the one before, in the program's own process.
    with pytest.raises(MappingError, match="not valid YAML"):
        YamlMapping(merged(4), "lamp.txt")


@pytest.mark.parametrize(
    "front_matter",
    [
        "\n".join(f"key{n}: lamp" for n in range(4_000)),
        f"title: *{'z' * 60_000}",
    ],
)
def test_a_refusal_is_no_longer_than_somebody_reads(folder: Path, front_matter: str) -> None:
    (folder / "lamp.txt").write_text(f"---\n{front_matter}\n---\n{BODY}", "utf-8")
    (refused,) = load(folder).refused
    assert len(refused.error) < LONGEST


def nest(folder: Path) -> None:
    """So many folders within one another that no path can name the last of them."""
    place = os.open(folder, os.O_RDONLY)
    for _ in range(2_200):
        os.mkdir("in", dir_fd=place)
        inner = os.open("in", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(place)


def unnest(folder: Path) -> None:
    """Remove them again, which pytest does not manage."""
    while (folder / "in").exists():
        (folder / "in").rename(folder / "out")
        if (folder / "out" / "in").exists():
            (folder / "out" / "in").rename(folder / "in")
        (folder / "out").rmdir()


def test_folders_may_lie_in_one_another_however_deep(folder: Path) -> None:
    nest(folder)
    try:
        told = [refused.error for refused in load(folder).refused]
    except DocumentError as error:
        told = [str(error)]
    finally:
        unnest(folder)
    assert all("in" in line for line in told)


@pytest.mark.parametrize(
    "words",
    [
        "Ines Calloway () said so.",
        "“It is lit,” said Ines Calloway ( ).",
        "Lantern House () is open.",
    ],
)
def test_an_empty_parenthesis_ends_no_run(words: str) -> None:
    assert Indexed.of(document(f"The Lamp\n\n{words}\n"), ("Lantern House",))


def _link(place: Path) -> None:
    place.symlink_to(".")


def _pipe(place: Path) -> None:
    os.mkfifo(place)


@pytest.mark.parametrize("make", [_link, _pipe])
def test_what_is_no_file_is_told_so_whatever_it_is_called(
    folder: Path, make: Callable[[Path], None]
) -> None:
    make(folder / "loop")
    (refused,) = load(folder).refused
    assert "not a regular file" in refused.error
