"""Every document of a folder, and what was refused and why."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.archive import Archive
from knowledge.catalogue import Catalogue
from knowledge.description import Origin
from knowledge.errors import ArchiveError, DocumentError
from knowledge.limits import MEBIBYTE, Limits
from knowledge.reading import Reading

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BODY = "The Lamp\n\nMay 4, 2023\n\nThe lamp is lit. It burns all night.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    (place / "good.txt").write_text("A Good Start\n\nWe are open.\n", "utf-8")
    return place


POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"


def load(folder: Path, **limits: int) -> Catalogue:
    return Catalogue.load(folder, Archive(folder.parent / "archive"), limits=Limits(**limits))


def refusal(folder: Path, content: bytes | str, name: str = "lamp.txt") -> str:
    """Why a file of this content is refused; everything else goes on."""
    raw = content.encode() if isinstance(content, str) else content
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(raw)
    found = load(folder)
    assert [d.id for d in found.documents] == ["good"]
    (refused,) = found.refused
    assert refused.file == name
    assert refused.error.startswith(f"{name}")
    return refused.error


def accepted(folder: Path, content: bytes) -> str:
    """The text of a document of these bytes."""
    (folder / "lamp.txt").write_bytes(content)
    found = load(folder)
    assert found.refused == ()
    return found.documents[1].text


def front(written: str) -> str:
    return f"---\n{written}\n---\n{BODY}"


def test_documents_come_in_the_order_of_their_ids(lantern: Path, tmp_path: Path) -> None:
    found = Catalogue.load(lantern, Archive(tmp_path))
    ids = [d.id for d in found.documents]
    assert ids == sorted(path.stem for path in lantern.iterdir())
    assert found.refused == ()


def test_what_the_metadata_does_not_say_is_read_from_the_text(folder: Path) -> None:
    (folder / "lamp.txt").write_text(BODY, "utf-8")
    metadata = load(folder).documents[1].metadata
    assert (metadata.title, metadata.date, metadata.language) == (
        "The Lamp",
        date(2023, 5, 4),
        "en",
    )


def test_what_the_metadata_says_stands(folder: Path) -> None:
    (folder / "lamp.txt").write_text(front("title: Light\ndate: 2020-01-02\nlanguage: es"), "utf-8")
    metadata = load(folder).documents[1].metadata
    assert (metadata.title, metadata.date, metadata.language) == ("Light", date(2020, 1, 2), "es")


def test_a_folder_without_files_is_an_empty_catalogue(tmp_path: Path) -> None:
    assert Catalogue.load(tmp_path, Archive(tmp_path)) == Catalogue((), ())


@pytest.mark.parametrize("name", ["nowhere", "file.txt"])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text(BODY)
    with pytest.raises(DocumentError, match=f"{name}: there is no such folder"):
        load(tmp_path / name)


def test_sub_folders_are_read_and_hidden_files_passed_over(folder: Path) -> None:
    for name in ("2023/lamp.txt", ".hidden.txt", ".git/lamp.txt", "2023/.DS_Store"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(BODY, "utf-8")
    found = load(folder)
    assert [d.id for d in found.documents] == ["good", "lamp"]
    assert found.refused == ()


def test_two_files_with_one_id_are_both_refused(folder: Path) -> None:
    for year in ("2022", "2023"):
        (folder / year).mkdir()
        (folder / year / "lamp.txt").write_text(f"Lamp {year}\n\nThe lamp of {year} is lit.\n")
    found = load(folder)
    assert [d.id for d in found.documents] == ["good"]
    assert [(r.file, "id 'lamp' is also that of" in r.error) for r in found.refused] == [
        ("2022/lamp.txt", True),
        ("2023/lamp.txt", True),
    ]
    assert "2023/lamp.txt" in found.refused[0].error
    assert "2022/lamp.txt" in found.refused[1].error


def test_of_two_files_with_one_text_one_stands(folder: Path) -> None:
    (folder / "lamp.txt").write_text(BODY, "utf-8")
    (folder / "lantern.txt").write_text(front("title: Lantern"), "utf-8")
    found = load(folder)
    assert [d.id for d in found.documents] == ["good", "lamp"]
    assert [r.file for r in found.refused] == ["lantern.txt"]
    assert "same as that of lamp.txt" in found.refused[0].error


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (front("title: a: b"), ", line 2: not valid YAML"),
        (front("title: The Lamp\nkind: [statement"), ", line 4: not valid YAML"),
        (front("title: The Lamp\ndate: 2021-02-30"), ", line 3: date: a date is a day that exists"),
        (front("date: 2021-13-01"), ", line 2: date: a date is a day that exists"),
        (front("embargo_until: 2026-02-30T09:00Z"), ", line 2: embargo_until: a moment is written"),
        (
            front("superseded_by: lamp-2"),
            ", line 2: superseded_by: goes only with `status: superseded`",
        ),
        (front("title: The Lamp\nkind: \x07"), ", line 3: not valid YAML"),
        (front("title: The Lamp\n[a]: b"), ", line 3: not valid YAML"),
        (front("- a list"), ", line 2: expected lines such as `key: value`"),
        (
            front("title: The Lamp\nstatsu: draft"),
            ", line 3: unknown key 'statsu'; did you mean 's",
        ),
        (front("xyzzy: 1"), ", line 2: unknown key 'xyzzy'; known keys: title, date"),
        (
            front("title: A\nkind: b\ntitle: C"),
            ", line 4: not valid YAML: the key 'title' is given t",
        ),
        (front("title: 5"), ", line 2: title: Input should be a valid string"),
        (front("title:"), ", line 2: title: Input should be a valid string"),
        (front("kind: a\ndate: 5"), ", line 3: date: a date is a day that exists"),
        (front("kind: a\nstatus: aproved"), ", line 3: status: Input should be 'approved'"),
        (front("audience: everyone"), ", line 2: audience: Input should be 'public'"),
        (front("embargo_until: 2026-12-01T09:00"), ", line 2: embargo_until: a moment is written"),
        (front("embargo_until: 2026-12-01"), ", line 2: embargo_until: a moment is written"),
        (front("url: javascript:alert(1)"), ", line 2: url: a web address"),
        ("---\ntitle: The Lamp\n\nThe lamp is lit.", ", line 1: the front matter has no closing"),
        (b"The Lamp\n\nThe l\x87mp is lit.", ": byte 15 is not UTF-8, nor a character of English"),
        (b"\xef\xbb\xbfThe l\xe1mp is lit.", ": byte 8 is not UTF-8"),
        (b"\xff\xfeT\x00h\x00e", ": byte 6 is not UTF-16-LE"),
        ("The Lamp\n\nThe lamp\0 is lit.", ": character 18 is NUL"),
        ("", ": the file is empty, it has 0 bytes; put it here again"),
        (POINTER, ": only a Git LFS pointer, not the file itself; fetch it with `git lfs pull`"),
        (" \n\n\t\n", ": there is no text"),
        ("---\ntitle: The Lamp\n---\n", ": there is no text"),
        ("The Lamp\n\nMay 4, 2023\n\nMedia Contact: a@b.example", ": there is no sentence"),
        ("x" * 400 + ".", ": its first line is no title"),
    ],
)
def test_a_broken_file_is_refused_by_name_and_line(
    folder: Path, content: bytes | str, told: str
) -> None:
    assert told in refusal(folder, content)


def test_every_mistake_of_a_file_is_told_at_once(folder: Path) -> None:
    told = refusal(folder, front("title: 5\nlangauge: en\nkind: [a]")).splitlines()
    assert [line.split(":")[0] for line in told] == [
        "lamp.txt, line 2",
        "lamp.txt, line 4",
        "lamp.txt, line 3",
    ]


@pytest.mark.parametrize("name", ["lamp.doc", "lamp", "lamp.txt~", "lamp.pages", "lamp.yaml"])
def test_an_unknown_ending_is_refused(folder: Path, name: str) -> None:
    told = refusal(folder, BODY, name)
    assert "save it as one of " in told
    assert ".txt" in told


@pytest.mark.parametrize(
    "name", ["Lamp.txt", "the lamp.txt", "lamp.old.txt", "lámpara.txt", "a_b.txt", "-a.txt"]
)
def test_a_name_that_is_no_id_is_refused(folder: Path, name: str) -> None:
    assert "rename it" in refusal(folder, BODY, name)


def test_a_name_that_cannot_be_printed_is_told_on_one_line(folder: Path) -> None:
    raw = os.fsencode(folder) + b"/la\xff\nmp.txt"
    with Path(os.fsdecode(raw)).open("w") as file:
        file.write(BODY)
    (refused,) = load(folder).refused
    assert refused.file == r"la\udcff\nmp.txt"
    assert refused.error.isprintable()


def test_the_ending_may_be_in_capitals(folder: Path) -> None:
    (folder / "lamp.TXT").write_text(BODY, "utf-8")
    assert [d.id for d in load(folder).documents] == ["good", "lamp"]


def test_only_regular_files_are_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(BODY)
    (tmp_path / "elsewhere").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "broken.txt").symlink_to(tmp_path / "nowhere")
    (folder / "folder-link.txt").symlink_to(tmp_path / "elsewhere")
    (folder / "folder.txt").mkdir()
    found = load(folder)
    assert [d.id for d in found.documents] == ["good"]
    assert [r.error for r in found.refused] == [
        f"{name}: not a regular file; put the file itself in the folder"
        for name in ("broken.txt", "folder-link.txt", "link.txt", "pipe.txt")
    ]


def test_a_file_that_is_too_large_is_refused_and_not_read(folder: Path) -> None:
    with (folder / "lamp.txt").open("wb") as file:
        file.truncate(200 * MEBIBYTE)  # takes no room on the disk
    (refused,) = load(folder).refused
    assert refused.error == (
        "lamp.txt: 200.0 MiB are more than the 20 allowed; split the document, or raise "
        "`file_limit`"
    )


def test_a_text_that_is_too_long_is_refused(folder: Path) -> None:
    (folder / "lamp.txt").write_text(BODY * 10, "utf-8")
    (refused,) = load(folder, text=500).refused
    assert refused.error == (
        "lamp.txt: its text has 600 characters, more than the 500 allowed; split the document, or "
        "raise `text_limit`"
    )


def test_a_folder_with_too_many_files_is_refused_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "cache").mkdir()
    for number in range(5):
        (folder / "cache" / f"{number}.txt").write_text(f"{BODY} It is lamp {number}.")
    found = load(folder, files=4)
    assert [d.id for d in found.documents] == ["good"]
    (refused,) = found.refused
    assert refused.file == "cache/"
    assert refused.error == (
        "cache/: 5 files are more than the 4 allowed; keep only documents here, or raise "
        "`most_files`"
    )


@pytest.mark.parametrize("place", [".", "a"])
def test_too_many_files_in_all_are_refused_before_any_is_read(folder: Path, place: str) -> None:
    for number in range(4):
        (folder / place).mkdir(exist_ok=True)
        (folder / place / f"{number}.txt").write_text(f"{BODY} It is lamp {number}.")
    with pytest.raises(DocumentError, match=r"5 files.* are more than the 4 allowed"):
        load(folder, files=4)


@pytest.mark.parametrize(
    "content",
    [
        BODY.encode(),
        b"\xef\xbb\xbf" + BODY.encode(),
        b"\xff\xfe" + BODY.encode("utf-16-le"),
        b"\xfe\xff" + BODY.encode("utf-16-be"),
        BODY.replace("\n", "\r\n").encode(),
        BODY.replace("\n", "\r").encode(),
        BODY.encode("utf-16-le"),
        front("title: The Lamp").replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + front("title: The Lamp").encode(),
    ],
)
def test_every_way_of_saving_a_text_gives_the_same_text(folder: Path, content: bytes) -> None:
    assert accepted(folder, content) == BODY


def test_accents_are_composed(folder: Path) -> None:
    assert accepted(folder, "El Farol\n\nLa la\u0301mpara arde.".encode()) == (
        "El Farol\n\nLa lámpara arde."
    )


def test_a_damaged_archive_is_not_a_document_s_fault(folder: Path) -> None:
    archive = Archive(folder.parent / "archive")
    found = load(folder)
    archive.record(found.documents, NOW)
    (kept,) = (folder.parent / "archive" / "texts").iterdir()
    kept.write_bytes(b"{}")
    with pytest.raises(ArchiveError, match=kept.name):
        load(folder)


def test_metadata_may_stand_in_a_file_beside(folder: Path) -> None:
    (folder / "lamp.txt").write_text(BODY, "utf-8")
    (folder / "lamp.txt.yaml").write_text("kind: statement\ndate: 2020-01-02\n", "utf-8")
    found = load(folder)
    assert found.refused == ()
    description = found.entries["lamp"].description
    assert (description.metadata.kind, description.metadata.date) == ("statement", date(2020, 1, 2))
    assert description.origins["date"] is Origin.given
    assert description.places == {
        "kind": "lamp.txt.yaml, line 1",
        "date": "lamp.txt.yaml, line 2",
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("statsu: draft", "lamp.txt.yaml, line 1: unknown key 'statsu'; did you mean 'status'?"),
        ("kind: a\ndate: 2021-02-30", "lamp.txt.yaml, line 2: date: a date is a day that exists"),
        ("[", "lamp.txt.yaml, line 1: not valid YAML"),
        ("", "lamp.txt.yaml: the file is empty"),
        ("# " + "x" * 70_000, "lamp.txt.yaml: its metadata is over 65,536 bytes; shorten it"),
        (b"title: l\x81mp", "lamp.txt.yaml: byte 8 is not UTF-8"),
    ],
)
def test_a_mistake_in_the_file_beside_refuses_the_document_by_that_file(
    folder: Path, content: str | bytes, told: str
) -> None:
    (folder / "lamp.txt").write_text(BODY, "utf-8")
    raw = content.encode() if isinstance(content, str) else content
    (folder / "lamp.txt.yaml").write_bytes(raw)
    found = load(folder)
    assert [d.id for d in found.documents] == ["good"]
    (refused,) = found.refused
    assert refused.file == "lamp.txt"
    assert refused.error.startswith(told)


def test_metadata_stands_in_one_place(folder: Path) -> None:
    (folder / "lamp.txt").write_text(front("kind: statement"), "utf-8")
    (folder / "lamp.txt.yaml").write_text("kind: statement", "utf-8")
    (refused,) = load(folder).refused
    assert refused.error == "lamp.txt.yaml: lamp.txt has front matter as well; keep one of them"


def test_a_file_beside_no_document_is_refused(folder: Path) -> None:
    (folder / "lamp.txt.yaml").write_text("kind: statement", "utf-8")
    (refused,) = load(folder).refused
    assert refused.error == "lamp.txt.yaml: there is no lamp.txt beside it; put it there"


def test_a_name_that_is_no_id_comes_with_one_that_is(folder: Path) -> None:
    told = refusal(folder, BODY, "Testimony Final (2) — niñez.TXT")
    assert told.endswith("only a–z, 0–9 and hyphens; rename it, say to testimony-final-2-ninez.txt")


def test_where_each_value_came_from_is_told(folder: Path) -> None:
    (folder / "lamp.txt").write_text(front("kind: statement"), "utf-8")
    description = load(folder).entries["lamp"].description
    assert {key: str(origin) for key, origin in description.origins.items()} == {
        "title": "text",
        "date": "text",
        "kind": "given",
        "language": "text",
        "url": "default",
        "status": "default",
        "approved_by": "default",
        "approved_on": "default",
        "embargo_until": "default",
        "superseded_by": "default",
        "translation_of": "default",
        "audience": "default",
    }
    assert description.inferred == ("title", "date", "language")


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("status: embargoed", "embargoed without `embargo_until`: it never ends by itself"),
        ("status: superseded", "superseded without `superseded_by`: nobody is led to a newer"),
        (
            "status: superseded\nsuperseded_by: nothing",
            "superseded_by: there is no other document 'nothing'",
        ),
        (
            "status: superseded\nsuperseded_by: lamp",
            "superseded_by: there is no other document 'lamp'",
        ),
        ("translation_of: nothing", "translation_of: there is no other document 'nothing'"),
    ],
)
def test_what_staff_may_have_forgotten_is_told_and_the_document_taken(
    folder: Path, written: str, doubt: str
) -> None:
    (folder / "lamp.txt").write_text(front(written), "utf-8")
    found = load(folder)
    assert [d.id for d in found.documents] == ["good", "lamp"]
    (told,) = found.doubts
    assert told.error.startswith(f"lamp.txt: {doubt}")


def test_a_file_that_has_not_changed_keeps_its_text_though_it_would_be_read_otherwise(
    folder: Path,
) -> None:
    archive = Archive(folder.parent / "archive")
    first = Catalogue.load(folder, archive, keep=True)
    assert first.entries["good"].fresh
    (source,) = (folder.parent / "archive" / "readings").iterdir()
    older = Reading.model_validate_json(source.read_text("utf-8").partition("\n")[2])
    content = older.content.model_copy(update={"text": "A Good Start\n\nWe were open.\n"})
    written = older.model_copy(update={"content": content}).model_dump_json()
    archive.readings.keep(first.documents[0].source, ".txt", written)

    again = Catalogue.load(folder, archive, keep=True)
    assert again.documents[0].text == "A Good Start\n\nWe were open.\n"
    assert not again.entries["good"].fresh

    anew = Catalogue.load(folder, archive, keep=True, reread=True)
    assert anew.documents == first.documents
    assert Catalogue.load(folder, archive).documents == first.documents


def test_nothing_is_kept_unless_it_is_asked_for(folder: Path) -> None:
    load(folder)
    assert not (folder.parent / "archive").exists()


def test_a_damaged_reading_is_named(folder: Path) -> None:
    archive = Archive(folder.parent / "archive")
    Catalogue.load(folder, archive, keep=True)
    (kept,) = (folder.parent / "archive" / "readings").iterdir()
    kept.write_text(kept.read_text("utf-8").replace("open", "closed"), "utf-8")
    with pytest.raises(ArchiveError, match=f"{kept.name}.*kind-reindex --reread"):
        load(folder)
    assert Catalogue.load(folder, archive, reread=True).refused == ()


def test_every_file_that_is_read_is_told(lantern: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    Catalogue.load(lantern, Archive(tmp_path), progress=lambda *numbers: told.append(numbers))
    assert told == [(number, 10) for number in range(1, 11)]
