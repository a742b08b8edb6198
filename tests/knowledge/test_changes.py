"""How the documents of today differ from those of before."""

from dataclasses import replace

import pytest

from knowledge.changes import Change, Changes
from tests.making import document

TEXT = "The lamp is lit. It burns all night."


def test_documents_that_stay_as_they_are_are_no_change() -> None:
    held = [document(TEXT, "lamp"), document(TEXT, "oil")]
    changes = Changes.between(held, reversed([document(d.text, d.id) for d in held]))
    assert changes == Changes((), (), ())
    assert not changes


def test_what_came_went_and_changed_is_told_by_id_in_order() -> None:
    before = [document(TEXT, name) for name in ("wick", "oil", "lamp", "harbor")]
    after = [document(f"{TEXT} We wait.", name) for name in ("wick", "tower", "boats", "lamp")]
    changes = Changes.between(iter(before), iter(after))
    assert changes.added == ("boats", "tower")
    assert changes.removed == ("harbor", "oil")
    assert changes.changed_ids == ("lamp", "wick")
    assert changes


def test_a_document_under_a_new_id_went_and_came() -> None:
    changes = Changes.between([document(TEXT, "lamp")], [document(TEXT, "lantern")])
    assert changes == Changes(added=("lantern",), changed=(), removed=("lamp",))


@pytest.mark.parametrize(
    ("text", "metadata", "change"),
    [
        (f"{TEXT} ", {}, Change("lamp", text=True, keys=())),
        (TEXT, {"date": "2023-05-04"}, Change("lamp", text=False, keys=("date",))),
        (
            TEXT.upper(),
            {"audience": "staff", "title": "The Oil", "url": None},
            Change("lamp", text=True, keys=("title", "audience")),
        ),
    ],
)
def test_a_change_tells_whether_the_text_and_which_metadata_changed(
    text: str, metadata: dict[str, str | None], change: Change
) -> None:
    changes = Changes.between([document(TEXT)], [document(text, "lamp", **metadata)])
    assert changes == Changes((), (change,), ())


def test_a_file_saved_anew_with_the_same_words_is_no_change() -> None:
    held = document(TEXT)
    assert not Changes.between([held], [replace(held, source="0" * 64)])
