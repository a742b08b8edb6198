"""kind-import: posts of KIND's website to documents."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge.metadata import Status
from tests.scripts.importing.importing import Importing, importing, listening
from tests.scripts.running import command, refusal

__all__ = ["importing", "listening"]

RECORD = ".kind-import.json"
WINTER = "<p>Lantern House opens forty beds for the winter. Every child may come.</p>"
INVIERNO = "<p>La Casa del Farol abre cuarenta camas. Ningún niño debe dormir en la calle.</p>"


def test_posts_become_drafts_that_the_catalogue_takes(importing: Importing, tmp_path: Path) -> None:
    site = importing.site
    site.types |= {"press_release": "press-releases"}
    site.add("Beds for Winter", WINTER)
    site.add("Camas de invierno", INVIERNO, "press_release")
    site.add("About us", WINTER, "page")
    site.add("lamp.png", WINTER, "attachment")
    ended = importing.run()
    assert ended.code == 0
    assert ended.told["imported"] == ["beds-for-winter", "camas-de-invierno"]
    documents = importing.documents(tmp_path / "archive")
    beds, camas = documents["beds-for-winter"], documents["camas-de-invierno"]
    assert beds.text == (
        "Beds for Winter\n\nLantern House opens forty beds for the winter. Every child may come.\n"
    )
    assert beds.metadata.model_dump(exclude_defaults=True) == {
        "title": "Beds for Winter",
        "date": date(2026, 11, 19),  # where the site is
        "url": f"{site.address}/post/beds-for-winter/",
        "status": Status.draft,
    }
    assert (camas.metadata.kind, camas.metadata.language) == ("press release", "es")


def test_titles_and_texts_are_as_a_reader_of_the_site_sees_them(
    importing: Importing, tmp_path: Path
) -> None:
    html = "<p>&#8220;Children need a lamp,&#8221; said the keeper &amp; her friends.</p>"
    importing.site.add("<em>The Keeper&#8217;s</em> Lamp &#8211;\n &lt;lit&gt;", html, slug="lamp")
    assert importing.run("--status", "approved").code == 0
    lamp = importing.documents(tmp_path / "archive")["lamp"]
    assert lamp.metadata.title == "The Keeper’s Lamp – <lit>"
    assert lamp.metadata.status is Status.approved
    assert lamp.text.endswith("\n\n“Children need a lamp,” said the keeper & her friends.\n")


@pytest.mark.parametrize(
    ("values", "language"),
    [
        ({"lang": "es"}, "es"),
        ({"polylang_current_lang": "es_MX"}, "es"),
        ({"lang": ["es"]}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_site_s_word_or_the_text_s(
    importing: Importing, tmp_path: Path, values: dict[str, Any], language: str
) -> None:
    importing.site.add("Beds for Winter", WINTER, **values)
    importing.run()
    (document,) = importing.documents(tmp_path / "archive").values()
    assert document.metadata.language == language


@pytest.mark.parametrize("plain", [False, True])
def test_every_page_is_read(importing: Importing, plain: bool) -> None:  # noqa: FBT001
    importing.site.plain = plain
    for number in range(1, 251):
        importing.site.add(f"Lamp {number}")
    ended = importing.run()
    assert len(ended.told["imported"]) == len(importing.names()) == 250
    whole = [query for query in importing.site.queries if "content" in query["_fields"]]
    assert [query["page"] for query in whole] == ["1", "2", "3"]
    assert {(query["per_page"], query["orderby"]) for query in whole} == {("100", "id")}


def test_a_site_is_the_same_whichever_way_its_api_is_reached(importing: Importing) -> None:
    importing.site.add("Lamp")
    importing.run()
    importing.site.plain = True
    for url in (importing.site.address, importing.site.address + "/about-us/?a=b"):
        assert importing.run(url=url).told["unchanged"] == 1


def test_a_second_run_asks_for_what_was_modified_since_and_writes_nothing(
    importing: Importing,
) -> None:
    importing.site.add("Lamp")
    importing.site.clock += timedelta(hours=5)
    importing.site.add("Harbor")
    importing.run()
    before = importing.files()
    importing.site.asked.clear()
    ended = importing.run("--status", "approved")
    assert (ended.code, ended.told["unchanged"], ended.told["updated"]) == (0, 2, [])
    assert importing.files() == before
    whole, stamps = importing.site.queries
    # What was saved in the same second as the last one that is known is asked for again.
    assert whole["modified_after"] == "2026-11-20T07:59:59Z"
    assert "content" not in stamps["_fields"]


def test_what_changed_on_the_site_is_updated_with_the_status_of_this_run(
    importing: Importing,
) -> None:
    lamp = importing.site.add("Lamp")
    importing.site.add("Harbor")
    importing.run()
    importing.site.change(lamp, WINTER)
    ended = importing.run("--status", "approved")
    assert (ended.told["updated"], ended.told["unchanged"]) == (["lamp"], 1)
    assert "forty beds" in importing.text("lamp")
    assert b"status: approved" in importing.file("lamp").read_bytes()
    assert b"status: draft" in importing.file("harbor").read_bytes()


def test_what_staff_edited_is_kept_until_they_give_it_up_and_then_copied(
    importing: Importing,
) -> None:
    lamp = importing.site.add("Lamp")
    importing.run()
    edited = importing.file("lamp").read_bytes().replace(b"draft", b"approved")
    importing.file("lamp").write_bytes(edited)
    assert importing.run().told["unchanged"] == 1
    importing.site.change(lamp, WINTER)
    for _ in range(2):
        ended = importing.run()
        assert (ended.code, ended.told["kept"]) == (3, ["lamp"])
        assert "lamp: changed on the site, but edited here; --replace lamp takes" in ended.err
        assert importing.file("lamp").read_bytes() == edited
    ended = importing.run("--replace", "lamp")
    assert (ended.code, ended.told["updated"]) == (0, ["lamp"])
    assert "forty beds" in importing.text("lamp")
    (copy,) = (importing.folder / ".kind-import-replaced").iterdir()
    assert copy.read_bytes() == edited
    assert str(copy) in ended.err
    assert importing.run().told["unchanged"] == 1


def test_an_edited_document_is_replaced_also_where_the_site_has_not_changed(
    importing: Importing,
) -> None:
    importing.site.add("Lamp")
    importing.run()
    before = importing.file("lamp").read_bytes()
    moved = importing.folder / "2026" / "lamp.txt"
    moved.parent.mkdir()
    importing.file("lamp").rename(moved)
    assert importing.run().told["unchanged"] == 1
    moved.write_bytes(before + b"More.\n")
    assert importing.run("--replace", "lamp").told["updated"] == ["lamp"]
    assert moved.read_bytes() == before
    assert importing.names() == {"2026/lamp.txt"}


def test_what_is_gone_from_the_site_is_told_and_stays(importing: Importing) -> None:
    importing.site.add("Lamp")
    importing.site.add("Harbor")
    importing.run()
    del importing.site.posts[0]
    ended = importing.run()
    assert (ended.code, ended.told["deleted"], ended.told["unchanged"]) == (0, ["lamp"], 1)
    assert "deleted: lamp: no longer on the site; its file stays" in ended.err
    assert importing.file("lamp").exists()
    importing.file("lamp").unlink()
    assert importing.run().told["deleted"] == []


def test_what_staff_removed_is_told_once_and_comes_back_only_by_name(importing: Importing) -> None:
    lamp = importing.site.add("Lamp")
    importing.run()
    importing.file("lamp").unlink()
    told = "its file was removed here; --replace lamp brings it back"
    assert importing.run().reasons == {"lamp": told}
    assert importing.run().told["skipped"] == []
    importing.site.change(lamp, WINTER)
    assert importing.run().reasons == {"lamp": told}
    assert importing.names() == set()
    assert importing.run("--replace", "lamp").told["updated"] == ["lamp"]
    assert "forty beds" in importing.text("lamp")


def test_a_dry_run_writes_nothing_and_tells_what_it_would_do(importing: Importing) -> None:
    lamp = importing.site.add("Lamp")
    ended = importing.run("--dry-run", json=False)
    assert ended.out.splitlines()[0] == "would import: lamp"
    assert ended.out.splitlines()[1].startswith("Would import 1, would update 0, 0 unchanged; ")
    assert importing.files() == {}
    importing.run()
    before = importing.files()
    importing.site.change(lamp, WINTER)
    importing.site.add("Harbor")
    told = importing.run("--dry-run").told
    assert (told["imported"], told["updated"]) == (["harbor"], ["lamp"])
    importing.run("--dry-run", "--replace", "lamp")
    assert importing.files() == before


def test_a_post_that_was_not_called_modified_when_it_was_published_is_found(
    importing: Importing,
) -> None:
    importing.site.add("Lamp")
    importing.run()
    importing.site.clock = datetime(2020, 1, 1, tzinfo=UTC)
    importing.site.add("Harbor")
    assert importing.run().told["imported"] == ["harbor"]


def test_only_the_types_that_are_named_are_read(importing: Importing) -> None:
    importing.site.types |= {"press_release": "press-releases", "testimony": "testimony"}
    for kind in ("post", "page", "press_release", "testimony"):
        importing.site.add(f"Lamp {kind.replace('_', ' ')}", kind=kind)
    told = importing.run("--type", "page", "--type", "press-releases").told
    assert told["imported"] == ["lamp-page", "lamp-press-release"]
    assert importing.refusal("--type", "pres_release") == (
        "--type pres_release: the site has no such type; did you mean 'press_release'?"
    )


def test_each_page_is_told_of_and_the_whole_at_the_end(importing: Importing) -> None:
    for number in range(1, 121):
        importing.site.add(f"Lamp {number}")
    importing.site.add("Secret", content={"rendered": "", "protected": True})
    ended = importing.run(json=False)
    assert ended.code == 3
    lines = ended.err.splitlines()
    assert lines[:2] == ["post: 100 of 121", "post: 121 of 121"]
    assert lines[-1] == "skipped: post 121 secret: it is protected by a password"
    assert ended.out.startswith("Imported 120, updated 0, 0 unchanged; 1 skipped, see above; ")


def test_sites_share_a_record(importing: Importing) -> None:
    importing.site.add("Lamp")
    importing.run()
    elsewhere = importing.site.address.replace("127.0.0.1", "localhost")
    first, importing.site.address = importing.site.address, elsewhere
    importing.site.posts.clear()
    importing.site.add("Lamp", WINTER)
    assert importing.run(url=elsewhere).told["imported"] == ["lamp-post"]
    importing.site.address = first
    assert importing.run(url=first).told["kept"] == []
    assert importing.names() == {"lamp.txt", "lamp-post.txt"}


@pytest.mark.parametrize("content", ["", "{", '{"sites": {"a": {"posts": [{"type": 1}]}}}'])
def test_a_damaged_record_is_named(importing: Importing, content: str) -> None:
    importing.site.add("Lamp")
    (importing.folder / RECORD).write_text(content)
    assert importing.refusal().endswith(
        f"{RECORD}: this file, which an import goes by, is damaged; restore it"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--replace", "harbor"), "--replace harbor: there is no such document; name its id"),
        (("--documents", "/nowhere"), "/nowhere: there is no such folder"),
    ],
)
def test_what_is_not_there_is_named(
    importing: Importing, options: tuple[str, ...], told: str
) -> None:
    importing.site.add("Lamp")
    assert importing.refusal(*options).startswith(told)


def test_the_command_is_installed_and_says_how_it_ended(importing: Importing) -> None:
    importing.site.add("Lamp")
    options = (importing.site.address, "--documents", importing.folder, "--pause", "0")
    done = command("kind-import", *options)
    assert (done.returncode, done.stderr) == (0, "post: 1 of 1\n")
    assert done.stdout.startswith("Imported 1, updated 0, 0 unchanged; ")
    assert importing.names() == {"lamp.txt"}
    done = command("kind-import", "ftp://lantern.example")
    assert refusal(done).startswith("'ftp://lantern.example': a site's address is https://")
    assert command("kind-import").returncode == 2
