"""Which role a person has, and where."""

import pytest
from telegram import Chat, User

from bot.roles import role_of
from bot.settings import Settings
from knowledge.access import Role

SETTINGS = Settings(staff=frozenset({2, 4}), admins=frozenset({3, 4}))
ALONE = Chat(1, Chat.PRIVATE)


def _user(number: int) -> User:
    return User(number, "Ana", is_bot=False)


@pytest.mark.parametrize(
    ("number", "role"), [(1, Role.journalist), (2, Role.staff), (3, Role.admin), (4, Role.admin)]
)
def test_a_role_is_that_of_the_settings(number: int, role: Role) -> None:
    assert role_of(SETTINGS, _user(number), ALONE) is role


@pytest.mark.parametrize("kind", [Chat.GROUP, Chat.SUPERGROUP, Chat.CHANNEL])
@pytest.mark.parametrize("number", [2, 3])
def test_where_others_read_along_everybody_is_a_journalist(kind: str, number: int) -> None:
    assert role_of(SETTINGS, _user(number), Chat(-1, kind)) is Role.journalist


def test_whoever_is_unknown_is_a_journalist() -> None:
    assert role_of(SETTINGS, None, ALONE) is Role.journalist
    assert role_of(SETTINGS, _user(3), None) is Role.journalist
    assert role_of(SETTINGS, None, None) is Role.journalist
