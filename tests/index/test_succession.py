"""What has taken the place of a superseded document."""

from datetime import timedelta
from typing import Any

import pytest

from index.succession import successor
from knowledge.access import Role, Viewer
from tests.conftest import NOW
from tests.making import document

END = NOW + timedelta(hours=1)
OLD, STAFF = {"status": "superseded"}, {"audience": "staff"}


def after(identity: str, **metadata: Any) -> dict[str, Any]:  # noqa: ANN401
    """The metadata of a document that another has taken the place of."""
    return {**OLD, "superseded_by": identity, **metadata}


# Documents by id, and what takes the place of the first: to journalists, and to staff.
LINES: dict[str, tuple[dict[str, dict[str, Any]], str | None, str | None]] = {
    "one": ({"a": after("b"), "b": {}}, "b", "b"),
    "three in a row": ({"a": after("b"), "b": after("c"), "c": after("d"), "d": {}}, "d", "d"),
    "none named": ({"a": OLD}, None, None),
    "missing": ({"a": after("b")}, None, None),
    "missing at the end": ({"a": after("b"), "b": after("c")}, None, None),
    "an end without a successor": ({"a": after("b"), "b": OLD}, None, None),
    "itself": ({"a": after("a")}, None, None),
    "a circle": ({"a": after("b"), "b": after("a")}, None, None),
    "a circle further on": ({"a": after("b"), "b": after("c"), "c": after("b")}, None, None),
    "a draft": ({"a": after("b"), "b": {"status": "draft"}}, None, None),
    "withdrawn": ({"a": after("b"), "b": {"status": "withdrawn"}}, None, None),
    "for staff": ({"a": after("b"), "b": STAFF}, None, "b"),
    "through one for staff": ({"a": after("b"), "b": after("c", **STAFF), "c": {}}, None, "c"),
    "through a draft": (
        {"a": after("b"), "b": {"status": "draft"}, "c": {}},
        None,
        None,
    ),
    "under embargo": ({"a": after("b"), "b": {"embargo_until": END}}, None, "b"),
    "through one under embargo": (
        {"a": after("b"), "b": after("c", embargo_until=END), "c": {}},
        None,
        "c",
    ),
    "after an embargo": ({"a": after("b"), "b": {"embargo_until": NOW}}, "b", "b"),
    "current itself": ({"a": {}}, None, None),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_successors_is_followed_to_what_stands(line: str) -> None:
    documents, public, internal = LINES[line]
    known = {i: document(f"The lamp {i}.", i, **metadata) for i, metadata in documents.items()}
    for role, found in ((Role.journalist, public), (Role.staff, internal), (Role.admin, internal)):
        follower = successor(known["a"].metadata, known, Viewer(role, NOW))
        assert (follower and follower.id) == found
