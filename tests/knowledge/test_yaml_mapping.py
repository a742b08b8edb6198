"""A YAML mapping that a person wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from knowledge.yaml_mapping import MappingError, YamlMapping


class Wick(BaseModel):
    model_config = ConfigDict(extra="forbid")

    length: int = 1


class Lamp(BaseModel):
    model_config = ConfigDict(extra="forbid")

    oil: str = "olive"
    wick: Wick = Wick()
    keepers: list[str] = []
    spare: dict[str, Wick] = {}


def mistake(written: str) -> str:
    with pytest.raises(MappingError) as error:
        YamlMapping(written, "lamp.yaml").read(Lamp)
    return str(error.value)


def test_it_is_read_as_a_model() -> None:
    read = YamlMapping("oil: rape\nwick: {length: 3}\n", "lamp.yaml").read(Lamp)
    assert read == Lamp(oil="rape", wick=Wick(length=3))


@pytest.mark.parametrize("written", ["", "# only a comment", "---", "~", "{}"])
def test_nothing_is_an_empty_mapping(written: str) -> None:
    assert YamlMapping(written, "lamp.yaml").read(Lamp) == Lamp()


def test_what_is_missing_is_filled_in_and_what_is_given_stands() -> None:
    mapping = YamlMapping("oil: rape", "lamp.yaml")
    assert mapping.read(Lamp, oil="olive", keepers=["Ana"]) == Lamp(oil="rape", keepers=["Ana"])


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("oli: rape", "lamp.yaml, line 1: unknown key 'oli'; did you mean 'oil'?"),
        ("\n\nqq: 1", "lamp.yaml, line 3: unknown key 'qq'; known keys: oil, wick, keepers, spare"),
        ("oil: a\noil: b", "lamp.yaml, line 2: not valid YAML: the key 'oil' is given twice"),
        ("wick:\n  length: x", "lamp.yaml, line 2: wick.length: Input should be a valid integer"),
        ("wick: {length: 1,\n length: 2}", "lamp.yaml, line 2: not valid YAML: the key 'length'"),
        (
            "wick:\n  lenght: 1",
            "lamp.yaml, line 2: unknown key 'wick.lenght'; did you mean 'length'?",
        ),
        (
            "spare:\n  a:\n    x: 1",
            "lamp.yaml, line 3: unknown key 'spare.a.x'; known keys: length",
        ),
        ("wick: 5", "lamp.yaml, line 1: wick: Input should be"),
        ("keepers:\n- Ana\n- 5", "lamp.yaml, line 1: keepers.1: Input should be a valid string"),
        ("- oil", "lamp.yaml, line 1: expected lines such as `key: value`"),
        ("oil", "lamp.yaml, line 1: expected lines such as `key: value`"),
        ("oil: a\n1: b", "lamp.yaml, line 2: 1: Keys should be strings"),
        ("oil: [", "lamp.yaml, line 1: not valid YAML"),
        ("oil: a\n? [b]\n: c", "lamp.yaml, line 2: not valid YAML: a key is one word"),
        ("oil: a\n? {b: c}\n: d", "lamp.yaml, line 2: not valid YAML: a key is one word"),
        ("wick: 0001-01-01T00:00:00+23:00", "lamp.yaml, line 1: "),
        ("oil: !!int", "lamp.yaml, line 1: not valid YAML: not a value of its kind"),
        ("oil: a\nwick: \x00", "lamp.yaml, line 2: not valid YAML: the character U+0000"),
        ("oil: !!python/name:os.system", "lamp.yaml, line 1: not valid YAML: could not determine"),
        ("oil: a\n---\noil: b", "lamp.yaml, line 2: not valid YAML"),
        ("wick: " + "[" * 5000, "lamp.yaml"),
    ],
)
def test_a_mistake_is_told_with_its_line(written: str, told: str) -> None:
    found = mistake(written)
    assert found.startswith(told)
    assert "\n" not in found


def test_a_line_can_be_asked_for() -> None:
    mapping = YamlMapping("oil: rape\nwick:\n  length: 3\n", "lamp.yaml", first_line=5)
    assert [mapping.line(path) for path in [("wick",), ("wick", "length"), ("wick", 0)]] == [
        6,
        7,
        6,
    ]


def test_lines_are_counted_in_the_file() -> None:
    with pytest.raises(MappingError, match=r"lamp\.txt, line 6: unknown key"):
        YamlMapping("oil: a\nxyz: b", "lamp.txt", first_line=5).read(Lamp)


SYNTAX = st.sampled_from([*"{}[]:,?-&*!|>'\"%@` \n#~", "oil", "<<", "!!int", "1", "2021-01-01"])


@given(st.text(max_size=60) | st.lists(SYNTAX, max_size=14).map("".join))
def test_whatever_is_written_is_read_or_refused_by_name(written: str) -> None:
    try:
        YamlMapping(written, "lamp.yaml").read(Lamp)
    except MappingError as error:
        assert str(error).startswith("lamp.yaml")  # noqa: PT017 (either outcome is right)


@pytest.mark.parametrize("written", ["2021-02-30", "2021-13-01"])
def test_a_day_that_does_not_exist_is_left_to_the_model_which_knows_its_key(written: str) -> None:
    assert YamlMapping(f"oil: {written}", "lamp.yaml").values == {"oil": written}
