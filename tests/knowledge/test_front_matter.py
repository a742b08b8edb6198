"""YAML above a text."""

import pytest

from knowledge.errors import DocumentError
from knowledge.front_matter import split_front_matter

FRONT = "---\ntitle: The Lamp\n---\n"


def test_front_matter_is_told_from_the_text_and_begins_in_the_second_line() -> None:
    found = split_front_matter(FRONT + "The lamp.", "lamp.txt")
    assert found.text == "The lamp."
    assert found.front_matter is not None
    assert (found.front_matter.written, found.front_matter.first_line) == ("title: The Lamp\n", 2)


def test_an_empty_front_matter_says_nothing() -> None:
    found = split_front_matter("---\n---\nThe lamp.", "lamp.txt")
    assert found.text == "The lamp."
    assert found.front_matter is not None
    assert found.front_matter.written.strip() == ""


def test_a_rule_further_down_is_text() -> None:
    text = "The Lamp\n\n---\n\nThe lamp is lit."
    assert split_front_matter(text, "lamp.txt").text == text
    assert split_front_matter(FRONT + text, "lamp.txt").text == text


def test_the_fence_may_have_white_space_behind_it() -> None:
    assert split_front_matter("--- \ntitle: x\n---\t\nThe lamp.", "lamp.txt").text == "The lamp."


@pytest.mark.parametrize("text", ["---", "---\n", "---\ntitle: x", "---\ntitle: x\n----\n"])
def test_front_matter_without_an_end_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"lamp\.txt, line 1: the front matter has no closing"):
        split_front_matter(text, "lamp.txt")
